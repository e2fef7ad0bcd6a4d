/**
 * The schema that docrows brings. It is loaded without the checks that a stranger's schema needs, which take longer than a document
 * to export; a test makes them.
 */
import { fileURLToPath } from "node:url";
import { packageFile } from "../package/package-file.ts";
import type { LoadedSchema } from "./load.ts";
import { readSchemaFile } from "./schema-file.ts";

export const builtInSchemaPath: string = fileURLToPath(packageFile("schemas/document.schema.json"));

/** The built-in schema. Throws InputError if its file cannot be read. */
export function loadBuiltInSchema(): LoadedSchema {
  const file = readSchemaFile(builtInSchemaPath, "the built-in schema");
  return {
    ...file,
    sha256: file.sha256!,
    id: file.json.$id as string,
    others: [],
    unsafePatterns: false,
  };
}
