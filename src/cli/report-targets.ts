/** What `--reporter` asks for: which reports, and where each goes. */
import { destinationOf } from "../corpus/disk.ts";
import { UsageError } from "../findings/errors.ts";
import { didYouMean } from "../findings/nearest.ts";
import { reportFormats } from "../reporters/index.ts";
import type { ReportFormat } from "../reporters/reporter.ts";

/** `output` and `messages` are standard output and standard error. */
export type ReportPlace = "output" | "messages" | { readonly file: string };

export interface ReportTarget {
  readonly format: ReportFormat;
  readonly place: ReportPlace;
}

/**
 * Reads values of the form NAME, NAME=FILE or NAME=-, which is standard output. `unnamed`: where those without a file go;
 * `outputIsData`: standard output is taken. Throws UsageError for an unknown name and for two reports in one place.
 */
export function reportTargets(
  values: readonly string[],
  unnamed: "output" | "messages",
  outputIsData = false,
): ReportTarget[] {
  const targets = values.map((value) => readTarget(value, unnamed));
  if (targets.length === 0) throw new UsageError("no report format was named; leave --reporter out for text");
  if (outputIsData && targets.some(({ place }) => place === "output"))
    throw new UsageError(
      "--reporter: standard output takes the data (--out -); send the report to a file, as in --reporter text=FILE",
    );
  const taken = new Map<string, string>();
  for (const { format, place } of targets) {
    const key = typeof place === "string" ? place : destinationOf(place.file);
    const other = taken.get(key);
    if (other !== undefined) throw new UsageError(`--reporter: ${bothIn(other, format.name, place)}`);
    taken.set(key, format.name);
  }
  return targets;
}

/** A report that is written to a file. */
export interface FileTarget extends ReportTarget {
  readonly place: { readonly file: string };
}

export function isToFile(target: ReportTarget): target is FileTarget {
  return typeof target.place !== "string";
}

/** A file that the run reads or writes, and what it is to the user. */
export interface RunFile {
  readonly path: string;
  readonly what: string;
}

/** The files that say how a run is to go. */
export function ruleFiles(schema: string | undefined, config: string | undefined): RunFile[] {
  const files = [
    { path: schema, what: "the schema" },
    { path: config, what: "the configuration" },
  ];
  return files.flatMap(({ path, what }) => (path === undefined ? [] : [{ path, what }]));
}

/** Throws UsageError if a report would take the place of one of the files. */
export function refuseReplacing(targets: readonly ReportTarget[], files: readonly RunFile[]): void {
  // Most reports go to a stream, and nobody need look where the files are.
  for (const { format, place } of targets.filter(isToFile)) {
    const destination = destinationOf(place.file);
    const file = files.find(({ path }) => destinationOf(path) === destination);
    if (file !== undefined) throw wouldReplace(format, place.file, file.what);
  }
}

/** Says that a report must not be written to its file. */
export function wouldReplace(format: ReportFormat, file: string, what: string): UsageError {
  return new UsageError(`--reporter: ${format.name}=${file} would replace ${what}; name another file`);
}

function readTarget(value: string, unnamed: "output" | "messages"): ReportTarget {
  const at = value.indexOf("=");
  const name = at < 0 ? value : value.slice(0, at);
  const file = at < 0 ? null : value.slice(at + 1);
  const known: readonly ReportFormat[] = reportFormats;
  const format = known.find((each) => each.name === name);
  const names = known.map((each) => each.name);
  if (format === undefined)
    throw new UsageError(
      `--reporter: ${JSON.stringify(name)} is none of ${names.join(", ")}.${didYouMean(name, names)}`,
    );
  if (file === "") throw new UsageError(`--reporter: ${JSON.stringify(value)} names no file`);
  return { format, place: file === null ? unnamed : file === "-" ? "output" : { file } };
}

function bothIn(first: string, second: string, place: ReportPlace): string {
  if (typeof place !== "string") return `${first} and ${second} cannot both be written to ${place.file}`;
  const stream = place === "output" ? "standard output" : "standard error";
  return `${first} and ${second} cannot both go to ${stream}; give one of them a file, as in ${second}=FILE`;
}
