/**
 * The bundle's code as V8 compiled it when the bundle was made: to compile it takes as long as all else at start. It stands beside the
 * bundle, for one version of Node.js on one kind of machine; elsewhere, and in the package that is published, there is none.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { packageFile } from "./package-file.ts";

const bundleFolder = fileURLToPath(packageFile("dist/bundle"));

/** V8 refuses code that was made with another version or other flags; for another processor it does not. */
const machine = `${process.platform}-${process.arch}-node-${process.version}`;

/** Compiled code for this machine. */
export const compiledFolder = fileURLToPath(packageFile(`dist/compiled/${machine}`));

const DIGEST_BYTES = 32;
/** What stands before a module's source when it is made a script; places in errors count without it. */
const OPENING_LENGTH = module.wrap("").indexOf("\n");

/** Where in a folder of compiled code that of a file of the bundle stands. */
export function compiledFile(folder: string, path: string): string {
  return join(folder, `${relative(bundleFolder, path)}.bin`);
}

/**
 * Compiled code as it is kept, behind a digest: V8 compares but the length of the source, runs what is damaged until it crashes, and
 * tells of errors at the path of old.
 */
export function pack(path: string, source: Uint8Array, code: Uint8Array): Uint8Array {
  return Buffer.concat([digestOf(path, source, code), code]);
}

/** The code that was packed for this file; null if it is another's, or none. */
export function unpack(path: string, source: Uint8Array, packed: Uint8Array): Uint8Array | null {
  const code = packed.subarray(DIGEST_BYTES);
  return digestOf(path, source, code).equals(packed.subarray(0, DIGEST_BYTES)) ? code : null;
}

/** Has what is required from here on run from compiled code. What there is none of, Node.js 22.8 and later keep for the next start. */
export function useCompiledCode(): void {
  (module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
  if (!existsSync(compiledFolder)) return;
  let isAccepted = true;
  runScripts(
    (path, source) => (isAccepted ? readCode(path, source) : null),
    (_path, _source, script) => {
      isAccepted = script.cachedDataRejected === false;
    },
  );
}

function readCode(path: string, source: Uint8Array): Uint8Array | null {
  try {
    return unpack(path, source, readFileSync(compiledFile(compiledFolder, path)));
  } catch {
    // Without it the file runs as ever.
    return null;
  }
}

/**
 * Has files of the bundle that are required from here on run from scripts, with the compiled code that `codeOf` gives. Those for which
 * it gives null run as ever. `onScript` is told of each script before it runs. Scripts cannot `import()`: V8 forgets who asks.
 */
export function runScripts(
  codeOf: (path: string, source: Uint8Array) => Uint8Array | undefined | null,
  onScript: (path: string, source: Uint8Array, script: Script) => void,
): void {
  const { extensions } = createRequire(import.meta.url);
  const load = extensions[".js"];
  extensions[".cjs"] = (loaded, path) => {
    if (!path.startsWith(bundleFolder)) return load(loaded, path);
    const source = readFileSync(path);
    const code = codeOf(path, source);
    if (code === null) return load(loaded, path);
    const script = new Script(module.wrap(source.toString()), {
      filename: path,
      columnOffset: -OPENING_LENGTH,
      ...(code && { cachedData: code }),
    });
    onScript(path, source, script);
    const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
    run.call(loaded.exports, loaded.exports, loaded.require.bind(loaded), loaded, path, dirname(path));
  };
}

function digestOf(path: string, source: Uint8Array, code: Uint8Array): Buffer {
  return createHash("sha256").update(`${path}\0`).update(source).update(code).digest();
}
