/**
 * Growing buffers for the values of one column in Arrow's layout: text, numbers and booleans. Null values take their
 * place as an empty text or a zero; which ones are null is the column buffer's matter.
 */
import { type BatchColumn, vectorOf } from "../batch/batch.ts";
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

/** Takes texts that stand one behind the other, as in pieces. */
class Utf8Buffer implements ValueBuffer {
  #offsets = new Int32Array(FIRST_ROWS);
  #bytes = new ByteSink();
  #length = 0;

  append(column: BatchColumn, start: number, end: number): void {
    if (start === end) return;
    const { bytes, starts, ends } = vectorOf(column, "utf8");
    this.#reserveRows(end - start);
    const shift = this.#bytes.length - starts[start]!;
    this.#bytes.append(bytes.subarray(starts[start]!, ends[end - 1]!));
    for (let row = start; row < end; row++) this.#offsets[++this.#length] = ends[row]! + shift;
  }

  view(): ValueView {
    return { offsets: this.#offsets.subarray(0, this.#length + 1), values: this.#bytes.view() };
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.bytes.length > KEEP_BYTES) this.#bytes = new ByteSink();
    else this.#bytes.clear();
  }

  #reserveRows(count: number): void {
    const needed = this.#length + count + 1;
    if (needed > this.#offsets.length) this.#offsets = grown(this.#offsets, needed);
  }
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

  view(): ValueView {
    return { offsets: null, values: this.#bits.view() };
  }

  clear(): void {
    this.#bits.clear();
  }
}
