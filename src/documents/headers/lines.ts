/** Lines of a document's bytes. They end at LF, CRLF or a lone CR. Separate because every kind of header cuts lines. */
import { lineEndLength } from "../../kernel/white-space.ts";

const LF = 0x0a;
const CR = 0x0d;

/** Offset of the first byte of the line that holds `at`, not before `start`. */
export function startOfLine(bytes: Uint8Array, start: number, at: number): number {
  let lineStart = at;
  while (lineStart > start && bytes[lineStart - 1] !== LF && bytes[lineStart - 1] !== CR) lineStart--;
  return lineStart;
}

/** Offset of the line end that is next from `at` on, or `end`. */
export function endOfLine(bytes: Uint8Array, at: number, end: number): number {
  let lineEnd = at;
  while (lineEnd < end && bytes[lineEnd] !== LF && bytes[lineEnd] !== CR) lineEnd++;
  return lineEnd;
}

/** How many lines end in bytes[start, end), which cuts no CRLF. */
export function countLineEnds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = endOfLine(bytes, start, end); at < end; at = endOfLine(bytes, at, end)) {
    at += lineEndLength(bytes, at, end);
    count++;
  }
  return count;
}
