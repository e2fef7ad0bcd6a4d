/**
 * What the library takes (options, most of them left out) and what a run works with (settings, all present and
 * checked). Defaults, names and choices come from options.ts.
 */
import { checkOptions } from "./check-options.ts";
import type { RunEvent } from "./corpus-run.ts";
import { UsageError } from "./findings/errors.ts";
import type { Finding } from "./findings/finding.ts";
import type { CsvDialect } from "./formats/format.ts";
import { defaultOf } from "./options.ts";

/** Which documents are read, and how. */
export interface CorpusOptions {
  /** Files, folders and globs; `-` alone is standard input. */
  readonly inputs: readonly string[];
  /** Folder that `source_path` is relative to. Default: the folder given, or the working directory if there are several inputs. */
  readonly root?: string | undefined;
  /** A header template, `fields`, `yaml` or `none`; of several the first that matches. Default: `date {date} {url}`. */
  readonly header?: string | readonly string[] | undefined;
  /** Path of a JSON Schema (draft-07, 2019-09 or 2020-12). Default: the built-in schema. */
  readonly schema?: string | undefined;
  /** Folder of further schemas, which references find by their `$id`. */
  readonly schemaDir?: string | undefined;
  /** Whether unknown keywords and formats in the schema are errors. Default: false. */
  readonly strictSchema?: boolean | undefined;
  /** Whether patterns may take more than linear time. Default: false. */
  readonly unsafePatterns?: boolean | undefined;
  /** New column names, by the schema's property. */
  readonly column?: Readonly<Record<string, string>> | undefined;
  /** Globs of the files that are read in folders. Default: files that end in `.txt`. */
  readonly include?: readonly string[] | undefined;
  /** Globs of files and folders that are passed over in folders. */
  readonly exclude?: readonly string[] | undefined;
  /** Only files that changed since the current branch left this git revision, untracked ones among them. Default: all. */
  readonly changedSince?: string | undefined;
  /** Whether files and folders that start with a dot are read in folders. Default: false. */
  readonly hidden?: boolean | undefined;
  /**
   * How many threads read, check and encode documents, 64 at most; 0: all in the caller's, which also writes, and which leaves
   * large documents to the others. Default: where there is enough to do, as many as the processor has cores, 8 at most.
   */
  readonly threads?: number | undefined;
  /** How many findings the result holds; all are counted, and all are given to `onFinding`. Default: 1000. */
  readonly maxFindings?: number | undefined;
  /** Stops the run: it rejects with the signal's reason and leaves nothing behind. */
  readonly signal?: AbortSignal | undefined;
  /** Called for every finding, in the order of the documents. What it throws or rejects with ends the run. */
  readonly onFinding?: ((finding: Finding) => unknown) | undefined;
  /**
   * Called as the run goes on. Promises that it and `onFinding` return are awaited at each `progress` and at the end, so that they can slow
   * the run down; what they throw or reject with ends it.
   */
  readonly onEvent?: ((event: RunEvent) => unknown) | undefined;
}

/** What is done with documents that do not conform: nothing at all is written, or the others are. */
export type OnInvalid = "fail" | "skip";

export interface ExportOptions extends CorpusOptions {
  /** Folder for the dataset. Default: `out`. */
  readonly out?: string | undefined;
  /** `csv`, `jsonl`, `arrow`. Default: all three. */
  readonly format?: readonly string[] | undefined;
  /** Default: `fail`. */
  readonly onInvalid?: OnInvalid | undefined;
  /** With `skip`: write nothing if more documents are rejected than this number (`10`) or share of the documents read (`2.5%`). */
  readonly maxRejected?: string | number | undefined;
  readonly csvDelimiter?: string | undefined;
  readonly csvRecordDelimiter?: "lf" | "crlf" | undefined;
  readonly csvQuoting?: CsvDialect["quoting"] | undefined;
  readonly csvBom?: boolean | undefined;
  readonly csvEscapeFormulas?: boolean | undefined;
}

export interface CorpusSettings {
  readonly inputs: readonly string[];
  readonly root: string | undefined;
  readonly header: readonly string[];
  readonly schema: string | undefined;
  readonly schemaDir: string | undefined;
  readonly strictSchema: boolean;
  readonly unsafePatterns: boolean;
  readonly column: ReadonlyMap<string, string>;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly hidden: boolean;
  readonly changedSince: string | undefined;
  /** Undefined: as many as are worth while. */
  readonly threads: number | undefined;
  readonly maxFindings: number;
  readonly signal: AbortSignal | undefined;
  readonly onFinding: (finding: Finding) => unknown;
  readonly onEvent: (event: RunEvent) => unknown;
}

export interface ExportSettings extends CorpusSettings {
  readonly out: string;
  readonly format: readonly string[];
  readonly onInvalid: OnInvalid;
  readonly rejectedLimit: RejectedLimit;
  readonly csv: CsvDialect;
}

/** At most this many rejected documents; `percent`: of 100 documents read. */
export interface RejectedLimit {
  readonly value: number;
  readonly percent: boolean;
}

/** Checks the options of a corpus and fills in the defaults. Throws UsageError for a value that an option does not take. */
export function corpusSettings(given: CorpusOptions): CorpusSettings {
  checkOptions(given);
  const value = valuesOf(given);
  return {
    inputs: given.inputs,
    root: given.root,
    header: [value<string | readonly string[]>("header")].flat(),
    schema: given.schema,
    schemaDir: given.schemaDir,
    strictSchema: value("strictSchema"),
    unsafePatterns: value("unsafePatterns"),
    column: new Map(Object.entries(given.column ?? {})),
    include: given.include ?? [],
    exclude: given.exclude ?? [],
    hidden: value("hidden"),
    changedSince: given.changedSince,
    threads: parseThreads(given.threads),
    maxFindings: value("maxFindings"),
    signal: given.signal,
    onFinding: given.onFinding ?? (() => {}),
    onEvent: given.onEvent ?? (() => {}),
  };
}

/** Checks the options of an export and fills in the defaults. Throws UsageError as `corpusSettings` does. */
export function exportSettings(given: ExportOptions): ExportSettings {
  const corpus = corpusSettings(given);
  const value = valuesOf(given);
  const format: readonly string[] = [...new Set(value<readonly string[]>("format"))];
  if (format.length === 0)
    throw new UsageError("no output format was named; leave --format out for all of them");
  const onInvalid = value<OnInvalid>("onInvalid");
  if (given.maxRejected !== undefined && onInvalid !== "skip")
    throw new UsageError(
      "--max-rejected limits what --on-invalid skip rejects; add --on-invalid skip, or leave it out",
    );
  return {
    ...corpus,
    out: value("out"),
    format,
    onInvalid,
    rejectedLimit: parseRejectedLimit(given.maxRejected),
    csv: {
      delimiter: parseDelimiter(value("csvDelimiter")),
      recordDelimiter: value("csvRecordDelimiter") === "crlf" ? "\r\n" : "\n",
      bom: value("csvBom"),
      quoting: value("csvQuoting"),
      escapeFormulas: value("csvEscapeFormulas"),
    },
  };
}

/** Whether so many rejected documents are too many. */
export function exceeds({ value, percent }: RejectedLimit, rejected: number, documents: number): boolean {
  return percent ? rejected * 100 > value * documents : rejected > value;
}

/** The value of an option, or its default. */
function valuesOf(given: object): <T>(key: string) => T {
  return <T>(key: string) => ((given as Record<string, unknown>)[key] ?? defaultOf(key)) as T;
}

const MAX_THREADS = 64;

function parseThreads(given: number | undefined): number | undefined {
  if (given !== undefined && given > MAX_THREADS)
    throw new UsageError(`--threads: ${given} is too many, ${MAX_THREADS} are the most`);
  return given;
}

function parseRejectedLimit(given: string | number | undefined): RejectedLimit {
  if (given === undefined) return { value: Number.POSITIVE_INFINITY, percent: false };
  const match = /^(\d+)$|^(\d+(?:\.\d+)?)%$/.exec(String(given));
  const value = Number(match?.[1] ?? match?.[2]);
  const percent = match?.[2] !== undefined;
  if (match === null || (percent && value > 100))
    throw new UsageError(
      `--max-rejected: ${JSON.stringify(given)} is neither a number of documents (10) nor a share of them (2.5%)`,
    );
  return { value, percent };
}

function parseDelimiter(given: string): string {
  const delimiter = given === "tab" ? "\t" : given;
  if ([...delimiter].length !== 1 || /["'\r\n]/.test(delimiter))
    throw new UsageError(
      `--csv-delimiter: ${JSON.stringify(given)} is not one character other than a quote, an apostrophe or a line break; write tab for a tab`,
    );
  return delimiter;
}
