/** `patternProperties` beside keywords that evaluate some properties of some documents, none of others, or all. */
import { describe, expect, it } from "vitest";
import { compileValidator, type DocumentValue } from "../../src/schema/validate.ts";
import { documentOf, load } from "./schema-file.ts";

const picky = { patternProperties: { "^a": { minLength: 2 } } };
const own = { doc_id: true, paragraphs: true };

const codes = (schema: object, fields: object) =>
  compileValidator(load(schema))
    .validate(documentOf({ doc_id: "d", ...fields, paragraphs: ["x"] }) as unknown as DocumentValue)
    .map(({ code, pointer }) => `${code} ${pointer}`);

describe("patternProperties", () => {
  it.each([
    [
      "an alternative that evaluates nothing",
      { anyOf: [{ required: ["doc_id"] }, { properties: { b: true } }] },
    ],
    [
      "an alternative that evaluates all",
      { anyOf: [{ additionalProperties: true }, { properties: { b: true } }] },
    ],
    ["an alternative that does not fit", { oneOf: [false, { additionalProperties: { minLength: 0 } }] }],
    ["a condition that does not hold", { if: { required: ["z"], properties: { b: true } }, else: true }],
  ])("is checked beside %s", (_beside, schema) => {
    expect(codes({ ...schema, ...picky }, { author: "ab" })).toEqual([]);
    expect(codes({ ...schema, ...picky }, { author: "a" })).toEqual(["schema/minLength /author"]);
  });

  it("evaluates what it matches, beside what other keywords evaluate", () => {
    const anyOf = [{ required: ["z"], properties: { z: true } }, { properties: { b: true } }];
    const schema = { properties: own, anyOf, ...picky, unevaluatedProperties: false };
    expect(codes(schema, { author: "ab", b: "1" })).toEqual([]);
    expect(codes(schema, { author: "ab", z: "1" })).toEqual([]);
    expect(codes(schema, { author: "ab", c: "1" })).toEqual(["schema/unevaluatedProperties "]);
  });

  it("leaves nothing unevaluated where another keyword evaluates all", () => {
    const anyOf = [{ required: ["z"], additionalProperties: true }, { properties: { b: true } }];
    const schema = { properties: own, anyOf, ...picky, unevaluatedProperties: false };
    expect(codes(schema, { author: "ab", z: "1", c: "1" })).toEqual([]);
    expect(codes(schema, { author: "ab", c: "1" })).toEqual(["schema/unevaluatedProperties "]);
  });
});
