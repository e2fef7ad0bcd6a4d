/**
 * Schemas with the answer whether texts of paragraphs matter to them, written by hand from the drafts. Separate from the test,
 * which holds each answer to what ajv says of documents.
 */

/** `yes`: some documents of equal length differ in their verdict. `doubt`: none do, and docrows looks at the texts all the same. */
export type Answer = "no" | "yes" | "doubt";

export interface TextCase {
  readonly name: string;
  readonly schema: object;
  readonly answer: Answer;
  readonly drafts: readonly Draft[];
}

export type Draft = keyof typeof drafts;

export const drafts = {
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
} as const;

type Rows = readonly (readonly [schema: object | boolean, answer: Answer])[];

const all: readonly Draft[] = ["draft-07", "2019-09", "2020-12"];
const later: readonly Draft[] = ["2019-09", "2020-12"];
const earlier: readonly Draft[] = ["draft-07", "2019-09"];

/** A schema for documents whose list of paragraphs is to fit `list`, or each of whose paragraphs is to fit `text`. */
const ofList = (list: object | boolean) => ({ properties: { paragraphs: list } });
const ofTexts = (text: object | boolean) => ofList({ items: text });

function cases(rows: Rows, place: (schema: object | boolean) => object, of = all): TextCase[] {
  return rows.map(([schema, answer]) => {
    const placed = place(schema);
    return { name: JSON.stringify(placed), schema: placed, answer, drafts: of };
  });
}

const asIs = (schema: object | boolean) => schema as object;

const onTexts: Rows = [
  [true, "no"],
  [false, "no"],
  [{ type: "string" }, "no"],
  [{ type: ["string", "null"] }, "no"],
  [{ type: "integer" }, "no"],
  [{ minLength: 0 }, "no"],
  [{ minLength: 1 }, "no"],
  [{ minLength: 2 }, "yes"],
  [{ maxLength: 2 }, "yes"],
  [{ maxLength: 0 }, "doubt"],
  [{ pattern: "^a" }, "yes"],
  [{ pattern: "" }, "doubt"],
  [{ format: "date" }, "yes"],
  [{ format: "colour" }, "doubt"],
  [{ const: "a" }, "yes"],
  [{ const: 1 }, "doubt"],
  [{ enum: ["a", "ab"] }, "yes"],
  [{ title: "a", description: "a", default: "a", examples: ["a"], $comment: "a", readOnly: true }, "no"],
  [{ minimum: 3, multipleOf: 2, required: ["a"], minItems: 3, maxProperties: 0, uniqueItems: true }, "no"],
  [{ items: { pattern: "a" }, contains: { const: "a" }, propertyNames: { maxLength: 0 } }, "no"],
  [{ properties: { paragraphs: { const: "a" } }, additionalProperties: { pattern: "a" } }, "no"],
  [{ contentMediaType: "text/html", contentEncoding: "base64", contentSchema: { pattern: "a" } }, "no"],
];

const onLists: Rows = [
  [{ type: "array", minItems: 1, maxItems: 1 }, "no"],
  [{ pattern: "a", maxLength: 0, minLength: 9, format: "date" }, "no"],
  [{ properties: { 0: { pattern: "a" } }, patternProperties: { "": { const: "a" } } }, "no"],
  [{ additionalProperties: { pattern: "a" }, propertyNames: { const: "a" } }, "no"],
  [{ uniqueItems: true }, "yes"],
  [{ uniqueItems: false }, "doubt"],
  [{ const: ["a"] }, "yes"],
  [{ const: [] }, "doubt"],
  [{ enum: [["x"], ["a", "ab"]] }, "yes"],
  [{ contains: { type: "string" } }, "no"],
  [{ contains: { pattern: "^a" } }, "yes"],
  [{ items: { items: { pattern: "^a" } } }, "no"],
];

const onListsLater: Rows = [
  [{ contains: { minLength: 1 }, minContains: 2, maxContains: 3 }, "no"],
  [{ contains: { const: "a" }, minContains: 0, maxContains: 1 }, "yes"],
  [{ unevaluatedItems: { pattern: "^a" } }, "yes"],
  [{ unevaluatedItems: { type: "string" } }, "no"],
];

const onListsEarlier: Rows = [
  [{ items: [{ type: "string" }, { minLength: 1 }], additionalItems: false }, "no"],
  [{ items: [{ type: "string" }, { const: "a" }] }, "yes"],
  [{ items: [true], additionalItems: { const: "a" } }, "yes"],
  [{ items: { minLength: 1 }, additionalItems: { const: "a" } }, "doubt"],
  [{ prefixItems: [{ const: "a" }] }, "no"],
];

const onLists2020: Rows = [
  [{ prefixItems: [{ type: "string" }, { minLength: 1 }], items: false }, "no"],
  [{ prefixItems: [true, { const: "a" }] }, "yes"],
  [{ prefixItems: [true], items: { const: "a" } }, "yes"],
  [{ additionalItems: { const: "a" } }, "no"],
  [{ anyOf: [{ prefixItems: [{ pattern: "^a" }] }, true], unevaluatedItems: false }, "yes"],
  [{ anyOf: [{ prefixItems: [{ type: "string" }] }, true], unevaluatedItems: false }, "no"],
  [{ if: { items: { const: "a" } }, unevaluatedItems: false }, "yes"],
  [{ not: { not: { prefixItems: [{ const: "a" }] } }, unevaluatedItems: false }, "doubt"],
];

/** Wants what every text fits. */
const harmless = { items: { type: "string", minLength: 1 } };
/** Wants what only some texts fit. */
const picky = { items: { pattern: "^a" } };

const onDocuments: Rows = [
  [{}, "no"],
  [{ const: { doc_id: "d", author: "a", paragraphs: ["a"] } }, "yes"],
  [{ const: "a" }, "doubt"],
  [{ enum: [{ doc_id: "d", author: "a", paragraphs: ["a", "ab"] }, 1] }, "yes"],
  [{ required: ["url"], minProperties: 9, maxProperties: 1, dependentRequired: { doc_id: ["url"] } }, "no"],
  [{ pattern: "a", maxLength: 0, minLength: 9, format: "date", uniqueItems: true }, "no"],
  [{ items: { pattern: "a" }, contains: { const: "a" } }, "no"],
  [{ propertyNames: { pattern: "^[a-z_]+$", maxLength: 20, not: { const: "url" } } }, "no"],
  [{ properties: { author: { const: "a", pattern: "a" }, Paragraphs: picky } }, "no"],
  [{ properties: { author: { properties: { paragraphs: picky } } } }, "no"],
  [{ properties: { author: picky, paragraphs: harmless } }, "no"],
  [{ properties: { doc_id: true, paragraphs: true } }, "no"],
  [{ properties: { doc_id: true, paragraphs: false } }, "no"],
  [{ patternProperties: { "^p": picky } }, "yes"],
  [{ patternProperties: { "^x-": picky } }, "doubt"],
  [{ patternProperties: { "^x-": { type: "string", maxLength: 9, pattern: "a" } } }, "no"],
  [{ additionalProperties: picky }, "yes"],
  [{ additionalProperties: { type: ["string", "array"], maxLength: 9, pattern: "x" } }, "no"],
  [{ properties: { paragraphs: true }, additionalProperties: picky }, "no"],
  [{ properties: { author: true }, additionalProperties: picky }, "yes"],
  [{ patternProperties: { "^p": true }, additionalProperties: picky }, "doubt"],
  [{ properties: { paragraphs: true }, patternProperties: { "^p": picky } }, "yes"],
  [{ allOf: [{ properties: { paragraphs: true } }, { additionalProperties: picky }] }, "yes"],
  [{ $defs: { text: picky }, definitions: { text: picky }, "x-part": picky, examples: [picky] }, "no"],
  [{ dependencies: { doc_id: ["author"] } }, "no"],
];

const onDocumentsLater: Rows = [
  [{ unevaluatedProperties: picky }, "yes"],
  [{ unevaluatedProperties: false, properties: { doc_id: true, author: true, paragraphs: harmless } }, "no"],
  [{ unevaluatedProperties: picky, properties: { paragraphs: true } }, "doubt"],
  [{ unevaluatedProperties: false, anyOf: [{ properties: { author: true, doc_id: true } }, harmless] }, "no"],
  [
    {
      unevaluatedProperties: false,
      properties: { doc_id: true, paragraphs: true },
      anyOf: [{ properties: { paragraphs: picky, author: true } }, true],
    },
    "yes",
  ],
];

/** Ways to say a schema of the same value. */
const inPlace: readonly ((schema: object | boolean) => object)[] = [
  (schema) => ({ allOf: [true, schema] }),
  (schema) => ({ anyOf: [false, schema] }),
  (schema) => ({ oneOf: [schema, false] }),
  (schema) => ({ not: schema }),
  // biome-ignore-start lint/suspicious/noThenProperty: a keyword of JSON Schema
  (schema) => ({ if: schema, then: false }),
  (schema) => ({ if: true, then: schema }),
  // biome-ignore-end lint/suspicious/noThenProperty: a keyword of JSON Schema
  (schema) => ({ if: false, else: schema }),
];

/** A draft of each kind: 2019-09 has these keywords as 2020-12 has them. */
const some: readonly Draft[] = ["draft-07", "2020-12"];

/** Every way, around the schema of a document, a list and a text, and around the next way. */
function inPlaceCases(): TextCase[] {
  const lists: Rows = [
    [harmless, "no"],
    [picky, "yes"],
  ];
  const texts: Rows = [
    [harmless.items, "no"],
    [picky.items, "yes"],
  ];
  return inPlace.flatMap((outer, index) => {
    const inner = inPlace[(index + 3) % inPlace.length]!;
    return [
      ...cases(lists, (list) => outer(ofList(list)), some),
      ...cases(lists, (list) => ofList(outer(list)), some),
      ...cases(texts, (text) => ofTexts(outer(inner(text))), some),
      ...cases(lists, (list) => outer({ dependencies: { url: [], doc_id: ofList(list) } }), some),
      ...cases(lists, (list) => outer({ dependentSchemas: { doc_id: ofList(list) } }), later),
    ];
  });
}

export const textCases: readonly TextCase[] = [
  ...cases(onTexts, ofTexts),
  ...cases(onTexts, (text) => ofList({ contains: text })).filter(({ answer }) => answer === "no"),
  ...cases(onLists, ofList),
  ...cases(onListsLater, ofList, later),
  ...cases(onListsEarlier, ofList, earlier),
  ...cases(onLists2020, ofList, ["2020-12"]),
  ...cases([[{ anyOf: [{ items: [{ pattern: "^a" }] }, true], unevaluatedItems: false }, "yes"]], ofList, [
    "2019-09",
  ]),
  ...cases(onDocuments, asIs),
  ...cases(onDocumentsLater, asIs, later),
  ...cases([[{ unevaluatedProperties: picky, dependentSchemas: { doc_id: picky } }, "no"]], asIs, [
    "draft-07",
  ]),
  // biome-ignore-start lint/suspicious/noThenProperty: a keyword of JSON Schema
  ...cases(
    [
      [{ if: { contains: { const: "a" } } }, "doubt"],
      [{ then: { contains: { const: "a" } } }, "doubt"],
    ],
    ofList,
  ),
  // The condition is about a text, what follows from it about a field.
  ...cases(
    [
      [{ if: ofList(picky), then: { required: ["url"] } }, "yes"],
      [{ if: ofList({ maxItems: 1 }), then: ofList(harmless), else: { required: ["url"] } }, "no"],
    ],
    asIs,
  ),
  // biome-ignore-end lint/suspicious/noThenProperty: a keyword of JSON Schema
  ...inPlaceCases(),
];
