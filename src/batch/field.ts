/**
 * Column types and fields of a table: the part of Arrow's schema that docrows uses, as plain data, so that every
 * format, the data package and the docs read the same definition.
 */

/**
 * Arrow types by name. `date32` counts days since 1970-01-01; `timestamp` counts microseconds since 1970-01-01T00:00Z
 * (Arrow: `timestamp[us, tz=UTC]`).
 */
export type ColumnType = "utf8" | "int32" | "int64" | "float64" | "boolean" | "date32" | "timestamp";

/** One column of a table. */
export interface Field {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** One sentence for people: it goes to datapackage.json and to the reference. */
  readonly description: string;
  /** What values satisfy besides type and nullability, in the words of Table Schema (Data Package v2): `minimum`, `pattern`, `enum`. */
  readonly constraints?: Readonly<Record<string, unknown>>;
}

/** A table: its name and its columns in the order in which they are written. */
export interface Table {
  readonly name: string;
  readonly fields: readonly Field[];
}
