/** Plain text: an optional byte order mark, a header, and paragraphs cut at blank lines (docs/documents.md). */
import type { Problem } from "../findings/finding.ts";
import { byteOrderMarkLength } from "../findings/position.ts";
import type { DocumentKind, DocumentReading } from "./document-kind.ts";
import type { HeaderProblem } from "./header.ts";
import { countLineEnds } from "./headers/lines.ts";

/** Bytes of the line that a mismatch shows: more than a message does, and never a whole book on one line. */
const MAX_FOUND_BYTES = 240;

/** Characters of a field's name that a finding holds. */
const MAX_NAME = 80;

export const text: DocumentKind = {
  name: "text",
  extensions: [".txt"],
  description: "UTF-8 text: a header, then paragraphs separated by blank lines",

  read(bytes, start, end, { kernel, header }, spans): DocumentReading {
    const firstParagraph = spans.count;
    const unread = (problem: Problem): DocumentReading => ({
      place: start,
      headerStart: start,
      headerEnd: start,
      fields: [],
      firstParagraph,
      paragraphCount: 0,
      problem,
    });
    const invalid = kernel.findInvalidUtf8(bytes, start, end);
    if (invalid >= 0) {
      const found = bytes[invalid]!.toString(16).toUpperCase().padStart(2, "0");
      const params = { found, ...(beginsAsUtf16(bytes, start, end) && { looksLike: "UTF-16" }) };
      return unread({ code: "input/invalid-utf8", byte: invalid - start, pointer: "", params });
    }
    const found = header.read(bytes, start + byteOrderMarkLength(bytes, start, end), end);
    if ("problem" in found) return unread(headerProblem(found, bytes, start, end));
    // The body starts a line; counting its number once per document keeps the kernel free of headers.
    const firstLine = 1 + countLineEnds(bytes, start, found.end);
    kernel.scanParagraphs(bytes, found.end, end, firstLine, spans);
    return {
      place: found.place,
      headerStart: found.start,
      headerEnd: found.end,
      fields: found.fields,
      firstParagraph,
      paragraphCount: spans.count - firstParagraph,
      problem: null,
    };
  },
};

function headerProblem(found: HeaderProblem, bytes: Uint8Array, start: number, end: number): Problem {
  if (found.problem === "empty") return { code: "document/empty", byte: 0, pointer: "", params: {} };
  const problem = { code: `header/${found.problem}`, byte: found.at - start, pointer: "" };
  if (found.problem === "yaml") return { ...problem, params: { reason: found.reason } };
  if (found.problem !== "mismatch") return { ...problem, params: { field: found.name.slice(0, MAX_NAME) } };
  const last = Math.min(end, found.at + MAX_FOUND_BYTES);
  let stop = found.at;
  while (stop < last && !isLineEnd(bytes[stop]!)) stop++;
  while (stop < end && (bytes[stop]! & 0xc0) === 0x80) stop--;
  const rest = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(found.at, stop));
  return { ...problem, params: { expected: found.expected, found: rest } };
}

/** Whether the document begins with U+FEFF in one of the byte orders of UTF-16. */
function beginsAsUtf16(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2) return false;
  const [first, second] = [bytes[start], bytes[start + 1]];
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
