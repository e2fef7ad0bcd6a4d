/** Values of header fields: what the schema sees, what the column takes, and where parts stand. */
import { describe, expect, test } from "vitest";
import type { FieldSpan } from "../../src/documents/header.ts";
import { compileHeader } from "../../src/documents/headers/index.ts";
import type { ValueKind } from "../../src/schema/values.ts";
import {
  fieldText,
  readField,
  startOfPart,
  whyFieldUnrepresentable,
} from "../../src/workers/field-values.ts";

const text: ValueKind = { column: "utf8", readings: [] };
const integer: ValueKind = { column: "int64", readings: ["integer"] };
const number: ValueKind = { column: "float64", readings: ["number"] };
const boolean: ValueKind = { column: "boolean", readings: ["boolean"] };
const date: ValueKind = { column: "date32", readings: [] };
const json: ValueKind = { column: "utf8", readings: [], onlyJson: true };
const any: ValueKind = { column: "utf8", readings: ["boolean", "number"] };

/** The field of the front matter `x: …`. */
function fieldOf(value: string): { field: FieldSpan; arena: Buffer } {
  const arena = Buffer.from(`---\nx: ${value}\n---\n`);
  const found = compileHeader(["yaml"]).read(arena, 0, arena.length);
  if ("problem" in found) throw new Error(JSON.stringify(found));
  return { field: found.fields[0]!, arena };
}

function read(value: string, kind: ValueKind | null) {
  const { field, arena } = fieldOf(value);
  const { json: seen, cell, representable } = readField(field, arena, kind);
  return [seen, cell, representable];
}

describe("a scalar of front matter", () => {
  test.each<[string, ValueKind | null, unknown[]]>([
    ["5", integer, [5, 5n, true]],
    ["9223372036854775807", integer, [2 ** 63, 9223372036854775807n, true]],
    ["9223372036854775808", integer, [2 ** 63, null, false]],
    ["5.0", integer, ["5.0", null, false]],
    ["'5'", integer, ["5", null, false]],
    ["5", text, ["5", "5", true]],
    ["05", text, ["05", "05", true]],
    ["true", text, ["true", "true", true]],
    ["1.50", number, [1.5, 1.5, true]],
    [".inf", number, [".inf", null, false]],
    ["1e999", number, [Number.POSITIVE_INFINITY, null, false]],
    ["true", boolean, [true, true, true]],
    ["True", boolean, ["True", null, false]],
    ['"true"', boolean, ["true", null, false]],
    ["1970-01-02", date, ["1970-01-02", 1, true]],
    ["'1970-01-02'", date, ["1970-01-02", 1, true]],
    ["~", date, [null, null, true]],
    ["", text, [null, null, true]],
    ['""', text, ["", "", true]],
    ["5", any, [5, "5", true]],
    ["'5'", any, ["5", "5", true]],
    ["5", json, ["5", null, false]],
    ["5", null, ["5", "5", true]],
  ])("%s as %j", (value, kind, expected) => {
    expect(read(value, kind)).toEqual(expected);
  });
});

describe("a list or a map of front matter", () => {
  test.each([
    ["[]", "[]"],
    ["{}", "{}"],
    ["[1, 1.0, -0, 1e2, 01, +1, 0x1F, .nan]", '[1,1.0,-0,1e2,"01","+1","0x1F",".nan"]'],
    ["[12345678901234567890, 0.10]", "[12345678901234567890,0.10]"],
    ["[true, True, ~, null, '', 'a\"b']", '[true,"True",null,null,"","a\\"b"]'],
    ["{b: 1, 2: x, 1: {a: [~]}}", '{"b":1,"2":"x","1":{"a":[null]}}'],
    ['["\\u2028\\n", é]', '["\u2028\\n","é"]'],
  ])("%s is the text %s", (value, expected) => {
    const [seen, cell, representable] = read(value, json);
    expect([cell, representable]).toEqual([expected, true]);
    expect(JSON.stringify(JSON.parse(cell as string))).toBe(JSON.stringify(seen));
    const { field, arena } = fieldOf(value);
    expect(fieldText(field, arena)).toBe(expected);
  });

  test("has objects without prototypes", () => {
    const [seen] = read("{toString: 1, a: {constructor: b}}", json) as [Record<string, object>];
    expect(Object.getPrototypeOf(seen)).toBeNull();
    expect(Object.getPrototypeOf(seen.a)).toBeNull();
    expect(Object.keys(seen)).toEqual(["toString", "a"]);
  });

  test("is text in a column of text and no number", () => {
    expect(read("[a]", text)).toEqual([["a"], '["a"]', true]);
    expect(read("[1]", integer)).toEqual([[1], null, false]);
  });

  test("tells where its parts stand", () => {
    const { field } = fieldOf("{a: [x, y], é: {b: 1}}");
    const starts = [[], ["a"], ["a", "1"], ["é"], ["é", "b"], ["a", "7"], ["z", "b"], ["a", "1", "b"]];
    expect(starts.map((path) => startOfPart(field, path))).toEqual([7, 11, 15, 23, 27, 11, 7, 15]);
  });
});

test.each<[string, ValueKind, string]>([
  ["9223372036854775808", integer, "integer-range"],
  ["[1]", integer, "structure"],
  ["{a: 1}", date, "structure"],
  ["'0000-01-01'", date, "year-range"],
  ["5", json, "other-type"],
])("%s does not fit a column of %j", (value, kind, reason) => {
  const { field, arena } = fieldOf(value);
  expect(readField(field, arena, kind).representable).toBe(false);
  expect(whyFieldUnrepresentable(field, arena, kind)).toBe(reason);
});

test("a field of text is read by its column", () => {
  const arena = Buffer.from("x: 5");
  const field = { name: "x", start: 3, end: 4 };
  expect(readField(field, arena, integer)).toEqual({ json: 5, cell: 5n, representable: true });
  expect(readField(field, arena, null)).toEqual({ json: "5", cell: "5", representable: true });
  expect([fieldText(field, arena), startOfPart(field, ["a"])]).toEqual(["5", 3]);
});
