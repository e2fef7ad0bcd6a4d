/**
 * The keywords of JSON Schema 2020-12: which there are, and where each holds further schemas. Separate from the code that
 * walks a schema so that another draft is another table.
 * Sources: JSON Schema Core 2020-12, sections 8 to 11; JSON Schema Validation 2020-12, sections 6 to 9.
 */

/** What a keyword's value holds: one schema, a list of schemas, or schemas under names of the author's own. */
export type Holds = "schema" | "list" | "map";

/** A keyword that holds schemas. */
export interface Applicator {
  readonly holds: Holds;
  /** Whether those schemas apply to the same value as the keyword itself, and not to a part of it. */
  readonly inPlace: boolean;
}

const ofTheValue = (holds: Holds): Applicator => ({ holds, inPlace: true });
const ofItsParts = (holds: Holds): Applicator => ({ holds, inPlace: false });

/**
 * Keywords that hold schemas. `definitions` and `dependencies` are older names that the draft's own meta-schema still
 * describes; a value of `dependencies` may also be a list of names.
 */
export const applicators: ReadonlyMap<string, Applicator> = new Map([
  ["allOf", ofTheValue("list")],
  ["anyOf", ofTheValue("list")],
  ["oneOf", ofTheValue("list")],
  ["not", ofTheValue("schema")],
  ["if", ofTheValue("schema")],
  ["then", ofTheValue("schema")],
  ["else", ofTheValue("schema")],
  ["dependentSchemas", ofTheValue("map")],
  ["dependencies", ofTheValue("map")],
  ["properties", ofItsParts("map")],
  ["patternProperties", ofItsParts("map")],
  ["additionalProperties", ofItsParts("schema")],
  ["unevaluatedProperties", ofItsParts("schema")],
  ["propertyNames", ofItsParts("schema")],
  ["prefixItems", ofItsParts("list")],
  ["items", ofItsParts("schema")],
  ["unevaluatedItems", ofItsParts("schema")],
  ["contains", ofItsParts("schema")],
  ["contentSchema", ofItsParts("schema")],
  ["$defs", ofItsParts("map")],
  ["definitions", ofItsParts("map")],
]);

/** Keywords whose value leads to another schema, which applies to the same value. */
export const referenceKeywords = ["$ref", "$dynamicRef"] as const;

const identifiers = ["$schema", "$id", "$anchor", "$dynamicAnchor", "$vocabulary", "$comment"];

const assertions = [
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
  "maxContains",
  "minContains",
  "maxProperties",
  "minProperties",
  "required",
  "dependentRequired",
];

const annotations = [
  "title",
  "description",
  "default",
  "deprecated",
  "readOnly",
  "writeOnly",
  "examples",
  "contentEncoding",
  "contentMediaType",
];

/** Every keyword of the draft. */
export const keywords: readonly string[] = [
  ...identifiers,
  ...referenceKeywords,
  ...applicators.keys(),
  ...assertions,
  ...annotations,
];

const known = new Set(keywords);

/** Whether a keyword means something in the draft, or is marked as the author's own by `x-`. */
export function isKnownKeyword(name: string): boolean {
  return known.has(name) || name.startsWith("x-");
}
