/**
 * The documents table, the ledger: one row for every document that was read, whatever became of it. Each built-in
 * column is one object of this list; the schema's columns stand where the list says.
 */
import type { Batch, BatchColumn } from "../batch/batch.ts";
import { buildVector } from "../batch/build-vector.ts";
import type { Field, Table } from "../batch/field.ts";
import type { Cell } from "../schema/values.ts";
import { hostField, type SchemaFields, schemaFieldsOf, sha256Field } from "./shared-fields.ts";

/** What the ledger says of one document. */
export interface DocumentEntry {
  readonly docId: string;
  readonly sourcePath: string;
  /** Values of the schema's columns, in their order, null where a value is missing or could not be read. */
  readonly cells: readonly Cell[];
  readonly host: string | null;
  readonly bytes: number;
  readonly sha256: string;
  readonly paragraphCount: number;
  readonly sums: DocumentSums;
  readonly status: "ok" | "rejected";
  readonly findingCount: number;
  readonly firstFinding: string | null;
  readonly defaultedCount: number;
}

/** What the ledger counts in a document; its bytes are the sum of the three kinds. */
export interface DocumentSums {
  readonly charCount: number;
  readonly wordCount: number;
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly separatorBytes: number;
}

interface DocumentColumn {
  readonly field: Field;
  readonly value: (entry: DocumentEntry) => Cell;
}

const docId: DocumentColumn = {
  field: {
    name: "doc_id",
    type: "utf8",
    nullable: false,
    description: "Identifier of the document: its path below the root.",
  },
  value: (entry) => entry.docId,
};

/** The built-in columns after the schema's, in order. */
const afterSchema: readonly DocumentColumn[] = [
  {
    field: {
      name: "source_path",
      type: "utf8",
      nullable: false,
      description: "Path of the source file below the root, with `/`.",
    },
    value: (entry) => entry.sourcePath,
  },
  {
    field: {
      name: "bytes",
      type: "int64",
      nullable: false,
      description: "Size of the source in bytes.",
      constraints: { minimum: 0 },
    },
    value: (entry) => entry.bytes,
  },
  {
    field: sha256Field,
    value: (entry) => entry.sha256,
  },
  {
    field: {
      name: "paragraph_count",
      type: "int32",
      nullable: false,
      description: "Paragraphs found in the document.",
      constraints: { minimum: 0 },
    },
    value: (entry) => entry.paragraphCount,
  },
  {
    field: {
      name: "char_count",
      type: "int64",
      nullable: false,
      description: "Unicode code points in all paragraphs.",
      constraints: { minimum: 0 },
    },
    value: ({ sums }) => sums.charCount,
  },
  {
    field: {
      name: "word_count",
      type: "int64",
      nullable: false,
      description: "Runs of characters that are not White_Space, in all paragraphs.",
      constraints: { minimum: 0 },
    },
    value: ({ sums }) => sums.wordCount,
  },
  {
    field: {
      name: "header_bytes",
      type: "int64",
      nullable: false,
      description: "Bytes of the header's lines with their line ends.",
      constraints: { minimum: 0 },
    },
    value: ({ sums }) => sums.headerBytes,
  },
  {
    field: {
      name: "body_bytes",
      type: "int64",
      nullable: false,
      description: "Bytes of all paragraphs: the sum of byte_end - byte_start.",
      constraints: { minimum: 0 },
    },
    value: ({ sums }) => sums.bodyBytes,
  },
  {
    field: {
      name: "separator_bytes",
      type: "int64",
      nullable: false,
      description:
        "All other bytes: byte order mark, blank lines, trimmed space. header_bytes + body_bytes + separator_bytes = bytes.",
      constraints: { minimum: 0 },
    },
    value: ({ sums }) => sums.separatorBytes,
  },
  {
    field: {
      name: "status",
      type: "utf8",
      nullable: false,
      description: "`ok`: its paragraphs are in the dataset; `rejected`: they are not.",
      constraints: { enum: ["ok", "rejected"] },
    },
    value: (entry) => entry.status,
  },
  {
    field: {
      name: "finding_count",
      type: "int32",
      nullable: false,
      description: "Findings in the document.",
      constraints: { minimum: 0 },
    },
    value: (entry) => entry.findingCount,
  },
  {
    field: {
      name: "first_finding",
      type: "utf8",
      nullable: true,
      description: "Code of the first finding, null if there is none.",
    },
    value: (entry) => entry.firstFinding,
  },
  {
    field: {
      name: "defaulted_count",
      type: "int32",
      nullable: false,
      description: "Fields that the document lacks and that took the schema's default.",
      constraints: { minimum: 0 },
    },
    value: (entry) => entry.defaultedCount,
  },
];

/** Names of the built-in columns, which the schema's columns must not take. */
export const documentsColumnNames: readonly string[] = [docId, ...afterSchema].map(({ field }) => field.name);

/** Makes columns of ledger entries, which the paragraphs table shares. */
export class DocumentsBuilder {
  readonly table: Table;
  readonly #columns: readonly DocumentColumn[];

  constructor(schemaFields: SchemaFields) {
    this.#columns = [docId, ...schemaColumns(schemaFields), ...afterSchema];
    this.table = { name: "documents", fields: this.#columns.map(({ field }) => field) };
  }

  /** A batch with a row for each entry. */
  build(entries: readonly DocumentEntry[]): Batch {
    // Lists are filled by hand: `map` gives V8 lists of several kinds, and what reads them is compiled anew for each kind.
    const columns: BatchColumn[] = [];
    for (const { field, value } of this.#columns) {
      const values: Cell[] = [];
      for (const entry of entries) values.push(value(entry));
      columns.push({ vector: buildVector(field.type, values), perRun: false });
    }
    return { table: this.table, rowCount: entries.length, runEnds: new Int32Array(0), columns };
  }
}

/** Here every schema column is nullable: a rejected document may lack any of them. */
function schemaColumns(schemaFields: SchemaFields): DocumentColumn[] {
  const columns: DocumentColumn[] = schemaFieldsOf(schemaFields).map((field, index) => ({
    field: { ...field, nullable: true },
    value: (entry) => entry.cells[index] ?? null,
  }));
  if (schemaFields.hasHost) columns[columns.length - 1] = { field: hostField, value: (entry) => entry.host };
  return columns;
}
