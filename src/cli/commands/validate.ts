/** `docrows validate`: checks conformance and writes nothing but the report. */
import { text } from "../../reporters/text.ts";
import { type CorpusOptions, corpusSettings } from "../../settings.ts";
import type { Command, CommandCall, ExitCode } from "../command.ts";
import { progressLine } from "../progress.ts";
import { reportFindings } from "../report.ts";
import { countsLine, passedOverLine } from "../summary.ts";

export const validateCommand: Command = {
  name: "validate",
  positional: { name: "inputs", many: true, description: "Files, folders and globs; - for standard input." },
  description: "Check every document against the schema; write nothing.",
  examples: [
    ["docrows validate texts", "reports every finding with file, line and column"],
    ["docrows validate texts/new.txt --schema my.schema.json", "one document against a schema of your own"],
  ],
  run: runValidate,
};

async function runValidate({ inputs, options, terminal, signal }: CommandCall): Promise<ExitCode> {
  const { countDocuments, validateCorpus } = await import("../../run.ts");
  const given = { ...options, inputs } as CorpusOptions;
  const settings = corpusSettings(given);
  const quiet = options.quiet === true;
  let root = "";
  // The report is the data of this command. Lines wait here until standard output has taken those before.
  let written = Promise.resolve();
  const print = (line: string) => {
    if (line === "") return;
    written = written.then(() => {
      terminal.progress("");
      return terminal.write(line);
    });
    written.catch(() => {});
  };
  const reporter = text.create(terminal.outputStyle);
  const report = reportFindings(reporter, settings.maxFindings, () => root, print);
  const draw =
    terminal.showsProgress && !quiet
      ? progressLine(terminal, await countDocuments({ ...given, signal }))
      : () => {};
  print(reporter.begin());
  const result = await validateCorpus({
    ...given,
    signal,
    onFinding: report.onFinding,
    onEvent: (event) => {
      if (event.type === "start") root = event.root;
      else draw(event);
    },
  });
  const { counts, findingCount } = result;
  const failedDocuments = counts.rejected + counts.unreadable;
  print(
    reporter.end({
      documents: counts.documents,
      failedDocuments,
      findings: findingCount,
      listed: report.listed(),
    }),
  );
  await written;
  if (!quiet) terminal.message(`${countsLine(counts, false)}\n${passedOverLine(result.passedOver)}`);
  if (counts.unreadable > 0) return 2;
  return counts.rejected > 0 ? 1 : 0;
}
