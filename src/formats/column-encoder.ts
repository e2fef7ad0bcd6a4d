/** Encodes batches as pieces of columns (column-pieces.ts): what belongs to a run of rows is repeated for each of them. */
import { type Batch, type BatchColumn, isValid, type Vector, vectorOf } from "../batch/batch.ts";
import type { Table } from "../batch/field.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { BitBuffer } from "./bit-buffer.ts";
import { valueBytes } from "./column-pieces.ts";
import type { BatchEncoder, PieceSink } from "./format.ts";
import { RowMeter, type Rows, textSize } from "./row-ranges.ts";

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
    const sizes = batch.columns.map((column) => textSize(column, rows));
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
      at = aligned(at + this.#writeValues(column, rows, target, offsets, values, sizes[index]!));
      const validity = this.#writeValidity(batch, index, rows, target, at);
      if (validity >= 0) at = aligned(at + bitBytes(rows));
      places.push(offsets, values, validity);
    }
    sink.emit(at, { rowCount: rows.last - rows.first, places });
  }

  /** Writes a column's values, and the offsets of texts; returns how many bytes the values take. */
  #writeValues(
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
      const { first, last, run, runRows } = rows;
      if (column.perRun)
        this.#kernel.gatherText(vector, run, run + runRows.length, runRows, { bytes, offsets });
      else this.#kernel.gatherText(vector, first, last, null, { bytes, offsets });
      return size;
    }
    if (vector.type === "boolean") {
      this.#fillBits(column, rows, vector.values);
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
      let row = 0;
      for (const [index, repeats] of rows.runRows.entries()) {
        written.fill(values[rows.run + index] as never, row, row + repeats);
        row += repeats;
      }
    }
    return byteCount;
  }

  /** Writes which values are not null; returns where, or -1 where none is null. Null in a field that has none is a bug. */
  #writeValidity(batch: Batch, index: number, rows: Rows, target: Uint8Array, at: number): number {
    const column = batch.columns[index]!;
    const { validity } = column.vector;
    if (validity === null) return -1;
    this.#fillBits(column, rows, validity);
    if (this.#bits.setCount === this.#bits.length) return -1;
    const field = this.#table.fields[index]!;
    if (!field.nullable) throw new Error(`column ${field.name} cannot hold null`);
    target.set(this.#bits.view(), at);
    return at;
  }

  #fillBits({ perRun }: BatchColumn, rows: Rows, bits: Uint8Array): void {
    this.#bits.clear();
    if (!perRun) this.#bits.append(bits, rows.first, rows.last);
    else {
      for (const [index, repeats] of rows.runRows.entries())
        this.#bits.appendRepeated(isValid(bits, rows.run + index), repeats);
    }
  }
}

type NumberArray = Int32Array | BigInt64Array | Float64Array;
type NumberArrayConstructor = new (buffer: ArrayBufferLike, at: number, length: number) => NumberArray;

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
  // Not by bits: a row may be longer than 2 GiB.
  return Math.ceil(at / 8) * 8;
}
