/**
 * From a byte to a line and a column. Separate from the kernels because it runs only for findings, where clarity wins
 * over speed.
 */

export interface Position {
  /** From 1; lines end at LF, CRLF or a lone CR. */
  readonly line: number;
  /** From 1, in Unicode code points; a byte order mark at the start of the document counts none. */
  readonly column: number;
}

const LF = 0x0a;
const CR = 0x0d;

/** Length of the UTF-8 byte order mark at `start`: 3 or 0. */
export function byteOrderMarkLength(bytes: Uint8Array, start: number, end: number): 0 | 3 {
  return end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf
    ? 3
    : 0;
}

/**
 * Finds positions in one document, bytes[start, end). Offsets are asked for in ascending order, so that any number of findings
 * costs one pass.
 */
export class Locator {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #line = 1;
  #column = 1;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#end = end;
    this.#at = start + byteOrderMarkLength(bytes, start, end);
  }

  /**
   * Position of the character that holds the byte at `offset` (an index into the array; the document's end is allowed). All
   * before it must be well-formed; a byte that belongs to no character is one of its own.
   */
  locate(offset: number): Position {
    const bytes = this.#bytes;
    const stop = Math.min(offset, this.#end);
    while (this.#at < stop) {
      const byte = bytes[this.#at]!;
      const next = this.#at + characterLength(byte);
      if (next > stop) break;
      this.#at = next;
      const endsLine = byte === LF || (byte === CR && !(next < this.#end && bytes[next] === LF));
      if (endsLine) {
        this.#line++;
        this.#column = 1;
      } else this.#column++;
    }
    return { line: this.#line, column: this.#column };
  }
}

/** Length in bytes of the character that starts with `lead`, which well-formed UTF-8 tells by this byte alone. */
function characterLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
