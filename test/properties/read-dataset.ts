/**
 * Reads a dataset back with parsers of others: csv-parse, JSON.parse, apache-arrow. Every cell becomes a text or null, so
 * that the three can be compared.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Data, type DataType, Type, tableFromIPC } from "apache-arrow";
import { parse } from "csv-parse/sync";

export type CellText = string | null;

export interface ReadTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly CellText[])[];
}

/** A CSV file; a field without quotes and characters is null. */
export function readCsv(path: string): ReadTable {
  const [names, ...rows]: CellText[][] = parse(readFileSync(path), {
    record_delimiter: "\n",
    cast: (value, { quoting }) => (value === "" && !quoting ? null : value),
  });
  return { names: names as string[], rows };
}

/** A member of a flat JSON object: its key and its value, as they are written. */
const MEMBER = /[{,]("(?:[^"\\]|\\.)*"):("(?:[^"\\]|\\.)*"|[^",{}[\]]+)/y;

/** A JSONL file. Numbers keep their digits, which JSON.parse would round. */
export function readJsonl(path: string): ReadTable {
  const lines = readFileSync(path, "utf8").split("\n");
  if (lines.pop() !== "") throw new Error(`the last line of ${path} has no end`);
  const members = lines.map(readMembers);
  return {
    names: members[0]?.map(([key]) => key) ?? [],
    rows: members.map((row) => row.map(([, value]) => value)),
  };
}

function readMembers(line: string): [key: string, value: CellText][] {
  const members: [string, CellText][] = [];
  MEMBER.lastIndex = 0;
  for (let match = MEMBER.exec(line); match !== null; match = MEMBER.exec(line)) {
    const value = JSON.parse(match[2]!) as string | number | boolean | null;
    members.push([
      JSON.parse(match[1]!),
      value === null ? null : typeof value === "string" ? value : match[2]!,
    ]);
  }
  const keys = Object.keys(JSON.parse(line) as object);
  // An object of JavaScript moves `__proto__` and numbers; only the number of keys is compared.
  if (keys.length !== members.length || keys.length === 0) throw new Error(`not one flat object: ${line}`);
  return members;
}

/** An Arrow file, its values from the buffers themselves where apache-arrow would round them. */
export function readArrow(path: string): ReadTable {
  const table = tableFromIPC(readFileSync(path));
  const columns = table.schema.fields.map((_field, index) =>
    table.getChildAt(index)!.data.flatMap((data: Data<DataType>) => cellsOf(data)),
  );
  return {
    names: table.schema.fields.map(({ name }) => name),
    rows: Array.from({ length: table.numRows }, (_, row) => columns.map((cells) => cells[row]!)),
  };
}

function cellsOf(data: Data<DataType>): CellText[] {
  return Array.from({ length: data.length }, (_, index) =>
    data.getValid(index) ? textOf(data, index) : null,
  );
}

function textOf({ typeId, values, valueOffsets }: Data<DataType>, index: number): string {
  switch (typeId) {
    case Type.Utf8:
      return Buffer.from(values).toString("utf8", valueOffsets[index]!, valueOffsets[index + 1]!);
    case Type.Bool:
      return String(((values[index >> 3]! >> (index & 7)) & 1) === 1);
    case Type.Date:
      return isoTime(BigInt(values[index]) * 86_400_000_000n).slice(0, 10);
    case Type.Timestamp:
      return isoTime(values[index]);
    case Type.Int:
      return String(values[index]);
    case Type.Float:
      return Object.is(values[index], -0) ? "-0" : String(values[index]);
    default:
      throw new Error(`an unexpected type: ${typeId}`);
  }
}

/** Microseconds since 1970 as `2020-09-09T12:00:00.000000Z`. */
function isoTime(microseconds: bigint): string {
  const rest = ((microseconds % 1000n) + 1000n) % 1000n;
  const milliseconds = new Date(Number((microseconds - rest) / 1000n)).toISOString();
  return milliseconds.replace("Z", `${String(rest).padStart(3, "0")}Z`);
}

/** The tables of a dataset, from JSONL, as objects without prototypes. */
export function readRows(folder: string, table: "paragraphs" | "documents"): Record<string, CellText>[] {
  const { names, rows } = readJsonl(join(folder, `${table}.jsonl`));
  return rows.map((row) => {
    const object = Object.create(null) as Record<string, CellText>;
    for (const [index, name] of names.entries()) object[name] = row[index]!;
    return object;
  });
}
