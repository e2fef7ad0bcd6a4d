/**
 * Documents read the slow way: over decoded lines and regular expressions. It shares no code with src/, so that a
 * mistake there is not repeated here.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cellOf, hostOf, type SchemaColumn, type Value } from "./expected-columns.ts";

/** How the documents of a corpus are to be read. */
export interface Reading {
  /** Folder that holds the documents. */
  readonly source: string;
  /** Header template. */
  readonly header: string;
  readonly columns: readonly SchemaColumn[];
}

/** Values by column name. */
export type Row = Readonly<Record<string, Value>>;

export interface ExpectedDocument {
  readonly paragraphs: readonly Row[];
  readonly document: Row;
}

/** Offsets are into the decoded text. */
interface Line {
  readonly text: string;
  readonly start: number;
  /** After the line end. */
  readonly end: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/** The characters with the property White_Space (Unicode, PropList.txt), as the inside of a character class. */
const whiteSpace = String.raw`\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const leadingBlanks = new RegExp(`^[${whiteSpace}]*`);
const trailingBlanks = new RegExp(`[${whiteSpace}]*$`);
const blanks = new RegExp(`[${whiteSpace}]+`);
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The rows of one valid document. Throws if it is not UTF-8 or has no header. */
export function readDocument(path: string, { source, header, columns }: Reading): ExpectedDocument {
  const bytes = readFileSync(join(source, path));
  const text = decoder.decode(bytes);
  const lines = linesOf(text, text.startsWith("\ufeff") ? 1 : 0);
  const headerIndex = lines.findIndex((line) => !isBlank(line.text));
  const headerLine = lines[headerIndex];
  const fields = templatePattern(header).exec(headerLine?.text ?? "")?.groups;
  if (headerLine === undefined || fields === undefined)
    throw new Error(`${path}: the header is not ${header}`);
  const shared = {
    doc_id: path,
    ...Object.fromEntries(columns.map(({ property, name, type }) => [name, cellOf(type, fields[property])])),
    host: fields.url === undefined ? null : hostOf(fields.url),
    doc_sha256: createHash("sha256").update(bytes).digest("hex"),
  };
  const spans = paragraphSpans(lines, headerIndex + 1);
  const paragraphs = spans.map((span, index) => ({ ...shared, ...paragraph(text, span, index) }));
  const sum = (value: (row: ReturnType<typeof paragraph>) => number) =>
    paragraphs.reduce((total, row) => total + value(row), 0);
  const headerBytes = Buffer.byteLength(text.slice(headerLine.start, headerLine.end));
  const bodyBytes = sum((row) => row.byte_end - row.byte_start);
  const document = {
    ...shared,
    source_path: path,
    bytes: bytes.length,
    paragraph_count: paragraphs.length,
    char_count: sum((row) => row.char_count),
    word_count: sum((row) => row.word_count),
    header_bytes: headerBytes,
    body_bytes: bodyBytes,
    separator_bytes: bytes.length - headerBytes - bodyBytes,
    status: "ok",
    finding_count: 0,
    first_finding: null,
    defaulted_count: 0,
  };
  return { paragraphs, document };
}

function paragraph(source: string, { start, end, firstLine, lastLine }: Span, index: number) {
  const text = source.slice(start, end);
  const byteStart = Buffer.byteLength(source.slice(0, start));
  return {
    paragraph_index: index,
    text,
    line_start: firstLine,
    line_end: lastLine,
    byte_start: byteStart,
    byte_end: byteStart + Buffer.byteLength(text),
    char_count: [...text].length,
    word_count: text.split(blanks).length,
  };
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

/** The runs of lines that are not blank, trimmed. */
function paragraphSpans(lines: readonly Line[], from: number): Span[] {
  const spans: Span[] = [];
  for (let index = from; index < lines.length; index++) {
    const { text, start } = lines[index]!;
    if (isBlank(text)) continue;
    const end = start + text.length - trailingBlanks.exec(text)![0].length;
    const first = start + leadingBlanks.exec(text)![0].length;
    const open = spans.at(-1)?.lastLine === index ? spans.pop() : undefined;
    spans.push({
      start: open?.start ?? first,
      end,
      firstLine: open?.firstLine ?? index + 1,
      lastLine: index + 1,
    });
  }
  return spans;
}

/** A header template as a regular expression with a named group for each field. */
function templatePattern(template: string): RegExp {
  const parts = template.split(" ").map((part) =>
    part.replace(/\{(\w+)(\.\.\.)?\}|[^{]/g, (token, name: string | undefined, rest: string | undefined) => {
      if (name === undefined) return token.replace(/[\\^$.*+?()[\]|/]/, "\\$&");
      const more = rest === undefined ? `[^${whiteSpace}]*?` : `(?:[^]*[^${whiteSpace}])?`;
      return `(?<${name}>[^${whiteSpace}]${more})`;
    }),
  );
  return new RegExp(`^[${whiteSpace}]*${parts.join(`[${whiteSpace}]+`)}[${whiteSpace}]*$`);
}
