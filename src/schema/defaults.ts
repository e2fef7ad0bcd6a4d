/**
 * What a document takes where it lacks a field: the `default` of a property (JSON Schema Validation 2020-12, section 9.2), checked
 * before any document is read. ajv's own `useDefaults` stays off, so that columns and validation see the same value.
 */
import { messageOf } from "../findings/catalogue.ts";
import { becauseOf, type UnrepresentableReason } from "../findings/unrepresentable.ts";
import type { SchemaColumn } from "./columns.ts";
import { compileParts } from "./compile.ts";
import { equalValues } from "./equality.ts";
import { isObject, type JsonValue } from "./json-syntax.ts";
import { pointerSteps, pointerTo } from "./json-text.ts";
import type { LoadedSchema } from "./load.ts";
import { filesOf, SchemaPlaces } from "./locations.ts";
import type { DeclaredDefault, DocumentProperties } from "./properties.ts";
import { refuseProblems } from "./schema-file.ts";
import type { SchemaProblem } from "./schema-tree.ts";
import type { DocumentValue, NestedValue } from "./validate.ts";
import { type Cell, parseValue, type ValueKind, whyUnrepresentable } from "./values.ts";
import { violationsOf } from "./violations.ts";

/** The default of one property. Plain data. */
export interface PropertyDefault {
  readonly property: string;
  /** JSON without blanks, its numbers with the digits that they have in the schema. */
  readonly text: string;
  /** What the property's column takes; null also where it has none. */
  readonly cell: Cell;
}

/** One of the places where a property's default is given. */
interface GivenDefault extends DeclaredDefault {
  readonly property: string;
  readonly text: string;
  /** Undefined where the column cannot hold the value. */
  readonly cell: Cell | undefined;
}

/**
 * The defaults of the properties that a schema declares. Only these count: a `default` deeper inside, or under a condition, is an
 * annotation.
 * @throws UsageError with a place where a default does not conform to its property's schemas, cannot be stored in its column, or
 *   differs from another one of the same property.
 */
export function deriveDefaults(
  loaded: LoadedSchema,
  properties: DocumentProperties,
  columns: readonly SchemaColumn[],
): PropertyDefault[] {
  const places = new SchemaPlaces(filesOf(loaded));
  const kinds = new Map(columns.map(({ property, values }) => [property, values]));
  const given = [...properties.declared.keys()].map((property) =>
    properties.defaultsOf(property).map((each): GivenDefault => {
      const text = textOf(each, places);
      return { ...each, property, text, cell: cellOf(each.value, text, kinds.get(property)) };
    }),
  );
  const found = given.filter((defaults) => defaults.length > 0);
  if (found.length === 0) return [];
  const chosen = found.map(([first]) => first!);
  const unfit = findUnfit(loaded, properties, chosen);
  refuseProblems(filesOf(loaded), [
    ...found.flatMap((defaults) => findContradictions(properties, defaults)),
    ...(unfit.length > 0 ? unfit : findUnstorable(chosen, kinds)),
  ]);
  return chosen.map(({ property, text, cell }) => ({ property, text, cell: cell! }));
}

/** The value of a default as the schema sees it. Objects have no prototype, as everywhere in a document. */
export function parseDefault({ text }: Pick<PropertyDefault, "text">): NestedValue {
  return withoutPrototypes(JSON.parse(text) as JsonValue);
}

function withoutPrototypes(value: JsonValue): NestedValue {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (!isObject(value)) return value as NestedValue;
  const object = Object.create(null) as DocumentValue;
  for (const [name, each] of Object.entries(value)) object[name] = withoutPrototypes(each);
  return object;
}

/** Only numbers need their place: the parser that knows it takes time to load. */
function textOf({ value, location }: DeclaredDefault, places: SchemaPlaces): string {
  const hasDigits = typeof value === "number" || (typeof value === "object" && value !== null);
  return hasDigits ? places.compact(location) : JSON.stringify(value);
}

/** What a column takes: as if the text stood in a header, strings as they are. */
function cellOf(value: JsonValue, text: string, kind: ValueKind | undefined): Cell | undefined {
  if (value === null || kind === undefined) return null;
  if (typeof value === "object") return kind.column === "utf8" ? text : undefined;
  if (kind.onlyJson) return undefined;
  if (typeof value === "string" && hasHalfCharacter(value)) return undefined;
  const isText = typeof value === "string";
  const readings = isText ? [] : kind.readings;
  const { cell, representable } = parseValue(isText ? value : headerText(value, text, kind), {
    ...kind,
    readings,
  });
  return representable ? cell : undefined;
}

/** 5.0 and 5e0 are integers to JSON Schema; header text has only one form for them. */
function headerText(value: number | boolean, text: string, { column }: ValueKind): string {
  return column === "int64" && Number.isSafeInteger(value) ? String(value) : text;
}

/** Defaults that differ from the first one of their property, or would be another text in its column. */
function findContradictions(
  properties: DocumentProperties,
  [first, ...others]: readonly GivenDefault[],
): SchemaProblem[] {
  return others
    .filter(({ value, cell }) => !equalValues(value, first!.value) || cell !== first!.cell)
    .map(({ property, location }) => ({
      pointer: location,
      part: "value",
      message: `the property "${property}" has another default at ${properties.place(first!.location, "value")}`,
    }));
}

/** Defaults that their own property would not accept. All are checked at once, as an object that holds nothing else. */
function findUnfit(
  loaded: LoadedSchema,
  properties: DocumentProperties,
  defaults: readonly GivenDefault[],
): SchemaProblem[] {
  const check = compileParts(
    loaded,
    new Map(defaults.map(({ property }) => [property, properties.schemasOf(property)])),
  );
  const document = Object.create(null) as DocumentValue;
  for (const each of defaults) document[each.property] = parseDefault(each);
  if (check(document)) return [];
  return violationsOf(check.errors!, document).map((violation) => {
    const [property, ...path] = pointerSteps(violation.pointer);
    const { location } = defaults.find((each) => each.property === property)!;
    return {
      pointer: path.reduce(pointerTo, location),
      part: "value",
      message: `the default of "${property}" does not conform to its own schema: ${messageOf(violation)}`,
    };
  });
}

/** Defaults that their property accepts and its column cannot hold. */
function findUnstorable(
  defaults: readonly GivenDefault[],
  kinds: ReadonlyMap<string, ValueKind>,
): SchemaProblem[] {
  return defaults
    .filter(({ cell }) => cell === undefined)
    .map((given) => {
      const kind = kinds.get(given.property)!;
      return {
        pointer: given.location,
        part: "value",
        message: `the default of "${given.property}" cannot be stored as ${kind.column}${becauseOf(whyUnstorable(given, kind))}`,
      };
    });
}

/** Why `cellOf` has no cell for a default. */
function whyUnstorable({ value, text }: GivenDefault, kind: ValueKind): UnrepresentableReason {
  if (typeof value === "object") return "structure";
  if (kind.onlyJson) return "other-type";
  if (typeof value !== "string") return whyUnrepresentable(text, kind.column);
  return hasHalfCharacter(value) ? "half-character" : whyUnrepresentable(value, kind.column);
}

function hasHalfCharacter(value: string): boolean {
  return /\p{Surrogate}/u.test(value);
}
