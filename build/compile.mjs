/**
 * Keeps the code that V8 compiles of the bundle (src/package/compiled-code.ts): runs commands that use most of it, one after the
 * other, so that each adds to what those before it had compiled. Part of `npm run build`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compiledFolder } from "../dist/package/compiled-code.js";

const scratch = mkdtempSync(join(tmpdir(), "docrows-build-"));
const commands = [
  ["--help"],
  ["validate", "seeds", "--quiet"],
  ["export", "seeds", "--out", join(scratch, "out"), "--quiet"],
];
// Commands use what is in the folder's place: it is put there when it is complete.
const kept = join(dirname(compiledFolder), "new");
const project = join(import.meta.dirname, "..");
rmSync(dirname(compiledFolder), { recursive: true, force: true });
try {
  for (const command of commands) {
    const args = ["--import", join(import.meta.dirname, "keep-code.mjs"), "dist/bundle/docrows.cjs"];
    const env = { ...process.env, KEEP_CODE_IN: kept };
    const stdio = /** @type {const} */ (["ignore", "ignore", "inherit"]);
    const { status } = spawnSync(process.execPath, [...args, ...command], { cwd: project, env, stdio });
    if (status !== 0) throw new Error(`docrows ${command.join(" ")} ended with code ${status}`);
  }
  renameSync(kept, compiledFolder);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
