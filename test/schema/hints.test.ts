/** Hints: what was probably meant, where the schema knows it. */
import { describe, expect, it } from "vitest";
import { compileValidator } from "../../src/schema/validate.ts";
import { documentOf, load } from "./schema-file.ts";

function hints(schema: object, document: object): unknown[] {
  return compileValidator(load(schema))
    .validate(documentOf(document) as never)
    .map(({ params }) => params.nearest ?? params.suggestion ?? null);
}

describe("a hint", () => {
  it.each([
    [{ properties: { author: {} }, additionalProperties: false }, { autor: "" }, "author"],
    [{ properties: { author: {} }, unevaluatedProperties: false }, { auhtor: "" }, "author"],
    [
      {
        allOf: [{ $ref: "#/$defs/a" }],
        $defs: { a: { properties: { date: {} } } },
        unevaluatedProperties: false,
      },
      { dat: "" },
      "date",
    ],
    [{ properties: { author: {} }, additionalProperties: false }, { banana: "" }, null],
    [{ properties: { doc_id: {} }, additionalProperties: false }, { doc_ix: "" }, null],
    [{ properties: { section: { enum: ["news", "sports", 1, null] } } }, { section: "sport" }, "sports"],
    [{ properties: { section: { enum: ["news", "sports"] } } }, { section: "weather" }, null],
    [{ properties: { section: { enum: [1, 2] } } }, { section: 3 }, null],
    [
      { properties: { url: { format: "uri" } } },
      { url: "https://example.org/é" },
      "https://example.org/%C3%A9",
    ],
    [{ properties: { url: { format: "uri" } } }, { url: "example.org" }, null],
    [{ properties: { url: { format: "uri" } } }, { url: "https://exämple.org/a" }, null],
    [{ properties: { day: { format: "date" } } }, { day: "2020-02-30" }, null],
  ])("of %j for %j is %j", (schema, document, expected) => {
    expect(hints(schema, document)).toEqual([expected]);
  });

  const whenNumber = (type: unknown) => ({
    if: { properties: { kind: { const: "num" } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { v: { type } } },
  });

  it.each([
    ["integer", "5", "integer"],
    ["integer", "-0", "integer"],
    ["number", "5", "number"],
    ["number", "1.5e3", "number"],
    [["integer", "null"], "5", "integer"],
    [["number", "boolean"], "true", "boolean"],
    ["integer", "1.5", undefined],
    ["integer", "05", undefined],
    ["boolean", "True", undefined],
    ["null", "null", undefined],
    ["array", "5", undefined],
    ["integer", "1".repeat(100), undefined],
  ])("to name the type %j where it reads %s is %j", (type, v, expected) => {
    const validator = compileValidator(load(whenNumber(type)));
    const [violation] = validator.validate(documentOf({ kind: "num", v }));
    expect(violation).toMatchObject({ code: "schema/type", pointer: "/v" });
    expect(violation!.params.untypedAs).toBe(expected);
  });

  it.each([
    [
      "the property has a type",
      { properties: { v: { type: "string" } }, ...whenNumber("integer") },
      { v: "5" },
    ],
    [
      "the property has a type by reference",
      { $ref: "#/$defs/a", $defs: { a: { properties: { v: { enum: ["5"] } } } }, ...whenNumber("integer") },
      { v: "5" },
    ],
    ["the type itself reads it", { properties: { v: { type: "integer" } } }, { v: "5" }],
    [
      "it stands deeper inside",
      { properties: { v: { items: { type: "integer" } } } },
      { v: Object.assign([], ["5"]) },
    ],
    [
      "it is a paragraph",
      { properties: { paragraphs: { items: { type: "integer" } } } },
      { paragraphs: ["5"] },
    ],
    [
      "it is no header field",
      { properties: { doc_id: { not: {} } }, allOf: [{ properties: { doc_id: { type: "integer" } } }] },
      { doc_id: "5" },
    ],
  ])("to name a type is not given where %s", (_what, schema, document) => {
    const found = compileValidator(load(schema)).validate(documentOf({ kind: "num", ...document }) as never);
    expect(found.map(({ code }) => code)).toContain("schema/type");
    expect(found.map(({ params }) => params.untypedAs)).toEqual(found.map(() => undefined));
  });

  it("is not looked for among so many values that it takes long", () => {
    const allowed = Array.from({ length: 5000 }, (_, index) => `value${index}`);
    expect(hints({ properties: { x: { enum: allowed } } }, { x: "value" })).toEqual([null]);
  });
});
