/**
 * Which files a run reads. Separate from the run because counting them beforehand, and reading them for another purpose, begins in the
 * same way.
 */
import { setImmediate } from "node:timers/promises";
import { ChangedFiles } from "./corpus/changed-files.ts";
import { discover } from "./corpus/discover.ts";
import { type ResolvedInputs, resolveInputs } from "./corpus/inputs.ts";
import { PassedOver } from "./corpus/passed-over.ts";
import { documentExtensions } from "./documents/index.ts";
import { InputError, UsageError } from "./findings/errors.ts";
import type { CorpusSettings } from "./settings.ts";

/** What is said of inputs in which there is no document. */
export function noDocuments(inputs: readonly string[], passedOver: PassedOver): InputError {
  const kinds = passedOver.entries().map(([extension, count]) => `${count} ${extension}`);
  const others = kinds.length === 0 ? "" : ` (passed over: ${kinds.join(", ")})`;
  return new InputError(
    `no documents in ${inputs.join(", ")}${others}; documents are files that end in ${documentExtensions.join(", ")}, or name them with --include`,
  );
}

/** Resolves the inputs of a run. `outFolder` is never read. */
export function resolveCorpus(
  { inputs, root, include, exclude, hidden }: CorpusSettings,
  outFolder?: string,
): ResolvedInputs {
  return resolveInputs({
    inputs,
    include,
    exclude,
    hidden,
    cwd: process.cwd(),
    extensions: documentExtensions,
    ...(root !== undefined && { root }),
    ...(outFolder !== undefined && { outFolder }),
  });
}

/** What changed since the revision that the settings name; undefined if they name none. Throws UsageError and InputError. */
export function findChanged(
  { changedSince }: CorpusSettings,
  inputs: ResolvedInputs,
): ChangedFiles | undefined {
  if (changedSince === undefined) return undefined;
  if (inputs.kind === "files") return new ChangedFiles(inputs.root, changedSince);
  throw new UsageError("--changed-since looks at files, - (standard input) is none");
}

/** How many files a run over this corpus reads. */
export async function countFiles(settings: CorpusSettings, outFolder?: string): Promise<number> {
  let count = 0;
  const inputs = resolveCorpus(settings, outFolder);
  for (const _file of discover(inputs, new PassedOver(), findChanged(settings, inputs))) {
    if (++count % 1000 === 0) await setImmediate();
    settings.signal?.throwIfAborted();
  }
  return count;
}
