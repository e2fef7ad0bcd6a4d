/**
 * The header kind `yaml`: front matter between a line `---` and a line `---` or `...` (docs/documents.md). Here it is found
 * and its fields get their places; yaml-values.ts reads it.
 */
import { lineEndLength, skipWhiteSpace } from "../../kernel/white-space.ts";
import type { FieldSpan, HeaderKind, HeaderMatch, HeaderProblem } from "../header.ts";
import { endOfLine, startOfLine } from "./lines.ts";
import { readFrontMatter } from "./yaml-values.ts";

/** Front matter is a few lines. The bound keeps the cost of a hostile document small. */
const MAX_FRONT_MATTER_BYTES = 65_536;

const DASHES = new TextEncoder().encode("---");
const DOTS = new TextEncoder().encode("...");

export const yaml: HeaderKind = {
  name: "yaml",
  description: "YAML front matter between a line `---` and a line `---` or `...`.",
  reader: { fieldNames: [], anyField: true, nested: true, read: readYaml },
};

function readYaml(bytes: Uint8Array, start: number, end: number): HeaderMatch | HeaderProblem {
  const place = skipWhiteSpace(bytes, start, end);
  if (place === end) return { problem: "empty" };
  const headerStart = startOfLine(bytes, start, place);
  const firstEnd = endOfLine(bytes, headerStart, end);
  const matched = matchedBytes(bytes, headerStart, firstEnd, DASHES);
  if (matched < DASHES.length)
    return { problem: "mismatch", at: headerStart + matched, expected: "---, which begins front matter" };
  if (!isMark(bytes, headerStart, firstEnd, DASHES))
    return { problem: "mismatch", at: headerStart + matched, expected: "the end of the line" };
  const contentStart = firstEnd + lineEndLength(bytes, firstEnd, end);
  const contentEnd = findClosingLine(bytes, contentStart, end);
  if (contentEnd < 0) return { problem: "mismatch", at: end, expected: "---, which ends front matter" };
  const lastEnd = endOfLine(bytes, contentEnd, end);
  const fields = readFields(bytes, contentStart, contentEnd);
  if ("problem" in fields) return fields;
  return { start: headerStart, end: lastEnd + lineEndLength(bytes, lastEnd, end), place, fields };
}

/** Start of the next line that ends front matter, or -1. */
function findClosingLine(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; ) {
    const lineEnd = endOfLine(bytes, at, end);
    if (isMark(bytes, at, lineEnd, DASHES) || isMark(bytes, at, lineEnd, DOTS)) return at;
    at = lineEnd + lineEndLength(bytes, lineEnd, end);
  }
  return -1;
}

/** Whether the line bytes[start, end) is `mark`, White_Space after it apart. */
function isMark(bytes: Uint8Array, start: number, end: number, mark: Uint8Array): boolean {
  return (
    matchedBytes(bytes, start, end, mark) === mark.length &&
    skipWhiteSpace(bytes, start + mark.length, end) === end
  );
}

/** How many bytes of `mark` bytes[start, end) begins with. */
function matchedBytes(bytes: Uint8Array, start: number, end: number, mark: Uint8Array): number {
  let count = 0;
  while (count < mark.length && start + count < end && bytes[start + count] === mark[count]) count++;
  return count;
}

function readFields(bytes: Uint8Array, start: number, end: number): readonly FieldSpan[] | HeaderProblem {
  if (end - start > MAX_FRONT_MATTER_BYTES) {
    const [found, most] = [end - start, MAX_FRONT_MATTER_BYTES].map((count) => count.toLocaleString("en"));
    return { problem: "yaml", at: start, reason: `it has ${found} bytes, ${most} are the most` };
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, end));
  // YAML ends lines at a lone CR too (YAML 1.2, section 5.4), its parser does not.
  return readFrontMatter(text.replace(/\r(?!\n)/g, "\n"), byteOffsets(text, start, end - start));
}

/** From an index into `text` to the offset of its byte; `text` starts at `start` and has `length` bytes. */
function byteOffsets(text: string, start: number, length: number): (index: number) => number {
  if (text.length === length) return (index) => start + Math.min(index, length);
  const offsets = new Uint32Array(text.length + 1);
  let byte = start;
  for (let index = 0; index < text.length; ) {
    offsets[index] = byte;
    const codePoint = text.codePointAt(index)!;
    if (codePoint > 0xffff) offsets[index + 1] = byte;
    byte += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint <= 0xffff ? 3 : 4;
    index += codePoint > 0xffff ? 2 : 1;
  }
  offsets[text.length] = byte;
  return (index) => offsets[Math.min(index, text.length)]!;
}
