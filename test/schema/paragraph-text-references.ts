/**
 * More such schemas: those with references. Separate from the other cases because each is about where a reference leads, not
 * about a keyword.
 */
import type { Answer, Draft, TextCase } from "./paragraph-text-cases.ts";

const all = ["draft-07", "2019-09", "2020-12"] as const;
const later = ["2019-09", "2020-12"] as const;

/** Documents whose texts are to fit what `$ref` leads to. */
const textsRefer = ($ref: string) => ({ properties: { paragraphs: { items: { $ref } } } });
const listRefers = ($ref: string) => ({ properties: { paragraphs: { $ref } } });

const refer = (name: string, answer: Answer, drafts: readonly Draft[], schema: object): TextCase => ({
  name,
  schema,
  answer,
  drafts,
});

const picky = { pattern: "^a" };
const harmless = { type: "string", minLength: 1 };

export const referenceCases: readonly TextCase[] = [
  refer("a definition of a definition", "yes", all, {
    ...listRefers("#/$defs/list"),
    $defs: { list: { items: { $ref: "#/$defs/text" } }, text: picky },
  }),
  refer("definitions, one of them not for texts", "no", all, {
    properties: { author: { $ref: "#/$defs/name" }, paragraphs: { items: { $ref: "#/$defs/text" } } },
    $defs: { name: { ...picky, maxLength: 20 }, text: harmless },
  }),
  refer("the schema of another property", "yes", all, {
    properties: { author: picky, paragraphs: { items: { $ref: "#/properties/author" } } },
  }),
  refer("the schema of the paragraphs, for another property", "no", all, {
    properties: { author: { $ref: "#/properties/paragraphs/items" }, paragraphs: { items: harmless } },
  }),
  refer("the schema of the paragraphs, for the document", "yes", all, {
    allOf: [{ $ref: "#/properties/paragraphs" }],
    properties: { paragraphs: { properties: { paragraphs: { items: picky } } } },
  }),
  refer("a map of properties taken for a schema", "yes", all, {
    $defs: { properties: { paragraphs: { items: picky } } },
    $ref: "#/$defs",
  }),
  ...["x-texts", "default", "examples", "const"].map((keyword) =>
    refer(`a place in "${keyword}", where no keyword puts a schema`, "yes", all, {
      properties: {
        url: { [keyword]: [picky] },
        paragraphs: { items: { $ref: `#/properties/url/${keyword}/0` } },
      },
    }),
  ),
  refer("a place in another place where no keyword puts a schema", "yes", all, {
    ...textsRefer("#/x-a/b"),
    "x-a": { b: { allOf: [{ $ref: "#/x-c/0" }] } },
    "x-c": [picky],
  }),
  refer("a pointer with escapes", "yes", all, {
    ...textsRefer("#/%24defs/a~1b~0%20c"),
    $defs: { "a/b~ c": picky },
  }),
  refer("true and false", "no", all, {
    properties: { doc_id: { $ref: "#/$defs/any" }, paragraphs: { items: { $ref: "#/$defs/none" } } },
    $defs: { any: true, none: false },
  }),
  refer("the root, from a list", "yes", all, { ...listRefers("#"), items: picky }),
  refer("the root, from a text", "yes", all, { ...textsRefer("#"), ...picky }),
  refer("the root, harmless", "no", all, { ...textsRefer("#"), minLength: 1, minItems: 1 }),
  refer("the root, from another property", "no", all, {
    properties: { author: { $ref: "#" }, paragraphs: { items: harmless } },
    pattern: "a",
  }),
  refer("a circle through items", "no", all, {
    ...listRefers("#/$defs/node"),
    $defs: { node: { ...harmless, type: ["array", "string"], items: { $ref: "#/$defs/node" } } },
  }),
  refer("a circle through items with a rule for texts", "yes", all, {
    ...listRefers("#/$defs/node"),
    $defs: { node: { maxLength: 2, items: { $ref: "#/$defs/node" } } },
  }),
  refer("a circle through not and contains", "yes", all, {
    ...listRefers("#/$defs/a"),
    $defs: {
      a: { contains: { $ref: "#/$defs/b" } },
      b: { not: { allOf: [picky, { items: { $ref: "#/$defs/a" } }] } },
    },
  }),
  refer("what stands beside a $ref has no effect in draft-07", "no", ["draft-07"], {
    properties: { paragraphs: { items: { $ref: "#/definitions/any", ...picky } } },
    definitions: { any: {} },
  }),
  refer("what stands beside a $ref has an effect later", "yes", later, {
    properties: { paragraphs: { items: { $ref: "#/$defs/any", ...picky } } },
    $defs: { any: {} },
  }),
  refer("definitions beside a $ref of draft-07", "yes", ["draft-07"], {
    $ref: "#/definitions/document",
    definitions: { document: textsRefer("#/definitions/text"), text: picky },
  }),
  refer("a name", "yes", later, { ...textsRefer("#text"), $defs: { text: { $anchor: "text", ...picky } } }),
  refer("a name as draft-07 gives it", "yes", ["draft-07"], {
    ...textsRefer("#text"),
    definitions: { text: { $id: "#text", ...picky } },
  }),
  refer("a resource of its own, in which # is another root", "yes", all, {
    ...textsRefer("urn:x:text#/$defs/short"),
    definitions: { r: { $id: "urn:x:text", $defs: { short: { $ref: "#" } }, maxLength: 1 } },
  }),
  refer("a resource of its own, harmless", "no", all, {
    ...textsRefer("urn:x:text"),
    maxLength: 1,
    definitions: { r: { $id: "urn:x:text", items: { $ref: "#" } } },
  }),
  refer("$dynamicRef to what has no dynamic name, harmless", "no", ["2020-12"], {
    properties: { paragraphs: { items: { $dynamicRef: "#/$defs/text" } } },
    $defs: { text: harmless },
  }),
  refer("$dynamicRef to what has no dynamic name", "yes", ["2020-12"], {
    properties: { paragraphs: { items: { $dynamicRef: "#/$defs/text" } } },
    $defs: { text: picky },
  }),
  refer("$dynamicRef that another resource leads elsewhere", "yes", ["2020-12"], {
    $ref: "urn:x:base",
    $defs: {
      text: { $dynamicAnchor: "text", ...picky },
      base: {
        $id: "urn:x:base",
        properties: { paragraphs: { items: { $dynamicRef: "#text" } } },
        $defs: { text: { $dynamicAnchor: "text", ...harmless } },
      },
    },
  }),
  refer("$dynamicRef that nothing leads elsewhere", "doubt", ["2020-12"], {
    properties: { paragraphs: { items: { $dynamicRef: "#text" } } },
    $defs: { text: { $dynamicAnchor: "text" } },
  }),
  refer("$dynamicRef for another property", "no", ["2020-12"], {
    properties: { author: { $dynamicRef: "#text" }, paragraphs: { items: harmless } },
    $defs: { text: { $dynamicAnchor: "text", ...picky } },
  }),
  refer("$dynamicRef, which earlier drafts do not know", "no", ["draft-07", "2019-09"], {
    properties: { paragraphs: { items: { $dynamicRef: "#text" } } },
    $defs: { text: { $dynamicAnchor: "text", ...picky } },
  }),
  refer("$recursiveRef without an anchor", "yes", ["2019-09"], {
    properties: { paragraphs: { $recursiveRef: "#" } },
    items: picky,
  }),
  refer("$recursiveRef without an anchor, harmless", "no", ["2019-09"], {
    properties: { paragraphs: { $recursiveRef: "#" } },
    items: harmless,
  }),
  refer("$recursiveRef with an anchor", "doubt", ["2019-09"], {
    $recursiveAnchor: true,
    properties: { paragraphs: { $recursiveRef: "#" } },
    items: harmless,
  }),
  refer("$recursiveRef that another resource leads elsewhere", "yes", ["2019-09"], {
    $recursiveAnchor: true,
    $ref: "urn:x:base",
    items: picky,
    $defs: {
      base: {
        $id: "urn:x:base",
        $recursiveAnchor: true,
        properties: { paragraphs: { $recursiveRef: "#" } },
      },
    },
  }),
  refer("$recursiveRef, which other drafts do not know", "no", ["draft-07", "2020-12"], {
    properties: { paragraphs: { $recursiveRef: "#" } },
    items: picky,
  }),
];
