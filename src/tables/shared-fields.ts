/** Columns that both tables have: those of the schema in its order, then `host`; and the hash of the source. */
import type { Field } from "../batch/field.ts";
import type { SchemaColumns } from "../schema/columns.ts";

export interface SchemaFields {
  readonly fields: readonly Field[];
  /** Whether a column `host` follows, derived from `url`. */
  readonly hasHost: boolean;
}

export const hostField: Field = {
  name: "host",
  type: "utf8",
  nullable: true,
  description:
    "Host of `url` (RFC 3986), ASCII letters lower-cased, without user info and port; null where the URL has none.",
};

export function schemaFieldsOf({ fields, hasHost }: SchemaFields): Field[] {
  return hasHost ? [...fields, hostField] : [...fields];
}

/** The fields of a schema's columns. */
export function schemaFieldsFrom({ columns, hasHost }: SchemaColumns): SchemaFields {
  return { fields: columns.map(({ field }) => field), hasHost };
}

export const sha256Field: Field = {
  name: "doc_sha256",
  type: "utf8",
  nullable: false,
  description: "SHA-256 of the source's bytes, lower-case hexadecimal.",
  constraints: { pattern: "^[0-9a-f]{64}$" },
};
