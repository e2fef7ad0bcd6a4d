/** The catalogue as a whole: stable codes, a description for each, a message that is one safe line. */
import { Ajv } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { describeFinding, findingDefinitions, messageOf, severityOf } from "../../src/findings/catalogue.ts";
import type { FindingParams } from "../../src/findings/finding.ts";

/** Params as docrows makes them, with the message that they must give. */
const messages: Readonly<Record<string, readonly [FindingParams, string]>> = {
  "input/unreadable": [{ reason: "permission denied" }, "cannot be read: permission denied"],
  "input/too-large": [
    { bytes: 3_000_000_000, maxBytes: 2_147_483_647 },
    "has 3,000,000,000 bytes, 2,147,483,647 are the most that are read; split it",
  ],
  "input/name-not-utf8": [
    {},
    "the file's name is not valid UTF-8 (each such byte is shown as \\xHH); rename it",
  ],
  "input/invalid-utf8": [
    { found: "E9" },
    "is not valid UTF-8: byte 0xE9 begins no character here; convert the file to UTF-8",
  ],
  "document/empty": [{}, "is empty: there is no header line"],
  "header/mismatch": [
    { expected: "{url}", found: "" },
    "the header line does not match: expected {url}, found the end of the line",
  ],
  "header/repeated-field": [{ field: "date" }, 'the header names "date" twice'],
  "header/reserved-field": [
    { field: "doc_id" },
    'a header field cannot be called "doc_id"; give it another name',
  ],
  "header/yaml": [
    { reason: "a key must be a text" },
    "the front matter cannot be read: a key must be a text",
  ],
  "value/not-representable": [
    { value: "2020-01-01T00:00:00.1234567Z", type: "timestamp", reason: "fraction-digits" },
    '"2020-01-01T00:00:00.1234567Z" cannot be stored as timestamp: more than 6 fraction digits',
  ],
  "value/too-long": [
    { bytes: 536_870_889, maxBytes: 536_870_888 },
    "one value has 536,870,889 bytes, 536,870,888 are the most",
  ],
  "schema-file/unknown-keyword": [
    { keyword: "minLenght", nearest: "minLength" },
    'the keyword "minLenght" is unknown and has no effect; did you mean "minLength"?',
  ],
  "schema-file/unknown-format": [{ format: "isbn" }, 'the format "isbn" is unknown and is not checked'],
  "schema/type": [{ value: "x", type: ["integer", "null"] }, '"x" is not of type integer or null'],
  "schema/format": [
    { value: "2024-02-30", format: "date" },
    '"2024-02-30" is not a date of the calendar (YYYY-MM-DD)',
  ],
  "schema/pattern": [{ value: "b", pattern: "^a$" }, '"b" does not match the pattern ^a$'],
  "schema/minLength": [{ count: 1, limit: 2 }, "has 1 character, at least 2 are needed"],
  "schema/maxLength": [{ count: 3, limit: 2 }, "has 3 characters, at most 2 are allowed"],
  "schema/enum": [{ value: "c", allowed: ["a", "b"], allowedCount: 5 }, '"c" is none of "a", "b" and 3 more'],
  "schema/const": [{ value: "b", allowed: "a" }, '"b" is not "a"'],
  "schema/minimum": [{ value: 1, limit: 2 }, "1 is less than 2"],
  "schema/maximum": [{ value: 3, limit: 2 }, "3 is more than 2"],
  "schema/exclusiveMinimum": [{ value: 2, limit: 2 }, "2 is not more than 2"],
  "schema/exclusiveMaximum": [{ value: 2, limit: 2 }, "2 is not less than 2"],
  "schema/multipleOf": [{ value: 3, multipleOf: 2 }, "3 is not a multiple of 2"],
  "schema/required": [{ missing: "url" }, '"url" is missing'],
  "schema/dependentRequired": [{ missing: "url", property: "date" }, '"url" is missing, which "date" needs'],
  "schema/dependencies": [{ missing: "url", property: "date" }, '"url" is missing, which "date" needs'],
  "schema/additionalProperties": [{ property: "x" }, 'the schema allows no field "x"'],
  "schema/unevaluatedProperties": [{ property: "x" }, 'the schema allows no field "x"'],
  "schema/propertyNames": [{ property: "x" }, 'the schema allows no field of the name "x"'],
  "schema/minProperties": [{ count: 4, limit: 5 }, "has 4 properties, at least 5 are needed"],
  "schema/maxProperties": [{ count: 4, limit: 3 }, "has 4 properties, at most 3 are allowed"],
  "schema/minItems": [{ count: 0, limit: 1 }, "has 0 paragraphs, at least 1 is needed"],
  "schema/maxItems": [{ count: 3, limit: 2 }, "has 3 paragraphs, at most 2 are allowed"],
  "schema/uniqueItems": [{ index: 2, firstIndex: 0 }, "paragraph 2 repeats paragraph 0 (counted from 0)"],
  "schema/contains": [
    { minContains: 1, maxContains: 2 },
    'the number of paragraphs that match the schema\'s "contains" is not from 1 to 2',
  ],
  "schema/items": [{ limit: 2 }, "at most 2 paragraphs are allowed"],
  "schema/additionalItems": [{ limit: 2 }, "at most 2 paragraphs are allowed"],
  "schema/unevaluatedItems": [{ limit: 2 }, "at most 2 paragraphs are allowed"],
  "schema/not": [{}, 'the document is what the schema\'s "not" rules out'],
  "schema/anyOf": [{ value: "x" }, '"x" fits none of the alternatives of "anyOf"'],
  "schema/oneOf": [
    { value: "x", matching: ["0", "2"] },
    '"x" fits the alternatives 0 and 2 of "oneOf", only one may fit',
  ],
  "schema/false": [{ value: "x" }, '"x" is not allowed here'],
};

const hostile = "\u001b[2J\n::error::x\u202e";

describe("the catalogue", () => {
  test("has a message here for each code, and no other code", () => {
    expect(Object.keys(messages).sort()).toEqual(findingDefinitions.map(({ code }) => code).sort());
  });

  test.each(findingDefinitions)("$code is spelled, graded and described", (definition) => {
    expect(definition.code).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9-]+$|^schema\/[a-z]+([A-Z][a-z]+)*$/);
    expect(["error", "warning"]).toContain(definition.severity);
    expect(definition.description).toMatch(/^[A-Z].*\.$/);
    expect(findingDefinitions.filter(({ code }) => code === definition.code)).toHaveLength(1);
  });

  const untyped =
    "header text (unquoted) is read as integer only where the property's own schema names the type, itself or through $ref and allOf: name it there";

  test.each(Object.entries(messages))("%s says what is wrong", (code, [params, expected]) => {
    expect(messageOf({ code, params })).toBe(expected);
  });

  test.each([
    ["const", { value: "5", allowed: "5", allowedType: "number" }, '"5" is not 5'],
    ["const", { value: "5", valueType: "number", allowed: "5" }, '5 is not "5"'],
    [
      "enum",
      { value: "true", allowed: ["a", "true"], allowedTypes: ["string", "boolean"], allowedCount: 2 },
      '"true" is none of "a", true',
    ],
    ["type", { value: "null", valueType: "null", type: "string" }, "null is not of type string"],
    ["type", { value: "5", type: "integer", untypedAs: "integer" }, `"5" is not of type integer; ${untyped}`],
    [
      "type",
      { value: "5", type: "integer", untypedAs: "integer", defaultOf: "v" },
      `the schema's default of "v": "5" is not of type integer`,
    ],
  ])("tells values of %s that are text from others", (keyword, params, expected) => {
    expect(messageOf({ code: `schema/${keyword}`, params })).toBe(expected);
  });

  test("says of UTF-16 that it looks like that", () => {
    expect(messageOf({ code: "input/invalid-utf8", params: { found: "FF", looksLike: "UTF-16" } })).toBe(
      "is not valid UTF-8: it looks like UTF-16, with whose byte order mark it begins; convert the file to UTF-8",
    );
  });

  test.each(Object.entries(messages))("%s stays one safe line", (code, [params]) => {
    const bad = Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "string" ? hostile : Array.isArray(value) ? value.map(() => hostile) : value,
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
    expect(messageOf({ code, params: Object.fromEntries(bad) })).not.toMatch(/[\u0000-\u001f\u202e]/);
  });

  test("names the keywords of schemas as JSON Schema spells them", () => {
    const options = { strict: false };
    const dialects = [new Ajv(options), new Ajv2019(options), new Ajv2020(options)];
    const keywords = findingDefinitions
      .filter(({ code }) => code.startsWith("schema/") && code !== "schema/false")
      .map(({ code }) => code.slice("schema/".length));
    const unknown = keywords.filter((keyword) => !dialects.some((ajv) => ajv.getKeyword(keyword)));
    expect(unknown).toEqual([]);
  });

  test("a code that is not in it is a bug", () => {
    expect(() => messageOf({ code: "input/unheard-of", params: {} })).toThrow("not in the catalogue");
    expect(() => severityOf("toString")).toThrow("not in the catalogue");
  });
});

describe("describeFinding", () => {
  test("is path, place, message and code, all safe to print", () => {
    const finding = {
      code: "schema/const",
      severity: "error" as const,
      path: "a\n\u001b.txt",
      line: 3,
      column: 5,
      byte: 9,
      pointer: "/kind",
      params: { value: "\u202e", allowed: "a" },
    };
    expect(describeFinding(finding)).toBe('a\\n\\u{1b}.txt:3:5: "\\u{202e}" is not "a" (schema/const)');
  });

  test("speaks of items where a list stands in a header field", () => {
    const messages = ["minItems", "maxItems", "uniqueItems", "contains", "items"].map((keyword) =>
      messageOf({
        code: `schema/${keyword}`,
        params: { item: "item", count: 2, limit: 1, index: 1, firstIndex: 0, minContains: 1 },
      }),
    );
    expect(messages).toEqual([
      "has 2 items, at least 1 is needed",
      "has 2 items, at most 1 is allowed",
      "item 1 repeats item 0 (counted from 0)",
      'the number of items that match the schema\'s "contains" is not at least 1',
      "at most 1 items are allowed",
    ]);
  });

  test("cuts long values", () => {
    const params = { value: "x".repeat(1000), allowed: "y" };
    expect(messageOf({ code: "schema/const", params })).toBe(`"${"x".repeat(60)}…" is not "y"`);
    expect(messageOf({ code: "schema/const", params: { ...params, defaultOf: "x".repeat(1000) } })).toBe(
      `the schema's default of "${"x".repeat(60)}…": "${"x".repeat(60)}…" is not "y"`,
    );
  });
});
