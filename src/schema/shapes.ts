/**
 * What a schema says about a value's type and format, gathered from all the places that may say it. Separate from the
 * columns because it knows JSON Schema alone and nothing of tables.
 */
import { isObject, type JsonObject, type JsonValue } from "./json-syntax.ts";
import type { Schema, SchemaTree } from "./schema-tree.ts";
import type { Reading, ValueKind } from "./values.ts";

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** The values that a schema lets pass, as far as columns care. */
export interface Shape {
  /** Types that are allowed; null: nothing is said, any type. */
  readonly types: ReadonlySet<JsonType> | null;
  /** Formats that every string must have. */
  readonly formats: ReadonlySet<string>;
}

/**
 * Shape of a value to which all of `schemas` apply. `$ref` and `allOf` add conditions, `anyOf` and `oneOf` alternatives;
 * `const` and `enum` count where no `type` is given.
 */
export function shapeOf(tree: SchemaTree, schemas: readonly Schema[]): Shape {
  const all = withAllOf(tree, schemas).filter(isObject);
  const shapes = all.flatMap((schema) => [
    {
      types: declaredTypes(schema),
      formats: new Set(typeof schema.format === "string" ? [schema.format] : []),
    },
    ...alternatives(schema).map((schemas) => union(schemas.map((schema) => shapeOf(tree, [schema])))),
  ]);
  const formats = new Set(shapes.flatMap((shape) => [...shape.formats]));
  const types = intersection(shapes.map((shape) => shape.types));
  return { types: types ?? intersection(all.map(listedTypes)), formats };
}

/** The schemas with all that their `$ref` and `allOf` lead to, in the order of the file, each once. */
export function withAllOf(tree: SchemaTree, schemas: readonly Schema[]): Schema[] {
  const found = new Set<Schema>();
  const add = (schema: Schema) => {
    if (found.has(schema)) return;
    found.add(schema);
    if (!isObject(schema)) return;
    for (const keyword of Object.keys(schema)) {
      for (const further of appliedBy(tree, schema, keyword)) add(further);
    }
  };
  for (const schema of schemas) add(schema);
  return [...found];
}

/** The schemas that a keyword applies to the same value without a condition. */
export function appliedBy(tree: SchemaTree, schema: JsonObject, keyword: string): readonly Schema[] {
  const target = tree.targetsOf(schema).get(keyword);
  if (target !== undefined) return [target];
  return keyword === "allOf" ? (schema.allOf as Schema[]) : [];
}

/**
 * How a column reads values of a shape. Integers and numbers together are numbers; other mixtures are text. Where only arrays
 * and objects are allowed the answer is null, because text gives none; with `nested` values, arrays and objects are JSON text.
 */
export function valueKindOf({ types, formats }: Shape, nested = false): ValueKind | null {
  const all = [...(types ?? [])];
  const readable = all.filter((type) => type !== "null" && type !== "array" && type !== "object");
  const hasParts = all.includes("array") || all.includes("object");
  if (readable.length === 0 && hasParts)
    return nested ? { column: "utf8", readings: [], onlyJson: true } : null;
  if (nested && hasParts) return { column: "utf8", readings: readingsOf(readable) };
  if (readable.every((type) => type === "string")) return { column: textColumn(formats), readings: [] };
  if (readable.every((type) => type === "boolean")) return { column: "boolean", readings: ["boolean"] };
  if (readable.every((type) => type === "integer")) return { column: "int64", readings: ["integer"] };
  if (readable.every((type) => type === "integer" || type === "number"))
    return { column: "float64", readings: ["number"] };
  return { column: "utf8", readings: readingsOf(readable) };
}

function readingsOf(types: readonly JsonType[]): Reading[] {
  return (["boolean", "integer", "number"] as const satisfies Reading[]).filter((type) =>
    types.includes(type),
  );
}

function textColumn(formats: ReadonlySet<string>): "utf8" | "date32" | "timestamp" {
  if (formats.has("date") === formats.has("date-time")) return "utf8";
  return formats.has("date") ? "date32" : "timestamp";
}

function declaredTypes({ type }: JsonObject): Set<JsonType> | null {
  return type === undefined ? null : new Set([type].flat() as JsonType[]);
}

/** Types of the values that `const` or `enum` lists. */
function listedTypes(schema: JsonObject): ReadonlySet<JsonType> | null {
  const lists = [
    ...("const" in schema ? [[schema.const!]] : []),
    ...(Array.isArray(schema.enum) ? [schema.enum] : []),
  ];
  return intersection(lists.map((values: readonly JsonValue[]) => new Set(values.map(typeOf))));
}

function typeOf(value: JsonValue): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as JsonType;
}

/** `anyOf` and `oneOf` of a schema: in each, one of several schemas applies. The schema `false` never does. */
function alternatives({ anyOf, oneOf }: JsonObject): Schema[][] {
  const lists = [anyOf, oneOf].filter((list) => Array.isArray(list)) as unknown as Schema[][];
  return lists.map((schemas) => schemas.filter((schema) => schema !== false));
}

/** Shape of what fits one of several shapes. */
function union(shapes: readonly Shape[]): Shape {
  const types = shapes.some((shape) => shape.types === null)
    ? null
    : new Set(shapes.flatMap((shape) => [...shape.types!]));
  const [first, ...others] = shapes.filter((shape) => shape.types === null || shape.types.has("string"));
  const formats = [...(first?.formats ?? [])].filter((format) =>
    others.every((shape) => shape.formats.has(format)),
  );
  return { types, formats: new Set(formats) };
}

/** Types that all sets allow; null allows every type. */
function intersection(sets: readonly (ReadonlySet<JsonType> | null)[]): ReadonlySet<JsonType> | null {
  return sets.reduce(
    (common, set) => (common === null || set === null ? (common ?? set) : narrowed(common, set)),
    null,
  );
}

/** Every integer is a number: where only one side says so, the narrower type is left. */
function narrowed(some: ReadonlySet<JsonType>, others: ReadonlySet<JsonType>): Set<JsonType> {
  const kept = [...some].filter((type) => others.has(type) || (type === "integer" && others.has("number")));
  return new Set(some.has("number") && others.has("integer") ? [...kept, "integer"] : kept);
}
