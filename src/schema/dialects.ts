/**
 * The drafts of JSON Schema that a schema may be written in: a registry, so that another draft is one more entry with its
 * keyword table and its class of ajv.
 */
import { createRequire } from "node:module";
import type { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonObject } from "./json-syntax.ts";
import { type KeywordTable, keywordsOf201909, keywordsOf202012, keywordsOfDraft07 } from "./keywords.ts";

type AjvClass = typeof Ajv2020;

export interface Dialect {
  /** As people say it. */
  readonly name: string;
  /** Value of `$schema`, without the empty fragment that may follow it. */
  readonly uri: string;
  readonly keywords: KeywordTable;
  /** Whether keywords beside a `$ref` have no effect (draft-07, section 8.3). */
  readonly refStandsAlone: boolean;
  /** The draft's class of ajv. Only the one that is needed is loaded: each brings its meta-schemas. */
  readonly loadAjv: () => AjvClass;
  /** Files in ajv that hold the draft's meta-schemas. */
  readonly metaSchemas: readonly string[];
}

const require = createRequire(import.meta.url);

export const dialects = [
  {
    name: "2020-12",
    uri: "https://json-schema.org/draft/2020-12/schema",
    keywords: keywordsOf202012,
    refStandsAlone: false,
    loadAjv: () => (require("ajv/dist/2020.js") as { Ajv2020: AjvClass }).Ajv2020,
    metaSchemas: [
      "schema",
      "meta/core",
      "meta/applicator",
      "meta/unevaluated",
      "meta/content",
      "meta/format-annotation",
      "meta/meta-data",
      "meta/validation",
    ].map((name) => `ajv/dist/refs/json-schema-2020-12/${name}.json`),
  },
  {
    name: "2019-09",
    uri: "https://json-schema.org/draft/2019-09/schema",
    keywords: keywordsOf201909,
    refStandsAlone: false,
    loadAjv: () => (require("ajv/dist/2019.js") as { Ajv2019: AjvClass }).Ajv2019,
    metaSchemas: [
      "schema",
      "meta/core",
      "meta/applicator",
      "meta/content",
      "meta/format",
      "meta/meta-data",
      "meta/validation",
    ].map((name) => `ajv/dist/refs/json-schema-2019-09/${name}.json`),
  },
  {
    name: "07",
    uri: "http://json-schema.org/draft-07/schema",
    keywords: keywordsOfDraft07,
    refStandsAlone: true,
    loadAjv: () => (require("ajv") as { Ajv: AjvClass }).Ajv,
    metaSchemas: ["ajv/dist/refs/json-schema-draft-07.json"],
  },
] as const satisfies readonly Dialect[];

/** What is meant where a schema does not say. */
export const defaultDialect: Dialect = dialects[0];

/** The dialect that `$schema` of a schema names, or undefined if it is none of the above. */
export function dialectOf(schema: JsonObject, preset = defaultDialect): Dialect | undefined {
  const { $schema = preset.uri } = schema;
  return dialects.find(({ uri }) => $schema === uri || $schema === `${uri}#`);
}

/** The meta-schema of a draft that has this address, or one that it is made of. */
export function metaSchemaAt(uri: string): JsonObject | undefined {
  const dialect = dialects.find((each) => uri.startsWith(each.uri.replace(/schema$/, "")));
  const found = dialect?.metaSchemas
    .map((path) => require(path) as JsonObject)
    .find(({ $id }) => String($id).replace(/#$/, "") === uri);
  // A copy: ajv has the same object, and a schema's tree leaves out what has no effect.
  return found && structuredClone(found);
}

/** What to say of a `$schema` that is not understood. */
export const UNKNOWN_DIALECT = `this "$schema" is not supported; write ${dialects.map(({ name, uri }) => `"${uri}" (draft ${name})`).join(" or ")}`;
