/** A schema with the columns that it gives beside a header, before any document is read. A run checks both with the same code. */
import type { ColumnType } from "./batch/field.ts";
import type { Finding } from "./findings/finding.ts";
import { loadDocumentRules } from "./load-rules.ts";
import type { PropertyDefault } from "./schema/defaults.ts";
import { DocumentProperties } from "./schema/properties.ts";
import { schemaWarnings } from "./schema/warnings.ts";
import { type CorpusOptions, corpusSettings } from "./settings.ts";
import { hostField } from "./tables/shared-fields.ts";

/** A column that is not built in. */
export interface CheckedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** The property, and header field, that fills it. */
  readonly property: string;
  /** Where it is named first; `url`: made from that property. */
  readonly origin: "schema" | "header" | "url";
  /** What documents take that lack the property, as JSON; null if nothing. */
  readonly default: string | null;
}

export interface CheckedSchema {
  /** As given; of the built-in schema its place in the package. */
  readonly path: string;
  /** The schema's columns in their order, `host` after them. */
  readonly columns: readonly CheckedColumn[];
  /** Defaults of properties that give no column. */
  readonly otherDefaults: readonly Pick<PropertyDefault, "property" | "text">[];
  readonly warnings: readonly Finding[];
}

/** What has a part in this; no document is read. */
export type SchemaOptions = Omit<CorpusOptions, "inputs">;

/** Loads the schema and checks that it fits the header. Throws UsageError and InputError if it is unusable. */
export function checkSchema(options: SchemaOptions): CheckedSchema {
  const { schema, columns } = loadDocumentRules(corpusSettings({ ...options, inputs: [] }));
  const { declared } = new DocumentProperties(schema);
  const defaults = new Map(columns.defaults.map(({ property, text }) => [property, text]));
  const own = columns.columns.map(
    ({ property, field }): CheckedColumn => ({
      name: field.name,
      type: field.type,
      nullable: field.nullable,
      property,
      origin: declared.has(property) ? "schema" : "header",
      default: defaults.get(property) ?? null,
    }),
  );
  const { name, type, nullable } = hostField;
  const host: CheckedColumn = { name, type, nullable, property: "url", origin: "url", default: null };
  return {
    path: schema.displayPath,
    columns: columns.hasHost ? [...own, host] : own,
    otherDefaults: columns.defaults.filter(({ property }) => !own.some((each) => each.property === property)),
    warnings: schemaWarnings(schema),
  };
}
