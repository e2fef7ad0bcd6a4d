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
    [{ properties: { day: { format: "date" } } }, { day: "2020-02-30" }, null],
  ])("of %j for %j is %j", (schema, document, expected) => {
    expect(hints(schema, document)).toEqual([expected]);
  });

  it("is not looked for among so many values that it takes long", () => {
    const allowed = Array.from({ length: 5000 }, (_, index) => `value${index}`);
    expect(hints({ properties: { x: { enum: allowed } } }, { x: "value" })).toEqual([null]);
  });
});
