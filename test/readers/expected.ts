/** What the tables of a dataset should hold: the columns of the contract, written out, filled from the documents. */
import { readdirSync } from "node:fs";
import type { CellType, SchemaColumn, Value } from "./expected-columns.ts";
import { type Reading, type Row, readDocument } from "./expected-documents.ts";

export interface ExpectedColumn {
  readonly name: string;
  readonly type: CellType;
  readonly nullable: boolean;
  readonly cells: readonly Value[];
}

export interface ExpectedTables {
  readonly paragraphs: readonly ExpectedColumn[];
  readonly documents: readonly ExpectedColumn[];
}

type ColumnHead = Omit<ExpectedColumn, "cells">;

/** Both tables of a corpus whose documents are all valid. Throws for a document that cannot be read. */
export function expectedTables(reading: Reading): ExpectedTables {
  const documents = filesBelow(reading.source).map((path) => readDocument(path, reading));
  const paragraphs = documents.flatMap((document) => document.paragraphs);
  const ledger = documents.map(({ document }) => document);
  return {
    paragraphs: fill(paragraphColumns(reading.columns), paragraphs),
    documents: fill(documentColumns(reading.columns), ledger),
  };
}

/** Paths of the documents below a folder, in the order of their UTF-8 bytes. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const paths = entries.map((path) => path.replaceAll("\\", "/")).filter((path) => path.endsWith(".txt"));
  return paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function fill(heads: readonly ColumnHead[], rows: readonly Row[]): ExpectedColumn[] {
  return heads.map((head) => ({ ...head, cells: rows.map((row) => row[head.name]!) }));
}

function required(type: CellType, ...names: string[]): ColumnHead[] {
  return names.map((name) => ({ name, type, nullable: false }));
}

function paragraphColumns(columns: readonly SchemaColumn[]): ColumnHead[] {
  return [
    ...required("utf8", "doc_id"),
    ...required("int32", "paragraph_index"),
    ...required("utf8", "text"),
    ...fromSchema(columns),
    ...required("int32", "line_start", "line_end"),
    ...required("int64", "byte_start", "byte_end"),
    ...required("int32", "char_count", "word_count"),
    ...required("utf8", "doc_sha256"),
  ];
}

function documentColumns(columns: readonly SchemaColumn[]): ColumnHead[] {
  return [
    ...required("utf8", "doc_id"),
    ...fromSchema(columns).map((column) => ({ ...column, nullable: true })),
    ...required("utf8", "source_path"),
    ...required("int64", "bytes"),
    ...required("utf8", "doc_sha256"),
    ...required("int32", "paragraph_count"),
    ...required("int64", "char_count", "word_count", "header_bytes", "body_bytes", "separator_bytes"),
    ...required("utf8", "status"),
    ...required("int32", "finding_count"),
    { name: "first_finding", type: "utf8", nullable: true },
    ...required("int32", "defaulted_count"),
  ];
}

function fromSchema(columns: readonly SchemaColumn[]): ColumnHead[] {
  const hasUrl = columns.some(({ property }) => property === "url");
  return [
    ...columns.map(({ name, type, nullable }) => ({ name, type, nullable })),
    ...(hasUrl ? [{ name: "host", type: "utf8" as const, nullable: true }] : []),
  ];
}
