/**
 * Which rows of a batch go into one piece, and how the runs of rows lie in them. Separate from the encoder because it measures and
 * writes nothing.
 */
import { type Batch, type BatchColumn, vectorOf } from "../batch/batch.ts";
import { valueBytes } from "./column-pieces.ts";
import { PIECE_BYTES } from "./format.ts";

/** Rows [first, last) and the run that holds the first of them. */
export interface Rows {
  readonly first: number;
  readonly last: number;
  readonly run: number;
}

/** Cuts a batch into rows that fill a piece; a larger row is alone. */
export class RowMeter {
  readonly #batch: Batch;
  readonly #rowBytes: number;
  #row = 0;
  #run = 0;

  constructor(batch: Batch) {
    this.#batch = batch;
    // Four bytes for an offset or, more than enough, for bits.
    this.#rowBytes = batch.columns.reduce((sum, { vector }) => sum + (valueBytes[vector.type] || 4), 0);
  }

  next(): Rows | null {
    const { rowCount, runEnds, columns } = this.#batch;
    const first = this.#row;
    if (first === rowCount) return null;
    const texts = columns.filter(({ vector }) => vector.type === "utf8");
    const own = texts.filter(({ perRun }) => !perRun).map((column) => vectorOf(column, "utf8"));
    const shared = texts.filter(({ perRun }) => perRun).map((column) => vectorOf(column, "utf8"));
    const hasRuns = columns.some(({ perRun }) => perRun);
    const enter = () => {
      while (hasRuns && runEnds[this.#run]! <= this.#row) this.#run++;
      if (this.#run >= runEnds.length && hasRuns)
        throw new Error(`runs end at row ${runEnds.at(-1) ?? 0} of ${rowCount}`);
      return shared.reduce((sum, { starts, ends }) => sum + ends[this.#run]! - starts[this.#run]!, 0);
    };
    let common = enter();
    const run = this.#run;
    let size = 0;
    while (this.#row < rowCount) {
      if (hasRuns && this.#row === runEnds[this.#run]!) common = enter();
      size += this.#rowBytes + common;
      for (const { starts, ends } of own) size += ends[this.#row]! - starts[this.#row]!;
      if (size > PIECE_BYTES && this.#row > first) break;
      this.#row++;
    }
    return { first, last: this.#row, run };
  }
}

/** Calls `visit` with each run that has some of the rows, and the first of them and the row after the last. */
export function eachRun(
  { runEnds }: Batch,
  { first, last, run }: Rows,
  visit: (run: number, from: number, to: number) => void,
): void {
  let row = first;
  for (let at = run; row < last; at++) {
    const end = Math.min(runEnds[at]!, last);
    if (end > row) visit(at, row, end);
    row = Math.max(row, end);
  }
}

/** Bytes of text in the rows of a column. */
export function textSize(batch: Batch, column: BatchColumn, rows: Rows): number {
  if (column.vector.type !== "utf8") return 0;
  const { starts, ends } = column.vector;
  let size = 0;
  if (column.perRun) {
    eachRun(batch, rows, (run, from, to) => {
      size += (ends[run]! - starts[run]!) * (to - from);
    });
  } else for (let row = rows.first; row < rows.last; row++) size += ends[row]! - starts[row]!;
  return size;
}
