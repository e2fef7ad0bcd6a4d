/**
 * From a schema to the columns that its properties give. Separate from the reading of values, which it only names, and
 * done before any document is read.
 */
import type { Field } from "../batch/field.ts";
import { UsageError } from "../findings/errors.ts";
import { checkColumnNames, checkRenames } from "./column-names.ts";
import { deriveDefaults, type PropertyDefault } from "./defaults.ts";
import { checkHeaderFits } from "./header-fit.ts";
import type { LoadedSchema } from "./load.ts";
import { builtInProperties, DocumentProperties } from "./properties.ts";
import { valueKindOf } from "./shapes.ts";
import type { ValueKind } from "./values.ts";

/** A column that a property gives. Plain data. */
export interface SchemaColumn {
  /** Name in the document, and of the header field. */
  readonly property: string;
  /** Named after the property unless renamed; nullable if the property is not required or may be null. */
  readonly field: Field;
  readonly values: ValueKind;
}

export interface SchemaColumns {
  readonly columns: readonly SchemaColumn[];
  /** Whether there is a `url` property with `format: uri`, beside which a column `host` stands. */
  readonly hasHost: boolean;
  /** What documents take that lack a field, in the order of the properties. Usually none. */
  readonly defaults: readonly PropertyDefault[];
}

export interface ColumnOptions {
  /** Fields that the header, or one of its forms, gives in every document. */
  readonly headerFields: readonly string[];
  /** Whether documents may give further fields. Only declared ones have a column then. Default: false. */
  readonly anyField?: boolean;
  /** Whether values may be null, arrays and objects: properties of these types give columns of JSON text then. Default: false. */
  readonly nested?: boolean;
  /** From property to column name. */
  readonly renames: ReadonlyMap<string, string>;
  /** Names of the built-in columns, except `host`. */
  readonly reserved: ReadonlySet<string>;
}

/**
 * The columns of a schema: one for each scalar property that it declares, with `nested` for each property, in the order of
 * the file (names that are array indexes come first: JavaScript orders them so), then one for each other field of
 * `headerFields`, in its order. Types follow the property's schema; a field of which the schema says nothing is text.
 * @throws UsageError where a header field is forbidden or not scalar, a required property is never given, a column's name is
 *   taken, or a default cannot be what a document takes.
 */
export function deriveColumns(loaded: LoadedSchema, options: ColumnOptions): SchemaColumns {
  const properties = new DocumentProperties(loaded);
  checkHeaderFits(properties, options.headerFields, options.anyField);
  const names = new Set([...properties.declared.keys(), ...options.headerFields]);
  const columns = [...names]
    .filter((name) => !builtInProperties.includes(name))
    .map((name) => columnOf(properties, name, options))
    .filter((column) => column !== null);
  const hasHost = columns.some(
    (column) => isAddress(column) && properties.shapeOf(column.property).formats.has("uri"),
  );
  checkRenames(properties, columns, options.renames);
  checkColumnNames(properties, columns, hasHost ? new Set([...options.reserved, "host"]) : options.reserved);
  return { columns, hasHost, defaults: deriveDefaults(loaded, properties, columns) };
}

/** The column of a property, or null if it gives none: it is forbidden, or an array or an object that no header gives. */
function columnOf(
  properties: DocumentProperties,
  property: string,
  { renames, nested = false }: ColumnOptions,
): SchemaColumn | null {
  if (property === "__proto__") {
    // ajv passes over this name, so nothing would be checked.
    throw new UsageError(
      `${properties.place(properties.declared.get(property)!, "name")}: a property cannot be called "__proto__"`,
    );
  }
  if (properties.forbidden(property) !== null) return null;
  const shape = properties.shapeOf(property);
  const values = valueKindOf(shape, nested);
  if (values === null) return null;
  const field: Field = {
    name: renames.get(property) ?? property,
    type: values.column,
    // Text is never null, so that a schema without types allows it only of nested values.
    nullable:
      !properties.required.has(property) ||
      (shape.types?.has("null") ?? nested) ||
      properties.defaultsOf(property).some(({ value }) => value === null),
    description: properties.description(property) ?? `Header field "${property}" of the document.`,
  };
  return { property, field, values };
}

/** Most names whose kind is kept: documents choose them, so that there is no end of them. */
const MAX_KNOWN_KINDS = 1000;

/**
 * How the values of fields are read that have no column: those that documents give and the schema does not declare. Null
 * for a field that can only be an array or an object.
 */
export function undeclaredKinds(loaded: LoadedSchema, nested: boolean): (name: string) => ValueKind | null {
  const properties = new DocumentProperties(loaded);
  const kinds = new Map<string, ValueKind | null>();
  return (name) => {
    let kind = kinds.get(name);
    if (kind !== undefined) return kind;
    kind = valueKindOf(properties.shapeOf(name), nested);
    if (kinds.size === MAX_KNOWN_KINDS) kinds.clear();
    kinds.set(name, kind);
    return kind;
  };
}

function isAddress({ property, values }: SchemaColumn): boolean {
  return property === "url" && values.column === "utf8";
}
