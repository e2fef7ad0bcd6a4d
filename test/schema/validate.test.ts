import { describe, expect, it } from "vitest";
import type { Place } from "../../src/schema/places.ts";
import { compileValidator, type DocumentValue } from "../../src/schema/validate.ts";
import { documentOf, load } from "./schema-file.ts";

const sample: DocumentValue = {
  doc_id: "a.txt",
  x: "blue",
  n: 5,
  b: true,
  paragraphs: ["one", "two", "three"],
};

const violations = (schema: unknown, properties: DocumentValue = sample) =>
  compileValidator(load(schema)).validate(documentOf(properties));

/** Code, pointer, place in short form, params. */
const summary = (schema: unknown, properties?: DocumentValue) =>
  violations(schema, properties).map(({ code, pointer, place, params }) => [
    code,
    pointer,
    shortPlace(place),
    params,
  ]);

function shortPlace(place: Place): string {
  if (place.kind === "field") return `field ${place.name}`;
  return place.kind === "paragraph" ? `paragraph ${place.index}` : "header";
}

const x = (schema: unknown) => ({ properties: { x: schema } });
const n = (schema: unknown) => ({ properties: { n: schema } });
const paragraphs = (schema: unknown) => ({ properties: { paragraphs: schema } });

describe("the place of every keyword", () => {
  it.each<[string, unknown, unknown[]]>([
    // Of a value
    ["type", x({ type: "integer" }), ["schema/type", "/x", "field x", { type: "integer", value: "blue" }]],
    [
      "type, several",
      x({ type: ["integer", "null"] }),
      ["schema/type", "/x", "field x", { type: ["integer", "null"], value: "blue" }],
    ],
    ["const", x({ const: "red" }), ["schema/const", "/x", "field x", { allowed: "red", value: "blue" }]],
    [
      "const, not text",
      x({ const: { a: [1] } }),
      ["schema/const", "/x", "field x", { allowed: '{"a":[1]}', allowedType: "object", value: "blue" }],
    ],
    [
      "enum",
      x({ enum: ["red", 1, null] }),
      [
        "schema/enum",
        "/x",
        "field x",
        {
          allowed: ["red", "1", "null"],
          allowedTypes: ["string", "number", "null"],
          allowedCount: 3,
          value: "blue",
        },
      ],
    ],
    ["not", x({ not: { type: "string" } }), ["schema/not", "/x", "field x", { value: "blue" }]],
    ["the schema false", x(false), ["schema/false", "/x", "field x", { value: "blue" }]],
    [
      "anyOf",
      x({ anyOf: [{ minLength: 9 }, { const: "red" }] }),
      ["schema/anyOf", "/x", "field x", { value: "blue", causes: ["schema/minLength", "schema/const"] }],
    ],
    [
      "oneOf, none",
      x({ oneOf: [{ minLength: 9 }, { minLength: 8 }] }),
      ["schema/oneOf", "/x", "field x", { matching: [], value: "blue", causes: ["schema/minLength"] }],
    ],
    [
      "oneOf, two",
      x({ oneOf: [{ minLength: 1 }, { minLength: 9 }, true] }),
      [
        "schema/oneOf",
        "/x",
        "field x",
        { matching: ["0", "2"], value: "blue", causes: ["schema/minLength"] },
      ],
    ],
    [
      "a reference",
      { ...x({ $ref: "#/$defs/red" }), $defs: { red: { const: "red" } } },
      ["schema/const", "/x", "field x", { allowed: "red", value: "blue" }],
    ],
    // Of text
    [
      "minLength",
      x({ minLength: 5 }),
      ["schema/minLength", "/x", "field x", { limit: 5, value: "blue", count: 4 }],
    ],
    [
      "maxLength",
      x({ maxLength: 3 }),
      ["schema/maxLength", "/x", "field x", { limit: 3, value: "blue", count: 4 }],
    ],
    ["pattern", x({ pattern: "^r" }), ["schema/pattern", "/x", "field x", { pattern: "^r", value: "blue" }]],
    ["format", x({ format: "date" }), ["schema/format", "/x", "field x", { format: "date", value: "blue" }]],
    // Of numbers
    ["minimum", n({ minimum: 6 }), ["schema/minimum", "/n", "field n", { limit: 6, value: "5" }]],
    ["maximum", n({ maximum: 4.5 }), ["schema/maximum", "/n", "field n", { limit: 4.5, value: "5" }]],
    [
      "exclusiveMinimum",
      n({ exclusiveMinimum: 5 }),
      ["schema/exclusiveMinimum", "/n", "field n", { limit: 5, value: "5" }],
    ],
    [
      "exclusiveMaximum",
      n({ exclusiveMaximum: 5 }),
      ["schema/exclusiveMaximum", "/n", "field n", { limit: 5, value: "5" }],
    ],
    [
      "multipleOf",
      n({ multipleOf: 3 }),
      ["schema/multipleOf", "/n", "field n", { multipleOf: 3, value: "5" }],
    ],
    // Of the document
    ["required", { required: ["y"] }, ["schema/required", "", "header", { missing: "y" }]],
    [
      "dependentRequired",
      { dependentRequired: { x: ["y"] } },
      ["schema/dependentRequired", "", "header", { missing: "y", property: "x" }],
    ],
    [
      "dependentSchemas",
      { dependentSchemas: { x: { required: ["y"] } } },
      ["schema/required", "", "header", { missing: "y" }],
    ],
    [
      "dependencies, names",
      { dependencies: { x: ["y"] } },
      ["schema/dependencies", "", "header", { missing: "y", property: "x" }],
    ],
    ["minProperties", { minProperties: 6 }, ["schema/minProperties", "", "header", { limit: 6, count: 5 }]],
    ["maxProperties", { maxProperties: 4 }, ["schema/maxProperties", "", "header", { limit: 4, count: 5 }]],
    ["not, of the document", { not: { required: ["x"] } }, ["schema/not", "", "header", {}]],
    [
      "anyOf, of the document",
      { anyOf: [{ required: ["y"] }, { required: ["z"] }] },
      ["schema/anyOf", "", "header", { causes: ["schema/required"] }],
    ],
    ["the document's type", { type: "array" }, ["schema/type", "", "header", { type: "array" }]],
    [
      "additionalProperties",
      { properties: { doc_id: true, n: true, b: true, paragraphs: true }, additionalProperties: false },
      ["schema/additionalProperties", "", "field x", { property: "x", value: "blue" }],
    ],
    [
      "additionalProperties with a schema",
      {
        properties: { doc_id: true, n: true, b: true, paragraphs: true },
        additionalProperties: { const: "red" },
      },
      ["schema/const", "/x", "field x", { allowed: "red", value: "blue" }],
    ],
    [
      "unevaluatedProperties",
      {
        allOf: [{ properties: { doc_id: true, n: true, b: true, paragraphs: true } }],
        unevaluatedProperties: false,
      },
      ["schema/unevaluatedProperties", "", "field x", { property: "x", value: "blue" }],
    ],
    [
      "propertyNames",
      { propertyNames: { pattern: "^[^x]" } },
      ["schema/propertyNames", "", "field x", { property: "x", value: "blue", causes: ["schema/pattern"] }],
    ],
    [
      "patternProperties",
      { patternProperties: { "^x$": { const: "red" } } },
      ["schema/const", "/x", "field x", { allowed: "red", value: "blue" }],
    ],
    // Of what no header gives
    [
      "doc_id",
      { properties: { doc_id: { pattern: "^b" } } },
      ["schema/pattern", "/doc_id", "header", { pattern: "^b", value: "a.txt" }],
    ],
    [
      "propertyNames and doc_id",
      { propertyNames: { not: { const: "doc_id" } } },
      ["schema/propertyNames", "", "header", { property: "doc_id", value: "a.txt", causes: ["schema/not"] }],
    ],
    // Of paragraphs
    [
      "the type of paragraphs",
      paragraphs({ type: "string" }),
      ["schema/type", "/paragraphs", "header", { type: "string", count: 3 }],
    ],
    [
      "minItems",
      paragraphs({ minItems: 4 }),
      ["schema/minItems", "/paragraphs", "header", { limit: 4, count: 3 }],
    ],
    [
      "maxItems",
      paragraphs({ maxItems: 1 }),
      ["schema/maxItems", "/paragraphs", "paragraph 1", { limit: 1, count: 3 }],
    ],
    [
      "contains",
      paragraphs({ contains: { const: "four" } }),
      ["schema/contains", "/paragraphs", "header", { minContains: 1, count: 3, causes: ["schema/const"] }],
    ],
    [
      "minContains",
      paragraphs({ contains: { minLength: 5 }, minContains: 2, maxContains: 3 }),
      [
        "schema/contains",
        "/paragraphs",
        "header",
        { minContains: 2, maxContains: 3, count: 3, causes: ["schema/minLength"] },
      ],
    ],
    [
      "maxContains",
      paragraphs({ contains: true, maxContains: 2 }),
      ["schema/contains", "/paragraphs", "header", { minContains: 1, maxContains: 2, count: 3 }],
    ],
    [
      "items",
      paragraphs({ items: { pattern: "^t" } }),
      ["schema/pattern", "/paragraphs/0", "paragraph 0", { pattern: "^t", value: "one" }],
    ],
    [
      "prefixItems",
      paragraphs({ prefixItems: [true, { const: "2" }] }),
      ["schema/const", "/paragraphs/1", "paragraph 1", { allowed: "2", value: "two" }],
    ],
    [
      "prefixItems, no more",
      paragraphs({ prefixItems: [true, true], items: false }),
      ["schema/items", "/paragraphs", "paragraph 2", { limit: 2, count: 3 }],
    ],
    [
      "unevaluatedItems",
      paragraphs({ prefixItems: [true], unevaluatedItems: false }),
      ["schema/unevaluatedItems", "/paragraphs", "paragraph 1", { limit: 1, count: 3 }],
    ],
    [
      "not, of all paragraphs",
      paragraphs({ not: { minItems: 2 } }),
      ["schema/not", "/paragraphs", "header", { count: 3 }],
    ],
  ])("%s", (_name, schema, expected) => {
    expect(summary(schema)).toEqual([expected]);
  });

  it.each([
    ["compared as values", { uniqueItems: true }],
    ["compared as text", { uniqueItems: true, items: { type: "string" } }],
  ])("uniqueItems, %s: the later one", (_name, schema) => {
    expect(summary(paragraphs(schema), { ...sample, paragraphs: ["a", "b", "c", "b"] })).toEqual([
      ["schema/uniqueItems", "/paragraphs", "paragraph 3", { index: 3, firstIndex: 1, count: 4 }],
    ]);
  });

  it("items: false, each paragraph", () => {
    expect(summary(paragraphs({ items: false })).map(([code, , place]) => [code, place])).toEqual([
      ["schema/false", "paragraph 0"],
      ["schema/false", "paragraph 1"],
      ["schema/false", "paragraph 2"],
    ]);
  });

  it.each([
    ["then", '{"if":{"required":["x"]},"then":{"required":["y"]}}', "y"],
    ["else", '{"if":{"required":["y"]},"else":{"required":["z"]}}', "z"],
  ])("if: what %s objects to, and nothing else", (_name, schema, missing) => {
    expect(summary(schema)).toEqual([["schema/required", "", "header", { missing }]]);
  });

  it("a name with / and ~", () => {
    expect(summary({ properties: { "a/b~c": { const: 1 } } }, { ...sample, "a/b~c": "v" })).toEqual([
      ["schema/const", "/a~1b~0c", "field a/b~c", { allowed: "1", allowedType: "number", value: "v" }],
    ]);
  });
});

describe("inner errors", () => {
  it("of several compound keywords in each other, also through references, are one violation", () => {
    const schema = {
      ...x({ anyOf: [{ $ref: "#/$defs/either" }, { const: "red" }] }),
      $defs: { either: { oneOf: [{ pattern: "^z" }, { format: "date" }, { not: true }] } },
    };
    expect(summary(schema)).toEqual([
      ["schema/anyOf", "/x", "field x", { value: "blue", causes: ["schema/oneOf", "schema/const"] }],
    ]);
  });

  it("of contains do not swallow those of items that the same schema gives", () => {
    const schema = {
      ...paragraphs({ contains: { $ref: "#/$defs/long" }, items: { $ref: "#/$defs/long" } }),
      $defs: { long: { minLength: 9 } },
    };
    expect(
      summary(schema)
        .map(([code, , place]) => `${code} ${place}`)
        .sort(),
    ).toEqual([
      "schema/contains header",
      "schema/minLength paragraph 0",
      "schema/minLength paragraph 1",
      "schema/minLength paragraph 2",
    ]);
  });

  it("of propertyNames belong to their own name", () => {
    const schema = { propertyNames: { anyOf: [{ minLength: 5 }, { const: "n" }] } };
    expect(violations(schema).map(({ place, params }) => [shortPlace(place), params.causes])).toEqual([
      ["field x", ["schema/anyOf"]],
      ["field b", ["schema/anyOf"]],
    ]);
  });

  it("of an if inside anyOf go with it", () => {
    const schema = JSON.parse(
      '{"properties":{"x":{"anyOf":[{"if":true,"then":{"const":"red"}},{"const":"green"}]}}}',
    );
    expect(summary(schema)).toEqual([
      ["schema/anyOf", "/x", "field x", { value: "blue", causes: ["schema/const"] }],
    ]);
  });

  it("of a fitting alternative are forgotten", () => {
    expect(summary(x({ anyOf: [{ const: "red" }, { const: "blue" }] }))).toEqual([]);
    expect(summary(paragraphs({ contains: { const: "three" } }))).toEqual([]);
  });
});

describe("validate", () => {
  it("finds nothing in a document that conforms", () => {
    expect(
      violations({
        properties: { x: { type: "string" }, n: { type: "integer" }, b: { type: "boolean" } },
        required: ["x", "n", "b"],
      }),
    ).toEqual([]);
  });

  it("finds everything at once", () => {
    const schema = {
      properties: { x: { minLength: 9, pattern: "^r" }, n: { minimum: 6 } },
      required: ["y", "z"],
    };
    expect(
      violations(schema)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(["schema/minLength", "schema/minimum", "schema/pattern", "schema/required", "schema/required"]);
  });

  it("says once what the schema says twice", () => {
    expect(summary({ allOf: [{ required: ["y"] }, { required: ["y"] }], required: ["y"] })).toHaveLength(1);
  });

  it("gives the same answer for the next document", () => {
    const validator = compileValidator(load({ required: ["y"] }));
    expect(validator.validate(documentOf({ y: "1" }))).toEqual([]);
    expect(validator.validate(documentOf({ z: "1" }))).toHaveLength(1);
    expect(validator.validate(documentOf({ y: "1" }))).toEqual([]);
  });

  it("works on a copy of the loaded schema, as a worker has it", () => {
    const copy = structuredClone(load({ required: ["y"] }));
    expect(compileValidator(copy).validate(documentOf({ x: "1" }))).toHaveLength(1);
  });

  it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])("%s is a name like any other", (name) => {
    const schema = { properties: { [name]: { const: "a" } }, required: [name], additionalProperties: false };
    expect(violations(schema, { [name]: "a" })).toEqual([]);
    expect(summary(schema, { [name]: "b" })).toEqual([
      ["schema/const", `/${name}`, `field ${name}`, { allowed: "a", value: "b" }],
    ]);
    expect(summary({ required: [name] }, {})).toEqual([["schema/required", "", "header", { missing: name }]]);
    expect(summary({ additionalProperties: false }, { [name]: "a" })).toEqual([
      ["schema/additionalProperties", "", `field ${name}`, { property: name, value: "a" }],
    ]);
    expect(summary({ dependentRequired: { [name]: ["y"] } }, { x: "a" })).toEqual([]);
  });

  it("converts nothing", () => {
    expect(violations({ properties: { n: { type: "string" } } })).toHaveLength(1);
    expect(violations({ properties: { x: { type: "array" } } })).toHaveLength(1);
  });

  it("asserts formats in full", () => {
    const isValid = (format: string, value: string) => violations(x({ format }), { x: value }).length === 0;
    expect(isValid("date", "2024-02-29")).toBe(true);
    expect(isValid("date", "2024-02-30")).toBe(false);
    expect(isValid("date-time", "2024-02-29T00:00:00Z")).toBe(true);
    expect(isValid("date-time", "2024-02-29T25:00:00Z")).toBe(false);
    expect(isValid("uri", "https://example.org/%C3%BC")).toBe(true);
    expect(isValid("uri", "https://example.org/ü")).toBe(false);
    expect(isValid("uri", "not-a-url")).toBe(false);
  });

  it("lets unknown formats and keywords pass", () => {
    expect(violations(x({ format: "nonsense", banana: 1 }))).toEqual([]);
  });

  it("does not take up keywords that only ajv or other drafts have", () => {
    expect(
      violations({ $async: true, id: "a", $recursiveRef: "#", ...x({ nullable: true, $async: true }) }),
    ).toEqual([]);
    expect(violations({ $async: true, required: ["y"] })).toHaveLength(1);
    expect(violations(x({ type: "string", nullable: true }), { x: "a" })).toEqual([]);
  });
});

describe("lengths", () => {
  it.each([
    ["", 0],
    ["a", 1],
    ["\u{1F600}", 1],
    ["a\u{1F600}b", 3],
    ["\u{1F600}\u{1F600}", 2],
    ["e\u0301", 2],
    ["\u{1F468}\u200D\u{1F469}", 3],
  ])("of %j are %d code points", (value, count) => {
    const isValid = (schema: unknown) => violations(x(schema), { x: value }).length === 0;
    expect([count - 1, count, count + 1].map((limit) => limit < 0 || isValid({ minLength: limit }))).toEqual([
      true,
      true,
      false,
    ]);
    expect([count - 1, count, count + 1].map((limit) => limit >= 0 && isValid({ maxLength: limit }))).toEqual(
      [false, true, true],
    );
  });
});

describe("values in params", () => {
  it("are cut to 80 code points", () => {
    const [violation] = violations(x({ const: "é".repeat(100) }), { x: "\u{1F600}".repeat(100) });
    expect(violation?.params).toEqual({ allowed: "é".repeat(80), value: "\u{1F600}".repeat(80) });
  });

  it("are whole up to 80", () => {
    expect(violations(x({ minLength: 999 }), { x: "a".repeat(80) })[0]?.params.value).toBe("a".repeat(80));
  });

  it("list at most 20 allowed values and tell how many there are", () => {
    const [violation] = violations(x({ enum: Array.from({ length: 300 }, (_, index) => `v${index}`) }));
    expect(violation?.params.allowed).toHaveLength(20);
    expect(violation?.params.allowedCount).toBe(300);
  });
});
