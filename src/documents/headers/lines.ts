/** Lines of a document's bytes. They end at LF, CRLF or a lone CR. Separate because every kind of header cuts lines. */
import { lineEndLength } from "../../kernel/white-space.ts";

/** Offset of the first byte of the line that holds `at`, not before `start`. */
export function startOfLine(bytes: Uint8Array, start: number, at: number): number {
  let lineStart = at;
  while (lineStart > start && bytes[lineStart - 1] !== 0x0a && bytes[lineStart - 1] !== 0x0d) lineStart--;
  return lineStart;
}

/** Offset of the line end that is next from `at` on, or `end`. */
export function endOfLine(bytes: Uint8Array, at: number, end: number): number {
  let lineEnd = at;
  while (lineEnd < end && lineEndLength(bytes, lineEnd, end) === 0) lineEnd++;
  return lineEnd;
}
