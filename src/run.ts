/**
 * The runs that docrows offers: export, stream, validate, iterate. The commands and the library call these functions;
 * nothing here prints, exits or reads configuration.
 */
import type { RecordBatch } from "apache-arrow";
import { countFiles } from "./corpus-inputs.ts";
import { CorpusRun, type RunOutputs } from "./corpus-run.ts";
import { CONTRACT, type Counts, type DataPackageContent } from "./dataset/data-package.ts";
import { DatasetWriter, datasetFileNames } from "./dataset/dataset-writer.ts";
import type { WrittenFile } from "./dataset/files.ts";
import { rejectLine } from "./dataset/rejects.ts";
import { Staging } from "./dataset/staging.ts";
import { describeFinding } from "./findings/catalogue.ts";
import { InputError, UsageError } from "./findings/errors.ts";
import type { Finding } from "./findings/finding.ts";
import { arrow } from "./formats/arrow.ts";
import { RecordBatchCollector } from "./formats/arrow-record-batch.ts";
import { defaultCsvDialect, type Format, type FormatSettings } from "./formats/format.ts";
import { formats } from "./formats/index.ts";
import { version } from "./package/version.ts";
import {
  type CorpusOptions,
  corpusSettings,
  type ExportOptions,
  type ExportSettings,
  exceeds,
  exportSettings,
} from "./settings.ts";
import type { Outcome } from "./workers/outcome.ts";

/** What came of checking a corpus. */
export interface ValidationResult {
  readonly counts: Readonly<Counts>;
  /** The first findings, `maxFindings` at most. */
  readonly findings: readonly Finding[];
  /** All findings, those in the schema among them. */
  readonly findingCount: number;
  /** What was not read in folders: extension (or a kind such as `(hidden)`) and count, the most frequent first. */
  readonly passedOver: readonly (readonly [kind: string, count: number])[];
}

export interface ExportResult extends ValidationResult {
  /** Whether all was written that was to be written. */
  readonly complete: boolean;
  /** The dataset's files, datapackage.json last; none if nothing was written. */
  readonly files: readonly WrittenFile[];
}

/** Checks every document and writes nothing. Throws UsageError and InputError; documents that do not conform are data in the result. */
export async function validateCorpus(options: CorpusOptions): Promise<ValidationResult> {
  const run = new CorpusRun(corpusSettings(options));
  for await (const _outcome of run.outcomes());
  return resultOf(run);
}

/**
 * Writes the dataset of a corpus to the folder `out`. Under `onInvalid: "fail"` nothing is written unless every document
 * conforms; under `"skip"` the others are listed in rejects.jsonl. If nothing is written, `files` is empty and a dataset that was there
 * stays as it was. Throws UsageError and InputError, after which the same holds.
 */
export async function exportDataset(options: ExportOptions): Promise<ExportResult> {
  const settings = exportSettings(options);
  if (settings.out === "-")
    throw new UsageError("--out: a dataset is written to a folder, - (standard output) is none");
  const skip = settings.onInvalid === "skip";
  const run = new CorpusRun(settings, settings.out);
  const chosen = formats.filter(({ name }) => settings.format.includes(name));
  const layout = { tables: run.tables, formats: chosen, rejects: skip };
  const staging = new Staging(settings.out, datasetFileNames(layout));
  try {
    const format = formatSettings(run, settings);
    const writer = new DatasetWriter(staging, { ...layout, format });
    try {
      const outputs: RunOutputs = {
        outputs: writer.outputs,
        format,
        endsAtRejected: !skip,
        onPiece: (output, piece) => writer.write(output, piece),
        onThreads: (count) => writer.expectThreads(count),
      };
      for await (const outcome of run.outcomes(outputs)) writer.writeRejects(rejectLines(outcome));
      if (!mayCommit(run.counts, settings)) return { ...resultOf(run), complete: false, files: [] };
      const finished = writer.finish(describeDataset(run, settings, chosen));
      const files = await unlessAborted(finished, settings.signal);
      staging.commit(files);
      return { ...resultOf(run), complete: true, files };
    } finally {
      await writer.close();
    }
  } finally {
    staging.close();
  }
}

/**
 * Writes the paragraphs table in one format through `write`, which is awaited after some documents, about 1 MiB of them. Under
 * `fail` the output ends before the first document that does not conform, and always before the first that cannot be read; the
 * rest is still checked.
 */
export async function streamParagraphs(
  options: ExportOptions,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<ExportResult> {
  const settings = exportSettings(options);
  const [format, ...others] = formats.filter(({ name }) => settings.format.includes(name));
  if (format === undefined || others.length > 0)
    throw new UsageError(
      `--out - takes one format, ${settings.format.join(", ")} were asked for; add --format ${settings.format[0]}`,
    );
  const run = new CorpusRun(settings);
  const chunks: Uint8Array[] = [];
  const flush = async () => {
    for (const chunk of chunks.splice(0)) await write(chunk);
  };
  const formatting = formatSettings(run, settings);
  const writer = format.createWriter(run.tables[0]!, formatting, (bytes) => chunks.push(bytes.slice()));
  writer.begin();
  const files: RunOutputs = {
    outputs: [{ table: "paragraphs", format: format.name }],
    format: formatting,
    endsAtRejected: settings.onInvalid === "fail",
    onPiece: (_output, piece) => writer.append(piece),
  };
  for await (const _outcome of run.outcomes(files)) await flush();
  writer.end();
  await flush();
  return { ...resultOf(run), complete: mayCommit(run.counts, settings), files: [] };
}

export interface ReadOptions extends CorpusOptions {
  /** What happens at a document that does not conform: the iteration throws InputError, or the document is left out. Default: `throw`. */
  readonly onInvalid?: "throw" | "skip" | undefined;
}

/**
 * Yields the paragraphs table as Arrow record batches of at most 16 MiB (a larger row is a batch of its own). Their
 * memory is the caller's own. Throws UsageError and InputError.
 */
export async function* readParagraphs(options: ReadOptions): AsyncGenerator<RecordBatch, void, undefined> {
  const { onInvalid = "throw", ...corpus } = options ?? {};
  if (onInvalid !== "throw" && onInvalid !== "skip")
    throw new UsageError(`onInvalid: ${JSON.stringify(onInvalid)} is neither "throw" nor "skip"`);
  const settings = corpusSettings(options && corpus);
  const run = new CorpusRun(settings);
  const metadata = schemaMetadata(run);
  const collector = new RecordBatchCollector(await import("apache-arrow"), run.tables[0]!, metadata);
  const outcomes = run.outcomes({
    outputs: [{ table: "paragraphs", format: arrow.name }],
    format: { csv: defaultCsvDialect, metadata },
    endsAtRejected: onInvalid === "throw",
    onPiece: (_output, piece) => collector.append(piece),
  });
  /** Who stops the run while it has the last of them is told so as with any other. */
  function* taken(): Generator<RecordBatch, void, undefined> {
    for (const batch of collector.take()) {
      yield batch;
      settings.signal?.throwIfAborted();
    }
  }
  for await (const { withFindings } of outcomes) {
    yield* taken();
    const stop = withFindings.find(
      ({ status }) => status === "unreadable" || (status === "rejected" && onInvalid === "throw"),
    );
    if (stop !== undefined) throw new InputError(describeFinding(stop.findings[0]!));
  }
  collector.end();
  yield* taken();
}

/** How many documents a run with these options reads, `outFolder` apart: for a progress bar. */
export async function countDocuments(options: CorpusOptions, outFolder?: string): Promise<number> {
  return await countFiles(corpusSettings(options), outFolder);
}

/** What is promised; rejects with the signal's reason as soon as it is aborted, without waiting for it. */
async function unlessAborted<T>(promised: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promised;
  let stop!: () => void;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop);
  });
  try {
    const value = await Promise.race([promised, aborted]);
    signal.throwIfAborted();
    return value;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function resultOf({ counts, findings, findingCount, passedOver }: CorpusRun): ValidationResult {
  return { counts, findings, findingCount, passedOver: passedOver.entries() };
}

/** Whether a dataset may appear: every document was read, at least one conforms, and no more were rejected than is allowed. */
function mayCommit(
  { documents, rejected, unreadable }: Counts,
  { onInvalid, rejectedLimit }: ExportSettings,
): boolean {
  if (unreadable > 0 || rejected === documents) return false;
  return onInvalid === "skip" ? !exceeds(rejectedLimit, rejected, documents) : rejected === 0;
}

function describeDataset(
  run: CorpusRun,
  settings: ExportSettings,
  chosen: readonly Format[],
): Omit<DataPackageContent, "files"> {
  const { header, csv, onInvalid, column } = settings;
  const { id, sha256 } = run.rules.schema;
  const formatNames = chosen.map(({ name }) => name);
  const columns = Object.fromEntries([...column].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    version,
    options: { formats: formatNames, csv, header, paragraphs: "blank", onInvalid, columns },
    schema: { id, sha256 },
    counts: run.counts,
  };
}

function formatSettings(run: CorpusRun, { csv }: ExportSettings): FormatSettings {
  return { csv, metadata: schemaMetadata(run) };
}

/** What an Arrow file says of where its columns come from. */
function schemaMetadata({ rules: { schema } }: CorpusRun): Map<string, string> {
  return new Map([
    ["docrows.contract", String(CONTRACT)],
    ["docrows.schema.id", schema.id ?? ""],
    ["docrows.schema.sha256", schema.sha256],
  ]);
}

function rejectLines({ withFindings }: Outcome): Uint8Array {
  const rejected = withFindings.filter(({ status }) => status === "rejected");
  return new TextEncoder().encode(rejected.map(rejectLine).join(""));
}
