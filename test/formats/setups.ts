/**
 * Where the format tests encode: with each kernel, in memory that is the kernel's own or not. What a format writes may not
 * depend on it. Separate from `value-batches.ts`, which knows values and nothing of memory.
 */
import type { Batch, BatchColumn } from "../../src/batch/batch.ts";
import type { ColumnPiece, Piece, PieceSink } from "../../src/formats/format.ts";
import type { Kernel } from "../../src/kernel/kernel.ts";
import { KernelMemory } from "../../src/kernel/memory.ts";
import { typescriptKernel } from "../../src/kernel/typescript.ts";
import { WebAssemblyKernel } from "../../src/kernel/webassembly.ts";

export interface Setup {
  readonly name: string;
  readonly kernel: Kernel;
  /** Memory for a piece, at a multiple of 16 that changes from call to call. */
  allocate(byteCount: number): Uint8Array;
  /** The batch as the encoder gets it. */
  place(batch: Batch): PlacedBatch;
}

interface PlacedBatch {
  readonly batch: Batch;
  /** Overwrites what was copied for the batch. Throws if it was changed. */
  release(): void;
}

/** Bytes behind a piece that an encoder may change: see `PieceSink.reserve`. */
const OVERRUN_BYTES = 16;
/** Marked bytes behind those. */
const GUARD_BYTES = 48;
const MARK = 0x5a;
const GARBAGE = 0xd7;

/** Memory that is used again for each piece, and grows for longer ones. */
class ForeignMemory {
  #bytes = new Uint8Array(0);
  #count = 0;

  allocate(byteCount: number): Uint8Array {
    const at = 16 * (this.#count++ % 5);
    if (at + byteCount > this.#bytes.length) this.#bytes = new Uint8Array(at + byteCount + (1 << 20));
    return this.#bytes.subarray(at, at + byteCount);
  }
}

/** A kernel that works on whatever it gets. */
function foreign(name: string, kernel: Kernel): Setup {
  const memory = new ForeignMemory();
  return {
    name,
    kernel,
    allocate: (byteCount) => memory.allocate(byteCount),
    place: (batch) => ({ batch, release: () => {} }),
  };
}

/** The kernel in WebAssembly as it is meant to be used: pieces and texts lie in its memory, as far as there is room. */
function embedded(): Setup {
  const memory = new KernelMemory(1 << 20);
  memory.growArena(1 << 20);
  const large = new ForeignMemory();
  let count = 0;
  return {
    name: "webassembly",
    kernel: new WebAssemblyKernel(memory),
    allocate(byteCount) {
      const at = 16 * (count++ % 7);
      const { pieces } = memory;
      return at + byteCount > pieces.length ? large.allocate(byteCount) : pieces.subarray(at, at + byteCount);
    },
    place: (batch) => placeTexts(batch, memory.arena),
  };
}

/** The batch with the texts of its rows in the arena, those of every third column apart. */
function placeTexts(batch: Batch, arena: Uint8Array): PlacedBatch {
  let at = 0;
  const copies: [copy: Uint8Array, original: Uint8Array][] = [];
  const columns = batch.columns.map((column, index): BatchColumn => {
    const { vector, perRun } = column;
    if (vector.type !== "utf8" || perRun || index % 3 === 2) return column;
    at += 1 + (index % 5);
    if (at + vector.bytes.length > arena.length) return column;
    const bytes = arena.subarray(at, at + vector.bytes.length);
    bytes.set(vector.bytes);
    at += bytes.length;
    copies.push([bytes, vector.bytes]);
    return { vector: { ...vector, bytes }, perRun };
  });
  return {
    batch: { ...batch, columns },
    release() {
      for (const [copy, original] of copies) {
        if (Buffer.compare(copy, original) !== 0) throw new Error("the encoder changed a batch");
        copy.fill(GARBAGE);
      }
    },
  };
}

export const webassemblySetup = embedded();

export const setups: readonly Setup[] = [
  foreign("typescript", typescriptKernel),
  webassemblySetup,
  foreign("webassembly on other memory", new WebAssemblyKernel(new KernelMemory(0))),
];

/**
 * Hands pieces on at once and then overwrites them. Throws where an encoder breaks the contract of `PieceSink`: it emits more
 * than it reserved, emits twice, or writes behind its piece.
 */
export class TestSink implements PieceSink {
  readonly #setup: Setup;
  readonly #onPiece: (piece: Piece) => void;
  #memory: Uint8Array | null = null;
  #reserved = 0;
  #count = 0;

  constructor(setup: Setup, onPiece: (piece: Piece) => void) {
    this.#setup = setup;
    this.#onPiece = onPiece;
  }

  reserve(byteCount: number): Uint8Array {
    // Often more than was asked for.
    this.#reserved = byteCount + 24 * (this.#count++ % 3);
    this.#memory = this.#setup.allocate(this.#reserved + OVERRUN_BYTES + GUARD_BYTES);
    this.#memory.fill(MARK, this.#reserved);
    return this.#memory.subarray(0, this.#reserved);
  }

  emit(byteCount: number, columns: ColumnPiece | null): void {
    const memory = this.#memory;
    if (memory === null || byteCount > this.#reserved)
      throw new Error(`${byteCount} bytes were not reserved`);
    const guard = memory.subarray(this.#reserved + OVERRUN_BYTES);
    if (guard.some((byte) => byte !== MARK)) throw new Error("the encoder wrote behind its piece");
    this.#onPiece({ bytes: memory.subarray(0, byteCount), columns });
    memory.fill(GARBAGE, 0, byteCount);
    this.#memory = null;
  }
}
