/**
 * The drafts of JSON Schema that a schema may be written in: a registry, so that another draft is one more entry with its
 * own ajv class (and keyword table, where it has other keywords).
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonObject } from "./json-syntax.ts";

export interface Dialect {
  /** As people say it. */
  readonly name: string;
  /** Value of `$schema`, without the empty fragment that may follow it. */
  readonly uri: string;
  readonly Ajv: typeof Ajv2020;
}

const draft202012: Dialect = {
  name: "2020-12",
  uri: "https://json-schema.org/draft/2020-12/schema",
  Ajv: Ajv2020,
};

/** What is understood; the first is meant where a schema does not say. */
export const dialects = [draft202012] as const satisfies readonly Dialect[];

/** The dialect that `$schema` of a schema names, or undefined if it is none of the above. */
export function dialectOf(schema: JsonObject): Dialect | undefined {
  const { $schema = dialects[0].uri } = schema;
  return dialects.find(({ uri }) => $schema === uri || $schema === `${uri}#`);
}

/** What to say of a `$schema` that is not understood. */
export const UNKNOWN_DIALECT = `this "$schema" is not supported; write ${dialects.map(({ name, uri }) => `"${uri}" (draft ${name})`).join(" or ")}`;
