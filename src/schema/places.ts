/**
 * Where in a document an error of ajv belongs. Separate from the violations' texts because the rule is a contract of its
 * own: people jump to these places, and CI systems annotate them.
 */
import type { ErrorObject } from "ajv";
import { pointerSteps } from "./json-text.ts";

/**
 * A part of a document: the start of its header, the value of one header field or a part of it that `path` leads to, or a
 * paragraph (from 0). `doc_id` and the list of paragraphs stand nowhere in the text, so their errors belong to the header.
 */
export type Place =
  | { readonly kind: "header" }
  | { readonly kind: "field"; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: "paragraph"; readonly index: number };

const header: Place = { kind: "header" };

/** Keywords that allow so many items: the first one beyond is at fault. */
const upperBounds = new Set(["maxItems", "items", "additionalItems", "unevaluatedItems"]);

/**
 * The place of an error: the value that it is about, and more exactly for keywords that ajv reports on a whole object
 * (`additionalProperties`, `unevaluatedProperties`, `propertyNames`: that field) or on a whole list (`maxItems`: the first
 * one too many, `uniqueItems`: the later of two).
 */
export function placeOf({ keyword, instancePath, params }: ErrorObject): Place {
  const steps = pointerSteps(instancePath);
  const property = namedProperty(params);
  if (property !== undefined) steps.push(property);
  else if (upperBounds.has(keyword) && typeof params.limit === "number") steps.push(String(params.limit));
  else if (keyword === "uniqueItems") steps.push(String(Math.max(params.i, params.j)));
  const [name, ...path] = steps;
  if (name === undefined || name === "doc_id") return header;
  if (name !== "paragraphs") return { kind: "field", name, path };
  return path.length === 0 ? header : { kind: "paragraph", index: Number(path[0]) };
}

/** The property that an error on an object singles out. */
export function namedProperty(params: ErrorObject["params"]): string | undefined {
  return params.additionalProperty ?? params.unevaluatedProperty ?? params.propertyName;
}
