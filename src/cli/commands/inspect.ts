/** `docrows inspect`: shows what a dataset holds. */
import type { DataPackageSummary } from "../../dataset/data-package.ts";
import type { InspectedDataset, InspectedTable } from "../../dataset/inspect.ts";
import { UsageError } from "../../findings/errors.ts";
import { excerpt, printable, printableLine } from "../../findings/printable.ts";
import { defaultCsvDialect } from "../../formats/format.ts";
import type { HeaderRowDialect } from "../../formats/table-head.ts";
import { defaultOf } from "../../options.ts";
import type { Style } from "../../reporters/reporter.ts";
import type { Command, CommandCall, ExitCode } from "../command.ts";
import { formatBytes, formatCount, plural } from "../progress.ts";

const VALUE_CHARACTERS = 72;

export const inspectCommand: Command = {
  name: "inspect",
  positional: { name: "dataset", many: false, description: "A dataset's folder, or one of its files." },
  description: "Show what a dataset holds: counts, columns with their types, first rows.",
  examples: [
    ["docrows inspect out", "the dataset in out/"],
    ["docrows inspect out/paragraphs.arrow --rows 20", "one file, 20 rows"],
  ],
  run: runInspect,
};

async function runInspect({ inputs, options, terminal }: CommandCall): Promise<ExitCode> {
  const [path] = inputs;
  if (path === undefined || inputs.length > 1)
    throw new UsageError("name one dataset folder or file, as in docrows inspect out");
  const rowCount = (options.rows ?? defaultOf("rows")) as number;
  const { inspectDataset } = await import("../../dataset/inspect.ts");
  const dataset = await inspectDataset(path, rowCount);
  const style = terminal.outputStyle;
  const parts = [
    describeDataset(dataset, style),
    ...dataset.tables.map((table) => describeTable(table, style)),
  ];
  await terminal.write(parts.join("\n"));
  return 0;
}

function describeDataset({ dataPackage, files }: InspectedDataset, style: Style): string {
  const width = Math.max(...files.map(({ name }) => name.length));
  const list = files.map(({ name, bytes }) => `  ${printable(name).padEnd(width)}  ${formatBytes(bytes)}\n`);
  return [
    ...(dataPackage ? describeOrigin(dataPackage, style) : []),
    `${style.strong("files")}\n`,
    ...list,
  ].join("");
}

function describeOrigin({ version, counts, schema, options }: DataPackageSummary, style: Style): string[] {
  const { documents, rejected, paragraphs, bytes } = counts;
  return [
    `${style.strong("dataset")} by docrows ${version}\n`,
    `  ${plural(documents, "document")} (${formatBytes(bytes)}), ${formatCount(rejected)} rejected, ${plural(paragraphs, "paragraph")}\n`,
    `  header: ${[options.header].flat().map(printable).join(" | ")}\n`,
    `  schema: ${printable(schema.id ?? "without $id")}, sha256 ${schema.sha256.slice(0, 12)}\n`,
  ];
}

function describeTable({ file, columns, rows, dialect }: InspectedTable, style: Style): string {
  const width = Math.max(0, ...columns.map(({ name }) => name.length));
  const schema = columns.map(
    ({ name, type }) => `  ${printable(name).padEnd(width)}  ${style.faint(type)}\n`,
  );
  const shown = rows.map((row, index) => {
    const values = columns.map(
      ({ name }, column) => `  ${printable(name).padEnd(width)}  ${showValue(row[column] ?? null, style)}\n`,
    );
    return `${style.faint(`row ${index}`)}\n${values.join("")}`;
  });
  return [
    `${style.strong(printableLine(file))}: ${plural(columns.length, "column")}${dialect ? describeDialect(dialect) : ""}\n`,
    ...schema,
    ...shown,
  ].join("");
}

/** How a CSV file differs from the default dialect, in the words of the options that ask for it. */
function describeDialect({ delimiter, recordDelimiter, bom }: HeaderRowDialect): string {
  const differences = [
    ...(delimiter === defaultCsvDialect.delimiter ? [] : [`delimiter ${showDelimiter(delimiter)}`]),
    ...(recordDelimiter === defaultCsvDialect.recordDelimiter ? [] : ["record delimiter CRLF"]),
    ...(bom ? ["byte order mark"] : []),
  ];
  return differences.map((difference) => `, ${difference}`).join("");
}

function showDelimiter(delimiter: string): string {
  return delimiter === "\t" ? "tab" : `"${printable(delimiter)}"`;
}

function showValue(value: string | null, style: Style): string {
  return value === null ? style.faint("(null)") : excerpt(value, VALUE_CHARACTERS);
}
