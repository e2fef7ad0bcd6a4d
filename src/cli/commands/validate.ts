/** `docrows validate`: checks conformance and writes nothing but the report. */
import { defaultOf } from "../../options.ts";
import { type CorpusOptions, corpusSettings } from "../../settings.ts";
import type { Command, CommandCall, ExitCode } from "../command.ts";
import { findConfig } from "../find-config.ts";
import { progressLine } from "../progress.ts";
import { openReports, runListeners } from "../report.ts";
import { refuseReplacing, reportTargets, ruleFiles } from "../report-targets.ts";
import { countsLine, defaultsLine, passedOverLine } from "../summary.ts";

export const validateCommand: Command = {
  name: "validate",
  positional: { name: "inputs", many: true, description: "Files, folders and globs; - for standard input." },
  description: "Check every document against the schema; write nothing.",
  examples: [
    ["docrows validate texts", "reports every finding with file, line and column"],
    ["docrows validate texts --reporter text,sarif=out.sarif", "the same, and a SARIF file beside"],
    ["docrows validate texts --changed-since origin/main", "what changed on this branch"],
    ["docrows validate texts/new.txt --schema my.schema.json", "one document against a schema of your own"],
  ],
  run: runValidate,
};

async function runValidate({ inputs, options, terminal, signal }: CommandCall): Promise<ExitCode> {
  const { countDocuments, validateCorpus } = await import("../../run.ts");
  const given = { ...options, inputs } as CorpusOptions;
  const settings = corpusSettings(given);
  const quiet = options.quiet === true;
  // The report is the data of this command.
  const targets = reportTargets((options.reporter ?? defaultOf("reporter")) as string[], "output");
  refuseReplacing(targets, ruleFiles(settings.schema, findConfig(options.config as string | undefined)));
  const reports = openReports(targets, settings.maxFindings, terminal);
  try {
    const draw =
      terminal.showsProgress && !quiet
        ? progressLine(terminal, await countDocuments({ ...given, signal }))
        : () => {};
    const result = await validateCorpus({
      ...given,
      signal,
      ...runListeners(reports, draw),
    });
    const { counts, findingCount } = result;
    await reports.end(counts, findingCount);
    if (!quiet)
      terminal.message(
        `${countsLine(counts, false)}\n${defaultsLine(counts)}${passedOverLine(result.passedOver)}`,
      );
    if (counts.unreadable > 0) return 2;
    return counts.rejected > 0 ? 1 : 0;
  } finally {
    reports.discard();
  }
}
