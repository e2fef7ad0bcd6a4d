/**
 * Findings from JSON Schema keywords: `schema/<keyword>` (JSON Schema Validation 2020-12, section 6, and Core, sections 10 and 11).
 * Their params are made in schema/violations.ts.
 */
import type { FindingDefinition } from "./catalogue.ts";
import type { FindingParams } from "./finding.ts";
import { excerpt, printable } from "./printable.ts";

type Param = FindingParams[string] | undefined;

const EXCERPT_CHARACTERS = 60;

function define(
  keyword: string,
  description: string,
  message: (params: FindingParams) => string,
): FindingDefinition {
  return { code: `schema/${keyword}`, severity: "error", description, message };
}

export const schemaFindings: readonly FindingDefinition[] = [
  define(
    "type",
    "The value is not of the type that the schema names.",
    ({ type, untypedAs, ...found }) =>
      `${subject(found)} is not of type ${list(type, " or ")}${found.defaultOf === undefined ? untypedHint(untypedAs) : ""}`,
  ),
  define(
    "format",
    "The text does not have the format that the schema names.",
    ({ value, format, suggestion }) =>
      `${shown(value)} is not ${formatName(format)}${suggestion === undefined ? "" : `; percent-encoded it is ${String(suggestion)}`}`,
  ),
  define(
    "pattern",
    "The text does not match the regular expression.",
    ({ value, pattern }) => `${shown(value)} does not match the pattern ${printable(String(pattern))}`,
  ),
  define(
    "minLength",
    "The text is too short; length counts code points.",
    ({ count, limit }) =>
      `has ${plural(count, "character")}, at least ${limit} ${limit === 1 ? "is" : "are"} needed`,
  ),
  define(
    "maxLength",
    "The text is too long; length counts code points.",
    ({ count, limit }) =>
      `has ${plural(count, "character")}, at most ${limit} ${limit === 1 ? "is" : "are"} allowed`,
  ),
  define(
    "enum",
    "The value is none of those that the schema lists.",
    (params) => `${subject(params)} is none of ${allowedValues(params)}${hint(params.nearest)}`,
  ),
  define(
    "const",
    "The value is not the one that the schema names.",
    ({ allowed, allowedType, ...found }) => `${subject(found)} is not ${shown(allowed, allowedType)}`,
  ),
  define("minimum", "The number is too small.", ({ value, limit }) => `${value} is less than ${limit}`),
  define("maximum", "The number is too large.", ({ value, limit }) => `${value} is more than ${limit}`),
  define(
    "exclusiveMinimum",
    "The number is too small.",
    ({ value, limit }) => `${value} is not more than ${limit}`,
  ),
  define(
    "exclusiveMaximum",
    "The number is too large.",
    ({ value, limit }) => `${value} is not less than ${limit}`,
  ),
  define(
    "multipleOf",
    "The number is not a multiple of the schema's.",
    ({ value, multipleOf }) => `${value} is not a multiple of ${multipleOf}`,
  ),
  define(
    "required",
    "A property that the schema requires is missing.",
    ({ missing }) => `${shown(missing)} is missing`,
  ),
  define(
    "dependentRequired",
    "A property that another one requires is missing.",
    ({ missing, property }) => `${shown(missing)} is missing, which ${shown(property)} needs`,
  ),
  define(
    "dependencies",
    "A property that another one requires is missing (the older name of `dependentRequired`).",
    ({ missing, property }) => `${shown(missing)} is missing, which ${shown(property)} needs`,
  ),
  define(
    "additionalProperties",
    "The schema allows no property of this name.",
    ({ property, nearest }) => `the schema allows no field ${shown(property)}${hint(nearest)}`,
  ),
  define(
    "unevaluatedProperties",
    "The schema allows no property of this name.",
    ({ property, nearest }) => `the schema allows no field ${shown(property)}${hint(nearest)}`,
  ),
  define(
    "propertyNames",
    "The property's name is not one that the schema allows.",
    ({ property }) => `the schema allows no field of the name ${shown(property)}`,
  ),
  define(
    "minProperties",
    "The document has too few properties.",
    ({ count, limit }) => `has ${count} properties, at least ${limit} are needed`,
  ),
  define(
    "maxProperties",
    "The document has too many properties.",
    ({ count, limit }) => `has ${count} properties, at most ${limit} are allowed`,
  ),
  define(
    "minItems",
    "There are too few paragraphs, or items of a list.",
    ({ count, limit, item }) =>
      `has ${plural(count, noun(item))}, at least ${limit} ${limit === 1 ? "is" : "are"} needed`,
  ),
  define(
    "maxItems",
    "There are too many paragraphs, or items of a list; the place is the first one too many.",
    ({ count, limit, item }) =>
      `has ${plural(count, noun(item))}, at most ${limit} ${limit === 1 ? "is" : "are"} allowed`,
  ),
  define(
    "uniqueItems",
    "Two paragraphs, or items of a list, are the same; the place is the later one.",
    ({ index, firstIndex, item }) =>
      `${noun(item)} ${index} repeats ${noun(item)} ${firstIndex} (counted from 0)`,
  ),
  define(
    "contains",
    "Too few or too many paragraphs, or items of a list, are as the schema wants some to be.",
    ({ minContains, maxContains, item }) =>
      `the number of ${noun(item)}s that match the schema's "contains" is not ${range(minContains, maxContains)}`,
  ),
  define(
    "items",
    "There are more paragraphs, or items of a list, than the schema allows.",
    ({ limit, item }) => `at most ${limit} ${noun(item)}s are allowed`,
  ),
  define(
    "additionalItems",
    "There are more paragraphs, or items of a list, than the schema allows (until draft 2019-09).",
    ({ limit, item }) => `at most ${limit} ${noun(item)}s are allowed`,
  ),
  define(
    "unevaluatedItems",
    "There are more paragraphs, or items of a list, than the schema allows.",
    ({ limit, item }) => `at most ${limit} ${noun(item)}s are allowed`,
  ),
  define(
    "not",
    "The value is what the schema says it must not be.",
    (params) => `${subject(params)} is what the schema's "not" rules out`,
  ),
  define(
    "anyOf",
    "The value fits none of the schema's alternatives.",
    (params) => `${subject(params)} fits none of the alternatives of "anyOf"`,
  ),
  define(
    "oneOf",
    "The value fits none of the schema's alternatives, or more than one.",
    ({ matching, ...found }) => {
      const fitting = Array.isArray(matching) ? matching : [];
      if (fitting.length === 0) return `${subject(found)} fits none of the alternatives of "oneOf"`;
      return `${subject(found)} fits the alternatives ${fitting.join(" and ")} of "oneOf", only one may fit`;
    },
  ),
  define(
    "false",
    "The schema `false` stands here: no value is allowed.",
    (params) => `${subject(params)} is not allowed here`,
  ),
];

/** What a finding is about: the value if it is a scalar, else the list (which has a count) or the whole. */
function subject({ value, valueType, count }: FindingParams): string {
  if (value !== undefined) return shown(value, valueType);
  return count === undefined ? "the document" : "the list";
}

/** A value, cut to a readable length; a text stands between quotes. */
function shown(value: Param, type: Param = "string"): string {
  const text = excerpt(String(value), EXCERPT_CHARACTERS);
  return type === "string" ? `"${text}"` : text;
}

function hint(nearest: Param): string {
  return nearest === undefined ? "" : `; did you mean ${shown(nearest)}?`;
}

/** Quoted YAML is text whatever its property says, and looks the same here. */
function untypedHint(type: Param): string {
  if (type === undefined) return "";
  return `; header text (unquoted) is read as ${type} only where the property's own schema names the type, itself or through $ref and allOf: name it there`;
}

function list(value: Param, separator: string): string {
  return Array.isArray(value) ? value.join(separator) : String(value);
}

function allowedValues({ allowed, allowedTypes, allowedCount }: FindingParams): string {
  const listed = allowed as readonly string[];
  const types = allowedTypes as readonly string[] | undefined;
  const values = listed.map((value, index) => shown(value, types?.[index])).join(", ");
  const others = Number(allowedCount) - listed.length;
  return others > 0 ? `${values} and ${others} more` : values;
}

function formatName(format: Param): string {
  switch (format) {
    case "date":
      return "a date of the calendar (YYYY-MM-DD)";
    case "date-time":
      return "a date and time (RFC 3339, as in 2020-09-09T12:00:00Z)";
    case "uri":
      return "a URI (RFC 3986)";
    case "iri":
      return "an IRI (RFC 3987)";
    default:
      return `of the format ${format}`;
  }
}

function range(min: Param, max: Param): string {
  if (max === undefined) return `at least ${min}`;
  return min === max ? `${min}` : `from ${min} to ${max}`;
}

/** What a list holds: `item` in a header field, nothing is said of paragraphs. */
function noun(item: Param): string {
  return item === undefined ? "paragraph" : String(item);
}

function plural(count: Param, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
