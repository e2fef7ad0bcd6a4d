/**
 * Growing buffers for the values of one column in Arrow's layout: text, numbers and booleans. Null values take their
 * place as an empty text or a zero; which ones are null is the column buffer's matter.
 */
import { type BatchColumn, isValid, vectorOf } from "../batch/batch.ts";
import { ByteSink } from "../batch/byte-sink.ts";
import type { ColumnType } from "../batch/field.ts";
import { BitBuffer } from "./bit-buffer.ts";

/** Values as Arrow's buffers without padding. */
export interface ValueView {
  /** Of text: one more than there are values, the first is 0; else `null`. */
  readonly offsets: Int32Array | null;
  /** UTF-8 bytes, numbers, or the bits of booleans. */
  readonly values: Uint8Array | Int32Array | BigInt64Array | Float64Array;
}

/** Takes values of one column type; a vector of another type is a bug and throws. */
export interface ValueBuffer {
  /** Appends the vector's values [start, end). */
  append(column: BatchColumn, start: number, end: number): void;
  /** Appends the vector's value `index` `count` times. */
  appendRepeated(column: BatchColumn, index: number, count: number): void;
  /** What was appended, as views that the next call may change. */
  view(): ValueView;
  /** Forgets the values and keeps the room. */
  clear(): void;
}

/** An empty buffer for a column type. */
export function createValueBuffer(type: ColumnType): ValueBuffer {
  switch (type) {
    case "utf8":
      return new Utf8Buffer();
    case "boolean":
      return new BooleanBuffer();
    case "int32":
    case "date32":
      return new NumberBuffer(type, new Int32Array(FIRST_ROWS));
    case "int64":
    case "timestamp":
      return new NumberBuffer(type, new BigInt64Array(FIRST_ROWS));
    case "float64":
      return new NumberBuffer(type, new Float64Array(FIRST_ROWS));
  }
}

const FIRST_ROWS = 1 << 10;

/** A text buffer larger than this, which only an exceptional row needs, is given back after that row's batch. */
const KEEP_BYTES = 1 << 25;

/** Texts that are nearer than this in the source are copied together, with what stands between them. */
const GAP_BYTES = 256;

class Utf8Buffer implements ValueBuffer {
  #offsets = new Int32Array(FIRST_ROWS);
  #bytes = new ByteSink();
  #length = 0;

  append(column: BatchColumn, start: number, end: number): void {
    const { bytes, starts, ends } = vectorOf(column, "utf8");
    this.#reserveRows(end - start);
    let from = start;
    while (from < end) {
      const to = stretchEnd(starts, ends, from, end);
      this.#copyStretch(bytes, starts, ends, from, to);
      from = to;
    }
  }

  appendRepeated(column: BatchColumn, index: number, count: number): void {
    const { bytes, starts, ends } = vectorOf(column, "utf8");
    const value = bytes.subarray(starts[index]!, ends[index]!);
    this.#reserveRows(count);
    this.#bytes.reserve(value.length * count);
    for (let copy = 0; copy < count; copy++) {
      this.#bytes.append(value);
      this.#offsets[++this.#length] = this.#bytes.length;
    }
  }

  view(): ValueView {
    return { offsets: this.#offsets.subarray(0, this.#length + 1), values: this.#bytes.view() };
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.bytes.length > KEEP_BYTES) this.#bytes = new ByteSink();
    else this.#bytes.clear();
  }

  /**
   * Copies neighbours at once and then closes the gaps between them in place: `copyWithin` needs no view per text and
   * takes half the time of `set`.
   */
  #copyStretch(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, from: number, to: number): void {
    const sink = this.#bytes;
    const spanStart = starts[from]!;
    const span = bytes.subarray(spanStart, ends[to - 1]!);
    sink.reserve(span.length);
    const target = sink.bytes;
    const base = sink.length;
    target.set(span, base);
    let at = base;
    for (let row = from; row < to; row++) {
      const textStart = base + starts[row]! - spanStart;
      const textEnd = base + ends[row]! - spanStart;
      if (textStart !== at) target.copyWithin(at, textStart, textEnd);
      at += textEnd - textStart;
      this.#offsets[++this.#length] = at;
    }
    sink.length = at;
  }

  #reserveRows(count: number): void {
    const needed = this.#length + count + 1;
    if (needed > this.#offsets.length) this.#offsets = grown(this.#offsets, needed);
  }
}

/** The row after the last one that is copied together with row `from`: texts in order, with small gaps. */
function stretchEnd(starts: Int32Array, ends: Int32Array, from: number, end: number): number {
  let row = from + 1;
  while (row < end) {
    const gap = starts[row]! - ends[row - 1]!;
    if (gap < 0 || gap > GAP_BYTES) break;
    row++;
  }
  return row;
}

type NumberType = Exclude<ColumnType, "utf8" | "boolean">;
type NumberArray = Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

class NumberBuffer implements ValueBuffer {
  readonly #type: NumberType;
  #values: NumberArray;
  #length = 0;

  constructor(type: NumberType, values: NumberArray) {
    this.#type = type;
    this.#values = values;
  }

  append(column: BatchColumn, start: number, end: number): void {
    this.#reserve(end - start);
    this.#values.set(vectorOf(column, this.#type).values.subarray(start, end) as never, this.#length);
    this.#length += end - start;
  }

  appendRepeated(column: BatchColumn, index: number, count: number): void {
    this.#reserve(count);
    const value = vectorOf(column, this.#type).values[index];
    this.#values.fill(value as never, this.#length, this.#length + count);
    this.#length += count;
  }

  view(): ValueView {
    return { offsets: null, values: this.#values.subarray(0, this.#length) };
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > this.#values.length) this.#values = grown(this.#values, needed);
  }
}

/** A copy with room for `needed` values, or twice as many as before if that is more. */
function grown<T extends NumberArray>(values: T, needed: number): T {
  const length = Math.max(needed, values.length * 2);
  const larger = new (values.constructor as new (length: number) => T)(length);
  larger.set(values as never);
  return larger;
}

class BooleanBuffer implements ValueBuffer {
  readonly #bits = new BitBuffer();

  append(column: BatchColumn, start: number, end: number): void {
    this.#bits.append(vectorOf(column, "boolean").values, start, end);
  }

  appendRepeated(column: BatchColumn, index: number, count: number): void {
    this.#bits.appendRepeated(isValid(vectorOf(column, "boolean").values, index), count);
  }

  view(): ValueView {
    return { offsets: null, values: this.#bits.view() };
  }

  clear(): void {
    this.#bits.clear();
  }
}
