/**
 * The types that the text of a header field may have, for inferring a schema from values. Separate because this list alone
 * decides what a type is; everything else counts.
 */
import { isUri } from "./formats.ts";
import { parseValue, type ValueKind } from "./values.ts";

/** Text of a field. `plain`: a type may turn it into a number or a boolean; `quoted`: it is a string whatever the type. */
export interface TextValue {
  readonly kind: "plain" | "quoted";
  readonly text: string;
}

export interface TextType {
  readonly name: string;
  /** What a schema says for the type. */
  readonly type: "boolean" | "integer" | "number" | "string";
  readonly format?: string;
  /** Whether the value conforms to the type, and a column of the type can hold it. */
  readonly fits: (value: TextValue) => boolean;
}

/** Longer text, in UTF-16 units, has no type but string. It keeps the time per value small. */
const MAX_TYPED_LENGTH = 2000;

const INTEGER = /^-?[0-9]+$/;

const kinds = {
  boolean: { column: "boolean", readings: ["boolean"] },
  integer: { column: "int64", readings: ["integer"] },
  number: { column: "float64", readings: ["number"] },
  date: { column: "date32", readings: [] },
  "date-time": { column: "timestamp", readings: [] },
} as const satisfies Record<string, ValueKind>;

/** All types, the narrower ones first. What fits none is a string. */
export const textTypes: readonly TextType[] = [
  { name: "boolean", type: "boolean", fits: (value) => reads(value, kinds.boolean) },
  { name: "integer", type: "integer", fits: (value) => reads(value, kinds.integer) },
  {
    name: "number",
    type: "number",
    // An integer beyond 64 bits is an identifier more often than a quantity, and would lose its last digits.
    fits: (value) => reads(value, kinds.number) && (!INTEGER.test(value.text) || reads(value, kinds.integer)),
  },
  { name: "date", type: "string", format: "date", fits: (value) => reads(value, kinds.date) },
  {
    name: "date-time",
    type: "string",
    format: "date-time",
    fits: (value) => reads(value, kinds["date-time"]),
  },
  { name: "uri", type: "string", format: "uri", fits: ({ text }) => isShort(text) && isUri(text) },
];

function reads({ kind, text }: TextValue, values: ValueKind): boolean {
  const readings = kind === "plain" ? values.readings : [];
  return isShort(text) && parseValue(text, { ...values, readings }).representable;
}

function isShort(text: string): boolean {
  return text.length <= MAX_TYPED_LENGTH;
}
