/**
 * Rows as lines of text: what CSV and JSONL have in common. The kernel writes lines as long as they fit into a piece; a line that
 * is too long for one is written here, value by value.
 */
import { type Batch, isValid } from "../batch/batch.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { LineColumn, LineCursor, Lines } from "../kernel/lines.ts";
import { type BatchEncoder, PIECE_BYTES, type PieceSink } from "./format.ts";
import { spellColumn, type ValueSyntax } from "./spelled-columns.ts";

/** The spelling of lines. */
export interface LineSyntax extends ValueSyntax {
  readonly escaping: Lines["escaping"];
  /** Stands for null; may be empty. */
  readonly nullText: Uint8Array;
  /** Before each column's value, and after the last one: one more than there are columns. */
  readonly separators: readonly Uint8Array[];
}

/** Text is escaped in pieces of this size, so that the room made for the worst case stays small. */
const TEXT_BYTES = 1 << 16;
/** Bytes that one byte of text becomes at most. */
const TEXT_GROWTH = 6;

export class LineEncoder implements BatchEncoder {
  readonly #syntax: LineSyntax;
  readonly #kernel: Kernel;

  constructor(syntax: LineSyntax, kernel: Kernel) {
    this.#syntax = syntax;
    this.#kernel = kernel;
  }

  encode(batch: Batch, sink: PieceSink): void {
    const lines = this.#linesOf(batch);
    const cursor: LineCursor = { row: 0, run: 0, length: 0 };
    const open = () => sink.reserve(PIECE_BYTES).subarray(0, PIECE_BYTES);
    for (let target = open(); cursor.row < lines.rowCount; target = open()) {
      this.#kernel.writeLines(lines, cursor, target);
      if (cursor.length > 0) sink.emit(cursor.length, null);
      else this.#writeLongLine(lines, cursor, new PieceText(sink));
      cursor.length = 0;
    }
  }

  #linesOf(batch: Batch): Lines {
    const { separators, escaping, nullText } = this.#syntax;
    const { columns, rowCount, runEnds } = batch;
    if (columns.length !== separators.length - 1)
      throw new Error(`the table has ${separators.length - 1} columns, not ${columns.length}`);
    const hasRuns = columns.some(({ perRun }) => perRun);
    if (hasRuns && (runEnds.at(-1) ?? 0) !== rowCount)
      throw new Error(`runs end at row ${runEnds.at(-1) ?? 0} of ${rowCount}`);
    return {
      escaping,
      nullText,
      columns: columns.map((column, index) => {
        const count = column.perRun ? runEnds.length : rowCount;
        return spellColumn(column, count, separators[index]!, this.#syntax);
      }),
      lineEnd: separators.at(-1)!,
      rowCount,
      runEnds: hasRuns ? runEnds : new Int32Array(0),
    };
  }

  #writeLongLine(lines: Lines, cursor: LineCursor, text: PieceText): void {
    while (lines.runEnds.length > 0 && lines.runEnds[cursor.run]! <= cursor.row) cursor.run++;
    for (const column of lines.columns) {
      text.append(column.separator);
      this.#writeValue(lines, column, column.perRun ? cursor.run : cursor.row, text);
    }
    text.append(lines.lineEnd);
    text.flush();
    cursor.row++;
  }

  #writeValue({ nullText }: Lines, { vector, spelling }: LineColumn, index: number, text: PieceText): void {
    if (!isValid(vector.validity, index)) text.append(nullText);
    else if (vector.type !== "utf8") text.append(encoder.encode(String(vector.values[index])));
    else if (spelling === "plain")
      text.append(vector.bytes.subarray(vector.starts[index]!, vector.ends[index]!));
    else {
      text.append(quote);
      for (let from = vector.starts[index]!; from < vector.ends[index]!; ) {
        const to = pieceEnd(vector.bytes, from, vector.ends[index]!);
        const target = text.reserve((to - from) * TEXT_GROWTH);
        const write = this.#syntax.escaping === "csv" ? "writeCsvText" : "writeJsonText";
        text.length = this.#kernel[write](vector.bytes, from, to, target, text.length);
        from = to;
      }
      text.append(quote);
    }
  }
}

const encoder = new TextEncoder();
const quote = encoder.encode('"');

/** Where the piece of a text that starts at `from` ends: never inside a character, which may have to be escaped as a whole. */
function pieceEnd(source: Uint8Array, from: number, end: number): number {
  if (end - from <= TEXT_BYTES) return end;
  let to = from + TEXT_BYTES;
  while ((source[to]! & 0xc0) === 0x80) to--;
  return to;
}

/** Text of any length, handed on piece by piece. */
class PieceText {
  readonly #sink: PieceSink;
  #target: Uint8Array;
  length = 0;

  constructor(sink: PieceSink) {
    this.#sink = sink;
    this.#target = sink.reserve(PIECE_BYTES);
  }

  append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += TEXT_BYTES) {
      const part = bytes.subarray(from, from + TEXT_BYTES);
      this.reserve(part.length).set(part, this.length);
      this.length += part.length;
    }
  }

  /** Where to write `byteCount` bytes, `PIECE_BYTES` at most, from `length` on. */
  reserve(byteCount: number): Uint8Array {
    if (this.length + byteCount > PIECE_BYTES) {
      this.flush();
      this.#target = this.#sink.reserve(PIECE_BYTES);
    }
    return this.#target;
  }

  flush(): void {
    if (this.length > 0) this.#sink.emit(this.length, null);
    this.length = 0;
  }
}
