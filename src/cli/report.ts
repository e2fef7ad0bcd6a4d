/**
 * Findings on their way to the reports: the first so many are listed, with paths as seen from the working directory, and every report
 * is written to its place.
 */
import { isAbsolute, join, relative, sep } from "node:path";
import { destinationOf } from "../corpus/disk.ts";
import type { RunEvent } from "../corpus-run.ts";
import type { Counts } from "../dataset/data-package.ts";
import type { Finding } from "../findings/finding.ts";
import { version } from "../package/version.ts";
import type { Reporter, ReportSummary } from "../reporters/reporter.ts";
import { appendToFile, openReportFile } from "./report-file.ts";
import {
  type FileTarget,
  isToFile,
  type ReportPlace,
  type ReportTarget,
  wouldReplace,
} from "./report-targets.ts";
import { DEFAULT_COLUMNS, plain, type Terminal } from "./terminal.ts";

/** All reports of a run. */
export interface Reports {
  readonly onFinding: (finding: Finding) => void;
  /**
   * Takes the events of the run; the first gives the folder that paths are relative to. After `progress` it is to be awaited: the
   * streams have then taken the text so far, so that it does not pile up.
   */
  readonly onEvent: (event: RunEvent) => void | Promise<void>;
  /** Ends the reports and puts the files in place. Throws what writing them throws. */
  end(counts: Counts, findingCount: number): Promise<void>;
  /** Drops the files of a run that failed; does nothing after `end`. */
  discard(): void;
}

/** What a run calls: its findings and events go to the reports, its events to the progress line too. */
export function runListeners(reports: Reports, draw: (event: RunEvent) => void) {
  return {
    onFinding: reports.onFinding,
    onEvent(event: RunEvent): void | Promise<void> {
      const drained = reports.onEvent(event);
      draw(event);
      return drained;
    },
  };
}

/** Where one report's text goes. */
interface Sink {
  readonly isStream: boolean;
  write(text: string): void;
  /** Writes what is still kept, where it can be written at once. */
  flush(): void;
  /** Waits until standard output has taken what was written. Failures are left to `close`. */
  drain(): Promise<void>;
  /** Ends the report; what was not written throws here. */
  close(): Promise<void>;
  discard(): void;
}

interface OpenReport {
  readonly reporter: Reporter;
  readonly sink: Sink;
}

/** Opens the reports, before the run, so that a wrong path is known at once. Lists up to `maxFindings` findings. */
export function openReports(
  targets: readonly ReportTarget[],
  maxFindings: number,
  terminal: Terminal,
): Reports {
  const reports: OpenReport[] = [];
  const discard = () => {
    // The first one may have created the folder of the others.
    for (const { sink } of reports.toReversed()) sink.discard();
  };
  try {
    for (const target of targets) reports.push(openReport(target, terminal));
  } catch (error) {
    discard();
    throw error;
  }
  const tell = (textOf: (reporter: Reporter) => string | undefined) => {
    for (const { reporter, sink } of reports) sink.write(textOf(reporter) ?? "");
  };
  /** Reports by the paths that documents in their places have. */
  let replacing: ReadonlyMap<string, FileTarget> = new Map();
  let root = "";
  let listed = 0;
  return {
    onFinding(finding) {
      if (listed >= maxFindings) return;
      listed++;
      const path = shownPath(finding, root);
      tell((reporter) => reporter.finding(finding, path));
    },
    onEvent(event) {
      if (event.type === "start") {
        root = event.root;
        replacing = new Map(
          targets
            .filter(isToFile)
            .map((target) => [pathFrom(destinationOf(root), destinationOf(target.place.file)), target]),
        );
        tell((reporter) => reporter.begin());
      }
      if (event.type === "progress") return drainAll(reports);
      if (event.type !== "document") return;
      const target = replacing.get(event.path);
      if (target !== undefined) throw wouldReplace(target.format, target.place.file, "a document of the run");
      if (!reports.some(({ reporter }) => reporter.document)) return;
      const { status, findings } = event;
      const document = { path: shownPath({ path: event.path, code: "" }, root), status, findings };
      tell((reporter) => reporter.document?.(document));
    },
    async end({ documents, rejected, unreadable }, findings) {
      const summary = { documents, failedDocuments: rejected + unreadable, findings, listed };
      tell((reporter) => reporter.end(summary));
      // No file is put in its place before all are complete.
      for (const { sink } of reports) sink.flush();
      writeStepSummary(reports, summary);
      // Files come first: that nobody reads standard output any more is no reason to drop them.
      const isStream = ({ sink }: OpenReport) => Number(sink.isStream);
      for (const { sink } of reports.toSorted((a, b) => isStream(a) - isStream(b))) await sink.close();
    },
    discard,
  };
}

async function drainAll(reports: readonly OpenReport[]): Promise<void> {
  for (const { sink } of reports) await sink.drain();
}

function openReport({ format, place }: ReportTarget, terminal: Terminal): OpenReport {
  const contexts = {
    output: { style: terminal.outputStyle, columns: terminal.outputColumns, version },
    messages: { style: terminal.messageStyle, columns: terminal.messageColumns, version },
    file: { style: plain, columns: DEFAULT_COLUMNS, version },
  };
  const context = contexts[typeof place === "string" ? place : "file"];
  return { reporter: format.create(context), sink: openSink(place, terminal) };
}

function openSink(place: ReportPlace, terminal: Terminal): Sink {
  if (place === "output") return outputSink(terminal);
  if (place === "messages") {
    const write = (text: string) => {
      if (text !== "") terminal.message(text);
    };
    const done = async () => {};
    return { isStream: true, write, flush: () => {}, drain: done, close: done, discard: () => {} };
  }
  const file = openReportFile(place.file);
  return { ...file, isStream: false, drain: async () => {}, close: async () => file.commit() };
}

/** Text waits here until standard output has taken what came before. */
function outputSink(terminal: Terminal): Sink {
  let waiting = "";
  let written: Promise<void> | null = null;
  let hasFailed = false;
  const writeAll = async () => {
    while (waiting !== "") {
      const text = waiting;
      waiting = "";
      terminal.progress("");
      await terminal.write(text);
    }
    written = null;
  };
  return {
    isStream: true,
    write(text) {
      if (hasFailed) return;
      waiting += text;
      if (text === "" || written !== null) return;
      written = Promise.resolve().then(writeAll);
      // A failure is thrown by `close`; nothing more is written after it.
      written.catch(() => {
        hasFailed = true;
      });
    },
    flush: () => {},
    drain: async () => {
      await written?.catch(() => {});
    },
    close: async () => {
      await written;
    },
    discard: () => {},
  };
}

/** GitHub shows what is appended to the file that it names on the page of the run. */
function writeStepSummary(reports: readonly OpenReport[], summary: ReportSummary): void {
  const path = process.env.GITHUB_STEP_SUMMARY;
  const text = reports.map(({ reporter }) => reporter.stepSummary?.(summary) ?? "").join("");
  if (path && text !== "") appendToFile(path, text);
}

/** The path of a finding relative to the working directory, `/`-separated; absolute if outside of it. */
export function shownPath({ path, code }: Pick<Finding, "path" | "code">, root: string): string {
  // Standard input has no path below the root, and findings in a schema carry the schema's own path.
  if (path === "-" || code.startsWith("schema-file/")) return path;
  const absolute = join(root, path);
  const near = pathFrom(process.cwd(), absolute);
  return near === ".." || near.startsWith("../") || isAbsolute(near) ? absolute : near;
}

/** The path from a folder to a file, `/`-separated. */
function pathFrom(folder: string, file: string): string {
  return relative(folder, file).replaceAll(sep, "/");
}
