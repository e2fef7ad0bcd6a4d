/** The drafts: each keyword means what its own draft says, and nothing in the others. */
import { describe, expect, it } from "vitest";
import { deriveColumns } from "../../src/schema/columns.ts";
import { compileValidator } from "../../src/schema/validate.ts";
import { schemaWarnings } from "../../src/schema/warnings.ts";
import { documentOf, load } from "./schema-file.ts";

const uris = {
  "07": "http://json-schema.org/draft-07/schema#",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
};
type Draft = keyof typeof uris;

const loadAs = (draft: Draft, schema: object) => load({ $schema: uris[draft], ...schema });
const codes = (draft: Draft, schema: object, document: object) =>
  compileValidator(loadAs(draft, schema))
    .validate(documentOf(document) as never)
    .map(({ code, pointer }) => `${code} ${pointer}`);
const unknown = (draft: Draft, schema: object) =>
  schemaWarnings(loadAs(draft, schema)).map(({ params }) => params.keyword);

const two = { paragraphs: ["a", "b"] };
const ofParagraphs = (schema: object) => ({ properties: { paragraphs: schema } });

describe("keywords", () => {
  it.each<[Draft, object, object, string[]]>([
    [
      "07",
      ofParagraphs({ items: [true], additionalItems: false }),
      two,
      ["schema/additionalItems /paragraphs"],
    ],
    [
      "2019-09",
      ofParagraphs({ items: [true], additionalItems: false }),
      two,
      ["schema/additionalItems /paragraphs"],
    ],
    ["2020-12", ofParagraphs({ prefixItems: [true], items: false }), two, ["schema/items /paragraphs"]],
    ["2020-12", ofParagraphs({ prefixItems: [true], additionalItems: false }), two, []],
    ["07", ofParagraphs({ prefixItems: [false] }), two, []],
    ["2019-09", ofParagraphs({ prefixItems: [false] }), two, []],
    ["07", ofParagraphs({ unevaluatedItems: false }), two, []],
    [
      "2019-09",
      ofParagraphs({ items: [true], unevaluatedItems: false }),
      two,
      ["schema/unevaluatedItems /paragraphs"],
    ],
    ["07", ofParagraphs({ contains: { const: "c" }, minContains: 0 }), two, ["schema/contains /paragraphs"]],
    ["2019-09", ofParagraphs({ contains: { const: "c" }, minContains: 0 }), two, []],
    ["07", { dependencies: { a: ["b"] } }, { a: "" }, ["schema/dependencies "]],
    ["07", { dependencies: { a: { required: ["b"] } } }, { a: "" }, ["schema/required "]],
    ["2019-09", { dependentRequired: { a: ["b"] } }, { a: "" }, ["schema/dependentRequired "]],
    ["07", { dependentRequired: { a: ["b"] } }, { a: "" }, []],
    ["07", { if: { required: ["a"] }, else: { required: ["b"] } }, {}, ["schema/required "]],
    [
      "07",
      { definitions: { x: { maxLength: 1 } }, properties: { a: { $ref: "#/definitions/x" } } },
      { a: "ab" },
      ["schema/maxLength /a"],
    ],
    [
      "07",
      { properties: { a: { $ref: "#/definitions/x", maxLength: 1 } }, definitions: { x: {} } },
      { a: "ab" },
      [],
    ],
    [
      "2019-09",
      { properties: { a: { $ref: "#/$defs/x", maxLength: 1 } }, $defs: { x: {} } },
      { a: "ab" },
      ["schema/maxLength /a"],
    ],
    [
      "07",
      { properties: { a: { $ref: "#x" } }, definitions: { x: { $id: "#x", maxLength: 1 } } },
      { a: "ab" },
      ["schema/maxLength /a"],
    ],
    [
      "2019-09",
      { $recursiveAnchor: true, properties: { a: { $recursiveRef: "#" } }, maxProperties: 1 },
      { a: { b: 1, c: 2 } },
      ["schema/maxProperties /a"],
    ],
    ["2020-12", { $recursiveRef: "#/$defs/x", $defs: { x: false } }, {}, []],
  ])("draft %s: %j finds in %j %j", (draft, schema, document, expected) => {
    expect(codes(draft, schema, document)).toEqual(expected);
  });

  it.each<[Draft, object, string[]]>([
    [
      "07",
      { $defs: {}, dependentRequired: {}, unevaluatedProperties: true, $anchor: "a", deprecated: true },
      ["$defs", "dependentRequired", "unevaluatedProperties", "$anchor", "deprecated"],
    ],
    [
      "07",
      { definitions: {}, dependencies: {}, additionalItems: {}, items: [{ typ: 1 }], $comment: "" },
      ["typ"],
    ],
    [
      "2019-09",
      { prefixItems: [], $dynamicRef: "#", additionalItems: {}, $defs: {}, definitions: {} },
      ["prefixItems", "$dynamicRef"],
    ],
    ["2020-12", { additionalItems: {}, $recursiveRef: "#" }, ["additionalItems", "$recursiveRef"]],
  ])("draft %s: of %j these are unknown: %j", (draft, schema, expected) => {
    expect(unknown(draft, schema)).toEqual(expected);
  });
});

describe("columns", () => {
  const columns = (draft: Draft, schema: object) =>
    deriveColumns(loadAs(draft, schema), {
      headerFields: [],
      renames: new Map(),
      reserved: new Set(),
    }).columns.map(({ field: { name, type, nullable } }) => `${name} ${type}${nullable ? " null" : ""}`);

  it.each<[Draft, string]>([
    ["07", "definitions"],
    ["2019-09", "$defs"],
    ["2020-12", "$defs"],
  ])("of draft %s follow references and allOf", (draft, definitions) => {
    const schema = {
      allOf: [{ $ref: `#/${definitions}/base` }],
      properties: { n: { type: "integer" } },
      [definitions]: { base: { properties: { day: { type: "string", format: "date" } } } },
    };
    expect(columns(draft, schema)).toEqual(["day date32 null", "n int64 null"]);
  });

  it("of draft-07 know nothing of what stands beside a $ref", () => {
    const schema = {
      $ref: "#/definitions/a",
      properties: { x: {} },
      definitions: { a: { properties: { y: {} } } },
    };
    expect(columns("07", schema)).toEqual(["y utf8 null"]);
    expect(columns("2020-12", { ...schema })).toEqual(["y utf8 null", "x utf8 null"]);
  });
});

describe("what ajv decides otherwise than the drafts", () => {
  const closed = (schema: object) => ({ ...schema, unevaluatedProperties: false });
  it.each([
    [closed({ if: { required: ["a"], properties: { a: true } } }), { a: "" }, []],
    [
      closed({ if: { required: ["a"], properties: { b: true } }, else: true }),
      { b: "" },
      ["schema/unevaluatedProperties "],
    ],
    [
      ofParagraphs({ anyOf: [{ items: { type: "string" } }, true], unevaluatedItems: { type: "boolean" } }),
      two,
      [],
    ],
    [JSON.parse('{"if":{"required":["a"]},"then":{"required":["b"]}}'), { a: "" }, ["schema/required "]],
  ])("%j finds in %j %j", (schema, document, expected) => {
    expect(codes("2020-12", schema, document)).toEqual(expected);
  });

  it("and cannot be repaired is refused", () => {
    const schema = { contains: { const: "a" }, unevaluatedItems: false };
    expect(() => load(schema)).toThrow(
      's.json:1:27: "unevaluatedItems" cannot be checked together with "contains"',
    );
    expect(() => loadAs("2019-09", { allOf: [{ contains: true }], unevaluatedItems: false })).toThrow(
      'cannot be checked together with "contains"',
    );
    expect(codes("07", ofParagraphs(schema), { paragraphs: ["a"] })).toEqual([]);
  });
});
