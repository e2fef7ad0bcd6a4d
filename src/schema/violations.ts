/**
 * From ajv's errors to violations: which of them are reported, under which code, and with which values for a message.
 * Separate from validation because it runs for invalid documents only.
 */
import type { ErrorObject } from "ajv";
import type { FindingParams } from "../findings/finding.ts";
import { hintFor, type KnownFields } from "./hints.ts";
import { pointerSteps } from "./json-text.ts";
import { countCodePoints, INNER_ERRORS } from "./keyword-code.ts";
import { namedProperty, type Place, placeOf } from "./places.ts";
import type { DocumentValue } from "./validate.ts";

/** Keywords that speak of a list's items. */
const listKeywords: ReadonlySet<string> = new Set([
  ...["minItems", "maxItems", "uniqueItems", "contains", "items", "additionalItems", "unevaluatedItems"],
]);

/** Keywords that look at numbers alone, so that what they find is one. */
const numberKeywords: ReadonlySet<string> = new Set([
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
]);

/** One way in which a document does not conform to its schema. */
export interface Violation {
  /** `schema/` and the keyword; `schema/false` where the schema `false` stands. */
  readonly code: string;
  /** JSON Pointer to the value that the keyword was applied to; "" for the whole document. */
  readonly pointer: string;
  readonly params: FindingParams;
  readonly place: Place;
}

/** Longest text from a document or a schema that goes into params, in code points. */
const MAX_TEXT = 80;

/** Longest list of allowed values in params; `allowedCount` tells how many there are. */
const MAX_ALLOWED = 20;

const unknownFields: KnownFields = { names: [], isTyped: () => true };

/** The violations in ajv's order, each once. `fields`: what the schema knows of fields, for hints. */
export function violationsOf(
  errors: readonly ErrorObject[],
  document: DocumentValue,
  fields = unknownFields,
): Violation[] {
  const violations = new Map<string, Violation>();
  for (const { error, causes } of foldErrors(errors)) {
    const params = { ...paramsOf(error, document, fields), ...(causes.length > 0 && { causes }) };
    const violation = { code: codeOf(error), pointer: error.instancePath, params, place: placeOf(error) };
    // A schema may say the same thing twice, itself and through a reference.
    violations.set(JSON.stringify([violation.code, violation.pointer, params]), violation);
  }
  return [...violations.values()];
}

interface FoldedError {
  readonly error: ErrorObject;
  /** Codes of the errors inside `anyOf`, `oneOf`, `contains` and `propertyNames`. */
  readonly causes: readonly string[];
}

/**
 * One error where no alternative fits or no item is as wanted, instead of one for each alternative and item.
 */
export function foldErrors(errors: readonly ErrorObject[]): FoldedError[] {
  const folded: FoldedError[] = [];
  for (let at = errors.length - 1; at >= 0; at--) {
    const error = errors[at]!;
    const inner = errors.slice(at - innerCount(errors, at), at);
    const causes = new Set(foldErrors(inner).map((each) => codeOf(each.error)));
    folded.push({ error, causes: [...causes] });
    at -= inner.length;
  }
  return folded.reverse();
}

function innerCount(errors: readonly ErrorObject[], at: number): number {
  const error = errors[at]!;
  const count: number = error.params[INNER_ERRORS] ?? 0;
  if (error.keyword !== "propertyNames") return count;
  // The names before it, with their own inner errors, were counted as well.
  const before = errors.slice(at - count, at);
  const previous = before.findLastIndex(
    (each) => each.keyword === "propertyNames" && each.schemaPath === error.schemaPath,
  );
  return count - (previous + 1);
}

function codeOf({ keyword }: ErrorObject): string {
  return keyword === "false schema" ? "schema/false" : `schema/${keyword}`;
}

/** What the keyword asks for and what was found instead. */
function paramsOf(error: ErrorObject, document: DocumentValue, fields: KnownFields): FindingParams {
  const property = namedProperty(error.params);
  const steps = pointerSteps(error.instancePath);
  const found = valueAt(property === undefined ? steps : [...steps, property], document);
  return {
    ...wanted(error),
    ...(property !== undefined && { property }),
    ...describe(found, error.keyword),
    // The whole document and its paragraphs have their own names in messages; what nests in a field is shown.
    ...(steps.length > 0 && steps[0] !== "paragraphs" && describeNested(found, error.keyword)),
    ...hintFor(error, found, fields),
  };
}

function wanted({ keyword, params }: ErrorObject): FindingParams {
  switch (keyword) {
    case "required":
      return { missing: params.missingProperty };
    case "dependentRequired":
    case "dependencies":
      return { missing: params.missingProperty, property: params.property };
    case "const":
      return textAndType(params.allowedValue, "allowed");
    case "enum": {
      const listed: readonly unknown[] = params.allowedValues.slice(0, MAX_ALLOWED);
      const allowedCount: number = params.allowedValues.length;
      return { allowed: listed.map(textOf), ...typesUnlessText(listed), allowedCount };
    }
    case "uniqueItems":
      return { index: Math.max(params.i, params.j), firstIndex: Math.min(params.i, params.j) };
    case "contains":
      return {
        minContains: params.minContains,
        ...("maxContains" in params && { maxContains: params.maxContains }),
      };
    case "oneOf":
      return { matching: (params.passingSchemas ?? []).map(String) };
    case "type":
    case "multipleOf":
    case "pattern":
    case "format":
      return { [keyword]: params[keyword] };
    default:
      return typeof params.limit === "number" ? { limit: params.limit } : {};
  }
}

/** The value itself if it is a scalar; how many there are of what a length or number keyword counts. */
function describe(found: unknown, keyword: string): FindingParams {
  if (Array.isArray(found)) return { count: found.length };
  if (typeof found === "object" && found !== null) {
    return keyword.endsWith("Properties") ? { count: Object.keys(found).length } : {};
  }
  const value = numberKeywords.has(keyword) ? { value: textOf(found) } : textAndType(found, "value");
  return keyword.endsWith("Length") ? { ...value, count: countCodePoints(String(found)) } : value;
}

/** Of a list, or an object, that stands in a header field. */
function describeNested(found: unknown, keyword: string): FindingParams {
  if (typeof found !== "object" || found === null) return {};
  if (listKeywords.has(keyword)) return { item: "item" };
  return keyword.endsWith("Properties") ? {} : textAndType(found, "value");
}

/** A value as text under a name, with its type unless it is text itself: 5 is not "5". */
function textAndType(value: unknown, name: "value" | "allowed"): FindingParams {
  const type = jsonTypeOf(value);
  return { [name]: textOf(value), ...(type !== "string" && { [`${name}Type`]: type }) };
}

/** The types of allowed values, unless all are text. */
function typesUnlessText(values: readonly unknown[]): FindingParams {
  const allowedTypes = values.map(jsonTypeOf);
  return allowedTypes.every((type) => type === "string") ? {} : { allowedTypes };
}

function valueAt(steps: readonly string[], document: DocumentValue): unknown {
  let value: unknown = document;
  // Arrays have prototypes, but ajv's pointers lead to indexes there.
  for (const step of steps) value = (value as Record<string, unknown> | undefined)?.[step];
  return value;
}

/** `string`, `number`, `boolean`, `null`, `array` or `object`. */
function jsonTypeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Strings as they are, all else as JSON, cut to `MAX_TEXT` code points. */
function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // A code point takes at most two units; without this a long paragraph would be copied whole.
  return [...text.slice(0, 2 * MAX_TEXT)].slice(0, MAX_TEXT).join("");
}
