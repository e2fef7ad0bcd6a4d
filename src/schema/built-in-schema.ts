/**
 * The schema that docrows brings: loaded without the checks that a stranger's schema needs, and recognised in documents
 * without ajv, which takes longer to load than a document to export. ajv has the last word: what is not recognised
 * here is for it to judge.
 */
import { fileURLToPath } from "node:url";
import { isDate, isUri } from "./formats.ts";
import type { LoadedSchema } from "./load.ts";
import { readSchemaFile } from "./schema-file.ts";
import type { DocumentValue } from "./validate.ts";

/** Where the file lies: `schemas/` stands beside `src/` and `dist/` alike. */
export const builtInSchemaPath: string = fileURLToPath(
  new URL("../../schemas/document.schema.json", import.meta.url),
);

/** The built-in schema. Throws InputError if its file cannot be read. */
export function loadBuiltInSchema(): LoadedSchema {
  const file = readSchemaFile(builtInSchemaPath, "schemas/document.schema.json");
  return {
    ...file,
    sha256: file.sha256!,
    id: file.json.$id as string,
    others: [],
    unsafePatterns: false,
    isBuiltIn: true,
  };
}

/** The properties that the schema requires; it allows no other. */
const PROPERTY_COUNT = 4;

/**
 * Whether a document is seen to conform to the built-in schema. True is what ajv would say; false may be wrong.
 */
export function conformsToBuiltIn(document: DocumentValue): boolean {
  const { doc_id, date, url, paragraphs } = document;
  return (
    Object.keys(document).length === PROPERTY_COUNT &&
    isFilledText(doc_id) &&
    typeof date === "string" &&
    isDate(date) &&
    typeof url === "string" &&
    isUri(url) &&
    Array.isArray(paragraphs) &&
    paragraphs.length > 0 &&
    paragraphs.every(isFilledText)
  );
}

function isFilledText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
