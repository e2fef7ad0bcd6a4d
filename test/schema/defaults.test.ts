/** Defaults of properties: which count, what documents take of them, and which are refused where. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/findings/errors.ts";
import { type ColumnOptions, deriveColumns } from "../../src/schema/columns.ts";
import { parseDefault } from "../../src/schema/defaults.ts";
import { loadSchema } from "../../src/schema/load.ts";
import { load } from "./schema-file.ts";

const options: ColumnOptions = { headerFields: [], renames: new Map(), reserved: new Set(["text"]) };

const derive = (schema: unknown, others: Partial<ColumnOptions> = {}) =>
  deriveColumns(load(schema), { ...options, ...others });

/** The defaults as `property text cell`. */
const defaults = (schema: unknown, others?: Partial<ColumnOptions>) =>
  derive(schema, others).defaults.map(({ property, text, cell }) => [property, text, cell]);

/** The default of a property `x` with this schema, given as JSON text: its text and its cell. */
const defaultOfX = (x: string, others?: Partial<ColumnOptions>) => {
  const [only] = defaults(`{"properties": {"x": ${x}}}`, others);
  return only!.slice(1);
};

const DAY_MICROSECONDS = 86_400_000_000n;

describe("what a column takes", () => {
  it.each<[string, string, unknown]>([
    ['{"type": "string", "default": "a"}', '"a"', "a"],
    ['{"type": "string", "default": ""}', '""', ""],
    ['{"type": "string", "default": "5"}', '"5"', "5"],
    ['{"type": "string", "default": " \\n\\u00e9 "}', '" \\né "', " \né "],
    ['{"default": "a"}', '"a"', "a"],
    // A column of text takes the digits.
    ['{"default": 1.50}', "1.50", "1.50"],
    ['{"default": true}', "true", "true"],
    ['{"default": null}', "null", null],
    ['{"type": "integer", "default": 9223372036854775807}', "9223372036854775807", 9223372036854775807n],
    ['{"type": "integer", "default": -9223372036854775808}', "-9223372036854775808", -(2n ** 63n)],
    ['{"type": "integer", "default": 9007199254740993}', "9007199254740993", 9007199254740993n],
    ['{"type": "integer", "default": -0}', "-0", 0n],
    ['{"type": "integer", "default": 5.0}', "5.0", 5n],
    ['{"type": "integer", "default": 1e3}', "1e3", 1000n],
    ['{"type": ["integer", "null"], "default": null}', "null", null],
    ['{"type": "number", "default": 0.10}', "0.10", 0.1],
    ['{"type": "number", "default": 5}', "5", 5],
    ['{"type": "number", "default": -0}', "-0", 0],
    ['{"type": "boolean", "default": false}', "false", false],
    ['{"type": "string", "format": "date", "default": "1970-01-02"}', '"1970-01-02"', 1],
    [
      '{"type": "string", "format": "date-time", "default": "1970-01-02T00:00:00Z"}',
      '"1970-01-02T00:00:00Z"',
      DAY_MICROSECONDS,
    ],
    ['{"const": 5, "default": 5}', "5", 5n],
    ['{"enum": ["a", 1], "default": "a"}', '"a"', "a"],
    ['{"type": ["integer", "string"], "default": 5}', "5", "5"],
    ['{"type": ["integer", "string"], "default": "5"}', '"5"', "5"],
    // Where text stands in the header these give no column, and the schema sees them all the same.
    ['{"type": "array", "default": [ 1, "a" ]}', '[1,"a"]', null],
    ['{"type": ["array", "string"], "default": []}', "[]", "[]"],
  ])("of %s", (x, text, cell) => {
    expect(defaultOfX(x)).toEqual([text, cell]);
    expect(Object.is(defaultOfX(x)[1], cell)).toBe(true);
  });

  it.each<[string, string]>([
    [
      '[ 1.50, 12345678901234567890, -0, 1e400, "\\u2028\\n" ]',
      '[1.50,12345678901234567890,-0,1e400,"\u2028\\n"]',
    ],
    ['{ "b": 1, "2": [ ], "1": { }, "__proto__": null }', '{"b":1,"2":[],"1":{},"__proto__":null}'],
  ])("of %s is JSON text where values may nest", (value, text) => {
    const found = defaultOfX(`{"type": ["array", "object"], "default": ${value}}`, { nested: true });
    expect(found).toEqual([text, text]);
  });

  it("is found behind a byte order mark and in a file that is referred to", () => {
    expect(defaults('\ufeff{"properties": {"é": {"default": 1.0}}}')).toEqual([["é", "1.0", "1.0"]]);
    const folder = mkdtempSync(join(tmpdir(), "docrows-defaults-"));
    try {
      mkdirSync(join(folder, "parts"));
      writeFileSync(join(folder, "s.json"), '{"properties": {"x": {"$ref": "parts/x.json#/$defs/x"}}}');
      writeFileSync(join(folder, "parts/x.json"), '{"$defs": {\n"x": {"type": "number", "default": 2.50}}}');
      const loaded = loadSchema(join(folder, "s.json"), "s.json");
      expect(deriveColumns(loaded, options).defaults).toEqual([{ property: "x", text: "2.50", cell: 2.5 }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is null in a nullable column", () => {
    const schema = (x: object) => ({ properties: { x }, required: ["x"] });
    const nullable = (x: object) => derive(schema(x)).columns.map(({ field }) => field.nullable);
    expect(nullable({ default: null })).toEqual([true]);
    expect(nullable({ type: ["string", "null"], default: null })).toEqual([true]);
    expect(nullable({ default: "a" })).toEqual([false]);
  });
});

describe("the value that the schema sees", () => {
  it("has no prototypes", () => {
    const value = parseDefault({ text: '{"constructor":[{"__proto__":1}]}' }) as Record<string, object[]>;
    const [inner] = value.constructor as unknown as object[];
    expect([Object.getPrototypeOf(value), Object.getPrototypeOf(inner)]).toEqual([null, null]);
    expect([Object.keys(value), Object.keys(inner!)]).toEqual([["constructor"], ["__proto__"]]);
  });

  it.each([
    ["1.50", 1.5],
    ['"a"', "a"],
    ["null", null],
    ["false", false],
    ["[[],1]", [[], 1]],
  ])("of %s", (text, value) => {
    expect(parseDefault({ text: text as string })).toEqual(value);
  });
});

describe("a default counts", () => {
  it.each<[string, unknown]>([
    ["under properties", { properties: { x: { default: "a" } } }],
    ["through $ref", { properties: { x: { $ref: "#/$defs/x" } }, $defs: { x: { default: "a" } } }],
    ["beside $ref", { properties: { x: { $ref: "#/$defs/x", default: "a" } }, $defs: { x: {} } }],
    ["in allOf", { properties: { x: { allOf: [{ type: "string" }, { default: "a" }] } } }],
    ["in allOf of the root", { allOf: [{ properties: { x: { default: "a" } } }] }],
    [
      "through $ref of the root",
      { $ref: "#/$defs/d", $defs: { d: { properties: { x: { default: "a" } } } } },
    ],
    [
      "twice the same",
      { properties: { x: { default: "a" } }, allOf: [{ properties: { x: { default: "a" } } }] },
    ],
  ])("%s", (_name, schema) => {
    expect(defaults(schema)).toEqual([["x", '"a"', "a"]]);
  });

  it.each<[string, unknown]>([
    ["of the document", { default: { x: "a" }, properties: { x: {} } }],
    ["of doc_id", { properties: { doc_id: { default: "a" } } }],
    ["of paragraphs", { properties: { paragraphs: { default: 5 } } }],
    ["deeper inside", { properties: { x: { type: "object", properties: { y: { default: 1 } } } } }],
    ["of items", { properties: { x: { type: "array", items: { default: 1 } } } }],
    ["in anyOf", { properties: { x: { anyOf: [{ default: "a" }] } } }],
    ["in anyOf of the root", { anyOf: [{ properties: { x: { default: "a" } } }], properties: { x: {} } }],
    [
      "in then",
      '{"if": {}, "then": {"properties": {"x": {"default": "a"}}}, "properties": {"x": {"type": "string"}}}',
    ],
    ["of additionalProperties", { additionalProperties: { default: "a" } }],
    ["of patternProperties", { properties: { x: {} }, patternProperties: { x: { default: "a" } } }],
    [
      "beside a $ref of draft-07",
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        properties: { x: { $ref: "#/definitions/x", default: "a" } },
        definitions: { x: {} },
      },
    ],
  ])("not %s", (_name, schema) => {
    expect(defaults(schema, { headerFields: ["y"] })).toEqual([]);
  });

  it("whatever the property is called", () => {
    const schema =
      '{"properties": {"constructor": {"default": "a"}, "7": {"default": "b"}, "a/b~c": {"default": 1}}}';
    expect(defaults(schema)).toEqual([
      ["7", '"b"', "b"],
      ["constructor", '"a"', "a"],
      ["a/b~c", "1", "1"],
    ]);
  });

  it("for a required property that no header gives", () => {
    const schema = { properties: { x: { type: "string", default: "a" } }, required: ["x"] };
    const [column] = derive(schema, { headerFields: ["date"] }).columns;
    expect(column!.field).toMatchObject({ name: "x", type: "utf8", nullable: false });
    const required = { properties: { x: {} }, additionalProperties: { default: "a" }, required: ["x"] };
    expect(() => derive(required)).toThrow('requires "x", which is not in the header');
  });
});

describe("a default is refused", () => {
  it.each<[string, string, string]>([
    [
      "of another type",
      '{"properties": {"x":\n {"type": "integer", "default": "a"}}}',
      's.json:2:33: the default of "x" does not conform to its own schema: "a" is not of type integer',
    ],
    [
      "with a part of another type",
      '{"properties": {"x": {"items": {"type": "integer"}, "default": [1,\n "a"]}}}',
      's.json:2:2: the default of "x" does not conform to its own schema: "a" is not of type integer',
    ],
    [
      "of another format",
      '{"properties": {"x": {"format": "date", "default": "2023-02-29"}}}',
      '"2023-02-29" is not a date of the calendar',
    ],
    [
      "null where nothing is",
      '{"properties": {"x": {"type": "string", "default": null}}}',
      's.json:1:52: the default of "x" does not conform to its own schema: null is not of type string',
    ],
    [
      "behind a reference",
      '{"properties": {"x": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"enum": ["a"],\n"default": "b"}}}',
      's.json:2:12: the default of "x" does not conform to its own schema: "b" is none of "a"',
    ],
    [
      "by what stands beside the reference",
      '{"properties": {"x": {"$ref": "#/$defs/x", "minLength": 2}}, "$defs": {"x": {"default": "b"}}}',
      "has 1 character, at least 2 are needed",
    ],
    [
      "by patternProperties",
      '{"properties": {"x": {"default": "b"}}, "patternProperties": {"x": {"const": "c"}}}',
      '"b" is not "c"',
    ],
    [
      "by another branch of allOf",
      '{"allOf": [{"properties": {"x": {"default": "b"}}}, {"properties": {"x": {"const": "c"}}}]}',
      '"b" is not "c"',
    ],
    [
      "where the property is forbidden elsewhere",
      '{"properties": {"x": {"default": "b"}}, "allOf": [{"properties": {"x": false}}]}',
      '"b" is not allowed here',
    ],
    [
      "by a schema that refers to the root",
      '{"properties": {"x": {"items": {"$ref": "#"}, "default": [{"x": 5}]}}, "type": "object", "maxProperties": 0}',
      "has 1 properties, at most 0 are allowed",
    ],
    [
      "by unevaluatedProperties of its own",
      '{"properties": {"x": {"$ref": "#/$defs/x", "unevaluatedProperties": false, "default": {"b": 1}}}, "$defs": {"x": {"properties": {"a": {}}}}}',
      'the schema allows no field "b"',
    ],
    [
      "beyond 64 bits",
      '{"properties": {"x": {"type": "integer", "default": 9223372036854775808}}}',
      's.json:1:53: the default of "x" cannot be stored as int64: outside of -9223372036854775808 to 9223372036854775807',
    ],
    [
      "beyond doubles, in a form that loses digits",
      '{"properties": {"x": {"type": "integer", "default": 9007199254740993.0}}}',
      'the default of "x" cannot be stored as int64: not written in digits alone',
    ],
    [
      "beyond all numbers",
      '{"properties": {"x": {"type": "number", "default": 1e999}}}',
      'the default of "x" cannot be stored as float64: outside of -1.7976931348623157e308 to 1.7976931348623157e308',
    ],
    [
      "with a leap second",
      '{"properties": {"x": {"format": "date-time", "default": "2016-12-31T23:59:60Z"}}}',
      'the default of "x" cannot be stored as timestamp: a leap second; seconds go from 00 to 59',
    ],
    [
      "a number as a date, of which the format says nothing",
      '{"properties": {"x": {"format": "date", "default": 5}}}',
      'the default of "x" cannot be stored as date32: not a date of the calendar (YYYY-MM-DD)',
    ],
    [
      "a list as a date, of which the format says nothing",
      '{"properties": {"x": {"format": "date", "default": ["2020-01-01"]}}}',
      'the default of "x" cannot be stored as date32: a list or a map, not a single value',
    ],
    [
      "a text as an integer, of which the type says nothing",
      '{"properties": {"x": {"anyOf": [{"type": "integer"}, {"type": "integer", "const": 1}], "default": "5"}}}',
      '"5" fits none of the alternatives',
    ],
    [
      "half a character",
      '{"properties": {"x": {"default": "a\\ud800"}}}',
      'the default of "x" cannot be stored as utf8: half of a character (a lone surrogate)',
    ],
    [
      "beside another",
      '{"allOf": [{"properties": {"x": {"default": "a"}}},\n{"properties": {"x": {"default": "b"}}}]}',
      's.json:2:34: the property "x" has another default at s.json:1:45',
    ],
    [
      "beside another behind a reference",
      '{"properties": {"x": {"$ref": "#/$defs/x", "default": "a"}},\n"$defs": {"x": {"default": "b"}}}',
      'the property "x" has another default at s.json:',
    ],
    [
      "beside one with other digits",
      '{"properties": {"x": {"type": "integer", "default": 9007199254740993, "allOf": [{"default": 9007199254740992}]}}}',
      's.json:1:93: the property "x" has another default at s.json:1:53',
    ],
    [
      "and all are listed, the first place first",
      '{"properties": {"x": {"type": "integer", "default": "a"}, "y": {"type": "number", "default": true}}}',
      's.json:1:53: the default of "x" does not conform to its own schema: "a" is not of type integer\ns.json:1:94: the default of "y" does not conform to its own schema: true is not of type number',
    ],
  ])("%s", (_name, schema, message) => {
    expect(() => derive(schema)).toThrow(UsageError);
    expect(() => derive(schema)).toThrow(message);
  });

  it.each<[string, string]>([
    ["a condition of the document", '"if": {}, "then": {"properties": {"x": {"const": "b"}}}'],
    [
      "an alternative of the document",
      '"anyOf": [{"properties": {"x": {"const": "b"}}}, {"required": ["y"]}]',
    ],
    [
      "the document's other rules",
      '"minProperties": 9, "propertyNames": {"maxLength": 1}, "required": ["doc_id"]',
    ],
  ])("but not because of %s", (_name, others) => {
    expect(defaults(`{"properties": {"x": {"default": "a"}}, ${others}}`)).toEqual([["x", '"a"', "a"]]);
  });

  it("by the draft of the schema", () => {
    const schema = (draft: string) =>
      `{"$schema": "${draft}", "properties": {"x": {"items": [{"type": "string"}], "default": [1]}}}`;
    expect(() => derive(schema("http://json-schema.org/draft-07/schema#"))).toThrow(
      "own schema: 1 is not of type string",
    );
    expect(() => derive(schema("https://json-schema.org/draft/2019-09/schema"))).toThrow(
      "own schema: 1 is not of type string",
    );
  });

  it("with dynamic references as the document's own", () => {
    const schema = {
      $id: "urn:example:closed",
      $dynamicAnchor: "node",
      $ref: "#/$defs/open",
      type: ["object", "string"],
      maxLength: 1,
      $defs: {
        open: {
          $id: "urn:example:open",
          $dynamicAnchor: "node",
          properties: { x: { $dynamicRef: "#node", default: "ab" } },
        },
      },
    };
    expect(() => derive(schema)).toThrow("has 2 characters, at most 1 is allowed");
  });
});
