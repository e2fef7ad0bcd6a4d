/**
 * The bundle's code as V8 compiled it when the bundle was made: to compile it takes as long as all else at start. It stands beside the
 * bundle, for one version of V8 on one kind of machine; elsewhere, and in the package that is published, there is none.
 */
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, Script, type ScriptOptions } from "node:vm";
import { packageFile } from "./package-file.ts";

const bundleFolder = fileURLToPath(packageFile("dist/bundle"));

/** V8 refuses code of another version, but does not look at the processor. */
const machine = `${process.platform}-${process.arch}-v8-${process.versions.v8}`;

/** Compiled code of this machine. */
export const compiledFolder = fileURLToPath(packageFile(`dist/compiled/${machine}`));

/** Where in a folder of compiled code that of a file of the bundle stands; null for other files. */
export function compiledFile(folder: string, path: string): string | null {
  const name = relative(bundleFolder, path);
  return name.startsWith("..") ? null : join(folder, `${name}.bin`);
}

/** Has what is required from here on run from compiled code. Where there is none, Node.js 22.8 and later keep it for the next start. */
export function useCompiledCode(): void {
  if (!existsSync(compiledFolder)) {
    (module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
    return;
  }
  runScripts((path) => {
    const file = compiledFile(compiledFolder, path);
    return file !== null && existsSync(file) ? { cachedData: readFileSync(file) } : null;
  });
}

/**
 * Has CommonJS files that are required from here on run from scripts with the options that `optionsOf` gives; if it gives none,
 * as ever. `onScript` is told of each script before it runs.
 */
export function runScripts(
  optionsOf: (path: string) => ScriptOptions | null,
  onScript: (path: string, script: Script) => void = () => {},
): void {
  const { extensions } = createRequire(import.meta.url);
  const load = extensions[".js"];
  extensions[".cjs"] = (loaded, path) => {
    const options = optionsOf(path);
    if (options === null) return load(loaded, path);
    const script = new Script(module.wrap(readFileSync(path, "utf8")), {
      filename: path,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...options,
    });
    onScript(path, script);
    const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
    run.call(loaded.exports, loaded.exports, loaded.require.bind(loaded), loaded, path, dirname(path));
  };
}
