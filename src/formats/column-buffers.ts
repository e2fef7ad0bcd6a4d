/**
 * The buffers of one column of a record batch: values and which of them are null. Separate from the assembler, which
 * knows rows and sizes but no types.
 */
import { type BatchColumn, isValid, type Validity } from "../batch/batch.ts";
import type { Field } from "../batch/field.ts";
import { BitBuffer } from "./bit-buffer.ts";
import { createValueBuffer, type ValueBuffer, type ValueView } from "./value-buffers.ts";

/** One column of an assembled record batch: Arrow's buffers without padding, as views. */
export interface AssembledColumn extends ValueView {
  readonly nullCount: number;
  /** Bit i is 1 where value i is not null; `null` where no value is null. */
  readonly validity: Uint8Array | null;
}

/** Collects the values of one column. Null in a field that has none is a bug and throws. */
export class ColumnBuffer {
  readonly #field: Field;
  readonly #values: ValueBuffer;
  readonly #validity = new BitBuffer();

  constructor(field: Field) {
    this.#field = field;
    this.#values = createValueBuffer(field.type);
  }

  /** Appends the vector's values [start, end). */
  append(column: BatchColumn, start: number, end: number): void {
    const { validity } = column.vector;
    if (this.#field.nullable) this.#validity.append(validity, start, end);
    else this.#refuseNull(validity, start, end);
    this.#values.append(column, start, end);
  }

  /** Appends the vector's value `index` `count` times. */
  appendRepeated(column: BatchColumn, index: number, count: number): void {
    const { validity } = column.vector;
    if (this.#field.nullable) this.#validity.appendRepeated(isValid(validity, index), count);
    else this.#refuseNull(validity, index, index + 1);
    this.#values.appendRepeated(column, index, count);
  }

  /** What was appended, as views that the next call may change. */
  view(): AssembledColumn {
    const nullCount = this.#validity.length - this.#validity.setCount;
    return { nullCount, validity: nullCount === 0 ? null : this.#validity.view(), ...this.#values.view() };
  }

  /** Forgets the values and keeps the room. */
  clear(): void {
    this.#validity.clear();
    this.#values.clear();
  }

  #refuseNull(validity: Validity, start: number, end: number): void {
    if (validity === null) return;
    for (let index = start; index < end; index++) {
      if (!isValid(validity, index)) throw new Error(`column ${this.#field.name} cannot hold null`);
    }
  }
}
