/**
 * Builders for the columns that are filled once per document. Paragraph columns need none: the kernel writes them as
 * typed arrays. A builder is cleared and used again for the next batch, so a vector is valid until then.
 */
import type { Utf8Vector, Validity, Vector } from "./batch.ts";
import { ByteSink } from "./byte-sink.ts";
import type { ColumnType } from "./field.ts";

const encoder = new TextEncoder();

/** Which values are null, as Arrow's bitmap; nothing is stored until the first null. */
class ValidityBuilder {
  #bits: Uint8Array = new Uint8Array(0);
  #nulls = 0;

  append(index: number, valid: boolean): void {
    if (this.#nulls === 0 && valid) return;
    const bytes = (index >> 3) + 1;
    if (bytes > this.#bits.length) {
      const grown = new Uint8Array(Math.max(bytes, this.#bits.length * 2, 64));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    if (this.#nulls === 0) setBits(this.#bits, index);
    const mask = 1 << (index & 7);
    if (valid) this.#bits[index >> 3]! |= mask;
    else {
      this.#bits[index >> 3]! &= ~mask;
      this.#nulls++;
    }
  }

  build(): Validity {
    return this.#nulls === 0 ? null : this.#bits;
  }

  clear(): void {
    this.#nulls = 0;
  }
}

/** Sets bits [0, count). */
function setBits(bits: Uint8Array, count: number): void {
  bits.fill(0xff, 0, count >> 3);
  if (count & 7) bits[count >> 3] = (1 << (count & 7)) - 1;
}

/** Text values, one after the other. */
export class Utf8Builder {
  #sink = new ByteSink(1 << 12);
  #offsets = new Int32Array(65);
  #validity = new ValidityBuilder();
  length = 0;

  append(text: string): void {
    this.#sink.reserve(text.length * 3);
    const free = this.#sink.bytes.subarray(this.#sink.length);
    this.#sink.length += encoder.encodeInto(text, free).written;
    this.#close(true);
  }

  /** Appends `bytes[start, end)`. */
  appendBytes(bytes: Uint8Array, start: number, end: number): void {
    this.#sink.append(bytes.subarray(start, end));
    this.#close(true);
  }

  appendNull(): void {
    this.#close(false);
  }

  build(): Utf8Vector {
    return {
      type: "utf8",
      length: this.length,
      validity: this.#validity.build(),
      bytes: this.#sink.bytes,
      starts: this.#offsets.subarray(0, this.length),
      ends: this.#offsets.subarray(1, this.length + 1),
    };
  }

  clear(): void {
    this.#sink.clear();
    this.#validity.clear();
    this.length = 0;
  }

  #close(valid: boolean): void {
    this.#validity.append(this.length, valid);
    this.length++;
    if (this.length >= this.#offsets.length) {
      const grown = new Int32Array(this.#offsets.length * 2);
      grown.set(this.#offsets);
      this.#offsets = grown;
    }
    this.#offsets[this.length] = this.#sink.length;
  }
}

type FixedType = Exclude<ColumnType, "utf8">;
type FixedArray = Int32Array | BigInt64Array | Float64Array | Uint8Array;

/** What a column type takes: `bigint` for the 64-bit ones, `boolean`, else `number`. */
export type FixedValue = number | bigint | boolean;

/** Numbers, dates, timestamps and booleans. */
export class FixedBuilder {
  readonly type: FixedType;
  #values: FixedArray;
  #validity = new ValidityBuilder();
  length = 0;

  constructor(type: FixedType) {
    this.type = type;
    this.#values = allocate(type, 64);
  }

  append(value: FixedValue): void {
    this.#grow();
    const index = this.length++;
    this.#validity.append(index, true);
    if (this.#values instanceof BigInt64Array) this.#values[index] = BigInt(value);
    else if (this.type !== "boolean") this.#values[index] = value as number;
    else if (value) this.#values[index >> 3]! |= 1 << (index & 7);
    else this.#values[index >> 3]! &= ~(1 << (index & 7));
  }

  appendNull(): void {
    this.append(this.#values instanceof BigInt64Array ? 0n : 0);
    this.#validity.append(this.length - 1, false);
  }

  build(): Vector {
    return {
      type: this.type,
      length: this.length,
      validity: this.#validity.build(),
      values: this.#values,
    } as Vector;
  }

  clear(): void {
    this.#validity.clear();
    this.length = 0;
  }

  #grow(): void {
    const room = this.type === "boolean" ? this.#values.length * 8 : this.#values.length;
    if (this.length < room) return;
    const grown = allocate(this.type, room * 2);
    grown.set(this.#values as never);
    this.#values = grown;
  }
}

export type ColumnBuilder = Utf8Builder | FixedBuilder;

/** An empty builder for a column type. */
export function createBuilder(type: ColumnType): ColumnBuilder {
  return type === "utf8" ? new Utf8Builder() : new FixedBuilder(type);
}

function allocate(type: FixedType, count: number): FixedArray {
  switch (type) {
    case "int32":
    case "date32":
      return new Int32Array(count);
    case "int64":
    case "timestamp":
      return new BigInt64Array(count);
    case "float64":
      return new Float64Array(count);
    case "boolean":
      return new Uint8Array(Math.ceil(count / 8));
  }
}
