/**
 * By which rules documents are read and checked: as plain data, so that a thread can be told them, and made ready for use.
 * Separate because the main thread, other threads and single documents begin with the same.
 */
import type { HeaderReader } from "../documents/header.ts";
import { compileHeader } from "../documents/headers/index.ts";
import { type SchemaColumns, undeclaredKinds } from "../schema/columns.ts";
import type { LoadedSchema } from "../schema/load.ts";
import { compileValidator, type Validator } from "../schema/validate.ts";
import type { ValueKind } from "../schema/values.ts";

/** Forms of header, in the order in which they are tried, schema and columns. They fit each other. */
export interface DocumentRules {
  readonly header: readonly string[];
  readonly schema: LoadedSchema;
  readonly columns: SchemaColumns;
}

export interface ReadyRules {
  readonly header: HeaderReader;
  readonly columns: SchemaColumns;
  /** How header fields are read that have no column. */
  readonly undeclaredKind: (name: string) => ValueKind | null;
  readonly validator: Validator;
}

/** Makes rules ready for use; takes some milliseconds. */
export function readyRules({ header, schema, columns }: DocumentRules): ReadyRules {
  const reader = compileHeader(header);
  const undeclaredKind = undeclaredKinds(schema, reader.nested);
  return { header: reader, columns, undeclaredKind, validator: compileValidator(schema) };
}
