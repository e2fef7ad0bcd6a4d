/**
 * What was probably meant where a document does not conform: a known field's name, an allowed value, a URI in its encoded
 * form. Separate from violations because a hint is a guess, and bounded in time: a corpus may have the same fault often.
 */
import type { ErrorObject } from "ajv";
import type { FindingParams } from "../findings/finding.ts";
import { nearestName } from "../findings/nearest.ts";
import { percentEncoded } from "./formats.ts";

/** Names that are compared with a wrong one, and the longest that is compared. */
const MAX_NAMES = 200;
const MAX_LENGTH = 80;

/**
 * `nearest` for an unknown field of the document (`fields`: the known ones) and for a value that is none of a list,
 * `suggestion` for a text that is a URI once it is percent-encoded; otherwise nothing.
 */
export function hintFor(
  { keyword, instancePath, params }: ErrorObject,
  found: unknown,
  fields: readonly string[],
): FindingParams {
  switch (keyword) {
    case "additionalProperties":
    case "unevaluatedProperties":
      return instancePath === ""
        ? nearest(params.additionalProperty ?? params.unevaluatedProperty, fields)
        : {};
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

function nearest(given: unknown, known: readonly unknown[]): FindingParams {
  if (typeof given !== "string" || given.length > MAX_LENGTH || known.length > MAX_NAMES) return {};
  const names = known.filter((name) => typeof name === "string" && name.length <= MAX_LENGTH) as string[];
  const name = nearestName(given, names);
  return name === undefined ? {} : { nearest: name };
}
