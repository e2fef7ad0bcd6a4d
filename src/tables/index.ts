/** Both tables of a dataset, and which names belong to them. */
import type { Table } from "../batch/field.ts";
import type { SchemaColumns } from "../schema/columns.ts";
import { DocumentsBuilder, documentsColumnNames } from "./documents-table.ts";
import { ParagraphsBuilder, paragraphsColumnNames } from "./paragraphs-table.ts";
import { schemaFieldsFrom } from "./shared-fields.ts";

/** The tables that a schema's columns give, in the order of the dataset's files. */
export function tablesOf(columns: SchemaColumns): Table[] {
  const schemaFields = schemaFieldsFrom(columns);
  return [new ParagraphsBuilder(schemaFields).table, new DocumentsBuilder(schemaFields).table];
}

/** Column names that no column from the schema may take; `host` is one only where the schema gives it. */
export const reservedColumnNames: ReadonlySet<string> = new Set([
  ...paragraphsColumnNames,
  ...documentsColumnNames,
]);
