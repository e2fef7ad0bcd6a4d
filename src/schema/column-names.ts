/**
 * The names of schema columns: each must be free, and `--column property=name` must rename something. Separate from the types
 * of columns because these faults are in the command as often as in the schema.
 */
import { UsageError } from "../findings/errors.ts";
import { didYouMean } from "../findings/nearest.ts";
import type { SchemaColumn } from "./columns.ts";
import { builtInProperties, type DocumentProperties } from "./properties.ts";

/** Checks that every rename has a column. @throws UsageError at the first that has none. */
export function checkRenames(
  properties: DocumentProperties,
  columns: readonly SchemaColumn[],
  renames: ReadonlyMap<string, string>,
): void {
  const names = columns.map(({ property }) => property);
  for (const [property, name] of renames) {
    if (names.includes(property)) continue;
    const option = `--column ${property}=${name}`;
    if (builtInProperties.includes(property))
      throw new UsageError(`${option}: "${property}" is built in and keeps its name`);
    if (properties.declared.has(property))
      throw new UsageError(`${option}: the property "${property}" gives no column`);
    throw new UsageError(`${option}: there is no property "${property}".${didYouMean(property, names)}`);
  }
}

/** Checks that no column is nameless, takes a built-in column's name or another's. @throws UsageError at the first that does. */
export function checkColumnNames(
  properties: DocumentProperties,
  columns: readonly SchemaColumn[],
  reserved: ReadonlySet<string>,
): void {
  const owners = new Map<string, string>();
  for (const { property, field } of columns) {
    if (field.name === "") throw new UsageError(namelessMessage(properties, property));
    const owner = owners.get(field.name);
    if (owner !== undefined) {
      throw new UsageError(
        `the properties "${owner}" and "${property}" both give a column "${field.name}"; rename one with --column`,
      );
    }
    owners.set(field.name, property);
    if (reserved.has(field.name) || builtInProperties.includes(field.name) || field.name === "__proto__") {
      throw new UsageError(takenMessage(properties, property, field.name));
    }
  }
}

function namelessMessage(properties: DocumentProperties, property: string): string {
  if (property !== "") return `--column ${property}=: a column needs a name`;
  const pointer = properties.declared.get(property);
  const subject =
    pointer === undefined ? "the header field" : `${properties.place(pointer, "name")}: the property`;
  // On the command line a rename must have two sides.
  return `${subject} "" gives a column without a name; give it another name, or its column one in a configuration file: "column": { "": "name" }`;
}

function takenMessage(properties: DocumentProperties, property: string, name: string): string {
  if (name !== property)
    return `--column ${property}=${name}: "${name}" is the name of a built-in column; choose another`;
  const pointer = properties.declared.get(property);
  const subject =
    pointer === undefined ? "the header field" : `${properties.place(pointer, "name")}: the property`;
  return `${subject} "${property}" has the name of a built-in column; give its column another one: --column ${property}=article_${property}`;
}
