/** Schemas where header values may be null, arrays and objects: columns, and the places of what nests in a field. */
import { describe, expect, it } from "vitest";
import { type ColumnOptions, deriveColumns, undeclaredKinds } from "../../src/schema/columns.ts";
import { compileValidator, type DocumentValue } from "../../src/schema/validate.ts";
import { load } from "./schema-file.ts";

const options: ColumnOptions = {
  headerFields: [],
  renames: new Map(),
  reserved: new Set(),
  anyField: true,
  nested: true,
};

const columns = (schema: unknown, others: Partial<ColumnOptions> = {}) =>
  deriveColumns(load(schema), { ...options, ...others }).columns.map(({ property, field, values }) =>
    [
      property,
      field.type + (field.nullable ? "?" : ""),
      ...values.readings,
      ...(values.onlyJson ? ["json"] : []),
    ].join(" "),
  );

describe("columns", () => {
  it.each<[unknown, string]>([
    [{ type: "array" }, "x utf8 json"],
    [{ type: "object" }, "x utf8 json"],
    [{ type: ["object", "null"] }, "x utf8? json"],
    [{ enum: [[1], {}] }, "x utf8 json"],
    [{ type: ["array", "string"], format: "date" }, "x utf8"],
    [{ type: ["array", "integer", "null"] }, "x utf8? integer"],
    [{ type: "string", format: "date" }, "x date32"],
    [{ type: "integer" }, "x int64 integer"],
    // Nothing is said against null.
    [{}, "x utf8?"],
    [true, "x utf8?"],
    [{ const: 5 }, "x int64 integer"],
  ])("of a required property %j: %s", (x, expected) => {
    expect(columns({ properties: { x }, required: ["x"] })).toEqual([expected]);
  });

  it("are none for arrays and objects where headers give text", () => {
    expect(columns({ properties: { x: { type: "array" } } }, { nested: false })).toEqual([]);
  });

  it("need not be in the header if documents name their fields", () => {
    expect(columns({ required: ["x"], properties: { x: {} } }, { nested: false })).toEqual(["x utf8"]);
    expect(() => columns({ required: ["x"] }, { anyField: false })).toThrow('the schema requires "x"');
  });

  it("are refused for a template's field that must be an array", () => {
    const schema = { properties: { x: { type: "array" } } };
    expect(() => columns(schema, { headerFields: ["x"] })).toThrow('an array or an object as "x"');
  });
});

describe("fields without a column", () => {
  const schema = load({
    patternProperties: { "^n": { type: "integer" }, "^l": { type: "array" } },
    additionalProperties: { type: "boolean" },
  });

  it("are read as the schema says of others", () => {
    const kindOf = undeclaredKinds(schema, false);
    expect(kindOf("n1")).toEqual({ column: "int64", readings: ["integer"] });
    expect(kindOf("other")).toEqual({ column: "boolean", readings: ["boolean"] });
    expect(kindOf("list")).toBeNull();
    expect(undeclaredKinds(schema, true)("list")).toMatchObject({ onlyJson: true });
  });

  it("are read alike however many there are", () => {
    const kindOf = undeclaredKinds(schema, false);
    const all = Array.from({ length: 2500 }, (_, index) => kindOf(`n${index % 1250}`)?.column);
    expect(new Set(all)).toEqual(new Set(["int64"]));
  });
});

describe("violations inside a field", () => {
  const violations = (x: unknown, value: unknown) =>
    compileValidator(load({ properties: { x } }))
      .validate(Object.assign(Object.create(null), { x: value }) as DocumentValue)
      .map(({ code, pointer, place, params }) => [
        code,
        pointer,
        place.kind === "field" ? [place.name, ...place.path].join(" ") : place.kind,
        params,
      ]);

  it.each<[unknown, unknown, unknown[]]>([
    [
      { items: { type: "string" } },
      ["a", 5],
      ["schema/type", "/x/1", "x 1", { type: "string", value: "5", valueType: "number" }],
    ],
    [
      { properties: { "a/b": { items: { minimum: 2 } } } },
      { "a/b": [2, 1] },
      ["schema/minimum", "/x/a~1b/1", "x a/b 1", { limit: 2, value: "1" }],
    ],
    [
      { required: ["a"] },
      {},
      ["schema/required", "/x", "x", { missing: "a", value: "{}", valueType: "object" }],
    ],
    [
      { items: { additionalProperties: false } },
      [{ b: 5 }],
      ["schema/additionalProperties", "/x/0", "x 0 b", { property: "b", value: "5", valueType: "number" }],
    ],
    [{ minItems: 2 }, ["a"], ["schema/minItems", "/x", "x", { limit: 2, count: 1, item: "item" }]],
    [{ maxItems: 1 }, ["a", "b"], ["schema/maxItems", "/x", "x 1", { limit: 1, count: 2, item: "item" }]],
    [
      { uniqueItems: true },
      ["a", "b", "a"],
      ["schema/uniqueItems", "/x", "x 2", { index: 2, firstIndex: 0, count: 3, item: "item" }],
    ],
    [
      { contains: { type: "integer" } },
      ["a"],
      ["schema/contains", "/x", "x", { minContains: 1, count: 1, causes: ["schema/type"], item: "item" }],
    ],
    [
      { type: "string" },
      { a: 1 },
      ["schema/type", "/x", "x", { type: "string", value: '{"a":1}', valueType: "object" }],
    ],
    [
      { type: "string" },
      [1],
      ["schema/type", "/x", "x", { type: "string", count: 1, value: "[1]", valueType: "array" }],
    ],
    [
      { type: "string" },
      null,
      ["schema/type", "/x", "x", { type: "string", value: "null", valueType: "null" }],
    ],
    [{ minProperties: 1 }, {}, ["schema/minProperties", "/x", "x", { limit: 1, count: 0 }]],
    [{ not: {} }, ["a"], ["schema/not", "/x", "x", { count: 1, value: '["a"]', valueType: "array" }]],
  ])("%j of %j", (schema, value, expected) => {
    expect(violations(schema, value)).toEqual([expected]);
  });
});
