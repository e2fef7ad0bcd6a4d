/**
 * The memory that WebAssembly kernels work in, one for each thread:
 *
 *     what the kernels were compiled with | scratch | pieces | arena, growing
 *
 * It is shared memory, so that another thread can write a piece to a file without a copy. Separate from the kernels because
 * documents are read into it and files written from it by parts that know nothing of WebAssembly.
 */
import { readFileSync } from "node:fs";
import { packageFile } from "../package/package-file.ts";

const PAGE_BYTES = 1 << 16;
/** What 32-bit addresses reach. */
const MAX_PAGES = 1 << 16;
/** Free room behind each part, which kernels may read, and change behind what they write: see assembly/index.ts. */
const SLACK_BYTES = 128;

/** Told to the garbage collector for memory that is given back; as much as makes it look. */
const MAX_TOLD_BYTES = 1 << 27;

/** For what a kernel is told and what it answers. */
export const SCRATCH_BYTES = 1 << 20;

/** The functions of assembly/index.ts. Addresses and counts are u32. */
export interface KernelFunctions {
  readonly freeMemoryStart: () => number;
  readonly scanParagraphs: (
    origin: number,
    start: number,
    end: number,
    firstLine: number,
    out: number,
    capacity: number,
  ) => number;
  readonly writeCsvText: (from: number, end: number, to: number) => number;
  readonly writeJsonText: (from: number, end: number, to: number) => number;
  readonly writeLines: (
    plan: number,
    row: number,
    run: number,
    lastRow: number,
    runEnds: number,
    to: number,
    end: number,
    cursor: number,
  ) => void;
  readonly gatherText: (
    origin: number,
    starts: number,
    ends: number,
    copies: number,
    count: number,
    to: number,
    offsets: number,
    length: number,
  ) => number;
}

let compiled: WebAssembly.Module | undefined;

/** The kernels as `npm run build` makes them. */
function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(packageFile("dist/kernel.wasm")));
  return compiled;
}

export class KernelMemory {
  readonly #pieceBytes: number;
  #memory!: WebAssembly.Memory;
  #buffer!: SharedArrayBuffer;
  #functions!: KernelFunctions;
  #scratch!: number;
  #arenaStart!: number;

  /** `pieceBytes`: room for pieces of files. Throws RangeError where the system gives no memory. */
  constructor(pieceBytes: number) {
    this.#pieceBytes = pieceBytes;
    this.renew();
  }

  /** Begins again with new memory: what WebAssembly memory has grown by is given back in no other way. */
  renew(): void {
    // Shared memory does not count for the garbage collector, which would let gigabytes of it lie; what is ordinary does.
    new ArrayBuffer(Math.min(this.#memory?.buffer.byteLength ?? 0, MAX_TOLD_BYTES));
    this.#memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
    this.#buffer = this.#memory.buffer;
    const imports = { env: { memory: this.#memory } };
    this.#functions = new WebAssembly.Instance(kernelModule(), imports).exports as unknown as KernelFunctions;
    this.#scratch = aligned(this.#functions.freeMemoryStart());
    this.#arenaStart = aligned(this.#piecesStart + this.#pieceBytes + SLACK_BYTES);
    this.growArena(0);
  }

  get functions(): KernelFunctions {
    return this.#functions;
  }

  /** Another object each time the memory has grown. */
  get buffer(): SharedArrayBuffer {
    return this.#buffer;
  }

  /** Address of `SCRATCH_BYTES` bytes, a multiple of 16. */
  get scratch(): number {
    return this.#scratch;
  }

  /** Room for pieces of files. */
  get pieces(): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.buffer, this.#piecesStart, this.#pieceBytes);
  }

  /** Room for documents, to the end of the memory. */
  get arena(): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(
      this.buffer,
      this.#arenaStart,
      this.buffer.byteLength - SLACK_BYTES - this.#arenaStart,
    );
  }

  /** Makes the arena at least so many bytes long, in place. Throws RangeError where that is not possible. */
  growArena(byteCount: number): void {
    const pages = Math.ceil((this.#arenaStart + byteCount + SLACK_BYTES) / PAGE_BYTES);
    const missing = pages - this.buffer.byteLength / PAGE_BYTES;
    if (missing <= 0) return;
    this.#memory.grow(missing);
    this.#buffer = this.#memory.buffer;
  }

  /** Address of the first byte of a view of this memory; -1 if it is one of another memory. */
  addressOf(view: ArrayBufferView): number {
    return view.buffer === this.buffer ? view.byteOffset : -1;
  }

  get #piecesStart(): number {
    return this.#scratch + SCRATCH_BYTES + SLACK_BYTES;
  }
}

function aligned(address: number): number {
  return Math.ceil(address / 16) * 16;
}
