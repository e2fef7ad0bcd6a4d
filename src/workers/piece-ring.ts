/**
 * Where pieces of files wait until they are written: a ring in a kernel's memory, in which each new piece stands behind the one
 * before. Its length is all that a thread's pieces may be ahead of the writing; where it is full, the thread waits. Who writes
 * cannot wait for himself: his pieces get memory of their own then, and he sees to it beforehand that there is room.
 */
import type { ColumnPiece, Piece, PieceSink } from "../formats/format.ts";
import type { KernelMemory } from "../kernel/memory.ts";

/** Length of the ring of one of a few threads. */
export const RING_BYTES = 16 << 20;
/** Length where threads are many: still more than the pieces of `PROCESSED_BYTES` of documents in all formats. */
const SHORT_RING_BYTES = RING_BYTES / 2;
/** More than these write faster than the main thread takes, and would fill any ring. */
const FEW_THREADS = 2;

/** How long a ring is where so many threads have one. */
export function ringBytesOf(threads: number): number {
  return threads > FEW_THREADS ? SHORT_RING_BYTES : RING_BYTES;
}

/** What a kernel may change behind what it writes. */
const SLACK_BYTES = 64;
/** What a piece takes of the ring that stands outside of it, so that it is waited for, too. */
const OUTSIDE_BYTES = 16;

/** A piece, and how far the ring is free once it is written. */
export interface RingPiece extends Piece {
  readonly end: number;
}

/** Lets the ring know that all up to and with a piece is written; `released` is the one that its ring was made with. */
export function releasePiece({ end }: RingPiece, released: Int32Array): void {
  Atomics.store(released, 0, end);
  Atomics.notify(released, 0);
}

export class PieceRing {
  readonly #memory: KernelMemory;
  readonly #length: number;
  readonly #released: Int32Array;
  readonly #waits: boolean;
  /** Bytes taken so far, modulo 2^32, as is what `released` holds. */
  #taken = 0;
  /** The same after the last piece that was handed on. */
  #handedOn = 0;
  /** Where in the ring the next piece begins. */
  #at = 0;
  #reserved: Uint8Array = new Uint8Array(0);
  #isOutside = false;

  /**
   * All of `memory` that is for pieces becomes the ring; `released`: one number, 0, in memory that is shared with who writes; `waits`: whether
   * somebody else does.
   */
  constructor(memory: KernelMemory, released: Int32Array, waits = true) {
    this.#memory = memory;
    this.#length = memory.pieces.length;
    this.#released = released;
    this.#waits = waits;
  }

  /** Bytes for which there is room now, as long as they are not to stand at its end and its beginning. */
  get freeBytes(): number {
    return Math.max(0, this.#length - ((this.#taken - Atomics.load(this.#released, 0)) | 0));
  }

  /** The ring as the sink of an encoder, whose pieces go to `emit`. */
  sink(emit: (piece: RingPiece) => void): PieceSink {
    return {
      reserve: (byteCount) => this.#reserve(byteCount),
      emit: (byteCount, columns) => emit(this.#take(byteCount, columns)),
    };
  }

  #reserve(byteCount: number): Uint8Array {
    const size = aligned(byteCount + SLACK_BYTES);
    const toEnd = this.#length - this.#at;
    const skipped = size > toEnd ? toEnd : 0;
    this.#isOutside = size > this.#length || (!this.#waits && skipped + size > this.freeBytes);
    if (!this.#isOutside && skipped > 0) {
      this.#taken = (this.#taken + skipped) | 0;
      this.#at = 0;
    }
    // Outside of the ring there is one piece at a time.
    if (this.#waits) this.#wait(this.#isOutside ? 0 : this.#length - size);
    this.#reserved = this.#isOutside
      ? new Uint8Array(new SharedArrayBuffer(size))
      : this.#memory.pieces.subarray(this.#at, this.#at + size);
    return this.#reserved;
  }

  #take(byteCount: number, columns: ColumnPiece | null): RingPiece {
    const size = this.#isOutside ? OUTSIDE_BYTES : aligned(byteCount);
    this.#taken = (this.#taken + size) | 0;
    this.#handedOn = this.#taken;
    this.#at = (this.#at + size) % this.#length;
    return { bytes: this.#reserved.subarray(0, byteCount), columns, end: this.#taken };
  }

  /** Waits until at most `byteCount` bytes are not released yet. */
  #wait(byteCount: number): void {
    for (;;) {
      const released = Atomics.load(this.#released, 0);
      // Nobody releases what was skipped at the ring's end before there is a piece behind it.
      if (released === this.#handedOn || ((this.#taken - released) | 0) <= byteCount) return;
      Atomics.wait(this.#released, 0, released);
    }
  }
}

function aligned(byteCount: number): number {
  return Math.ceil(byteCount / 16) * 16;
}
