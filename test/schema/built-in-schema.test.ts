/** The built-in schema is taken as valid when it is loaded, and conforming documents are recognised without ajv: both are proved here. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInSchemaPath, conformsToBuiltIn, loadBuiltInSchema } from "../../src/schema/built-in-schema.ts";
import { compileSchema, metaSchemaErrors } from "../../src/schema/compile.ts";
import { defaultDialect, dialectOf } from "../../src/schema/dialects.ts";
import { linkSchema } from "../../src/schema/link.ts";
import { loadSchema } from "../../src/schema/load.ts";
import { treeOf } from "../../src/schema/schema-tree.ts";
import type { DocumentValue } from "../../src/schema/validate.ts";
import { compileValidator } from "../../src/schema/validate.ts";
import { documentOf } from "./schema-file.ts";

const builtIn = loadBuiltInSchema();
/** The same file, checked as anybody's schema is. */
const checked = loadSchema(builtInSchemaPath, "schemas/document.schema.json");
const conformsToAjv = compileSchema(checked);

describe("loadBuiltInSchema", () => {
  test("gives what loading with all checks gives", () => {
    expect(builtIn).toEqual({ ...checked, isBuiltIn: true });
  });

  test("the file is valid by its draft's meta-schema", () => {
    expect(dialectOf(builtIn.json)).toBe(defaultDialect);
    expect(metaSchemaErrors(builtIn.json, defaultDialect)).toEqual([]);
  });

  test("says no more than is recognised without ajv", () => {
    expect(linkSchema(treeOf(builtIn))).toEqual({
      type: "object",
      properties: {
        doc_id: { type: "string", minLength: 1 },
        date: { type: "string", format: "date" },
        url: { type: "string", format: "uri" },
        paragraphs: { type: "array", minItems: 1, items: { type: "string", minLength: 1 } },
      },
      required: ["doc_id", "date", "url", "paragraphs"],
      additionalProperties: false,
    });
  });
});

const sound = {
  doc_id: "a.txt",
  date: "2020-09-09",
  url: "https://www.example.org/a",
  paragraphs: ["One.", "Two."],
};

const oddity = fc.oneof(
  fc.string({ maxLength: 3, unit: "binary" }),
  fc.constantFrom(null, 0, true, "", "\ud800", " ", "\0"),
);
const valuesOf = {
  doc_id: fc.oneof(fc.constant("a.txt"), oddity),
  date: fc.oneof(
    fc.constantFrom(
      "2020-09-09",
      "2024-02-29",
      "2023-02-29",
      "0000-01-01",
      "2020-13-01",
      "2020-09-09\n",
      "２０２０-09-09",
    ),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    oddity,
  ),
  url: fc.oneof(
    fc.constantFrom(
      "https://www.example.org/",
      "urn:a:b",
      "a:",
      "//x",
      "https://例え.org/",
      "http://[::1]/?#",
      "x y:z",
    ),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    oddity,
  ),
  paragraphs: fc.oneof(
    fc.array(fc.oneof(fc.constant("One."), oddity), { maxLength: 3 }),
    fc.constant({ length: 1, 0: "One." }),
    oddity,
  ),
};
const document = fc
  .record(
    { ...valuesOf, author: fc.constant("x"), constructor: oddity, __proto__: fc.constant("x") },
    { requiredKeys: ["doc_id", "date"] },
  )
  .map((properties) => documentOf(properties) as unknown as DocumentValue);
const nearlySound = fc.tuple(fc.record(valuesOf), fc.subarray(Object.keys(sound))).map(([odd, kept]) => {
  const values = {
    ...odd,
    ...Object.fromEntries(Object.entries(sound).filter(([name]) => kept.includes(name))),
  };
  return documentOf(values) as unknown as DocumentValue;
});

describe("conformsToBuiltIn", () => {
  test("says of no document that it conforms unless ajv does", () => {
    let conforming = 0;
    fc.assert(
      fc.property(fc.oneof(document, nearlySound), (value) => {
        const recognised = conformsToBuiltIn(value);
        if (recognised) conforming++;
        expect(recognised).toBe(conformsToAjv(value));
      }),
      { numRuns: 2000 },
    );
    expect(conforming).toBeGreaterThan(100);
  });

  test("recognises the schema's own examples", () => {
    const examples = builtIn.json.examples as unknown as (typeof sound)[];
    for (const example of [...examples, sound]) expect(conformsToBuiltIn(documentOf(example))).toBe(true);
  });
});

describe("a validator for the built-in schema", () => {
  test("reports what one with ajv alone reports", () => {
    const ours = compileValidator(builtIn);
    const theirs = compileValidator(checked);
    fc.assert(
      fc.property(nearlySound, (value) => {
        expect(ours.validate(value)).toEqual(theirs.validate(value));
      }),
      { numRuns: 300 },
    );
  });
});
