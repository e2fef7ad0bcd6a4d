/**
 * CSV (RFC 4180): the format and its default dialect as bytes. csv-stringify defines what the bytes are; other
 * dialects are written by it, see `csv-stringify.ts`.
 */
import type { Table } from "../batch/field.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { CsvStringifyEncoder, csvStringifyHeader } from "./csv-stringify.ts";
import {
  type BatchEncoder,
  type CsvDialect,
  defaultCsvDialect,
  type Format,
  type FormatSettings,
  type Output,
  type TableWriter,
} from "./format.ts";
import { LineEncoder } from "./line-encoder.ts";
import { TextWriter } from "./text-writer.ts";

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
  // pandas would have to be told which columns are dates; DuckDB finds them, and tells "" from null. Without the sample
  // size it judges by the first 20,480 rows, and rounds or drops later values that do not fit.
  load: { module: "duckdb", line: "duckdb.read_csv(PATH, allow_quoted_nulls=False, sample_size=-1)" },
  createEncoder(table: Table, { csv: dialect }: FormatSettings, kernel: Kernel): BatchEncoder {
    return isByteDialect(dialect) ? createByteEncoder(table, kernel) : new CsvStringifyEncoder(dialect);
  },
  createWriter(table: Table, { csv: dialect }: FormatSettings, output: Output): TableWriter {
    const header = isByteDialect(dialect) ? headerRow(table) : csvStringifyHeader(table, dialect);
    return new TextWriter(header, output);
  },
};

/** Whether the dialect is the one that is written without csv-stringify. */
function isByteDialect(dialect: CsvDialect): boolean {
  const keys = Object.keys(defaultCsvDialect) as (keyof CsvDialect)[];
  return keys.every((key) => dialect[key] === defaultCsvDialect[key]);
}

function createByteEncoder(table: Table, kernel: Kernel): BatchEncoder {
  const separators = table.fields.map((_, index) => (index === 0 ? nothing : comma));
  separators.push(lineEnd);
  const syntax = { escaping: "csv", nullText: nothing, datesQuoted: false, finiteOnly: false } as const;
  return new LineEncoder({ ...syntax, separators }, kernel);
}

function headerRow(table: Table): Uint8Array {
  const names = table.fields.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
  return encoder.encode(`${names.join()}\n`);
}
