/**
 * The paragraphs table: one row per paragraph of every document that conforms. Columns that belong to the document are taken from the
 * documents table, one value per run of rows; columns of the paragraph are the kernel's typed arrays, as they are.
 */
import type { Batch, BatchColumn, Vector } from "../batch/batch.ts";
import type { Field, Table } from "../batch/field.ts";
import type { ParagraphSpans } from "../kernel/paragraph-spans.ts";
import { type SchemaFields, schemaFieldsOf, sha256Field } from "./shared-fields.ts";

/** The paragraphs of some documents, as they stand in the arena. */
export interface ParagraphRows {
  readonly arena: Uint8Array;
  readonly spans: ParagraphSpans;
  /** Row number after the last row of each document; a document without rows repeats the number before. */
  readonly runEnds: Int32Array;
  /** Offset in the arena at which each document starts. */
  readonly documentStarts: Int32Array;
}

interface ParagraphColumn {
  readonly field: Field;
  readonly vector: (rows: ParagraphRows) => Vector;
}

/** A column of the documents table, repeated for each paragraph. */
interface SharedColumn {
  readonly field: Field;
  readonly shared: true;
}

const docId: SharedColumn = {
  field: {
    name: "doc_id",
    type: "utf8",
    nullable: false,
    description: "Document of the paragraph: `doc_id` in the documents table.",
  },
  shared: true,
};

const beforeSchema: readonly ParagraphColumn[] = [
  {
    field: {
      name: "paragraph_index",
      type: "int32",
      nullable: false,
      description: "Position of the paragraph in its document, from 0.",
      constraints: { minimum: 0 },
    },
    vector: (rows) => int32(perRow(rows, (_start, index) => index)),
  },
  {
    field: {
      name: "text",
      type: "utf8",
      nullable: false,
      description: "The paragraph: the source's bytes from byte_start to byte_end.",
    },
    vector: ({ arena, spans }) => ({
      type: "utf8",
      length: spans.count,
      validity: null,
      bytes: arena,
      starts: spans.starts.subarray(0, spans.count),
      ends: spans.ends.subarray(0, spans.count),
    }),
  },
];

const afterSchema: readonly ParagraphColumn[] = [
  {
    field: {
      name: "line_start",
      type: "int32",
      nullable: false,
      description: "Line of the source on which the paragraph starts, from 1.",
      constraints: { minimum: 1 },
    },
    vector: ({ spans }) => int32(spans.lineStarts.subarray(0, spans.count)),
  },
  {
    field: {
      name: "line_end",
      type: "int32",
      nullable: false,
      description: "Line of the source on which the paragraph ends, from 1, inclusive.",
      constraints: { minimum: 1 },
    },
    vector: ({ spans }) => int32(spans.lineEnds.subarray(0, spans.count)),
  },
  {
    field: {
      name: "byte_start",
      type: "int64",
      nullable: false,
      description: "Offset of the paragraph's first byte in the source, from 0.",
      constraints: { minimum: 0 },
    },
    vector: (rows) =>
      int64(perRow(rows, (documentStart, _index, row) => rows.spans.starts[row]! - documentStart)),
  },
  {
    field: {
      name: "byte_end",
      type: "int64",
      nullable: false,
      description: "Offset after the paragraph's last byte in the source.",
      constraints: { minimum: 1 },
    },
    vector: (rows) =>
      int64(perRow(rows, (documentStart, _index, row) => rows.spans.ends[row]! - documentStart)),
  },
  {
    field: {
      name: "char_count",
      type: "int32",
      nullable: false,
      description: "Unicode code points in the paragraph.",
      constraints: { minimum: 1 },
    },
    vector: ({ spans }) => int32(spans.charCounts.subarray(0, spans.count)),
  },
  {
    field: {
      name: "word_count",
      type: "int32",
      nullable: false,
      description: "Runs of characters that are not White_Space in the paragraph.",
      constraints: { minimum: 1 },
    },
    vector: ({ spans }) => int32(spans.wordCounts.subarray(0, spans.count)),
  },
];

const sha256: SharedColumn = { field: sha256Field, shared: true };

/** Names of the built-in columns, which the schema's columns must not take. */
export const paragraphsColumnNames: readonly string[] = [docId, ...beforeSchema, ...afterSchema, sha256].map(
  ({ field }) => field.name,
);

/** Builds batches of the paragraphs table for one set of schema columns. */
export class ParagraphsBuilder {
  readonly table: Table;
  readonly #columns: readonly (ParagraphColumn | SharedColumn)[];

  constructor(schemaFields: SchemaFields) {
    const fromSchema: SharedColumn[] = schemaFieldsOf(schemaFields).map((field) => ({ field, shared: true }));
    this.#columns = [docId, ...beforeSchema, ...fromSchema, ...afterSchema, sha256];
    this.table = { name: "paragraphs", fields: this.#columns.map(({ field }) => field) };
  }

  /** A batch that is a view of `rows` and of `documents`, which has one row for each run. */
  build(rows: ParagraphRows, documents: Batch): Batch {
    const columns = this.#columns.map(
      (column): BatchColumn =>
        "shared" in column
          ? { vector: documentVector(documents, column.field.name), perRun: true }
          : { vector: column.vector(rows), perRun: false },
    );
    return { table: this.table, rowCount: rows.spans.count, runEnds: rows.runEnds, columns };
  }
}

function documentVector(documents: Batch, name: string): Vector {
  const index = documents.table.fields.findIndex((field) => field.name === name);
  return documents.columns[index]!.vector;
}

/** A number for each row, from its document's start, its index in the document and its row number. */
function perRow(
  rows: ParagraphRows,
  value: (documentStart: number, index: number, row: number) => number,
): Int32Array {
  const values = new Int32Array(rows.spans.count);
  let row = 0;
  for (let run = 0; run < rows.runEnds.length; run++) {
    const first = row;
    const documentStart = rows.documentStarts[run]!;
    for (; row < rows.runEnds[run]!; row++) values[row] = value(documentStart, row - first, row);
  }
  return values;
}

function int32(values: Int32Array): Vector {
  return { type: "int32", length: values.length, validity: null, values };
}

/** Widens non-negative numbers: the low word takes the value, the high word stays 0 (little-endian, as Arrow is). */
function int64(values: Int32Array): Vector {
  const words = new Int32Array(values.length * 2);
  for (let index = 0; index < values.length; index++) words[index * 2] = values[index]!;
  return { type: "int64", length: values.length, validity: null, values: new BigInt64Array(words.buffer) };
}
