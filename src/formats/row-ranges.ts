/**
 * Which rows of a batch go into one piece, and how the runs of rows lie in them. Separate from the encoder because it measures and
 * writes nothing.
 */
import { type Batch, type BatchColumn, type Utf8Vector, vectorOf } from "../batch/batch.ts";
import { valueBytes } from "./column-pieces.ts";
import { PIECE_BYTES } from "./format.ts";

/** Rows [first, last) and the runs that hold them. */
export interface Rows {
  readonly first: number;
  readonly last: number;
  /** The run of the first row. */
  readonly run: number;
  /** How many of the rows each run has, from `run` to that of the last row; empty where no column is per run. */
  readonly runRows: Int32Array;
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
    const last = this.#row;
    return { first, last, run, runRows: this.#hasRuns ? rowsOfRuns(runEnds, run, first, last) : noRows };
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

const noRows = new Int32Array(0);

function rowsOfRuns(runEnds: Int32Array, run: number, first: number, last: number): Int32Array {
  const counts: number[] = [];
  for (let row = first; row < last; ) {
    const end = Math.min(runEnds[run + counts.length]!, last);
    counts.push(end - row);
    row = end;
  }
  return Int32Array.from(counts);
}

/** Bytes of text in the rows of a column. */
export function textSize({ vector, perRun }: BatchColumn, { first, last, run, runRows }: Rows): number {
  if (vector.type !== "utf8") return 0;
  const { starts, ends } = vector;
  let size = 0;
  if (!perRun) for (let row = first; row < last; row++) size += ends[row]! - starts[row]!;
  else for (const [at, count] of runRows.entries()) size += count * (ends[run + at]! - starts[run + at]!);
  return size;
}
