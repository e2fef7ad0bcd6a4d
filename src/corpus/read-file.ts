/**
 * Reads a whole file straight into growing memory: no buffer per file, no promise, four system calls. What cannot be
 * read is a problem with a reason, never an exception.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { systemReason } from "../findings/errors.ts";
import type { Problem } from "../findings/finding.ts";
import { isSystemError } from "./disk.ts";

/** Memory that is read into, behind the `length` bytes that are in use. */
export interface Memory {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly maxBytes: number;
  /** Makes `bytes` at least so long, up to `maxBytes`; may replace it. Throws RangeError without memory. */
  grow(total: number): void;
}

export interface Failure {
  readonly problem: Problem;
}

export type ReadResult = { readonly byteCount: number } | Failure;

/** All bytes of standard input in the pieces that they came in, or why it cannot be read. */
export type ReceivedInput = { readonly pieces: readonly Uint8Array[]; readonly byteCount: number } | Failure;

/** Not blocking: opening a named pipe would wait for a writer that never comes. Regular files do not mind. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Below what one system call can read on any system. */
const MAX_READ_BYTES = 2 ** 30;
const RETRY_MS = 5;
const NOT_REGULAR = "it is not a regular file";
const beyondEnd = new Uint8Array(1);
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Reads a regular file to its end, however long it is by then. */
export function readFile(location: string | Buffer, memory: Memory): ReadResult {
  let descriptor = -1;
  try {
    descriptor = openSync(location, READ_FLAGS);
    const stats = fstatSync(descriptor);
    return stats.isFile() ? readAll(descriptor, stats.size, memory) : unreadable(irregular(stats));
  } catch (error) {
    return failureOf(error);
  } finally {
    if (descriptor >= 0) closeSync(descriptor);
  }
}

/** Reads standard input to its end, and waits for it if it is a pipe. */
export function readStandardInput(memory: Memory): ReadResult {
  try {
    const stats = fstatSync(0);
    return stats.isDirectory() ? unreadable(irregular(stats)) : readAll(0, stats.size, memory);
  } catch (error) {
    return failureOf(error);
  }
}

/**
 * Receives standard input to its end without blocking, so that signals and timers get their turn while nobody types. Rejects with the
 * signal's reason once it is aborted; standard input is closed then.
 */
export async function receiveStandardInput(maxBytes: number, signal?: AbortSignal): Promise<ReceivedInput> {
  const stop = () => process.stdin.destroy(signal?.reason as Error);
  try {
    const stats = fstatSync(0);
    if (stats.isDirectory()) return unreadable(irregular(stats));
    if (stats.isFile() && stats.size > maxBytes) return tooLarge(stats.size, maxBytes);
    signal?.throwIfAborted();
    signal?.addEventListener("abort", stop, { once: true });
    const pieces: Uint8Array[] = [];
    let byteCount = 0;
    for await (const piece of process.stdin as AsyncIterable<Uint8Array>) {
      pieces.push(piece);
      byteCount += piece.length;
      if (byteCount > maxBytes) return tooLarge(byteCount, maxBytes);
    }
    return { pieces, byteCount };
  } catch (error) {
    signal?.throwIfAborted();
    return failureOf(error);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** Puts what was received behind what the memory holds. */
export function storeReceived(received: ReceivedInput, memory: Memory): ReadResult {
  if ("problem" in received) return received;
  const { pieces, byteCount } = received;
  if (byteCount > memory.maxBytes - memory.length) return tooLarge(byteCount, memory.maxBytes);
  try {
    memory.grow(memory.length + byteCount);
  } catch (error) {
    return failureOf(error);
  }
  let end = memory.length;
  for (const piece of pieces) {
    memory.bytes.set(piece, end);
    end += piece.length;
  }
  return { byteCount };
}

export function unreadable(reason: string): Failure {
  return { problem: { code: "input/unreadable", byte: 0, pointer: "", params: { reason } } };
}

export function tooLarge(bytes: number, maxBytes: number): Failure {
  return { problem: { code: "input/too-large", byte: 0, pointer: "", params: { bytes, maxBytes } } };
}

function readAll(descriptor: number, size: number, memory: Memory): ReadResult {
  const start = memory.length;
  if (size > memory.maxBytes - start) return tooLarge(size, memory.maxBytes);
  // One byte more than the file has: a read that leaves it empty has met the end, and no second one is needed.
  memory.grow(start + size + 1);
  for (let end = start; ; ) {
    if (end === memory.maxBytes) {
      const isMore = readSome(descriptor, beyondEnd, 0, 1) > 0;
      return isMore ? tooLarge(end - start + 1, memory.maxBytes) : { byteCount: end - start };
    }
    memory.grow(end + 1);
    const room = Math.min(memory.bytes.length - end, MAX_READ_BYTES);
    const count = readSome(descriptor, memory.bytes, end, room);
    end += count;
    if (count === 0 || (count < room && end - start === size)) return { byteCount: end - start };
  }
}

/** One read; 0 at the end. A pipe that is set not to block is asked again until it has something. */
function readSome(descriptor: number, bytes: Uint8Array, at: number, room: number): number {
  for (;;) {
    try {
      return readSync(descriptor, bytes, at, room, null);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code === "EOF") return 0; // how Windows ends a pipe
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(sleeper, 0, 0, RETRY_MS);
    }
  }
}

function irregular(stats: Stats): string {
  return stats.isDirectory() ? "it is a folder" : NOT_REGULAR;
}

function failureOf(error: unknown): Failure {
  if (isSystemError(error)) return unreadable(error.code === "ENXIO" ? NOT_REGULAR : systemReason(error));
  if (error instanceof RangeError) return unreadable("not enough memory");
  throw error;
}
