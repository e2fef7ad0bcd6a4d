/** Loaded before a command: keeps in the folder `KEEP_CODE_IN`, when it ends, what V8 has compiled of the bundle's files. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { compiledFile, runScripts } from "../dist/package/compiled-code.js";

const folder = process.env.KEEP_CODE_IN ?? "";
/** Starts before compiled code can be used. */
const ENTRY = "docrows.cjs";

/** @type {Map<string, import("node:vm").Script>} */
const scripts = new Map();

runScripts(
  (path) => {
    const file = compiledFile(folder, path);
    if (file === null || basename(path) === ENTRY) return null;
    return existsSync(file) ? { cachedData: readFileSync(file) } : {};
  },
  (path, script) => {
    const file = compiledFile(folder, path);
    if (file !== null) scripts.set(file, script);
  },
);

process.on("exit", () => {
  for (const [file, script] of scripts) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, script.createCachedData());
  }
});
