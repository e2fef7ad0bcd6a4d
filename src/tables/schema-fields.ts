/** The columns that come from the schema, as both tables use them: its own in order, then `host`. */
import type { Field } from "../batch/field.ts";

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
