import { describe, expect, it } from "vitest";
import { schemaWarnings } from "../../src/schema/warnings.ts";
import { load } from "./schema-file.ts";

const summary = (schema: unknown) =>
  schemaWarnings(load(schema)).map(({ code, line, column, byte, pointer, params }) => [
    code,
    `${line}:${column}`,
    byte,
    pointer,
    params,
  ]);

const keyword = "schema-file/unknown-keyword";
const format = "schema-file/unknown-format";

describe("schemaWarnings", () => {
  it("gives complete findings", () => {
    expect(schemaWarnings(load('{"titel": "x"}'))).toEqual([
      {
        code: keyword,
        severity: "warning",
        path: "s.json",
        line: 1,
        column: 2,
        byte: 1,
        pointer: "/titel",
        params: { keyword: "titel", nearest: "title" },
      },
    ]);
  });

  it.each([
    ['{"patern":"a"}', [[keyword, "1:2", 1, "/patern", { keyword: "patern", nearest: "pattern" }]]],
    ['{"MinLength":1}', [[keyword, "1:2", 1, "/MinLength", { keyword: "MinLength", nearest: "minLength" }]]],
    ['{"banana":1}', [[keyword, "1:2", 1, "/banana", { keyword: "banana" }]]],
    ['{"constructor":1}', [[keyword, "1:2", 1, "/constructor", { keyword: "constructor" }]]],
    ['{"__proto__":1}', [[keyword, "1:2", 1, "/__proto__", { keyword: "__proto__" }]]],
    [
      '{"additionalItems":{},"nullable":true}',
      [
        [keyword, "1:2", 1, "/additionalItems", { keyword: "additionalItems" }],
        [keyword, "1:23", 22, "/nullable", { keyword: "nullable" }],
      ],
    ],
    [
      '\ufeff{"é":1,\n\t"properties":{"a/b":{"typ":1}}}',
      [
        [keyword, "1:2", 4, "/é", { keyword: "é" }],
        [keyword, "2:23", 34, "/properties/a~1b/typ", { keyword: "typ", nearest: "type" }],
      ],
    ],
    ['{"format":"dat"}', [[format, "1:11", 10, "/format", { format: "dat", nearest: "date" }]]],
    ['{"format":"idn-email"}', [[format, "1:11", 10, "/format", { format: "idn-email" }]]],
    ['{"format":"toString"}', [[format, "1:11", 10, "/format", { format: "toString" }]]],
    [
      '{"not":{"oneOf":[{"items":{"format":"urii","banana":1}}]}}',
      [
        [format, "1:37", 36, "/not/oneOf/0/items/format", { format: "urii", nearest: "uri" }],
        [keyword, "1:44", 43, "/not/oneOf/0/items/banana", { keyword: "banana" }],
      ],
    ],
  ])("%s", (text, expected) => {
    expect(summary(text)).toEqual(expected);
  });

  it("says nothing of keywords that are only notes, or marked as the author's own", () => {
    const notes = {
      title: "t",
      description: "d",
      $comment: "c",
      default: 1,
      examples: [],
      deprecated: true,
      readOnly: true,
      writeOnly: true,
    };
    expect(
      summary({
        ...notes,
        contentEncoding: "e",
        contentMediaType: "m",
        contentSchema: {},
        "x-own": { typ: 1 },
      }),
    ).toEqual([]);
  });

  it("says nothing of keywords that the draft's own meta-schema keeps from older ones", () => {
    expect(summary({ definitions: { typ: {} }, dependencies: { typ: ["a"], b: {} } })).toEqual([]);
  });

  it("looks only where schemas are", () => {
    const data = { typ: 1, format: "nonsense" };
    expect(summary({ const: data, enum: [data], default: data, examples: [data] })).toEqual([]);
    expect(
      summary({
        properties: { typ: {} },
        patternProperties: { foo: {} },
        $defs: { bar: {} },
        dependentSchemas: { baz: {} },
      }),
    ).toEqual([]);
    expect(summary({ required: ["typ"], dependentRequired: { typ: ["typ"] } })).toEqual([]);
  });

  it.each([
    ["allOf", [{ foo: 1 }], "/allOf/0/foo"],
    ["if", { foo: 1 }, "/if/foo"],
    ["then", { foo: 1 }, "/then/foo"],
    ["else", { foo: 1 }, "/else/foo"],
    ["additionalProperties", { foo: 1 }, "/additionalProperties/foo"],
    ["unevaluatedProperties", { foo: 1 }, "/unevaluatedProperties/foo"],
    ["propertyNames", { foo: 1 }, "/propertyNames/foo"],
    ["prefixItems", [{ foo: 1 }], "/prefixItems/0/foo"],
    ["unevaluatedItems", { foo: 1 }, "/unevaluatedItems/foo"],
    ["contains", { foo: 1 }, "/contains/foo"],
    ["contentSchema", { foo: 1 }, "/contentSchema/foo"],
    ["patternProperties", { "^a": { foo: 1 } }, "/patternProperties/^a/foo"],
    ["dependentSchemas", { a: { foo: 1 } }, "/dependentSchemas/a/foo"],
    ["dependencies", { a: { foo: 1 } }, "/dependencies/a/foo"],
    ["definitions", { a: { foo: 1 } }, "/definitions/a/foo"],
    ["$defs", { a: { foo: 1 } }, "/$defs/a/foo"],
  ])("looks into %s", (name, value, pointer) => {
    expect(summary({ [name]: value }).map((each) => each[3])).toEqual([pointer]);
  });

  it("looks where a reference leads to, once", () => {
    const schema = {
      allOf: [{ $ref: "#/x-parts/a" }, { $ref: "#/x-parts/a" }],
      "x-parts": { a: { foo: 1 } },
    };
    expect(summary(schema).map((each) => each[3])).toEqual(["/x-parts/a/foo"]);
  });
});
