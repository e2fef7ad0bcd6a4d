/**
 * Temporary folders for the tests of this folder: files named by paths, and what discovery makes of them.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { toReadablePath } from "../../src/corpus/byte-path.ts";
import { discover } from "../../src/corpus/discover.ts";
import { type InputOptions, resolveInputs } from "../../src/corpus/inputs.ts";
import { PassedOver } from "../../src/corpus/passed-over.ts";
import type { SourceFile } from "../../src/corpus/source-file.ts";

/** A new folder that goes with the test, without links in its path. */
export function temporaryFolder(...files: readonly string[]): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "docrows-corpus-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of files) addFile(folder, file);
  return folder;
}

/** Writes a file, its folders too; a path that ends with `/` is a folder. */
export function addFile(folder: string, path: string, text = path): void {
  const target = join(folder, path);
  if (path.includes("/")) mkdirSync(path.endsWith("/") ? target : dirname(target), { recursive: true });
  if (!path.endsWith("/")) writeFileSync(target, text);
}

export function optionsFor(cwd: string, inputs: readonly string[], options: Partial<InputOptions> = {}) {
  const defaults = { include: [], exclude: [], hidden: false, extensions: [".txt"] };
  return { ...defaults, cwd, inputs, ...options } satisfies InputOptions;
}

/** All that is discovered, and what was passed over. */
export function discoverAll(cwd: string, inputs: readonly string[], options: Partial<InputOptions> = {}) {
  const passedOver = new PassedOver();
  const resolved = resolveInputs(optionsFor(cwd, inputs, options));
  const files: SourceFile[] = [...discover(resolved, passedOver)];
  const root = resolved.kind === "files" ? toReadablePath(resolved.root) : null;
  return { files, paths: files.map((file) => file.sourcePath), passedOver, root };
}

/** The paths that are discovered, in order. */
export function pathsOf(
  cwd: string,
  inputs: readonly string[],
  options: Partial<InputOptions> = {},
): string[] {
  return discoverAll(cwd, inputs, options).paths;
}
