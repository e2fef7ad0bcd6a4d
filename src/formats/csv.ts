/**
 * CSV (RFC 4180): the format and its default dialect as bytes. csv-stringify defines what the bytes are; other
 * dialects are written by it, see `csv-stringify.ts`.
 */
import { ByteSink } from "../batch/byte-sink.ts";
import type { Table } from "../batch/field.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type CellSyntax, writeQuotedText } from "./cell-syntax.ts";
import { CsvStringifyEncoder } from "./csv-stringify.ts";
import type { CsvDialect, EncoderSettings, Format, Output, TableEncoder } from "./format.ts";
import { LineEncoder } from "./line-encoder.ts";

const encoder = new TextEncoder();
const nothing = new Uint8Array(0);
const comma = encoder.encode(",");
const lineEnd = encoder.encode("\n");

/** A row per line, a quoted header row; every text value is quoted, so that an empty text differs from null. */
export const csv: Format = {
  name: "csv",
  extension: ".csv",
  mediaType: "text/csv",
  description: "Comma-separated values, UTF-8, with a header row; opens everywhere.",
  // pandas would need a type for each column; DuckDB finds all of them, and tells "" from null.
  load: { module: "duckdb", line: "duckdb.read_csv(PATH, allow_quoted_nulls=False)" },
  createEncoder(table: Table, settings: EncoderSettings, output: Output): TableEncoder {
    return isByteDialect(settings.csv)
      ? createByteEncoder(table, settings.kernel, output)
      : new CsvStringifyEncoder(table, settings.csv, output);
  },
};

/** Whether the dialect is the one that is written without csv-stringify. */
function isByteDialect(dialect: CsvDialect): boolean {
  return (
    dialect.delimiter === "," &&
    dialect.recordDelimiter === "\n" &&
    dialect.quoting === "strings" &&
    !dialect.bom &&
    !dialect.escapeFormulas
  );
}

function createByteEncoder(table: Table, kernel: Kernel, output: Output): TableEncoder {
  const cells: CellSyntax = {
    nullText: nothing,
    datesQuoted: false,
    finiteOnly: false,
    textGrowth: 2,
    writeText: (source, start, end, target, at) => kernel.writeCsvText(source, start, end, target, at),
  };
  const separators = table.fields.map((_, index) => (index === 0 ? nothing : comma));
  separators.push(lineEnd);
  return new LineEncoder({ ...cells, separators, header: headerRow(table, cells, separators) }, output);
}

function headerRow(table: Table, cells: CellSyntax, separators: readonly Uint8Array[]): Uint8Array {
  const sink = new ByteSink(1 << 10);
  for (const [index, field] of table.fields.entries()) {
    const name = encoder.encode(field.name);
    sink.append(separators[index]!);
    writeQuotedText(name, 0, name.length, cells, sink);
  }
  sink.append(separators.at(-1)!);
  return sink.view();
}
