/**
 * The first rows of a file that docrows wrote, as text, for a person to look at. One reader for each format; none reads more of
 * the file than it needs.
 */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream";
import type { DataType, Type, Vector } from "apache-arrow";
import { parse } from "csv-parse";
import type { ColumnType } from "../batch/field.ts";
import { dateText, timestampText } from "./number-text.ts";

export interface TableHead {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** A value for each column; null is null. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface HeadReader {
  /** Name of the format. */
  readonly format: string;
  /** Reads up to `rowCount` rows. `delimiter`: of CSV files. Throws what reading and parsing throw. */
  readonly read: (path: string, rowCount: number, delimiter: string) => Promise<TableHead>;
}

export const headReaders = [
  { format: "csv", read: readCsvHead },
  { format: "jsonl", read: readJsonlHead },
  { format: "arrow", read: readArrowHead },
] as const satisfies readonly HeadReader[];

/** Nothing in a CSV file tells its types. An unquoted empty field is null; a quoted one is an empty text. */
async function readCsvHead(path: string, rowCount: number, delimiter: string): Promise<TableHead> {
  const parser = parse({
    bom: true,
    delimiter,
    to: rowCount + 1,
    cast: (value, { quoting }) => (value === "" && !quoting ? null : value),
  });
  const records: (string | null)[][] = [];
  // A parser that has seen enough ends before the file does: that is no error.
  for await (const record of pipeline(createReadStream(path), parser, () => {}))
    records.push(record as (string | null)[]);
  const [names = [], ...rows] = records;
  return { columns: names.map((name) => ({ name: name ?? "", type: "" })), rows };
}

/** An integer with more digits than a JavaScript number keeps, as the value of a key: it is shown as text. */
const longInteger = /(?<!\\)":(-?\d{16,})(?=[,}])/g;

async function readJsonlHead(path: string, rowCount: number): Promise<TableHead> {
  const input = createReadStream(path);
  const objects: Record<string, unknown>[] = [];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (objects.length >= Math.max(1, rowCount)) break;
    objects.push(JSON.parse(line.replace(longInteger, `":"$1"`)) as Record<string, unknown>);
  }
  input.destroy();
  const names = Object.keys(objects[0] ?? {});
  const columns = names.map((name) => ({ name, type: "" }));
  return {
    columns,
    rows: objects.slice(0, rowCount).map((object) => names.map((name) => asText(object[name]))),
  };
}

async function readArrowHead(path: string, rowCount: number): Promise<TableHead> {
  const { DataType, RecordBatchReader, Type } = await import("apache-arrow");
  const typeNames: Partial<Record<Type, ColumnType>> = {
    [Type.Utf8]: "utf8",
    [Type.Bool]: "boolean",
    [Type.Date]: "date32",
    [Type.Timestamp]: "timestamp",
    [Type.Float]: "float64",
  };
  const file = await open(path);
  try {
    const reader = await (await RecordBatchReader.from(file)).open();
    const columns = reader.schema.fields.map(({ name, type, nullable }) => ({
      name,
      type: `${typeNames[type.typeId as Type] ?? String(type).toLowerCase()}${nullable ? ", nullable" : ""}`,
    }));
    const rows: (string | null)[][] = [];
    for await (const batch of reader) {
      for (let row = 0; row < batch.numRows && rows.length < rowCount; row++) {
        rows.push(
          batch.schema.fields.map((_field, column) => arrowText(DataType, batch.getChildAt(column), row)),
        );
      }
      if (rows.length >= rowCount) break;
    }
    return { columns, rows };
  } finally {
    await file.close();
  }
}

/** A value of an Arrow column. The library gives dates and timestamps as numbers of milliseconds, which loses digits. */
function arrowText(dataType: typeof DataType, column: Vector | null, row: number): string | null {
  const data = column?.data[0];
  if (!column || !data || !column.isValid(row)) return null;
  if (dataType.isDate(column.type)) return dateText((data.values as Int32Array)[row]!);
  if (dataType.isTimestamp(column.type)) return timestampText((data.values as BigInt64Array)[row]!);
  return asText(column.get(row));
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
