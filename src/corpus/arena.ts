/**
 * The arena: one growing piece of memory that documents which are processed together are read into, one behind the other.
 * Offsets into it are 32-bit integers, which sets its limit.
 */
import type { Problem } from "../findings/finding.ts";
import {
  type Memory,
  type ReadResult,
  type ReceivedInput,
  readFile,
  readStandardInput,
  receiveStandardInput,
  storeReceived,
  unreadable,
} from "./read-file.ts";
import { type ReadableFile, type SourceFile, STANDARD_INPUT } from "./source-file.ts";

/** Most bytes that an arena holds, and that a document can have: offsets are Int32. */
export const MAX_ARENA_BYTES = 2 ** 31 - 1;

/** After so many resets a large arena shrinks, if less was enough. Where huge documents follow each other, it stays. */
const RESETS_BEFORE_SHRINKING = 16;

/** Memory that an arena grows in. */
export interface ArenaMemory {
  /** All bytes that there are now. Growing and beginning anew may replace it. */
  readonly arena: Uint8Array;
  /** Makes the arena at least so many bytes long and keeps what it holds. Throws RangeError without memory. */
  growArena(byteCount: number): void;
  /** Gives back what the arena has grown by, with all that it holds. */
  renew(): void;
}

export interface ArenaOptions {
  /** Default: memory of the arena's own. */
  readonly memory?: ArenaMemory;
  readonly initialBytes?: number;
  /** An arena that is larger, and has not had to be for a while, shrinks to `initialBytes` when it is reset. */
  readonly keepBytes?: number;
  readonly maxBytes?: number;
}

/** Standard input that was received before it is put into an arena. */
export interface ReceivedFile extends ReadableFile {
  readonly received: ReceivedInput;
}

/**
 * The documents of an item with standard input received, which an arena alone could only wait for, blocking everything.
 * Rejects with the signal's reason once it is aborted.
 */
export async function receiveDocuments(
  documents: readonly SourceFile[],
  signal?: AbortSignal,
): Promise<readonly (SourceFile | ReceivedFile)[]> {
  // It stands alone.
  const [file] = documents;
  if (file?.kind !== "file" || file.location !== STANDARD_INPUT) return documents;
  return [{ ...file, received: await receiveStandardInput(MAX_ARENA_BYTES, signal) }];
}

/** Where a document stands: bytes[start, end). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export class Arena implements Memory {
  /** Bytes in use. */
  length = 0;
  readonly maxBytes: number;
  readonly #memory: ArenaMemory;
  readonly #initialBytes: number;
  readonly #keepBytes: number;
  /** Resets since more than `keepBytes` were in use. */
  #resets = 0;
  #bytes!: Uint8Array;
  #buffer!: Buffer;

  constructor(options: ArenaOptions = {}) {
    this.maxBytes = options.maxBytes ?? MAX_ARENA_BYTES;
    this.#initialBytes = Math.min(options.initialBytes ?? 2 ** 20, this.maxBytes);
    this.#keepBytes = options.keepBytes ?? 2 ** 26;
    this.#memory = options.memory ?? new OwnMemory();
    this.#memory.growArena(this.#initialBytes);
    this.#look();
  }

  /** The memory; what lies at `length` and beyond is free. Appending may replace it, so read it again after that. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The same memory as a Buffer, for decoding ranges of it. */
  get buffer(): Buffer {
    return this.#buffer;
  }

  /**
   * Reads a document and returns where it stands. A file that grows or shrinks meanwhile is taken as far as it goes.
   * On a problem the arena is as before: `input/unreadable` with `reason`, or `input/too-large` with `bytes`, as far
   * as known, and `maxBytes`. Nothing but regular files is read, standard input apart.
   */
  append(file: SourceFile | ReceivedFile): ByteRange | { readonly problem: Problem } {
    if (file.kind === "unreadable") return unreadable(file.reason);
    const start = this.length;
    const read = "received" in file ? storeReceived(file.received, this) : this.#read(file.location);
    if ("problem" in read) return read;
    this.length = start + read.byteCount;
    return { start, end: this.length };
  }

  /**
   * Makes `bytes` at least `total` bytes long, or `maxBytes` if that is less, and keeps all it holds. Throws RangeError
   * where there is not so much memory.
   */
  grow(total: number): void {
    const needed = Math.min(total, this.maxBytes);
    if (needed <= this.#bytes.length) return;
    this.#memory.growArena(needed);
    this.#look();
  }

  /** Forgets all documents. Keeps the memory unless one huge document has made it grow beyond measure. */
  reset(): void {
    this.#resets = this.length > this.#keepBytes ? 0 : this.#resets + 1;
    this.length = 0;
    if (this.#bytes.length <= this.#keepBytes || this.#resets < RESETS_BEFORE_SHRINKING) return;
    this.#memory.renew();
    this.#memory.growArena(this.#initialBytes);
    this.#look();
  }

  #read(location: string | Buffer): ReadResult {
    return location === STANDARD_INPUT ? readStandardInput(this) : readFile(location, this);
  }

  #look(): void {
    const { arena } = this.#memory;
    this.#bytes = arena.length > this.maxBytes ? arena.subarray(0, this.maxBytes) : arena;
    this.#buffer = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
  }
}

class OwnMemory implements ArenaMemory {
  arena = new Uint8Array(0);

  growArena(byteCount: number): void {
    if (byteCount <= this.arena.length) return;
    const larger = new Uint8Array(Math.max(byteCount, Math.min(this.arena.length * 2, MAX_ARENA_BYTES)));
    larger.set(this.arena);
    this.arena = larger;
  }

  renew(): void {
    this.arena = new Uint8Array(0);
  }
}
