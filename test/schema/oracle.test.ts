/**
 * The validator against ajv as it comes: the changes to its keywords must never change a verdict, nor invent or lose a keyword.
 * `multipleOf` alone means to differ, and has its own oracle (multiple-of.test.ts).
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileValidator, type DocumentValue } from "../../src/schema/validate.ts";
import { documentOf, load } from "./schema-file.ts";

const words = fc.constantFrom("", "a", "ab", "\u{1F600}", "\u{1F600}b", "2020-01-01", "b\u0301c");

const { schema: ofText } = fc.letrec<{ schema: object; leaf: object; compound: object }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3 }, tie("leaf"), tie("compound")),
  leaf: fc.oneof(
    fc.record({ minLength: fc.nat(3) }),
    fc.record({ maxLength: fc.nat(3) }),
    fc.record({ minLength: fc.nat(3), pattern: fc.constantFrom("^a", "b$") }),
    fc.record({ const: words }),
    fc.record({ type: fc.constantFrom("string", "integer") }),
    fc.record({ format: fc.constantFrom("date", "uri") }),
    fc.record({ $ref: fc.constantFrom("#/$defs/short", "#/$defs/either") }),
  ),
  compound: fc.oneof(
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie("schema") }),
    fc
      .tuple(tie("schema"), tie("schema"), tie("schema"))
      .map((schemas) =>
        Object.fromEntries(["if", "then", "else"].map((keyword, index) => [keyword, schemas[index]])),
      ),
  ),
}));

const ofDocuments = fc
  .record(
    {
      properties: fc.dictionary(fc.constantFrom("x", "y", "constructor"), ofText, { maxKeys: 2 }),
      required: fc.subarray(["x", "y", "toString"]),
      propertyNames: ofText,
      contains: ofText,
      items: ofText,
      uniqueItems: fc.boolean(),
      unevaluatedProperties: fc.constant(false),
    },
    { requiredKeys: [] },
  )
  .map(({ contains, items, uniqueItems, properties, ...others }) => ({
    ...others,
    properties: {
      ...properties,
      paragraphs: Object.fromEntries(
        Object.entries({ contains, items, uniqueItems }).filter(([, value]) => value !== undefined),
      ),
    },
    $defs: { short: { maxLength: 1 }, either: { anyOf: [{ pattern: "^a" }, { $ref: "#/$defs/short" }] } },
  }));

const documents = fc
  .record({ x: words, y: words, paragraphs: fc.array(words, { maxLength: 3 }) }, { requiredKeys: [] })
  .map((properties) => documentOf(properties) as DocumentValue);

function plainAjv(schema: object) {
  const ajv = new Ajv2020({
    allErrors: true,
    ownProperties: true,
    strict: false,
    logger: false,
    validateSchema: false,
  });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

describe("violations", () => {
  it("are found exactly where ajv finds errors, and name its keywords", () => {
    fc.assert(
      fc.property(ofDocuments, fc.array(documents, { minLength: 1, maxLength: 8 }), (schema, examples) => {
        const plain = plainAjv(schema);
        const validator = compileValidator(load(schema));
        for (const document of examples) {
          const valid = plain(document);
          const codes = validator.validate(document).map(({ code }) => code);
          expect(codes.length === 0).toBe(valid);
          const known = new Set((plain.errors ?? []).map(({ keyword }) => `schema/${keyword}`));
          expect(codes.filter((code) => !known.has(code))).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });
});
