/**
 * The byte kernels behind one interface. They know bytes and offsets, nothing of files, schemas or rows, and allocate
 * nothing per paragraph. `typescript.ts` implements it; another implementation (WebAssembly) takes its place without a
 * change elsewhere. Ranges are half-open; offsets are into the array that is passed, which holds at most 2^31 - 1 bytes.
 */
import type { ParagraphSpans } from "./paragraph-spans.ts";

export interface Kernel {
  /** Offset of the first byte of the first ill-formed UTF-8 sequence (Unicode 16, table 3-7) in bytes[start, end), or -1. */
  findInvalidUtf8(bytes: Uint8Array, start: number, end: number): number;

  /**
   * Appends every paragraph of the body bytes[start, end) by the rule `blank` (docs/documents.md): lines end at LF, CRLF or a lone CR;
   * a line of nothing but White_Space separates; a paragraph is trimmed of White_Space and not empty. `start` is the
   * start of a line, and that line has the number `firstLine`. The bytes are well-formed UTF-8.
   */
  scanParagraphs(
    bytes: Uint8Array,
    start: number,
    end: number,
    firstLine: number,
    spans: ParagraphSpans,
  ): void;

  /**
   * Copies source[start, end) to `target` at `at` with every `"` doubled (RFC 4180) and returns the offset after the
   * last byte written. `target` has room for twice the length.
   */
  writeCsvText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number;

  /**
   * Copies source[start, end) to `target` at `at` as the inside of a JSON string (RFC 8259) and returns the offset after the
   * last byte written: `"` and `\` get a backslash; \b \t \n \f \r; other controls below U+0020 and U+0085, U+2028,
   * U+2029 as \u00xx in lower-case hexadecimal; all else unchanged. `target` has room for six times the length.
   */
  writeJsonText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number;
}
