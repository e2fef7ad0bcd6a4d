/**
 * By which rules the documents of a run are read and checked. Separate from the run because explaining a document and checking a
 * schema need the rules alone.
 */
import { compileHeader } from "./documents/headers/index.ts";
import { describeFinding } from "./findings/catalogue.ts";
import { UsageError } from "./findings/errors.ts";
import { loadBuiltInSchema } from "./schema/built-in-schema.ts";
import { deriveColumns } from "./schema/columns.ts";
import { type LoadedSchema, loadSchema } from "./schema/load.ts";
import { schemaWarnings } from "./schema/warnings.ts";
import type { CorpusSettings } from "./settings.ts";
import { reservedColumnNames } from "./tables/index.ts";
import type { DocumentRules } from "./workers/document-rules.ts";

type RuleSettings = SchemaSettings & Pick<CorpusSettings, "header" | "column">;

/** Loads schema and forms of header. Throws UsageError if they are unusable or do not fit each other. */
export function loadDocumentRules(settings: RuleSettings): DocumentRules {
  const reader = compileHeader(settings.header);
  const loaded = loadSettledSchema(settings);
  const columns = withHint(settings.schema === undefined, () =>
    deriveColumns(loaded, {
      headerFields: reader.fieldNames,
      anyField: reader.anyField,
      nested: reader.nested,
      renames: settings.column,
      reserved: reservedColumnNames,
    }),
  );
  return { header: settings.header, schema: loaded, columns };
}

/** Who has named no schema may not know that there is one, which headers of another form do not fit. */
function withHint<T>(isBuiltIn: boolean, derive: () => T): T {
  try {
    return derive();
  } catch (error) {
    if (!isBuiltIn || !(error instanceof UsageError)) throw error;
    throw new UsageError([...error.lines, "name a schema of your own with --schema FILE"], { cause: error });
  }
}

/** What decides how a schema is loaded. */
export type SchemaSettings = Pick<CorpusSettings, "schema" | "schemaDir" | "strictSchema" | "unsafePatterns">;

/** Loads the schema of a run. Throws UsageError and InputError if it is unusable; if it is to be strict, for each of its warnings. */
export function loadSettledSchema(settings: SchemaSettings): LoadedSchema {
  const { schema, schemaDir, strictSchema, unsafePatterns } = settings;
  const options = { schemaFolder: schemaDir, unsafePatterns };
  const loaded = schema === undefined ? loadBuiltInSchema() : loadSchema(schema, schema, options);
  const warnings = strictSchema ? schemaWarnings(loaded) : [];
  if (warnings.length > 0) throw new UsageError(warnings.map(describeFinding));
  return loaded;
}
