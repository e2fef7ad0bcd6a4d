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
import type { CsvDialect } from "./format.ts";
import { dateText, timestampText } from "./number-text.ts";

export interface TableHead {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** A value for each column; null is null. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Of a CSV file whose header row tells it. */
  readonly dialect?: HeaderRowDialect;
}

export type HeaderRowDialect = Pick<CsvDialect, "delimiter" | "recordDelimiter" | "bom">;

/** What is wrong with a file, where its reader knows more than that it cannot be parsed. */
export class HeadError extends Error {}

export interface HeadReader {
  /** Name of the format. */
  readonly format: string;
  /** Reads up to `rowCount` rows. Throws HeadError, and what reading and parsing throw. */
  readonly read: (path: string, rowCount: number) => Promise<TableHead>;
}

export const headReaders = [
  { format: "csv", read: readCsvHead },
  { format: "jsonl", read: readJsonlHead },
  { format: "arrow", read: readArrowHead },
] as const satisfies readonly HeadReader[];

/**
 * How every table in CSV begins: with the column `doc_id`, which nobody can rename, and the delimiter. So a file tells its dialect even
 * where it has left its dataset. Only the quoting `minimal` has no quotes here.
 */
const FIRST_COLUMN = /^(\ufeff?)("doc_id"|doc_id)([^"'\r\n])/u;

/** More bytes than `FIRST_COLUMN` looks at. */
const FIRST_BYTES = 32;

const UNKNOWN_DIALECT =
  'its dialect is not known, because it does not begin with "doc_id" and a delimiter as docrows writes it; if another program has changed it, export it anew';

async function readCsvHead(path: string, rowCount: number): Promise<TableHead> {
  const [, mark, name, delimiter] = FIRST_COLUMN.exec(await readFirstBytes(path)) ?? [];
  if (delimiter === undefined) return await readForeignCsvHead(path, rowCount);
  const records = await readRecords(path, rowCount, delimiter).catch((error: unknown) => {
    if (name !== "doc_id") throw error;
    // Without quotes it may be the beginning of another name.
    return null;
  });
  if (records === null) return await readForeignCsvHead(path, rowCount);
  const [header, ...rows] = records;
  return {
    ...tableHead(header, rows),
    // The parser leaves out the second half of a CRLF.
    dialect: { delimiter, recordDelimiter: /\r\n?$/.test(header!.raw) ? "\r\n" : "\n", bom: mark !== "" },
  };
}

/** CSV that begins otherwise is shown if it is a table at all with commas. Throws HeadError. */
async function readForeignCsvHead(path: string, rowCount: number): Promise<TableHead> {
  const [header, ...rows] = await readRecords(path, rowCount, ",").catch((error: NodeJS.ErrnoException) => {
    throw error.syscall ? error : new HeadError(UNKNOWN_DIALECT, { cause: error });
  });
  if (header === undefined || header.record.length < 2) throw new HeadError(UNKNOWN_DIALECT);
  return tableHead(header, rows);
}

async function readFirstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

interface CsvRecord {
  readonly record: readonly (string | null)[];
  /** The record's text. */
  readonly raw: string;
}

/** The header row and up to `rowCount` rows. An unquoted empty field is null; a quoted one is an empty text. */
async function readRecords(path: string, rowCount: number, delimiter: string): Promise<CsvRecord[]> {
  const parser = parse({
    bom: true,
    delimiter,
    raw: true,
    to: rowCount + 1,
    cast: (value, { quoting }) => (value === "" && !quoting ? null : value),
  });
  const records: CsvRecord[] = [];
  // A parser that has seen enough ends before the file does: that is no error.
  for await (const record of pipeline(createReadStream(path), parser, () => {}))
    records.push(record as CsvRecord);
  return records;
}

/** Nothing in a CSV file tells its types. */
function tableHead(header: CsvRecord | undefined, rows: readonly CsvRecord[]): TableHead {
  return {
    columns: (header?.record ?? []).map((name) => ({ name: name ?? "", type: "" })),
    rows: rows.map(({ record }) => record),
  };
}

/** A file without lines has no columns. */
async function readJsonlHead(path: string, rowCount: number): Promise<TableHead> {
  const input = createReadStream(path);
  const objects: ReadonlyMap<string, string | null>[] = [];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (objects.length >= Math.max(1, rowCount)) break;
    objects.push(readObject(line));
  }
  input.destroy();
  const names = [...(objects[0]?.keys() ?? [])];
  return {
    columns: names.map((name) => ({ name, type: "" })),
    rows: objects.slice(0, rowCount).map((object) => names.map((name) => object.get(name) ?? null)),
  };
}

/**
 * The values of an object by their names, in the order of the line: `JSON.parse` has names like `2` first, and loses digits. Strings as
 * they are, null as null, all else as it stands in the line.
 */
function readObject(line: string): ReadonlyMap<string, string | null> {
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new SyntaxError("a line holds no object");
  const values = parsed as Readonly<Record<string, unknown>>;
  const members = [...membersOf(line)].map(([name, text]): [string, string | null] => {
    const value = values[name];
    return [name, value === null ? null : typeof value === "string" ? value : text];
  });
  return new Map(members);
}

/** Names and values, as they stand in the text, of the members of a well-formed object. Lines can be as long as paragraphs. */
function* membersOf(line: string): Generator<readonly [name: string, text: string]> {
  let depth = 0;
  let name = "";
  let valueStart = -1;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    const isBetween = depth === 1 && valueStart < 0;
    if (character === '"') {
      const end = endOfString(line, at);
      if (isBetween) name = JSON.parse(line.slice(at, end)) as string;
      at = end - 1;
    } else if (character === ":" && isBetween) valueStart = at + 1;
    else if (character === "{" || character === "[") depth++;
    else if (character === "," || character === "}" || character === "]") {
      if (depth === 1 && valueStart >= 0) {
        yield [name, line.slice(valueStart, at).trim()];
        valueStart = -1;
      }
      if (character !== ",") depth--;
    }
  }
}

/** Index after the string that starts at `start`. */
function endOfString(line: string, start: number): number {
  for (let end = line.indexOf('"', start + 1); ; end = line.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (line[end - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
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
  return String(column.get(row));
}
