/**
 * The buffers of one column of a record batch: values and which of them are null. Separate from the assembler, which
 * knows rows and sizes but no types.
 */
import type { BatchColumn } from "../batch/batch.ts";
import type { Field } from "../batch/field.ts";
import { BitBuffer } from "./bit-buffer.ts";
import { createValueBuffer, type ValueBuffer, type ValueView } from "./value-buffers.ts";

/** One column of an assembled record batch: Arrow's buffers without padding, as views. */
export interface AssembledColumn extends ValueView {
  readonly nullCount: number;
  /** Bit i is 1 where value i is not null; `null` where no value is null. */
  readonly validity: Uint8Array | null;
}

/** Collects the values of one column. */
export class ColumnBuffer {
  readonly #values: ValueBuffer;
  readonly #validity = new BitBuffer();

  constructor({ type }: Field) {
    this.#values = createValueBuffer(type);
  }

  /** Appends the vector's values [start, end). */
  append(column: BatchColumn, start: number, end: number): void {
    this.#validity.append(column.vector.validity, start, end);
    this.#values.append(column, start, end);
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
}
