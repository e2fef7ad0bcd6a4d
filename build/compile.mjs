/**
 * Keeps the code that V8 compiles of the bundle (src/package/compiled-code.ts): runs commands that use most of it, one after the
 * other, so that each adds to what those before it had compiled. Part of `npm run build`, which does without where it fails.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { compiledFolder } from "../dist/package/compiled-code.js";

const project = join(import.meta.dirname, "..");
const seeds = join(project, "seeds");
const parent = dirname(compiledFolder);

rmSync(parent, { recursive: true, force: true });
mkdirSync(parent);
const scratch = mkdtempSync(join(parent, "new-"));
// Commands use what is in its place: it is put there when it is complete.
const kept = join(scratch, "kept");
try {
  const commands = [
    ["--help"],
    ["validate", seeds, "--quiet"],
    ["export", seeds, "--out", join(scratch, "out"), "--quiet"],
  ];
  for (const command of commands) run(command);
  renameSync(kept, compiledFolder);
} catch (error) {
  const reason = error instanceof Error ? error.message : error;
  process.stderr.write(`no compiled code is kept, so that docrows starts later: ${reason}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * Runs a command as users do, where no configuration is found: V8's flags have to be those of theirs.
 * @param {readonly string[]} command
 */
function run(command) {
  const entry = join(project, "dist/bundle/docrows.cjs");
  const args = ["--import", join(import.meta.dirname, "keep-code.mjs"), entry, ...command];
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  const { status, signal } = spawnSync(process.execPath, args, {
    cwd: scratch,
    env: { ...environment, KEEP_CODE_IN: kept },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`docrows ${command[0]} ended with ${signal ?? status}`);
}
