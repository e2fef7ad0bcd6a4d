/**
 * What a dataset should hold, read from the sources the slow way: over decoded lines and regular expressions. It shares
 * no code with src/, so that a mistake there is not repeated here.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CellType, SchemaColumn, Value } from "./expected-columns.ts";
import { cellOf, hostOf } from "./expected-columns.ts";

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

/** How the documents of a corpus are to be read. */
export interface Reading {
  /** Folder that holds the documents. */
  readonly source: string;
  /** Header template. */
  readonly header: string;
  readonly columns: readonly SchemaColumn[];
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** After the line end. */
  readonly end: number;
}

/** The characters with the property White_Space, as the inside of a character class. */
const whiteSpace = "\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const leadingBlanks = new RegExp(`^[${whiteSpace}]*`);
const trailingBlanks = new RegExp(`[${whiteSpace}]*$`);
const blanks = new RegExp(`[${whiteSpace}]+`);
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Both tables of a corpus whose documents are all valid. Throws for a document that has no header. */
export function expectedTables(reading: Reading): ExpectedTables {
  const documents = filesBelow(reading.source).map((path) => readDocument(path, reading));
  return {
    paragraphs: transpose(paragraphColumns(reading.columns), documents.flatMap(({ rows }) => rows)),
    documents: transpose(documentColumns(reading.columns), documents.map(({ entry }) => entry)),
  };
}

/** Paths of the documents below a folder, in the order of their UTF-8 bytes. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const paths = entries.map((path) => path.replaceAll("\\", "/")).filter((path) => path.endsWith(".txt"));
  return paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function readDocument(path: string, { source, header, columns }: Reading): { rows: Value[][]; entry: Value[] } {
  const bytes = readFileSync(join(source, path));
  const text = decoder.decode(bytes);
  const lines = linesOf(text, text.startsWith("\ufeff") ? 1 : 0);
  const headerIndex = lines.findIndex((line) => !isBlank(line.text));
  const headerLine = lines[headerIndex]!;
  const fields = templatePattern(header).exec(headerLine.text)?.groups;
  if (fields === undefined) throw new Error(`${path}: the header does not match ${header}`);
  const shared = columns.map(({ property, type }) => cellOf(type, fields[property]));
  const host = columns.some(({ property }) => property === "url") ? [hostOf(fields.url!)] : [];
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const spans = paragraphSpans(lines, headerIndex + 1);
  const rows = spans.map((span, index): Value[] => {
    const paragraph = text.slice(span.start, span.end);
    const start = Buffer.byteLength(text.slice(0, span.start));
    const end = start + Buffer.byteLength(paragraph);
    const counts = [[...paragraph].length, paragraph.split(blanks).length];
    return [path, index, paragraph, ...shared, ...host, span.firstLine, span.lastLine, start, end, ...counts, sha256];
  });
  const sum = (fromEnd: number) => rows.reduce((total, row) => total + Number(row.at(fromEnd)), 0);
  const headerBytes = Buffer.byteLength(text.slice(headerLine.start, headerLine.end));
  const bodyBytes = sum(-4) - sum(-5);
  const sizes = [headerBytes, bodyBytes, bytes.length - headerBytes - bodyBytes];
  const entry = [path, ...shared, ...host, path, bytes.length, sha256, rows.length, sum(-3), sum(-2), ...sizes, "ok", 0, null];
  return { rows, entry };
}

function linesOf(text: string, from: number): Line[] {
  const lines: Line[] = [];
  for (let start = from; start < text.length; ) {
    const [whole, content] = /^([^\r\n]*)(?:\r\n|\r|\n|$)/.exec(text.slice(start))!;
    lines.push({ text: content!, start, end: start + whole.length });
    start += whole.length;
  }
  return lines;
}

function isBlank(text: string): boolean {
  return leadingBlanks.exec(text)![0] === text;
}

/** The runs of lines that are not blank, trimmed; lines count from 1. */
function paragraphSpans(lines: readonly Line[], from: number) {
  const spans: { start: number; end: number; firstLine: number; lastLine: number }[] = [];
  for (let index = from; index < lines.length; index++) {
    const { text, start } = lines[index]!;
    if (isBlank(text)) continue;
    const end = start + text.length - trailingBlanks.exec(text)![0].length;
    const previous = spans.at(-1);
    if (previous?.lastLine === index) Object.assign(previous, { end, lastLine: index + 1 });
    else spans.push({ start: start + leadingBlanks.exec(text)![0].length, end, firstLine: index + 1, lastLine: index + 1 });
  }
  return spans;
}

/** A header template as a regular expression with a named group for each field. */
function templatePattern(template: string): RegExp {
  const parts = template.split(" ").map((part) =>
    part.replace(/\{(\w+)(\.\.\.)?\}|[^{]/g, (character, name: string | undefined, rest: string | undefined) => {
      if (name === undefined) return character.replace(/[\\^$.*+?()[\]|/]/, "\\$&");
      return `(?<${name}>[^${whiteSpace}]${rest === undefined ? `[^${whiteSpace}]*?` : `(?:[^]*[^${whiteSpace}])?`})`;
    }),
  );
  return new RegExp(`^[${whiteSpace}]*${parts.join(`[${whiteSpace}]+`)}[${whiteSpace}]*$`);
}

type ColumnHead = Omit<ExpectedColumn, "cells">;

const required = (type: CellType, ...names: string[]) => names.map((name): ColumnHead => ({ name, type, nullable: false }));

function paragraphColumns(columns: readonly SchemaColumn[]): ColumnHead[] {
  return [
    ...required("utf8", "doc_id"),
    ...required("int32", "paragraph_index"),
    ...required("utf8", "text"),
    ...schemaColumns(columns),
    ...required("int32", "line_start", "line_end"),
    ...required("int64", "byte_start", "byte_end"),
    ...required("int32", "char_count", "word_count"),
    ...required("utf8", "doc_sha256"),
  ];
}

function documentColumns(columns: readonly SchemaColumn[]): ColumnHead[] {
  return [
    ...required("utf8", "doc_id"),
    ...schemaColumns(columns).map((column) => ({ ...column, nullable: true })),
    ...required("utf8", "source_path"),
    ...required("int64", "bytes"),
    ...required("utf8", "doc_sha256"),
    ...required("int32", "paragraph_count"),
    ...required("int64", "char_count", "word_count", "header_bytes", "body_bytes", "separator_bytes"),
    ...required("utf8", "status"),
    ...required("int32", "finding_count"),
    { name: "first_finding", type: "utf8", nullable: true },
  ];
}

function schemaColumns(columns: readonly SchemaColumn[]): ColumnHead[] {
  const host: ColumnHead[] = columns.some(({ property }) => property === "url") ? [{ name: "host", type: "utf8", nullable: true }] : [];
  return [...columns.map(({ name, type, nullable }) => ({ name, type, nullable })), ...host];
}

function transpose(heads: readonly ColumnHead[], rows: readonly Value[][]): ExpectedColumn[] {
  const wrong = rows.find((row) => row.length !== heads.length);
  if (wrong !== undefined) throw new Error(`a row has ${wrong.length} cells for ${heads.length} columns`);
  return heads.map((head, index) => ({ ...head, cells: rows.map((row) => row[index]!) }));
}
