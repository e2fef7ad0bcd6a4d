/**
 * Which rows of a batch go into one piece, and how the runs of rows lie in them. Separate from the encoder because it measures and
 * writes nothing.
 */
import { type Batch, type BatchColumn, type Utf8Vector, vectorOf } from "../batch/batch.ts";
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
  readonly #hasRuns: boolean;
  /** Texts of which each row has its own, and those that a run's rows share. */
  readonly #own: readonly Utf8Vector[];
  readonly #shared: readonly Utf8Vector[];
  readonly #rowBytes: number;
  #row = 0;
  #run = 0;

  constructor(batch: Batch) {
    const { columns } = batch;
    const textsOf = (isPerRun: boolean) =>
      columns
        .filter(({ vector, perRun }) => vector.type === "utf8" && perRun === isPerRun)
        .map((column) => vectorOf(column, "utf8"));
    this.#batch = batch;
    this.#hasRuns = columns.some(({ perRun }) => perRun);
    this.#own = textsOf(false);
    this.#shared = textsOf(true);
    // Four bytes for an offset or, more than enough, for bits.
    this.#rowBytes = columns.reduce((sum, { vector }) => sum + (valueBytes[vector.type] || 4), 0);
  }

  next(): Rows | null {
    const { rowCount, runEnds } = this.#batch;
    const first = this.#row;
    if (first === rowCount) return null;
    let common = this.#enterRun();
    const run = this.#run;
    let size = 0;
    while (this.#row < rowCount) {
      if (this.#hasRuns && this.#row === runEnds[this.#run]!) common = this.#enterRun();
      size += this.#rowBytes + common;
      for (const { starts, ends } of this.#own) size += ends[this.#row]! - starts[this.#row]!;
      if (size > PIECE_BYTES && this.#row > first) break;
      this.#row++;
    }
    return { first, last: this.#row, run };
  }

  /** Goes to the run that holds the row; returns the bytes of text that its rows share. */
  #enterRun(): number {
    if (!this.#hasRuns) return 0;
    const { rowCount, runEnds } = this.#batch;
    while (runEnds[this.#run]! <= this.#row) this.#run++;
    if (this.#run >= runEnds.length) throw new Error(`runs end at row ${runEnds.at(-1) ?? 0} of ${rowCount}`);
    return this.#shared.reduce((sum, { starts, ends }) => sum + ends[this.#run]! - starts[this.#run]!, 0);
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
