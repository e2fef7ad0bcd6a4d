/**
 * datapackage.json (Data Package v2, https://datapackage.org): what the dataset holds, with which types, from which options,
 * and the hash of every file. It is written last: without it there is no dataset.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ColumnType, Field, Table } from "../batch/field.ts";
import { InputError, UsageError } from "../findings/errors.ts";
import type { CsvDialect, Format } from "../formats/format.ts";
import { attempt, type WrittenFile } from "./files.ts";

export const DATA_PACKAGE_FILE = "datapackage.json";

/** The version of what users see in a dataset. A rename, a type or an order change raises it; a column at the end does not. */
export const CONTRACT = 1;

/** Documents and bytes that came in, and what became of them. */
export interface Counts {
  /** Documents that were read. */
  documents: number;
  /** Of these, documents with a finding of severity error. */
  rejected: number;
  /** Documents that could not be read at all; they are in no other count. */
  unreadable: number;
  /** Bytes of the documents that were read. */
  bytes: number;
  /** Of these, bytes of rejected documents. */
  rejectedBytes: number;
  /** Paragraphs of documents that were not rejected: the rows of the paragraphs table. */
  paragraphs: number;
  /** Findings in all documents. */
  findings: number;
  /** Fields that took the schema's default, in all documents that were read. */
  defaultedFields: number;
}

/** Counts before the first document. */
export function noCounts(): Counts {
  return {
    documents: 0,
    rejected: 0,
    unreadable: 0,
    bytes: 0,
    rejectedBytes: 0,
    paragraphs: 0,
    findings: 0,
    defaultedFields: 0,
  };
}

/** The options that decide the content of a dataset, as datapackage.json records them. */
export interface RecordedOptions {
  readonly formats: readonly string[];
  readonly csv: CsvDialect;
  /** The forms of header in the order in which they were tried. */
  readonly header: readonly string[];
  readonly paragraphs: "blank";
  readonly onInvalid: "fail" | "skip";
  readonly columns: Readonly<Record<string, string>>;
}

/** One file of the dataset: a table in a format, or the list of rejects, which is no table. */
export interface DatasetFile extends WrittenFile {
  readonly table: Table | null;
  readonly format: Format;
}

export interface DataPackageContent {
  readonly files: readonly DatasetFile[];
  readonly version: string;
  readonly options: RecordedOptions;
  readonly schema: { readonly id: string | null; readonly sha256: string };
  readonly counts: Counts;
}

const tableSchemaTypes: Record<ColumnType, string> = {
  utf8: "string",
  int32: "integer",
  int64: "integer",
  float64: "number",
  boolean: "boolean",
  date32: "date",
  timestamp: "datetime",
};

const NO_HASH = "0".repeat(64);

/** The text of datapackage.json. It depends on documents and options alone. */
export function formatDataPackage({ files, version, options, schema, counts }: DataPackageContent): string {
  const dataPackage = {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: "docrows-dataset",
    resources: files.map((file) => resource(file, options.csv)),
    docrows: {
      contract: CONTRACT,
      version,
      options,
      schema,
      counts: recordedCounts(counts),
      sha256: NO_HASH,
    },
  };
  const text = `${JSON.stringify(dataPackage, null, 2)}\n`;
  // The last one: what else is named so stands before it.
  const at = text.lastIndexOf(NO_HASH);
  return (
    text.slice(0, at) + createHash("sha256").update(text).digest("hex") + text.slice(at + NO_HASH.length)
  );
}

/** A dataset is only ever written when every document could be read, so that this count is not recorded. */
function recordedCounts({ unreadable: _unreadable, ...counts }: Counts): Omit<Counts, "unreadable"> {
  return counts;
}

function resource(
  { name, bytes, sha256, table, format }: DatasetFile,
  csv: CsvDialect,
): Record<string, unknown> {
  return {
    name,
    ...(table && { type: "table" }),
    path: name,
    format: format.name,
    mediatype: format.mediaType,
    ...(format.name !== "arrow" && { encoding: "utf-8" }),
    bytes,
    hash: `sha256:${sha256}`,
    ...(format.name === "csv" && { dialect: tableDialect(csv) }),
    ...(table && { schema: tableSchema(table, format) }),
  };
}

function tableDialect(csv: CsvDialect): Record<string, unknown> {
  return {
    header: true,
    delimiter: csv.delimiter,
    lineTerminator: csv.recordDelimiter,
    quoteChar: '"',
    doubleQuote: true,
  };
}

function tableSchema(table: Table, format: Format): Record<string, unknown> {
  const documents = { resource: `documents${format.extension}`, fields: ["doc_id"] };
  return {
    fields: table.fields.map(tableSchemaField),
    ...(table.name === "documents"
      ? { primaryKey: ["doc_id"] }
      : {
          primaryKey: ["doc_id", "paragraph_index"],
          foreignKeys: [{ fields: ["doc_id"], reference: documents }],
        }),
  };
}

function tableSchemaField({
  name,
  type,
  nullable,
  description,
  constraints,
}: Field): Record<string, unknown> {
  const all = { ...(!nullable && { required: true }), ...constraints };
  return {
    name,
    type: tableSchemaTypes[type],
    description,
    ...(Object.keys(all).length > 0 && { constraints: all }),
  };
}

/** What docrows needs to know of a dataset that exists. */
export interface DataPackageSummary {
  readonly version: string;
  /** The dataset's files as they were written, without datapackage.json. */
  readonly files: readonly Pick<WrittenFile, "name" | "bytes">[];
  readonly counts: Omit<Counts, "unreadable">;
  readonly schema: { readonly id: string | null; readonly sha256: string };
  readonly options: RecordedOptions;
  /** Fields of each table by its name, with their types in the words of Table Schema. */
  readonly tables: ReadonlyMap<
    string,
    readonly { readonly name: string; readonly type: string; readonly description: string }[]
  >;
}

/**
 * Reads datapackage.json of a folder; null if it is there but not from docrows. Throws InputError if it cannot be read or
 * lacks what docrows writes, and UsageError if it was written by a newer contract.
 */
export function readDataPackage(folder: string): DataPackageSummary | null {
  const path = join(folder, DATA_PACKAGE_FILE);
  if (!existsSync(path)) throw new InputError(`${folder} holds no dataset: there is no ${DATA_PACKAGE_FILE}`);
  const content = attempt("read", path, () => readFileSync(path, "utf8"));
  const json = parseObject(content);
  const own = json?.docrows as (DataPackageContent & { contract: number }) | undefined;
  if (json === null || typeof own?.contract !== "number") return null;
  if (own.contract > CONTRACT) {
    throw new UsageError(
      `${path} has the dataset contract ${own.contract}, this docrows knows ${CONTRACT}; install a newer docrows`,
    );
  }
  const { version, counts, schema, options } = own;
  const { resources } = json;
  if (!isResourceList(resources) || ![counts, schema, options].every(isObject))
    throw new InputError(`${path} is damaged: it lacks parts that docrows writes`);
  const tables = new Map(
    resources.flatMap(({ path: name, schema }) =>
      schema ? [[name.slice(0, name.indexOf(".")), schema.fields]] : [],
    ),
  ) as DataPackageSummary["tables"];
  // Names outside this form are not from docrows; acting on them could touch files elsewhere.
  const files = resources
    .map(({ path: name, bytes }) => ({ name, bytes }))
    .filter(({ name }) => /^[a-z]+\.[a-z]+$/.test(name));
  return { version, files, counts, schema, options, tables };
}

function isResourceList(
  value: unknown,
): value is { path: string; bytes: number; schema?: { fields: Field[] } }[] {
  if (!Array.isArray(value)) return false;
  return value.every(
    (each: unknown) =>
      isObject(each) &&
      typeof each.path === "string" &&
      (each.schema === undefined || (isObject(each.schema) && Array.isArray(each.schema.fields))),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function parseObject(content: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(content);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
