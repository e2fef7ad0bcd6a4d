/**
 * What was probably meant where a document does not conform: a known field's name, an allowed value, a URI in its encoded
 * form, a number that was read as text. Separate from violations because a hint is a guess, and bounded in time: a corpus may
 * have the same fault often.
 */
import type { ErrorObject } from "ajv";
import type { FindingParams } from "../findings/finding.ts";
import { nearestName } from "../findings/nearest.ts";
import { percentEncoded } from "./formats.ts";
import { type Place, placeOf } from "./places.ts";
import { parseValue, type Reading } from "./values.ts";

/** Names that are compared with a wrong one, and the longest that is compared. */
const MAX_NAMES = 200;
const MAX_LENGTH = 80;

const readings = ["boolean", "integer", "number"] as const satisfies readonly Reading[];

/** The fields of documents as far as the schema knows them for every document. */
export interface KnownFields {
  /** Those that the schema declares. */
  readonly names: readonly string[];
  /** Whether the schema says which types the values of a field may have, so that text is read by them. */
  readonly isTyped: (name: string) => boolean;
}

/**
 * `nearest` for an unknown field of the document and for a value that is none of a list, `suggestion` for a text that is a URI
 * once it is percent-encoded, `untypedAs` for a text that would be of the type if its field had it; otherwise nothing.
 */
export function hintFor(error: ErrorObject, found: unknown, fields: KnownFields): FindingParams {
  const { keyword, instancePath, params } = error;
  switch (keyword) {
    case "additionalProperties":
    case "unevaluatedProperties":
      return instancePath === ""
        ? nearest(params.additionalProperty ?? params.unevaluatedProperty, fields.names)
        : {};
    case "type":
      return untyped(placeOf(error), found, [params.type].flat(), fields);
    case "enum":
      return nearest(found, params.allowedValues);
    case "format": {
      const suggestion = params.format === "uri" && typeof found === "string" ? percentEncoded(found) : null;
      return suggestion === null ? {} : { suggestion };
    }
    default:
      return {};
  }
}

/** A type under a condition decides, but nothing is read by it: how text is read must be known before. */
function untyped(
  place: Place,
  found: unknown,
  types: readonly string[],
  { isTyped }: KnownFields,
): FindingParams {
  if (place.kind !== "field" || place.path.length > 0) return {};
  if (typeof found !== "string" || found.length > MAX_LENGTH) return {};
  const type = readings.find((each) => types.includes(each) && isReadAs(found, each));
  return type === undefined || isTyped(place.name) ? {} : { untypedAs: type };
}

function isReadAs(text: string, reading: Reading): boolean {
  return typeof parseValue(text, { column: "utf8", readings: [reading] }).json !== "string";
}

function nearest(given: unknown, known: readonly unknown[]): FindingParams {
  if (typeof given !== "string" || given.length > MAX_LENGTH || known.length > MAX_NAMES) return {};
  const names = known.filter((name) => typeof name === "string" && name.length <= MAX_LENGTH) as string[];
  const name = nearestName(given, names);
  return name === undefined ? {} : { nearest: name };
}
