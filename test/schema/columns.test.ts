import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/findings/errors.ts";
import { type ColumnOptions, deriveColumns } from "../../src/schema/columns.ts";
import { load } from "./schema-file.ts";

const none: ColumnOptions = {
  headerFields: [],
  renames: new Map(),
  reserved: new Set(["text", "status", "doc_id"]),
};

const derive = (schema: unknown, options: Partial<ColumnOptions> = {}) =>
  deriveColumns(load(schema), { ...none, ...options });

/** Column name, type with `?` for nullable, and the readings of its text. */
const columns = (schema: unknown, options?: Partial<ColumnOptions>) =>
  derive(schema, options).columns.map(({ field, values }) =>
    [field.name, field.type + (field.nullable ? "?" : ""), ...values.readings].join(" "),
  );

/** The one column of a required property `x` with this schema. */
const columnOfX = (x: unknown, others: object = {}) =>
  columns({ properties: { x }, required: ["x"], ...others }, { headerFields: ["x"] });

describe("the type of a column", () => {
  it.each<[string, unknown, string]>([
    ["string", { type: "string" }, "x utf8"],
    ["format date", { type: "string", format: "date" }, "x date32"],
    ["format date-time", { type: "string", format: "date-time" }, "x timestamp"],
    ["another format", { type: "string", format: "email" }, "x utf8"],
    ["an unknown format", { type: "string", format: "nonsense" }, "x utf8"],
    ["integer", { type: "integer" }, "x int64 integer"],
    ["number", { type: "number" }, "x float64 number"],
    ["boolean", { type: "boolean" }, "x boolean boolean"],
    ["a list of one type", { type: ["integer"] }, "x int64 integer"],
    ["nullable", { type: ["integer", "null"] }, "x int64? integer"],
    ["nullable, null first", { type: ["null", "boolean"] }, "x boolean? boolean"],
    ["nullable date", { type: ["string", "null"], format: "date" }, "x date32?"],
    ["only null", { type: "null" }, "x utf8?"],
    // No type
    ["nothing", {}, "x utf8"],
    ["true", true, "x utf8"],
    ["a format alone", { format: "date" }, "x date32"],
    ["const text", { const: "a" }, "x utf8"],
    ["const integer", { const: 5 }, "x int64 integer"],
    ["const number", { const: 5.5 }, "x float64 number"],
    ["const boolean", { const: true }, "x boolean boolean"],
    ["const null", { const: null }, "x utf8?"],
    ["enum of text", { enum: ["a", "b"] }, "x utf8"],
    ["enum of integers", { enum: [1, 2] }, "x int64 integer"],
    ["enum of numbers", { enum: [1, 2.5] }, "x float64 number"],
    ["enum with null", { enum: [1, null] }, "x int64? integer"],
    ["enum of both", { enum: [1, "a"] }, "x utf8 integer"],
    ["enum of all", { enum: ["a", 1.5, true] }, "x utf8 boolean number"],
    ["const of an enum", { enum: [1, "a"], const: 1 }, "x int64 integer"],
    ["type before enum", { type: "number", enum: [1, 2] }, "x float64 number"],
    ["null in enum, not in type", { type: "string", enum: ["a", null] }, "x utf8"],
    // Several types
    ["integer and number", { type: ["integer", "number"] }, "x float64 number"],
    ["integer and text", { type: ["integer", "string"] }, "x utf8 integer"],
    ["integer and boolean", { type: ["boolean", "integer"] }, "x utf8 boolean integer"],
    [
      "everything scalar",
      { type: ["string", "number", "integer", "boolean", "null"] },
      "x utf8? boolean integer number",
    ],
    ["date or integer", { type: ["string", "integer"], format: "date" }, "x utf8 integer"],
    ["text or array", { type: ["string", "array"] }, "x utf8"],
    // allOf
    ["allOf", { allOf: [{ type: "string" }, { format: "date" }] }, "x date32"],
    [
      "allOf beside a type",
      { type: ["integer", "string"], allOf: [{ type: ["integer", "boolean"] }] },
      "x int64 integer",
    ],
    ["allOf of number and integer", { allOf: [{ type: "number" }, { type: "integer" }] }, "x int64 integer"],
    ["allOf of integer and number", { allOf: [{ type: "integer" }, { type: "number" }] }, "x int64 integer"],
    ["allOf that takes null away", { type: ["string", "null"], allOf: [{ type: "string" }] }, "x utf8"],
    ["allOf of allOf", { allOf: [{ allOf: [{ type: "boolean" }] }] }, "x boolean boolean"],
    ["allOf of a type and an enum", { allOf: [{ enum: [1] }, { type: "string" }] }, "x utf8"],
    ["date and date-time", { allOf: [{ format: "date" }, { format: "date-time" }] }, "x utf8"],
    ["what nothing can be", { allOf: [{ type: "string" }, { type: "integer" }] }, "x utf8"],
    // anyOf, oneOf
    ["anyOf with null", { anyOf: [{ type: "string", format: "date" }, { type: "null" }] }, "x date32?"],
    ["oneOf with null", { oneOf: [{ type: "null" }, { type: "integer" }] }, "x int64? integer"],
    ["anyOf of types", { anyOf: [{ type: "integer" }, { const: "unknown" }] }, "x utf8 integer"],
    ["anyOf of numbers", { anyOf: [{ type: "integer" }, { type: "number" }] }, "x float64 number"],
    [
      "anyOf of one format",
      {
        anyOf: [
          { type: "string", format: "date" },
          { format: "date", minLength: 1 },
        ],
      },
      "x date32",
    ],
    [
      "anyOf of a format and text",
      { type: "string", anyOf: [{ format: "date" }, { const: "unknown" }] },
      "x utf8",
    ],
    ["anyOf with the schema false", { anyOf: [{ type: "integer" }, false] }, "x int64 integer"],
    ["anyOf with the schema true", { anyOf: [{ type: "integer" }, true] }, "x utf8"],
    ["not", { not: { type: "integer" } }, "x utf8"],
  ])("%s", (_name, x, expected) => {
    expect(columnOfX(x)).toEqual([expected]);
  });

  it.each<[string, unknown, object, string]>([
    ["$ref", { $ref: "#/$defs/d" }, { $defs: { d: { type: "string", format: "date" } } }, "x date32"],
    [
      "$ref to a $ref",
      { $ref: "#/$defs/d" },
      { $defs: { d: { $ref: "#/$defs/e" }, e: { type: "integer" } } },
      "x int64 integer",
    ],
    [
      "$ref with something beside it",
      { $ref: "#/$defs/d", format: "date" },
      { $defs: { d: { type: "string" } } },
      "x date32",
    ],
    [
      "$ref in anyOf",
      { anyOf: [{ $ref: "#/$defs/d" }, { type: "null" }] },
      { $defs: { d: { type: "number" } } },
      "x float64? number",
    ],
    [
      "$ref to an anchor",
      { $ref: "#d" },
      { $defs: { d: { $anchor: "d", type: "boolean" } } },
      "x boolean boolean",
    ],
    ["$ref to true", { $ref: "#/$defs/d" }, { $defs: { d: true } }, "x utf8"],
    [
      "$dynamicRef",
      { $dynamicRef: "#d" },
      { $defs: { d: { $dynamicAnchor: "d", type: "boolean" } } },
      "x boolean boolean",
    ],
    [
      "patternProperties beside it",
      { type: "string" },
      { patternProperties: { "^x$": { format: "date" } } },
      "x date32",
    ],
    [
      "another declaration in allOf",
      { type: "string" },
      { allOf: [{ properties: { x: { format: "date-time" } } }] },
      "x timestamp",
    ],
  ])("%s", (_name, x, others, expected) => {
    expect(columnOfX(x, others)).toEqual([expected]);
  });

  it("survives a schema that refers to itself from a part", () => {
    expect(columnOfX({ type: "string", items: { $ref: "#" } })).toEqual(["x utf8"]);
  });
});

describe("which columns there are", () => {
  it("all declared properties, in order, whether the header gives them or not", () => {
    expect(
      columns({ properties: { z: {}, a: { type: "integer" }, m: {} } }, { headerFields: ["m"] }),
    ).toEqual(["z utf8?", "a int64? integer", "m utf8?"]);
  });

  it("doc_id and paragraphs are the document's own", () => {
    expect(
      columns({
        properties: { doc_id: { type: "string" }, a: {}, paragraphs: { type: "array" } },
        required: ["doc_id", "paragraphs"],
      }),
    ).toEqual(["a utf8?"]);
  });

  it("declared through $ref and allOf, where the file names them", () => {
    const schema = {
      allOf: [{ $ref: "#/$defs/base" }, { properties: { b: {} } }],
      properties: { c: {}, a: { type: "integer" } },
      $defs: { base: { properties: { a: {} }, required: ["a"] } },
    };
    expect(columns(schema, { headerFields: ["a"] })).toEqual(["a int64 integer", "b utf8?", "c utf8?"]);
  });

  it("none for arrays, objects and what is forbidden", () => {
    expect(
      columns({
        properties: {
          a: { type: "array" },
          b: { type: ["object", "null"] },
          c: false,
          d: { enum: [[1], {}] },
          e: {},
        },
      }),
    ).toEqual(["e utf8?"]);
  });

  it("undeclared header fields follow, in the header's order", () => {
    expect(columns({ properties: { a: {} } }, { headerFields: ["z", "a", "b"] })).toEqual([
      "a utf8?",
      "z utf8?",
      "b utf8?",
    ]);
  });

  it("undeclared header fields have the type that the schema gives to all others", () => {
    const schema = {
      patternProperties: { _at$: { format: "date-time" } },
      additionalProperties: { type: "integer" },
    };
    expect(columns(schema, { headerFields: ["seen_at", "views"] })).toEqual([
      "seen_at timestamp?",
      "views int64? integer",
    ]);
    expect(
      columns({ allOf: [{}], unevaluatedProperties: { type: "boolean" } }, { headerFields: ["a"] }),
    ).toEqual(["a boolean? boolean"]);
  });

  it("no property, no column", () => {
    expect(derive({})).toEqual({ columns: [], hasHost: false, defaults: [] });
  });

  it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])("%s is a name like any other", (name) => {
    const schema = {
      properties: { doc_id: {}, paragraphs: {}, [name]: { type: "integer" } },
      required: [name],
      additionalProperties: false,
    };
    expect(columns(schema, { headerFields: [name] })).toEqual([`${name} int64 integer`]);
    expect(columns({}, { headerFields: [name] })).toEqual([`${name} utf8?`]);
    expect(columns({ properties: { a: {} } })).toEqual(["a utf8?"]);
  });

  it("is plain data", () => {
    const derived = derive({ properties: { a: { type: "integer" } } });
    expect(structuredClone(derived)).toEqual(derived);
  });
});

describe("nullable", () => {
  it.each<[string, object, boolean]>([
    ["not required", {}, true],
    ["required", { required: ["x"] }, false],
    ["required in allOf", { allOf: [{ required: ["x"] }] }, false],
    ["required through a reference", { $ref: "#/$defs/r", $defs: { r: { required: ["x"] } } }, false],
    ["required in one of several cases", { anyOf: [{ required: ["x"] }, {}] }, true],
    ["required if something else is there", { dependentRequired: { y: ["x"] } }, true],
  ])("%s", (_name, others, nullable) => {
    expect(
      derive({ properties: { x: {} }, ...others }, { headerFields: ["x"] }).columns[0]?.field.nullable,
    ).toBe(nullable);
  });
});

describe("the description", () => {
  const description = (x: unknown, others: object = {}) =>
    derive({ properties: { x }, ...others }).columns[0]?.field.description;

  it("is the schema's description, else its title, else a plain sentence", () => {
    expect(description({ title: "T", description: "D" })).toBe("D");
    expect(description({ title: "T" })).toBe("T");
    expect(description({ description: "" })).toBe('Header field "x" of the document.');
    expect(description(true)).toBe('Header field "x" of the document.');
  });

  it("is found through $ref and allOf; the nearest one counts", () => {
    const $defs = { d: { description: "D" } };
    expect(description({ $ref: "#/$defs/d" }, { $defs })).toBe("D");
    expect(description({ $ref: "#/$defs/d", description: "Near" }, { $defs })).toBe("Near");
    expect(description({ title: "T", allOf: [{ description: "All" }] })).toBe("All");
  });
});

describe("host", () => {
  const hasHost = (url: unknown, others: object = {}) =>
    derive({ properties: { url }, ...others }, { headerFields: ["url"] }).hasHost;

  it.each<[unknown, boolean]>([
    [{ type: "string", format: "uri" }, true],
    [{ format: "uri" }, true],
    [{ type: ["string", "null"], format: "uri" }, true],
    [{ allOf: [{ type: "string" }, { format: "uri" }] }, true],
    [{ $ref: "#/$defs/address" }, true],
    [{ type: "string" }, false],
    [{ type: "string", format: "uri-reference" }, false],
    [true, false],
  ])("url with %j: %s", (url, expected) => {
    expect(hasHost(url, { $defs: { address: { type: "string", format: "uri" } } })).toBe(expected);
  });

  it("only for a property called url, whatever its column is called", () => {
    expect(derive({ properties: { link: { format: "uri" } } }).hasHost).toBe(false);
    expect(
      derive({ properties: { url: { format: "uri" } } }, { renames: new Map([["url", "link"]]) }).hasHost,
    ).toBe(true);
    expect(derive({ properties: { link: {} } }, { renames: new Map([["link", "url"]]) }).hasHost).toBe(false);
  });

  it("is reserved only beside it", () => {
    expect(columns({ properties: { host: {}, url: {} } })).toEqual(["host utf8?", "url utf8?"]);
    expect(() => derive({ properties: { host: {}, url: { format: "uri" } } })).toThrow(
      's.json:1:16: the property "host" has the name of a built-in column; give its column another one: --column host=article_host',
    );
  });
});

describe("renames", () => {
  const renames = (...pairs: [string, string][]) => ({ renames: new Map(pairs) });

  it("change the column and not the property", () => {
    const { columns } = derive({ properties: { status: {} } }, renames(["status", "article_status"]));
    expect(columns[0]).toMatchObject({ property: "status", field: { name: "article_status" } });
  });

  it("may swap names", () => {
    expect(
      columns({ properties: { a: {}, b: { type: "integer" } } }, renames(["a", "b"], ["b", "a"])),
    ).toEqual(["b utf8?", "a int64? integer"]);
  });

  it("serve undeclared header fields too", () => {
    expect(columns({}, { headerFields: ["status"], ...renames(["status", "s"]) })).toEqual(["s utf8?"]);
  });

  it.each<[string, unknown, [string, string][], string]>([
    [
      "an unknown property",
      { properties: { title: {} } },
      [["titel", "t"]],
      '--column titel=t: there is no property "titel". Did you mean title?',
    ],
    ["a property unlike any", {}, [["banana", "t"]], '--column banana=t: there is no property "banana".'],
    ["doc_id", {}, [["doc_id", "id"]], '--column doc_id=id: "doc_id" is built in and keeps its name'],
    [
      "paragraphs",
      {},
      [["paragraphs", "p"]],
      '--column paragraphs=p: "paragraphs" is built in and keeps its name',
    ],
    [
      "an array",
      { properties: { tags: { type: "array" } } },
      [["tags", "t"]],
      '--column tags=t: the property "tags" gives no column',
    ],
    ["to nothing", { properties: { a: {} } }, [["a", ""]], "--column a=: a column needs a name"],
    [
      "to a built-in name",
      { properties: { a: {} } },
      [["a", "text"]],
      '--column a=text: "text" is the name of a built-in column; choose another',
    ],
    [
      "to paragraphs",
      { properties: { a: {} } },
      [["a", "paragraphs"]],
      '--column a=paragraphs: "paragraphs" is the name of a built-in column; choose another',
    ],
    [
      "to host beside a url",
      { properties: { a: {}, url: { format: "uri" } } },
      [["a", "host"]],
      '--column a=host: "host" is the name of a built-in column; choose another',
    ],
    [
      "to __proto__",
      { properties: { a: {} } },
      [["a", "__proto__"]],
      '--column a=__proto__: "__proto__" is the name of a built-in column; choose another',
    ],
    [
      "to another column",
      { properties: { a: {}, b: {} } },
      [["b", "a"]],
      'the properties "a" and "b" both give a column "a"; rename one with --column',
    ],
    [
      "two to one",
      { properties: { a: {}, b: {} } },
      [
        ["a", "c"],
        ["b", "c"],
      ],
      'the properties "a" and "b" both give a column "c"; rename one with --column',
    ],
  ])("%s is refused", (_name, schema, pairs, message) => {
    expect(() => derive(schema, renames(...pairs))).toThrow(UsageError);
    expect(() => derive(schema, renames(...pairs))).toThrow(message);
  });
});

describe("names that are not free", () => {
  it.each<[string, string, string[], string]>([
    [
      "a property",
      '{"properties":\n {"status": {}}}',
      [],
      's.json:2:3: the property "status" has the name of a built-in column; give its column another one: --column status=article_status',
    ],
    [
      "an undeclared field",
      "{}",
      ["text"],
      'the header field "text" has the name of a built-in column; give its column another one: --column text=article_text',
    ],
    [
      "a property without one",
      '{"properties":\n {"": {}}}',
      [],
      's.json:2:3: the property "" gives a column without a name; give it another name, or its column one in a configuration file: "column": { "": "name" }',
    ],
    [
      "a property __proto__",
      '{"properties": {"__proto__": {}}}',
      [],
      's.json:1:17: a property cannot be called "__proto__"',
    ],
    [
      "a property __proto__ through a reference",
      '{"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"__proto__": {}}}}}',
      [],
      's.json:1:54: a property cannot be called "__proto__"',
    ],
    [
      "a field __proto__",
      "{}",
      ["__proto__"],
      'a header field cannot be called "__proto__"; give it another name',
    ],
    ["a field doc_id", "{}", ["doc_id"], 'a header field cannot be called "doc_id"; give it another name'],
    [
      "a field paragraphs",
      "{}",
      ["date", "paragraphs"],
      'a header field cannot be called "paragraphs"; give it another name',
    ],
  ])("%s", (_name, schema, headerFields, message) => {
    expect(() => derive(schema, { headerFields })).toThrow(UsageError);
    expect(() => derive(schema, { headerFields })).toThrow(message);
  });

  it("may be given to a property that has none", () => {
    expect(columns({ properties: { "": {} } }, { renames: new Map([["", "nameless"]]) })).toEqual([
      "nameless utf8?",
    ]);
  });

  it("are free for what gives no column", () => {
    expect(columns({ properties: { text: { type: "array" }, status: false } })).toEqual([]);
  });
});

describe("a header that does not fit", () => {
  const own = '"doc_id":{},"paragraphs":{}';
  it.each<[string, string, string[], string]>([
    [
      "additionalProperties: false",
      `{"properties":{${own},"title":{}},\n"additionalProperties":false}`,
      ["titel"],
      '2:1: the schema forbids the header field "titel". Did you mean title?',
    ],
    [
      "unevaluatedProperties: false",
      `{"properties":{${own}},\n"unevaluatedProperties":false}`,
      ["banana"],
      '2:1: the schema forbids the header field "banana".',
    ],
    [
      "the schema false",
      '{"properties":{"a":{},\n"b":false}}',
      ["a", "b"],
      '2:1: the schema forbids the header field "b".',
    ],
    [
      "false behind a reference",
      '{"properties":{\n"b":{"$ref":"#/$defs/no"}},"$defs":{"no":false}}',
      ["b"],
      '2:1: the schema forbids the header field "b".',
    ],
    [
      "false in allOf",
      '{"properties":{\n"b":{"allOf":[{},false]}}}',
      ["b"],
      '2:1: the schema forbids the header field "b".',
    ],
    [
      "patternProperties: false",
      '{"patternProperties":{\n"^b":false}}',
      ["big"],
      '2:1: the schema forbids the header field "big".',
    ],
    [
      "one of two parts that each close the door",
      `{"allOf":[{"properties":{"a":{},${own}},\n"additionalProperties":false},{"properties":{"b":{}}}]}`,
      ["a", "b"],
      '2:1: the schema forbids the header field "b".',
    ],
    [
      "doc_id forbidden",
      '{"properties":{"paragraphs":{}},\n"additionalProperties":false}',
      [],
      '2:1: the schema forbids "doc_id", which every document has',
    ],
    [
      "paragraphs forbidden",
      '{"properties":{\n"paragraphs":false}}',
      [],
      '2:1: the schema forbids "paragraphs", which every document has',
    ],
    [
      "an array",
      '{"properties":{\n"tags":{"type":"array"}}}',
      ["tags"],
      '2:1: the schema wants an array or an object as "tags", but a header field gives text',
    ],
    [
      "an object or null",
      '{"properties":{\n"tags":{"type":["object","null"]}}}',
      ["tags"],
      '2:1: the schema wants an array or an object as "tags", but a header field gives text',
    ],
    [
      "an undeclared array",
      '{"additionalProperties":{"type":"array"}}',
      ["tags"],
      '1:1: the schema wants an array or an object as "tags", but a header field gives text',
    ],
    [
      "a required property",
      '{"required":["doc_id",\n"author"]}',
      ["date", "url"],
      '2:1: the schema requires "author", which is not in the header (which gives date, url)',
    ],
    [
      "a required property and no header",
      '{"required":["author"]}',
      [],
      '1:14: the schema requires "author", which is not in the header (which gives nothing)',
    ],
    [
      "required in allOf",
      '{"allOf":[{"required":["author"]}]}',
      ["date"],
      '1:24: the schema requires "author"',
    ],
    [
      "required through a reference",
      '{"$ref":"#/$defs/r","$defs":{"r":{"required":["author"]}}}',
      ["date"],
      '1:47: the schema requires "author"',
    ],
    ["required __proto__", '{"required":["__proto__"]}', ["date"], '1:14: the schema requires "__proto__"'],
  ])("%s", (_name, schema, headerFields, message) => {
    expect(() => derive(schema, { headerFields })).toThrow(UsageError);
    expect(() => derive(schema, { headerFields })).toThrow(`s.json:${message}`);
  });

  it.each<[string, unknown]>([
    [
      "declared beside a closed door",
      { properties: { doc_id: {}, paragraphs: {}, a: {} }, additionalProperties: false },
    ],
    [
      "matched by a pattern",
      {
        properties: { doc_id: {}, paragraphs: {} },
        patternProperties: { "^a$": {} },
        additionalProperties: false,
      },
    ],
    [
      "evaluated in allOf",
      { allOf: [{ properties: { doc_id: {}, paragraphs: {}, a: {} } }], unevaluatedProperties: false },
    ],
    [
      "evaluated in anyOf",
      {
        properties: { doc_id: {}, paragraphs: {} },
        anyOf: [{ properties: { a: {} } }, {}],
        unevaluatedProperties: false,
      },
    ],
    [
      "evaluated through a reference",
      {
        $ref: "#/$defs/d",
        unevaluatedProperties: false,
        $defs: { d: { properties: { doc_id: {}, paragraphs: {}, a: {} } } },
      },
    ],
    [
      "evaluated by additionalProperties in allOf",
      { allOf: [{ additionalProperties: {} }], unevaluatedProperties: false },
    ],
    ["forbidden in one case only", { anyOf: [{ properties: { a: false } }, {}] }],
    ["an array in one case only", { anyOf: [{ properties: { a: { type: "array" } } }, {}] }],
    ["text or an array", { properties: { a: { type: ["array", "string"] } } }],
  ])("a field is allowed: %s", (_name, schema) => {
    expect(columns(schema, { headerFields: ["a"] })).toEqual(["a utf8?"]);
  });
});
