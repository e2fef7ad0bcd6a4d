/** `docrows schema`: shows the columns of a schema, checks one, or infers one from documents. */
import type { CheckedColumn, CheckedSchema, SchemaOptions } from "../../check-schema.ts";
import { UsageError } from "../../findings/errors.ts";
import { didYouMean } from "../../findings/nearest.ts";
import { excerpt, printable } from "../../findings/printable.ts";
import type { InferredSchema } from "../../infer-schema.ts";
import { version } from "../../package/version.ts";
import { text } from "../../reporters/text.ts";
import { type CorpusOptions, corpusSettings } from "../../settings.ts";
import type { Command, CommandCall, ExitCode } from "../command.ts";
import { formatBytes, formatCount, plural, progressLine } from "../progress.ts";
import { openReports, runListeners } from "../report.ts";
import { reportTargets } from "../report-targets.ts";
import { passedOverLine } from "../summary.ts";

type Action = (call: CommandCall, rest: readonly string[]) => Promise<ExitCode>;

const actions: Readonly<Record<string, Action>> = {
  print: printColumns,
  check: checkFile,
  infer: inferFromDocuments,
};

export const schemaCommand: Command = {
  name: "schema",
  positional: {
    name: "action",
    many: true,
    words: Object.keys(actions),
    description:
      "`print` the columns; `check [FILE]`, a schema; `infer INPUTS..`, a schema from files, folders and globs.",
  },
  description: "Show the columns of a schema, check a schema, or make one from documents.",
  examples: [
    [
      "docrows schema print --header '{date} {title...}' --schema my.schema.json",
      "the columns that both give",
    ],
    ["docrows schema check my.schema.json --header fields", "is it usable, and is all of it understood?"],
    ["docrows schema infer texts --header yaml > my.schema.json", "a schema that all documents conform to"],
  ],
  run: runSchema,
};

async function runSchema(call: CommandCall): Promise<ExitCode> {
  const [word, ...rest] = call.inputs;
  const words = Object.keys(actions);
  if (word === undefined)
    throw new UsageError(`say what to do with the schema: ${words.join(", ")}, as in docrows schema print`);
  if (!Object.hasOwn(actions, word))
    throw new UsageError(
      `docrows schema cannot ${JSON.stringify(word)}: ${words.join(", ")}.${didYouMean(word, words)}`,
    );
  return await actions[word]!(call, rest);
}

async function printColumns({ options, terminal }: CommandCall, rest: readonly string[]): Promise<ExitCode> {
  if (rest.length > 0)
    throw new UsageError(
      `docrows schema print takes no ${JSON.stringify(rest[0])}; name a schema with --schema ${rest[0]}`,
    );
  const { checkSchema } = await import("../../check-schema.ts");
  const { columns } = checkSchema(options as SchemaOptions);
  await terminal.write(columnTable(columns));
  return 0;
}

function columnTable(columns: readonly CheckedColumn[]): string {
  const head = ["column", "type", "nullable", "property", "from", "default"];
  const rows = columns.map(({ name, type, nullable, property, origin, default: preset }) => [
    ...[name, type, nullable ? "yes" : "no", property, origin].map(printable),
    preset === null ? "" : shownDefault(preset),
  ]);
  const hasDefaults = columns.some((column) => column.default !== null);
  const lines = [hasDefaults ? head : head.slice(0, -1), ...rows];
  const widths = lines[0]!.map((_, index) => Math.max(...lines.map((cells) => cells[index]!.length)));
  const line = (cells: readonly string[]) =>
    widths.map((width, index) => cells[index]!.padEnd(width)).join("  ");
  return lines.map((cells) => `${line(cells).trimEnd()}\n`).join("");
}

/** Longest default that is shown, in characters. */
const DEFAULT_CHARACTERS = 60;

function shownDefault(text: string): string {
  return excerpt(text, DEFAULT_CHARACTERS);
}

/** `  column language: default "en"` for each default. */
function defaultLines({ columns, otherDefaults }: CheckedSchema): string {
  const inColumns = columns.flatMap(({ name, default: text }) =>
    text === null ? [] : [{ subject: `column ${name}`, text }],
  );
  const others = otherDefaults.map(({ property, text }) => ({
    subject: `property ${property} (no column)`,
    text,
  }));
  return [...inColumns, ...others]
    .map(({ subject, text }) => `  ${printable(subject)}: default ${shownDefault(text)}\n`)
    .join("");
}

async function checkFile(
  { options, terminal, typed }: CommandCall,
  rest: readonly string[],
): Promise<ExitCode> {
  const [file] = rest;
  if (rest.length > 1) throw new UsageError("docrows schema check takes one file");
  if (file !== undefined && namesSchema(typed))
    throw new UsageError(`${file} and --schema both name a schema; give one of them`);
  const { checkSchema } = await import("../../check-schema.ts");
  const given = file === undefined ? options : { ...options, schema: file };
  const checked = checkSchema(given as SchemaOptions);
  const { path, columns, warnings } = checked;
  const style = terminal.messageStyle;
  const reporter = text.create({ style, columns: terminal.messageColumns, version });
  for (const warning of warnings) terminal.message(reporter.finding(warning, warning.path));
  await terminal.write(
    `${printable(path)}: usable, ${plural(columns.length, "column")}\n${defaultLines(checked)}`,
  );
  return 0;
}

async function inferFromDocuments(
  { options, configuredInputs, terminal, signal, typed }: CommandCall,
  rest: readonly string[],
): Promise<ExitCode> {
  if (namesSchema(typed))
    throw new UsageError("docrows schema infer makes a schema and takes none; leave --schema out");
  const inputs = rest.length > 0 ? rest : configuredInputs;
  const given = { ...options, inputs } as CorpusOptions;
  const reports = openReports(
    reportTargets(["text"], "messages"),
    corpusSettings(given).maxFindings,
    terminal,
  );
  const { inferSchema } = await import("../../infer-schema.ts");
  const { countDocuments } = await import("../../run.ts");
  const quiet = options.quiet === true;
  const shows = terminal.showsProgress && !quiet;
  const draw = shows ? progressLine(terminal, await countDocuments({ ...given, signal })) : () => {};
  const inferred = await inferSchema({
    ...given,
    signal,
    ...runListeners(reports, draw),
  });
  await reports.end(inferred.counts, inferred.findingCount);
  if (inferred.schema !== null) await terminal.write(`${JSON.stringify(inferred.schema, null, 2)}\n`);
  if (!quiet) terminal.message(inferenceSummary(inferred));
  if (inferred.counts.unreadable > 0) return 2;
  return inferred.schema === null ? 1 : 0;
}

/** What was read, and what has to be known to use the schema. */
function inferenceSummary({ schema, counts, reserved, passedOver }: InferredSchema): string {
  const { documents, rejected, unreadable, bytes } = counts;
  const used = schema === null ? 0 : documents - rejected;
  const parts = [
    schema === null ? "no schema was made" : `the schema is made from ${formatCount(used)}`,
    ...(rejected > 0 ? [`${formatCount(rejected)} could not be used`] : []),
    ...(unreadable > 0 ? [`${formatCount(unreadable)} unreadable`] : []),
  ];
  const renames = reserved.map((name) => `--column ${name}=article_${name}`);
  const hint =
    renames.length === 0
      ? ""
      : `built-in columns have the names of some properties; use the schema with ${printable(renames.join(" "))}\n`;
  return `${plural(documents, "document")} read (${formatBytes(bytes)}): ${parts.join(", ")}\n${passedOverLine(passedOver)}${hint}`;
}

/** Whether `--schema` stands on the command line. A configuration may name a schema for other commands. */
function namesSchema(typed: readonly string[]): boolean {
  const end = typed.indexOf("--");
  return typed.slice(0, end < 0 ? typed.length : end).some((each) => /^--schema(?:=|$)/.test(each));
}
