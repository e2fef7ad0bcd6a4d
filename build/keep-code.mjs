/** Loaded before a command: keeps in the folder `KEEP_CODE_IN`, when it ends, what V8 has compiled of the bundle's files. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { compiledFile, pack, runScripts, unpack } from "../dist/package/compiled-code.js";

const folder = process.env.KEEP_CODE_IN ?? "";
/** Starts before compiled code can be used. */
const ENTRY = "docrows.cjs";

/** @type {{ path: string, source: Uint8Array, script: import("node:vm").Script }[]} */
const kept = [];

runScripts(
  (path, source) => {
    if (basename(path) === ENTRY || source.includes("import(")) return null;
    const file = compiledFile(folder, path);
    return existsSync(file) ? (unpack(path, source, readFileSync(file)) ?? undefined) : undefined;
  },
  (path, source, script) => kept.push({ path, source, script }),
);

process.on("exit", () => {
  for (const { path, source, script } of kept) {
    const file = compiledFile(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, pack(path, source, script.createCachedData()));
  }
});
