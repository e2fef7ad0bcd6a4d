/**
 * Validates documents against a compiled schema. The only part of this folder that runs once per document besides the values.
 */
import { conformsToBuiltIn } from "./built-in-schema.ts";
import { compileSchema } from "./compile.ts";
import type { LoadedSchema } from "./load.ts";
import { builtInProperties, DocumentProperties } from "./properties.ts";
import { type Violation, violationsOf } from "./violations.ts";

export type { Violation } from "./violations.ts";

/**
 * What the schema sees of a document: `doc_id`, the header fields under their names, and `paragraphs`. Made with
 * `Object.create(null)`, and so are objects in it, so that `constructor` is a name like any other.
 */
export interface DocumentValue {
  [property: string]: NestedValue;
}

/** A value of JSON. Objects have no prototype. */
export type NestedValue = string | number | boolean | null | readonly NestedValue[] | DocumentValue;

export interface Validator {
  /** All violations of a document; none if it conforms. */
  validate(document: DocumentValue): readonly Violation[];
}

const none: readonly Violation[] = [];

/**
 * A validator for a loaded schema. Compiling takes some milliseconds; the same schema object is compiled once, and the built-in
 * one when a document first calls for it.
 */
export function compileValidator(loaded: LoadedSchema): Validator {
  const declared = [...new DocumentProperties(loaded).declared.keys()];
  const fields = declared.filter((name) => !builtInProperties.includes(name));
  return {
    validate(document) {
      if (loaded.isBuiltIn && conformsToBuiltIn(document)) return none;
      const check = compileSchema(loaded);
      return check(document) ? none : violationsOf(check.errors!, document, fields);
    },
  };
}
