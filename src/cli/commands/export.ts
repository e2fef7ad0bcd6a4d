/** `docrows export`: writes the dataset, or the paragraphs table to standard output. */
import type { Finding } from "../../findings/finding.ts";
import { formats } from "../../formats/index.ts";
import { text } from "../../reporters/text.ts";
import { countDocuments, type ExportResult, exportDataset, streamParagraphs } from "../../run.ts";
import { type ExportOptions, exportSettings } from "../../settings.ts";
import type { Command, CommandCall, ExitCode } from "../command.ts";
import { progressLine } from "../progress.ts";
import { reportFindings } from "../report.ts";
import { countsLine, exportSummary, passedOverLine } from "../summary.ts";

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
  const { terminal, signal } = call;
  const startedAt = performance.now();
  const given = { ...call.options, inputs: call.inputs } as ExportOptions;
  const settings = exportSettings(given);
  const quiet = call.options.quiet === true;
  let root = "";
  const reporter = text.create(terminal.messageStyle);
  const report = reportFindings(
    reporter,
    settings.maxFindings,
    () => root,
    (line) => terminal.message(line),
  );
  const draw =
    terminal.showsProgress && !quiet ? progressLine(terminal, await countDocuments(given)) : () => {};
  const options: ExportOptions = {
    ...given,
    signal,
    onFinding: (finding: Finding) => report.onFinding(finding),
    onEvent: (event) => {
      if (event.type === "start") root = event.root;
      else draw(event);
    },
  };
  const streamed = settings.out === "-";
  const result = streamed
    ? await streamParagraphs(options, (bytes) => terminal.write(bytes))
    : await exportDataset(options);
  const { counts, findingCount } = result;
  terminal.message(
    reporter.end({
      documents: counts.documents,
      failedDocuments: counts.rejected + counts.unreadable,
      findings: findingCount,
      listed: report.listed(),
    }),
  );
  if (!result.complete) terminal.message(explainRefusal(result, call, settings.onInvalid, streamed));
  else if (!quiet && streamed)
    terminal.message(`${countsLine(counts, true)}\n${passedOverLine(result.passedOver)}`);
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
  const outcome = streamed ? "the output ends before the first of them" : "nothing was written";
  const line = `${countsLine(counts, false)}; ${outcome}\n`;
  if (unreadable > 0)
    return `${line}every document must be readable: repair what is listed above, or --exclude it\n`;
  if (rejected === documents) return `${line}no document conforms\n`;
  if (onInvalid === "skip") return `${line}that is more than --max-rejected allows\n`;
  const others = typed.filter(
    (word, index) => !word.startsWith("--on-invalid") && typed[index - 1] !== "--on-invalid",
  );
  const command = ["docrows", ...others.map(quoteForShell), "--on-invalid skip"].join(" ");
  return `${line}to write the others and list these in rejects.jsonl:\n  ${command}\n`;
}

/** A word as a POSIX shell reads it. */
function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
