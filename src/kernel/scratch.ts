/**
 * The scratch of a kernel's memory: what kernels are told is copied there, one behind the other, and forgotten before the next call.
 * Separate from what is told, which depends on the kernel.
 */
import type { Texts } from "./kernel.ts";
import { type KernelMemory, SCRATCH_BYTES } from "./memory.ts";

/** Addresses of what tells of texts; `starts` and `ends` count from `origin`, which may be an address below 0, modulo 2^32. */
export interface ToldTexts {
  readonly origin: number;
  readonly starts: number;
  readonly ends: number;
}

/** Where there is too little room, methods return 0 or null. */
export class Scratch {
  readonly #memory: KernelMemory;
  /** Address of the first free byte. */
  #free = 0;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }

  /** Forgets what was told. */
  clear(): void {
    this.#free = this.#memory.scratch;
  }

  /** Address of free bytes, a multiple of 8, with 16 bytes more behind them. */
  reserve(byteCount: number): number {
    const at = this.#free;
    const next = at + ((byteCount + 16 + 7) & ~7);
    if (byteCount > SCRATCH_BYTES || next > this.#memory.scratch + SCRATCH_BYTES) return 0;
    this.#free = next;
    return at;
  }

  /** Address of a copy of bytes[start, end). */
  copyBytes(bytes: Uint8Array, start: number, end: number): number {
    const at = this.reserve(end - start);
    if (at !== 0) new Uint8Array(this.#memory.buffer, at, end - start).set(bytes.subarray(start, end));
    return at;
  }

  /** Address of a copy of values[first, last). */
  copyInt32(values: Int32Array, first: number, last: number): number {
    const at = this.reserve(4 * (last - first));
    if (at !== 0) new Int32Array(this.#memory.buffer, at, last - first).set(values.subarray(first, last));
    return at;
  }

  /** Tells of the texts [first, last). Those that lie in the memory stay where they are. */
  copyTexts({ bytes, starts, ends }: Texts, first: number, last: number): ToldTexts | null {
    const startsAt = this.copyInt32(starts, first, last);
    const endsAt = this.copyInt32(ends, first, last);
    if (startsAt === 0 || endsAt === 0) return null;
    const origin = this.#memory.addressOf(bytes);
    if (origin >= 0) return { origin, starts: startsAt, ends: endsAt };
    // Texts that stand near each other are copied together, with what is between them.
    let from = last > first ? starts[first]! : 0;
    let to = from;
    for (let index = first; index < last; index++) {
      from = Math.min(from, starts[index]!);
      to = Math.max(to, ends[index]!);
    }
    const at = this.copyBytes(bytes, from, to);
    return at === 0 ? null : { origin: at - from, starts: startsAt, ends: endsAt };
  }
}
