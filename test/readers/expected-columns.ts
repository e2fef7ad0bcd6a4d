/** The columns that come from a JSON Schema and the values that stand in them, read apart from src/. */
import { readFileSync } from "node:fs";

/** Column types in the words of Arrow. */
export type CellType = "utf8" | "int32" | "int64" | "float64" | "boolean" | "date32" | "timestamp";

/** A cell. `number` in a float64 column is a double, elsewhere an integer; dates and times are texts. */
export type Value = string | number | bigint | boolean | null;

export interface SchemaColumn {
  /** Name in the schema and in the header. */
  readonly property: string;
  readonly name: string;
  readonly type: CellType;
  readonly nullable: boolean;
}

interface PropertySchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
}

interface DocumentSchema {
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
}

/** The columns of a schema without references, in its order; `renamed` maps properties to column names. */
export function schemaColumns(
  schemaFile: string,
  renamed: Readonly<Record<string, string>> = {},
): SchemaColumn[] {
  const { properties, required } = JSON.parse(readFileSync(schemaFile, "utf8")) as DocumentSchema;
  return Object.entries(properties).flatMap(([property, schema]): SchemaColumn[] => {
    if (property === "doc_id" || property === "paragraphs") return [];
    const types = [schema.type ?? "string"].flat();
    const nullable = types.includes("null") || !required.includes(property);
    return [
      { property, name: renamed[property] ?? property, type: cellType(types, schema.format), nullable },
    ];
  });
}

function cellType(types: readonly string[], format: string | undefined): CellType {
  if (types.includes("integer")) return "int64";
  if (types.includes("number")) return "float64";
  if (types.includes("boolean")) return "boolean";
  if (format === "date") return "date32";
  return format === "date-time" ? "timestamp" : "utf8";
}

/** The value of a header field's text; null where the header has no such field. */
export function cellOf(type: CellType, text: string | undefined): Value {
  if (text === undefined) return null;
  if (type === "int64") return BigInt(text);
  if (type === "float64") return Number(text);
  if (type === "boolean") return text === "true";
  return type === "timestamp" ? inUtc(text) : text;
}

/** RFC 3339 in UTC with six digits of fraction. */
function inUtc(text: string): string {
  const [, moment, fraction = "", offset] = /^(.{19})(?:\.(\d+))?(.+)$/.exec(text.toUpperCase())!;
  return `${new Date(`${moment}${offset}`).toISOString().slice(0, 19)}.${fraction.padEnd(6, "0")}Z`;
}

/** The host by the regular expression of RFC 3986, appendix B: without user info, port and brackets, in lower case. */
export function hostOf(url: string): string | null {
  const authority = /^(?:[^:/?#]+:)?\/\/([^/?#]*)/.exec(url)?.[1];
  const host = authority?.replace(/^.*@/, "").replace(/:\d*$/, "");
  return host?.replace(/^\[(.*)\]$/, "$1").replace(/[A-Z]/g, (letter) => letter.toLowerCase()) ?? null;
}

/**
 * A cell as the scripts beside this file print it: numbers as digits, doubles as their eight bytes so that no digit is
 * lost on the way, null as null.
 */
export function cellText(value: Value, type: CellType): string | null {
  if (value === null || typeof value === "string") return value;
  if (type !== "float64") return String(value);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value as number);
  return `float ${bytes.toString("hex")}`;
}
