/**
 * A growing bitmap in Arrow's layout, least significant bit first: validity and boolean values of a record batch.
 * Separate from the column buffers because both of those are made from it.
 */
import { isValid, type Validity } from "../batch/batch.ts";

/** Bits beyond `length` are always zero, so that equal values give equal bytes. */
export class BitBuffer {
  #bytes = new Uint8Array(1 << 10);
  length = 0;
  /** How many bits are 1. */
  setCount = 0;

  /** Appends the bits [start, end) of a bitmap; of `null`, which stands for ones. */
  append(bits: Validity, start: number, end: number): void {
    if (bits === null) {
      this.appendRepeated(true, end - start);
      return;
    }
    this.#reserve(end - start);
    for (let from = start; from < end; from++) {
      if (isValid(bits, from)) {
        this.#bytes[this.length >> 3]! |= 1 << (this.length & 7);
        this.setCount++;
      }
      this.length++;
    }
  }

  /** Appends the same bit `count` times. */
  appendRepeated(bit: boolean, count: number): void {
    this.#reserve(count);
    const from = this.length;
    this.length += count;
    if (bit) {
      this.#setRange(from, this.length);
      this.setCount += count;
    }
  }

  /** The bytes that hold the bits, as a view that the next call may change. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, (this.length + 7) >> 3);
  }

  clear(): void {
    this.view().fill(0);
    this.length = 0;
    this.setCount = 0;
  }

  #setRange(start: number, end: number): void {
    let at = start;
    while (at < end && (at & 7) !== 0) this.#setBit(at++);
    if (end - at >= 8) {
      this.#bytes.fill(0xff, at >> 3, end >> 3);
      at = end & ~7;
    }
    while (at < end) this.#setBit(at++);
  }

  #setBit(at: number): void {
    this.#bytes[at >> 3]! |= 1 << (at & 7);
  }

  #reserve(count: number): void {
    const needed = (this.length + count + 7) >> 3;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.view());
    this.#bytes = grown;
  }
}
