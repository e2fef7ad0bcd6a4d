/**
 * From the text of a header field to the value that the schema sees and to the value that the column takes. The column is
 * filled from the text and not from the JSON value, because JavaScript numbers lose digits of 64-bit integers.
 */
import type { ColumnType } from "../batch/field.ts";
import type { UnrepresentableReason } from "../findings/unrepresentable.ts";
import { parseDate, parseDateTime, whyNoDate, whyNoDateTime } from "./date-time.ts";

/** A JSON type that text can be read as, where the schema allows it. */
export type Reading = "boolean" | "integer" | "number";

/** How the values of a column are read. Plain data. */
export interface ValueKind {
  readonly column: Exclude<ColumnType, "int32">;
  /** Tried in this order; text that fits none stays a string. */
  readonly readings: readonly Reading[];
  /** The column holds the JSON text of arrays and objects and nothing else. */
  readonly onlyJson?: boolean;
}

/**
 * What a column takes: text for utf8, `number` for float64 and date32 (days since 1970-01-01), `bigint` for int64 and
 * timestamp (microseconds since 1970-01-01T00:00Z), `boolean`; null for no value.
 */
export type Cell = string | number | bigint | boolean | null;

export interface ParsedValue {
  /** What the schema sees: a string where the text fits none of the column's grammars, so that `type` reports it. */
  readonly json: string | number | boolean;
  /** Null exactly where the value is not representable. */
  readonly cell: Cell;
  /** Whether the column can hold the value as it stands in the text. */
  readonly representable: boolean;
}

/** JSON's grammar without fraction and exponent (RFC 8259, section 6). */
const INTEGER = /^-?(?:0|[1-9][0-9]*)$/;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
/** Digits of the longest 64-bit integer with its sign: longer text need not become a bigint. */
const INT64_LENGTH = 20;

/** A scalar by JSON's own grammar, where no schema says what it is to be. */
export function parseJsonScalar(text: string): string | number | boolean {
  return readJson(text, ["boolean", "number"]);
}

/** Reads a header value. Never throws: what does not fit is said in the result. */
export function parseValue(text: string, kind: ValueKind): ParsedValue {
  const json = readJson(text, kind.readings);
  const cell = readCell(text, json, kind.column);
  return { json, cell, representable: cell !== null };
}

/** Why a column cannot hold a text of which `parseValue` says so. Separate, because that runs for every value. */
export function whyUnrepresentable(text: string, column: ValueKind["column"]): UnrepresentableReason {
  switch (column) {
    case "int64":
      if (INTEGER.test(text)) return parseInt64(text) === null ? "integer-range" : "other-type";
      return NUMBER.test(text) ? "integer-form" : "other-type";
    case "float64":
      return NUMBER.test(text) && !Number.isFinite(Number(text)) ? "number-range" : "other-type";
    case "date32":
      return whyNoDate(text);
    case "timestamp":
      return whyNoDateTime(text);
    default:
      return "other-type";
  }
}

function readJson(text: string, readings: readonly Reading[]): string | number | boolean {
  for (const reading of readings) {
    if (reading === "boolean") {
      if (text === "true" || text === "false") return text === "true";
    } else if ((reading === "integer" ? INTEGER : NUMBER).test(text)) return Number(text);
  }
  return text;
}

function readCell(text: string, json: string | number | boolean, column: ValueKind["column"]): Cell {
  switch (column) {
    case "utf8":
      return text;
    case "boolean":
      return typeof json === "boolean" ? json : null;
    case "float64":
      // Adding 0 takes the sign from -0, which text formats would lose and Arrow would keep.
      return typeof json === "number" && Number.isFinite(json) ? json + 0 : null;
    case "int64":
      return typeof json === "number" ? parseInt64(text) : null;
    case "date32":
      return parseDate(text);
    case "timestamp":
      return parseDateTime(text);
  }
}

function parseInt64(text: string): bigint | null {
  if (text.length > INT64_LENGTH) return null;
  const value = BigInt(text);
  return value >= INT64_MIN && value <= INT64_MAX ? value : null;
}

/** An authority as most are: a host in lower case and nothing else. */
const PLAIN_AUTHORITY = /^[a-z][a-z\d+\-.]*:\/\/([a-z\d\-._]+)(?:[/?#]|$)/;

/** Scheme (which a reference may leave out) and authority (RFC 3986, appendix B). */
const AUTHORITY = /^(?:[^:/?#]+:)?\/\/([^/?#]*)/;

/**
 * The host of a URI (RFC 3986, section 3.2.2) without user information, port and brackets, its ASCII letters in lower case and
 * otherwise unchanged; null where there is none.
 */
export function hostOf(url: string): string | null {
  const plain = PLAIN_AUTHORITY.exec(url);
  if (plain !== null) return plain[1]!;
  const authority = AUTHORITY.exec(url)?.[1];
  if (authority === undefined) return null;
  const hostAndPort = authority.slice(authority.lastIndexOf("@") + 1);
  const [, literal, name] = /^(?:\[([^\]]*)\]|([^:[]*))(?::.*)?$/s.exec(hostAndPort) ?? [];
  const host = literal ?? name ?? "";
  return host === "" ? null : host.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
