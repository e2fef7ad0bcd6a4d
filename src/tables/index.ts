/** Which names belong to the tables themselves. */
import { documentsColumnNames } from "./documents-table.ts";
import { paragraphsColumnNames } from "./paragraphs-table.ts";

/** Column names that no column from the schema may take; `host` is one only where the schema gives it. */
export const reservedColumnNames: ReadonlySet<string> = new Set([
  ...paragraphsColumnNames,
  ...documentsColumnNames,
]);
