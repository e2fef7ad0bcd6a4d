/**
 * How one format spells values, and quoted text, which keys and header rows share with cells.
 */
import type { ByteSink } from "../batch/byte-sink.ts";

const QUOTE = 0x22;

/** Text is escaped in pieces of this size, so that the room made for the worst case stays small. */
const PIECE_BYTES = 1 << 16;

/** How values are spelled in one format. */
export interface CellSyntax {
  /** What stands for null; may be empty. */
  readonly nullText: Uint8Array;
  /** Whether dates and timestamps stand between quotes, as text always does. */
  readonly datesQuoted: boolean;
  /** Whether NaN and the infinities, which the format cannot spell, are refused. */
  readonly finiteOnly: boolean;
  /** Bytes that one byte of text becomes at most. */
  readonly textGrowth: number;
  /** Escapes the inside of a quoted text, as `Kernel.writeCsvText` does. */
  writeText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number;
}

/** Writes source[start, end) between quotes, escaped. */
export function writeQuotedText(
  source: Uint8Array,
  start: number,
  end: number,
  syntax: CellSyntax,
  sink: ByteSink,
): void {
  writeQuote(sink);
  let from = start;
  while (from < end) {
    const to = pieceEnd(source, from, end);
    sink.reserve((to - from) * syntax.textGrowth);
    sink.length = syntax.writeText(source, from, to, sink.bytes, sink.length);
    from = to;
  }
  writeQuote(sink);
}

/** Where the piece that starts at `from` ends: never inside a character, which may have to be escaped as a whole. */
function pieceEnd(source: Uint8Array, from: number, end: number): number {
  if (end - from <= PIECE_BYTES) return end;
  let to = from + PIECE_BYTES;
  while ((source[to]! & 0xc0) === 0x80) to--;
  return to;
}

/** Writes one `"`. */
export function writeQuote(sink: ByteSink): void {
  sink.reserve(1);
  sink.bytes[sink.length++] = QUOTE;
}
