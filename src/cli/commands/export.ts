/** `docrows export`: writes the dataset, or the paragraphs table to standard output. */
import { join } from "node:path";
import { printable } from "../../findings/printable.ts";
import { defaultOf } from "../../options.ts";
import type { ExportResult } from "../../run.ts";
import { type ExportOptions, exportSettings } from "../../settings.ts";
import type { Command, CommandCall, ExitCode } from "../command.ts";
import { findConfig } from "../find-config.ts";
import { progressLine } from "../progress.ts";
import { openReports, runListeners } from "../report.ts";
import { refuseReplacing, reportTargets, ruleFiles } from "../report-targets.ts";
import { countsLine, defaultsLine, exportSummary, passedOverLine } from "../summary.ts";
import { Interrupted } from "../terminal.ts";

export const exportCommand: Command = {
  name: "export",
  positional: { name: "inputs", many: true, description: "Files, folders and globs; - for standard input." },
  description: "Write the dataset: every document checked, one row per paragraph.",
  examples: [
    ["docrows export texts", "writes texts/ to out/ as CSV, JSONL and Arrow"],
    ["docrows export 'texts/**/*.txt' --format arrow --out data", "some files, one format, another folder"],
    ["docrows export texts --format jsonl --out - | head", "the paragraphs on standard output"],
  ],
  run: runExport,
};

async function runExport(call: CommandCall): Promise<ExitCode> {
  const { countDocuments, exportDataset, streamParagraphs } = await import("../../run.ts");
  const { formats } = await import("../../formats/index.ts");
  const { possibleFileNames } = await import("../../dataset/dataset-writer.ts");
  const { terminal, signal } = call;
  const startedAt = performance.now();
  const given = { ...call.options, inputs: call.inputs } as ExportOptions;
  const settings = exportSettings(given);
  const quiet = call.options.quiet === true;
  const streamed = settings.out === "-";
  const targets = reportTargets(
    (call.options.reporter ?? defaultOf("reporter")) as string[],
    "messages",
    streamed,
  );
  const ownFiles = streamed ? [] : possibleFileNames(formats).map((name) => join(settings.out, name));
  refuseReplacing(targets, [
    ...ruleFiles(settings.schema, findConfig(call.options.config as string | undefined)),
    ...ownFiles.map((path) => ({ path, what: "a file of the dataset" })),
  ]);
  const reports = openReports(targets, settings.maxFindings, terminal);
  let result: ExportResult;
  let written = streamed;
  try {
    const draw =
      terminal.showsProgress && !quiet
        ? progressLine(
            terminal,
            await countDocuments({ ...given, signal }, streamed ? undefined : settings.out),
          )
        : () => {};
    const options: ExportOptions = {
      ...given,
      signal,
      ...runListeners(reports, draw),
    };
    result = streamed
      ? await streamParagraphs(options, (bytes) => terminal.write(bytes))
      : await exportDataset(options);
    written = true;
    await reports.end(result.counts, result.findingCount);
  } catch (error) {
    throw error === signal.reason && !written ? new Interrupted("no dataset was written") : error;
  } finally {
    reports.discard();
  }
  const { counts } = result;
  if (!result.complete) terminal.message(explainRefusal(result, call, settings.onInvalid, streamed));
  else if (!quiet && streamed)
    terminal.message(
      `${countsLine(counts, true)}\n${defaultsLine(counts)}${passedOverLine(result.passedOver)}`,
    );
  else if (!quiet) {
    const loadWith = formats.filter(({ name }) => settings.format.includes(name)).at(-1)!;
    terminal.message(exportSummary(result, settings.out, loadWith, performance.now() - startedAt));
  } else if (counts.rejected > 0) terminal.message(`${countsLine(counts, true)}\n`);
  if (counts.unreadable > 0) return 2;
  return result.complete ? 0 : 1;
}

/** Why nothing was written (or, on standard output, not everything), and what to do about it. */
function explainRefusal(
  { counts }: ExportResult,
  { typed }: CommandCall,
  onInvalid: "fail" | "skip",
  streamed: boolean,
): string {
  const { documents, rejected, unreadable } = counts;
  const ended = unreadable > 0 || onInvalid === "fail";
  const outcome = !streamed
    ? "nothing was written"
    : ended
      ? "the output ends before the first of them"
      : "the others were written";
  const line = `${countsLine(counts, false)}; ${outcome}\n`;
  if (unreadable > 0)
    return `${line}every document must be readable: repair what is listed above, or --exclude it\n`;
  if (rejected === documents) return `${line}no document conforms\n`;
  if (onInvalid === "skip") return `${line}that is more than --max-rejected allows\n`;
  // What follows `--` is an input, whatever it looks like.
  const end = typed.includes("--") ? typed.indexOf("--") : typed.length;
  const others = typed.slice(0, end).filter((word, index) => {
    return !word.startsWith("--on-invalid") && typed[index - 1] !== "--on-invalid";
  });
  const words = [...others, "--on-invalid", "skip", ...typed.slice(end)];
  const command = ["docrows", ...words.map(quoteForShell)].join(" ");
  const listing = streamed ? "leave these out" : "list these in rejects.jsonl";
  return `${line}to write the others and ${listing}:\n  ${command}\n`;
}

/** A word as a POSIX shell reads it; `$'…'` (POSIX 2024, section 2.2.4) where it holds what must not be printed. */
function quoteForShell(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (printable(word) === word) return `'${word.replaceAll("'", "'\\''")}'`;
  const bytes = [...Buffer.from(word)].map((byte) =>
    /[\w@%+=:,./-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : octal(byte),
  );
  return `$'${bytes.join("")}'`;
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, "0")}`;
}
