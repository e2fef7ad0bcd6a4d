/**
 * The byte kernels behind one interface. They know bytes and offsets, nothing of files, schemas or documents.
 * `typescript.ts` and `webassembly.ts` implement it and write the same bytes; the latter allocates nothing per paragraph. Ranges are
 * half-open; offsets are into the array that is passed, which holds at most 2^31 - 1 bytes.
 */
import type { LineCursor, Lines } from "./lines.ts";
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
   * last byte written. `target` has room for twice the length and 16 bytes more, whose content may change.
   */
  writeCsvText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number;

  /**
   * Copies source[start, end) to `target` at `at` as the inside of a JSON string (RFC 8259) and returns the offset after the
   * last byte written: `"` and `\` get a backslash; \b \t \n \f \r; other controls below U+0020 and U+0085, U+2028,
   * U+2029 as \u00xx in lower-case hexadecimal; all else unchanged. `target` has room for six times the length and 16
   * bytes more, whose content may change.
   */
  writeJsonText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number;

  /**
   * Writes whole lines to `target` from `cursor` on, as many as surely fit, and moves the cursor. A line for which too little is
   * free is left out with all that follow; so is one whose run has too much in common (`MAX_COMMON_BYTES` at most). Behind the
   * target are 16 bytes more, whose content may change.
   */
  writeLines(lines: Lines, cursor: LineCursor, target: Uint8Array): void;

  /**
   * Copies the texts [first, last), text i `copies[i - first]` times or, with null, once, one behind the other to `target` from
   * `offsets[0]` on, and writes where each ends to `offsets[1]` and the following: Arrow's layout. `target` has 16 bytes more room,
   * whose content may change.
   */
  gatherText(texts: Texts, first: number, last: number, copies: Int32Array | null, target: TextTarget): void;
}

/** Text number i is bytes[starts[i], ends[i]). */
export interface Texts {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Texts one behind the other: number i is bytes[offsets[i], offsets[i + 1]). */
export interface TextTarget {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
}
