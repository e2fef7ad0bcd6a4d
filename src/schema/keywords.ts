/**
 * The keywords of JSON Schema, a table for each draft: which there are, and where each holds further schemas. Separate from
 * the code that walks a schema, which follows whatever table it is given.
 * Sources: JSON Schema Core and Validation 2020-12 (sections 8 to 11, and 6 to 9), 2019-09 (the same), draft-07 (sections 8
 * and 9, and 6 to 10).
 */

/**
 * What a keyword's value holds: one schema, a list of schemas, either of the two, or schemas under names of the author's
 * own.
 */
export type Holds = "schema" | "list" | "schemaOrList" | "map";

/** A keyword that holds schemas. */
export interface Applicator {
  readonly holds: Holds;
  /** Whether those schemas apply to the same value as the keyword itself, and not to a part of it. */
  readonly inPlace: boolean;
}

/** The keywords of one draft. */
export interface KeywordTable {
  readonly applicators: ReadonlyMap<string, Applicator>;
  /** Keywords whose value leads to another schema, which applies to the same value. */
  readonly references: readonly string[];
  /** Keywords that say something of a value without holding schemas. */
  readonly assertions: readonly string[];
  /** Every keyword that means something. */
  readonly all: readonly string[];
}

const ofTheValue = (holds: Holds): Applicator => ({ holds, inPlace: true });
const ofItsParts = (holds: Holds): Applicator => ({ holds, inPlace: false });

/** A value of `dependencies` may also be a list of names; the later meta-schemas still describe it, and `definitions`. */
const applicatorsOfDraft07: readonly (readonly [string, Applicator])[] = [
  ["allOf", ofTheValue("list")],
  ["anyOf", ofTheValue("list")],
  ["oneOf", ofTheValue("list")],
  ["not", ofTheValue("schema")],
  ["if", ofTheValue("schema")],
  ["then", ofTheValue("schema")],
  ["else", ofTheValue("schema")],
  ["dependencies", ofTheValue("map")],
  ["properties", ofItsParts("map")],
  ["patternProperties", ofItsParts("map")],
  ["additionalProperties", ofItsParts("schema")],
  ["propertyNames", ofItsParts("schema")],
  ["items", ofItsParts("schemaOrList")],
  ["additionalItems", ofItsParts("schema")],
  ["contains", ofItsParts("schema")],
  ["definitions", ofItsParts("map")],
];

const applicatorsOf201909: typeof applicatorsOfDraft07 = [
  ...applicatorsOfDraft07,
  ["dependentSchemas", ofTheValue("map")],
  ["unevaluatedProperties", ofItsParts("schema")],
  ["unevaluatedItems", ofItsParts("schema")],
  ["contentSchema", ofItsParts("schema")],
  ["$defs", ofItsParts("map")],
];

const applicatorsOf202012: typeof applicatorsOfDraft07 = [
  ...applicatorsOf201909.filter(([keyword]) => keyword !== "additionalItems" && keyword !== "items"),
  ["prefixItems", ofItsParts("list")],
  ["items", ofItsParts("schema")],
];

const assertionsOfDraft07 = [
  "type",
  "const",
  "enum",
  "multipleOf",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "format",
  "maxItems",
  "minItems",
  "uniqueItems",
  "maxProperties",
  "minProperties",
  "required",
];

const laterAssertions = [...assertionsOfDraft07, "maxContains", "minContains", "dependentRequired"];

const annotations = [
  "$comment",
  "title",
  "description",
  "default",
  "readOnly",
  "writeOnly",
  "examples",
  "contentEncoding",
  "contentMediaType",
];

function table(
  applicators: typeof applicatorsOfDraft07,
  references: readonly string[],
  assertions: readonly string[],
  others: readonly string[],
): KeywordTable {
  const names = applicators.map(([keyword]) => keyword);
  return {
    applicators: new Map(applicators),
    references,
    assertions,
    all: ["$schema", "$id", ...references, ...names, ...assertions, ...annotations, ...others],
  };
}

export const keywordsOfDraft07 = table(applicatorsOfDraft07, ["$ref"], assertionsOfDraft07, []);

export const keywordsOf201909 = table(applicatorsOf201909, ["$ref", "$recursiveRef"], laterAssertions, [
  "$anchor",
  "$recursiveAnchor",
  "$vocabulary",
  "deprecated",
]);

export const keywordsOf202012 = table(applicatorsOf202012, ["$ref", "$dynamicRef"], laterAssertions, [
  "$anchor",
  "$dynamicAnchor",
  "$vocabulary",
  "deprecated",
]);

/** Whether a keyword means something in a draft, or is marked as the author's own by `x-`. */
export function isKnownKeyword({ all }: KeywordTable, name: string): boolean {
  return all.includes(name) || name.startsWith("x-");
}
