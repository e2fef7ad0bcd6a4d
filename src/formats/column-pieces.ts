/**
 * Columns of a table as pieces: every column with one value per row, in Arrow's layout, so that what is left for the writer is to put
 * them one behind the other. A piece holds, for each column, 32-bit offsets (text only), values, and the bits of those that
 * are not null (only where one is). `places` has where each of the three stands in the piece; -1 where there is none.
 */
import { type Batch, type BatchColumn, isValid, type Vector, vectorOf } from "../batch/batch.ts";
import type { ColumnType, Table } from "../batch/field.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { BitBuffer } from "./bit-buffer.ts";
import { type BatchEncoder, type ColumnPiece, PIECE_BYTES, type Piece, type PieceSink } from "./format.ts";

/** Bytes of one value; texts and bits are counted apart. */
export const valueBytes: Readonly<Record<ColumnType, number>> = {
  utf8: 0,
  boolean: 0,
  int32: 4,
  date32: 4,
  int64: 8,
  timestamp: 8,
  float64: 8,
};

const PLACES = 3;

/** Rows [first, last) and the run that holds the first of them. */
interface Rows {
  readonly first: number;
  readonly last: number;
  readonly run: number;
}

export class ColumnEncoder implements BatchEncoder {
  readonly #table: Table;
  readonly #kernel: Kernel;
  readonly #bits = new BitBuffer();

  constructor(table: Table, kernel: Kernel) {
    this.#table = table;
    this.#kernel = kernel;
  }

  encode(batch: Batch, sink: PieceSink): void {
    if (batch.columns.length !== this.#table.fields.length)
      throw new Error(
        `table ${this.#table.name} has ${this.#table.fields.length} columns, not ${batch.columns.length}`,
      );
    for (const [index, column] of batch.columns.entries()) vectorOf(column, this.#table.fields[index]!.type);
    const meter = new RowMeter(batch);
    for (let rows = meter.next(); rows !== null; rows = meter.next()) this.#encodeRows(batch, rows, sink);
  }

  #encodeRows(batch: Batch, rows: Rows, sink: PieceSink): void {
    const sizes = batch.columns.map((column) => textSize(batch, column, rows));
    const room = batch.columns.reduce(
      (sum, { vector }, index) => sum + roomOf(vector, rows, sizes[index]!),
      0,
    );
    const target = sink.reserve(room);
    const places: number[] = [];
    let at = 0;
    for (const [index, column] of batch.columns.entries()) {
      const isText = column.vector.type === "utf8";
      const offsets = isText ? at : -1;
      if (isText) at = aligned(at + 4 * (rows.last - rows.first + 1));
      const values = at;
      at = aligned(at + this.#writeValues(batch, column, rows, target, offsets, values, sizes[index]!));
      const validity = this.#writeValidity(batch, index, rows, target, at);
      if (validity >= 0) at = aligned(at + bitBytes(rows));
      places.push(offsets, values, validity);
    }
    sink.emit(at, { rowCount: rows.last - rows.first, places });
  }

  /** Writes a column's values, and the offsets of texts; returns how many bytes the values take. */
  #writeValues(
    batch: Batch,
    column: BatchColumn,
    rows: Rows,
    target: Uint8Array,
    offsetsAt: number,
    at: number,
    size: number,
  ): number {
    const { vector } = column;
    const count = rows.last - rows.first;
    if (vector.type === "utf8") {
      const offsets = new Int32Array(target.buffer, target.byteOffset + offsetsAt, count + 1);
      // The kernel may change a few bytes behind the texts: what stands there is written later.
      const bytes = target.subarray(at, at + size);
      offsets[0] = 0;
      if (!column.perRun) this.#kernel.gatherText(vector, rows.first, rows.last, { bytes, offsets }, 0);
      else {
        eachRun(batch, rows, (run, from, to) =>
          this.#kernel.repeatText(vector, run, to - from, { bytes, offsets }, from - rows.first),
        );
      }
      return size;
    }
    if (vector.type === "boolean") {
      this.#fillBits(batch, column, rows, vector.values);
      target.set(this.#bits.view(), at);
      return bitBytes(rows);
    }
    const byteCount = count * valueBytes[vector.type];
    const { values } = vector;
    const written = new (values.constructor as NumberArrayConstructor)(
      target.buffer,
      target.byteOffset + at,
      count,
    );
    if (!column.perRun) written.set(values.subarray(rows.first, rows.last) as never);
    else {
      eachRun(batch, rows, (run, from, to) =>
        written.fill(values[run] as never, from - rows.first, to - rows.first),
      );
    }
    return byteCount;
  }

  /** Writes which values are not null; returns where, or -1 where none is null. Null in a field that has none is a bug. */
  #writeValidity(batch: Batch, index: number, rows: Rows, target: Uint8Array, at: number): number {
    const column = batch.columns[index]!;
    const { validity } = column.vector;
    if (validity === null) return -1;
    this.#fillBits(batch, column, rows, validity);
    if (this.#bits.setCount === this.#bits.length) return -1;
    const field = this.#table.fields[index]!;
    if (!field.nullable) throw new Error(`column ${field.name} cannot hold null`);
    target.set(this.#bits.view(), at);
    return at;
  }

  #fillBits(batch: Batch, { perRun }: BatchColumn, rows: Rows, bits: Uint8Array): void {
    this.#bits.clear();
    if (!perRun) this.#bits.append(bits, rows.first, rows.last);
    else eachRun(batch, rows, (run, from, to) => this.#bits.appendRepeated(isValid(bits, run), to - from));
  }
}

type NumberArray = Int32Array | BigInt64Array | Float64Array;
type NumberArrayConstructor = new (buffer: ArrayBufferLike, at: number, length: number) => NumberArray;

/** The rows of a piece as a batch: a view of it. */
export function batchOf(table: Table, { bytes, columns }: Piece): Batch {
  if (columns === null) throw new Error("a piece without columns");
  const vectors = table.fields.map((field, index) => vectorAt(field.type, bytes, columns, PLACES * index));
  return {
    table,
    rowCount: columns.rowCount,
    runEnds: new Int32Array(0),
    columns: vectors.map((vector) => ({ vector, perRun: false })),
  };
}

function vectorAt(
  type: ColumnType,
  bytes: Uint8Array,
  { rowCount, places }: ColumnPiece,
  place: number,
): Vector {
  const [offsetsAt, at, validityAt] = [places[place]!, places[place + 1]!, places[place + 2]!];
  const { buffer, byteOffset } = bytes;
  const validity = validityAt < 0 ? null : bytes.subarray(validityAt, validityAt + ((rowCount + 7) >> 3));
  const common = { length: rowCount, validity };
  switch (type) {
    case "utf8": {
      const offsets = new Int32Array(buffer, byteOffset + offsetsAt, rowCount + 1);
      const [starts, ends] = [offsets.subarray(0, rowCount), offsets.subarray(1)];
      return { type, ...common, bytes: bytes.subarray(at, at + offsets[rowCount]!), starts, ends };
    }
    case "boolean":
      return { type, ...common, values: bytes.subarray(at, at + ((rowCount + 7) >> 3)) };
    case "int32":
    case "date32":
      return { type, ...common, values: new Int32Array(buffer, byteOffset + at, rowCount) };
    case "int64":
    case "timestamp":
      return { type, ...common, values: new BigInt64Array(buffer, byteOffset + at, rowCount) };
    case "float64":
      return { type, ...common, values: new Float64Array(buffer, byteOffset + at, rowCount) };
  }
}

/** Cuts a batch into rows that fill a piece; a larger row is alone. */
class RowMeter {
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
function eachRun(
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

function textSize(batch: Batch, column: BatchColumn, rows: Rows): number {
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

/** Most bytes that a column takes in a piece. */
function roomOf({ type }: Vector, rows: Rows, textBytes: number): number {
  const count = rows.last - rows.first;
  const values = type === "utf8" ? 4 * (count + 1) + textBytes : type === "boolean" ? bitBytes(rows) : 0;
  // Three parts that are rounded up.
  return values + valueBytes[type] * count + bitBytes(rows) + 24;
}

function bitBytes({ first, last }: Rows): number {
  return (last - first + 7) >> 3;
}

function aligned(at: number): number {
  return (at + 7) & ~7;
}
