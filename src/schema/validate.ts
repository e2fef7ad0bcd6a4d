/**
 * Validates documents against a compiled schema. The only part of this folder that runs once per document besides the values.
 */
import { compileSchema } from "./compile.ts";
import type { KnownFields } from "./hints.ts";
import type { LoadedSchema } from "./load.ts";
import { paragraphTextsMatter } from "./paragraph-texts.ts";
import { builtInProperties, DocumentProperties } from "./properties.ts";
import { type Violation, violationsOf } from "./violations.ts";

export type { Violation } from "./violations.ts";

/**
 * What the schema sees of a document: `doc_id`, the header fields under their names, and `paragraphs`. Made by
 * `newDocumentValue`, so that `constructor` is a name like any other; objects in it are made with `Object.create(null)`.
 */
export interface DocumentValue {
  [property: string]: NestedValue;
}

/** An object that inherits nothing. `Object.create(null)` makes one too, but of a kind that is several times slower. */
class Bare {}
Object.setPrototypeOf(Bare.prototype, null);
Reflect.deleteProperty(Bare.prototype, "constructor");

/** An empty document. */
export function newDocumentValue(): DocumentValue {
  return new Bare() as DocumentValue;
}

/** A value of JSON. Objects have no prototype. */
export type NestedValue = string | number | boolean | null | readonly NestedValue[] | DocumentValue;

export interface Validator {
  /** Whether it can matter what paragraphs say; if not, any text that is not empty may stand for each (paragraph-texts.ts). */
  readonly textsMatter: boolean;
  /** All violations of a document; none if it conforms. */
  validate(document: DocumentValue): readonly Violation[];
}

const none: readonly Violation[] = [];

/** A validator for a loaded schema. Compiling takes some milliseconds; a schema object is compiled once, for the first document. */
export function compileValidator(loaded: LoadedSchema): Validator {
  const properties = new DocumentProperties(loaded);
  const fields: KnownFields = {
    names: [...properties.declared.keys()].filter((name) => !builtInProperties.includes(name)),
    isTyped: (name) => properties.shapeOf(name).types !== null,
  };
  return {
    textsMatter: paragraphTextsMatter(loaded),
    validate(document) {
      const check = compileSchema(loaded);
      return check(document) ? none : violationsOf(check.errors!, document, fields);
    },
  };
}
