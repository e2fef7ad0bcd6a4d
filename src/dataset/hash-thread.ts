/**
 * The entry of the thread that hashes files while others write them: it reads what has been written of each, and says their SHA-256
 * when all are complete.
 */
import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { InputError } from "../findings/errors.ts";
import { attempt } from "./files.ts";

/** What the thread is told, by numbers in shared memory: who writes need not wait for anybody. */
export interface HashThreadData {
  readonly paths: readonly string[];
  /** Bytes of each file that can be read. */
  readonly written: BigInt64Array;
  /** Of each file, whether it is complete: 1. */
  readonly complete: Int32Array;
  /** One number that changes with each of the others. */
  readonly changes: Int32Array;
}

/** The SHA-256 of each file, lower-case hexadecimal. */
export type HashThreadAnswer = readonly string[];

/** Read at once, and of one file after the other: few calls, and what was just written is still in the processor's cache. */
const CHUNK_BYTES = 1 << 20;

class FollowedFile {
  readonly #path: string;
  readonly #hash: Hash = createHash("sha256");
  #descriptor = -1;
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Hashes some of its first `written` bytes that are not hashed yet. Returns false if there are none. Throws InputError. */
  follow(written: number, chunk: Uint8Array): boolean {
    if (written === this.#bytes) return false;
    const count = attempt("read", this.#path, () => {
      if (this.#descriptor < 0) this.#descriptor = openSync(this.#path, "r");
      const length = Math.min(chunk.length, written - this.#bytes);
      return readSync(this.#descriptor, chunk, 0, length, this.#bytes);
    });
    if (count === 0) throw new InputError(`${this.#path} was changed while it was written; export again`);
    this.#hash.update(chunk.subarray(0, count));
    this.#bytes += count;
    return true;
  }

  digest(): string {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    return this.#hash.digest("hex");
  }
}

function followAll({ paths, written, complete, changes }: HashThreadData): HashThreadAnswer {
  const chunk = new Uint8Array(CHUNK_BYTES);
  const files = paths.map((path) => new FollowedFile(path));
  for (;;) {
    const change = Atomics.load(changes, 0);
    const isComplete = files.every((_file, index) => Atomics.load(complete, index) === 1);
    const hasRead = files.map((file, index) => file.follow(Number(Atomics.load(written, index)), chunk));
    if (hasRead.includes(true)) continue;
    if (isComplete) return files.map((file) => file.digest());
    Atomics.wait(changes, 0, change);
  }
}

parentPort!.postMessage(followAll(workerData as HashThreadData));
