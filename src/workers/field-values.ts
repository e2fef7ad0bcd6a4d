/**
 * From a header field to the value that the schema sees and the value that its column takes. Separate from the checking of
 * documents because it alone knows both how headers give values and how schemas read them.
 */
import type { FieldSpan, HeaderValue } from "../documents/header.ts";
import type { UnrepresentableReason } from "../findings/unrepresentable.ts";
import type { NestedValue } from "../schema/validate.ts";
import {
  type Cell,
  type ParsedValue,
  parseJsonScalar,
  parseValue,
  type ValueKind,
  whyUnrepresentable,
} from "../schema/values.ts";

/** A field's value as `parseValue` tells it, lists and maps included. */
export interface FieldReading extends Omit<ParsedValue, "json"> {
  readonly json: NestedValue;
}

/** How text is read where the schema wants no text at all, so that it objects. */
const anyText: ValueKind = { column: "utf8", readings: [] };

/** Reads a field of the document in `arena`; `kind` is null where only an array or an object is allowed. */
export function readField(
  { start, end, value }: FieldSpan,
  arena: Buffer,
  kind: ValueKind | null,
): FieldReading {
  if (value === undefined) return parseValue(arena.toString("utf8", start, end), kind ?? anyText);
  return readValue(value, kind ?? anyText);
}

function readValue(value: HeaderValue, kind: ValueKind): FieldReading {
  switch (value.kind) {
    case "null":
      return { json: null, cell: null, representable: true };
    case "plain":
    case "quoted": {
      const readings = value.kind === "plain" ? kind.readings : [];
      const parsed = parseValue(value.text, { ...kind, readings });
      return kind.onlyJson ? { ...parsed, cell: null, representable: false } : parsed;
    }
    default: {
      const cell: Cell = kind.column === "utf8" ? jsonTextOf(value) : null;
      return { json: jsonOf(value), cell, representable: cell !== null };
    }
  }
}

/** Why the column cannot hold a field of which `readField` says so. */
export function whyFieldUnrepresentable(
  field: FieldSpan,
  arena: Buffer,
  { column, onlyJson }: ValueKind,
): UnrepresentableReason {
  if (field.value?.kind === "list" || field.value?.kind === "map") return "structure";
  return onlyJson ? "other-type" : whyUnrepresentable(fieldText(field, arena), column);
}

/** The field's value as text: what a column of text takes of it. */
export function fieldText({ start, end, value }: FieldSpan, arena: Buffer): string {
  if (value === undefined) return arena.toString("utf8", start, end);
  return "text" in value ? value.text : jsonTextOf(value);
}

/** Where in the arena the part of a field is that `path` leads to; of the innermost part on the way if it leads to nothing. */
export function startOfPart({ start, value }: FieldSpan, path: readonly string[]): number {
  let part = value;
  for (const step of path) {
    const next = part === undefined ? undefined : partOf(part, step);
    if (next === undefined) break;
    part = next;
  }
  return part?.start ?? start;
}

function partOf(value: HeaderValue, step: string): HeaderValue | undefined {
  if (value.kind === "list") return value.items[Number(step)];
  return value.kind === "map" ? value.entries.find(({ name }) => name === step)?.value : undefined;
}

/** Objects have no prototype, so that every name is a name like any other. */
function jsonOf(value: HeaderValue): NestedValue {
  switch (value.kind) {
    case "null":
      return null;
    case "plain":
      return parseJsonScalar(value.text);
    case "quoted":
      return value.text;
    case "list":
      return value.items.map(jsonOf);
    case "map": {
      const object = Object.create(null) as Record<string, NestedValue>;
      for (const entry of value.entries) object[entry.name] = jsonOf(entry.value);
      return object;
    }
  }
}

/** JSON (RFC 8259) with members in the order of the document and numbers as they stand there, all their digits kept. */
function jsonTextOf(value: HeaderValue): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "plain":
      return typeof parseJsonScalar(value.text) === "string" ? JSON.stringify(value.text) : value.text;
    case "quoted":
      return JSON.stringify(value.text);
    case "list":
      return `[${value.items.map(jsonTextOf).join()}]`;
    case "map":
      return `{${value.entries.map((entry) => `${JSON.stringify(entry.name)}:${jsonTextOf(entry.value)}`).join()}}`;
  }
}
