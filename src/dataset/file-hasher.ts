/**
 * Hashes files in a thread of its own while they are written. Beside several threads that make rows, the one that writes has the most to
 * do, and more than half of that is SHA-256.
 */
import { BundledThread } from "../workers/bundled-thread.ts";
import type { FileHash } from "./files.ts";
import type { HashThreadAnswer, HashThreadData } from "./hash-thread.ts";

export class FileHasher {
  readonly #shared: HashThreadData;
  readonly #thread: BundledThread<HashThreadAnswer>;
  readonly #digests: Promise<HashThreadAnswer>;
  #failure: Error | null = null;

  /** `paths`: the files, which exist; all are to be hashed to their end. Throws where the system gives no thread. */
  constructor(paths: readonly string[]) {
    const count = paths.length;
    this.#shared = {
      paths,
      written: new BigInt64Array(new SharedArrayBuffer(count * BigInt64Array.BYTES_PER_ELEMENT)),
      complete: new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT)),
      changes: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    };
    let onMessage!: (digests: HashThreadAnswer) => void;
    let onFailure!: (failure: Error) => void;
    this.#digests = new Promise((resolve, reject) => {
      onMessage = resolve;
      onFailure = (failure) => {
        // What it died of is told first, then that it has ended.
        this.#failure ??= failure;
        reject(failure);
      };
    });
    // Who fails for another reason asks for no digest.
    this.#digests.catch(() => {});
    this.#thread = new BundledThread({
      entry: "hash-thread",
      workerData: this.#shared,
      onMessage,
      onFailure,
      occupation: () => " while it hashed the files",
    });
  }

  /** The hash of file number `index`. Its digest comes when all files are complete. What the thread failed with is thrown by both. */
  hashOf(index: number): FileHash {
    return {
      wrote: (_bytes, total) => {
        if (this.#failure !== null) throw this.#failure;
        Atomics.store(this.#shared.written, index, BigInt(total));
        this.#tell();
      },
      digest: async () => {
        Atomics.store(this.#shared.complete, index, 1);
        this.#tell();
        this.#thread.ref();
        return (await this.#digests)[index]!;
      },
    };
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#thread.close();
  }

  #tell(): void {
    Atomics.add(this.#shared.changes, 0, 1);
    Atomics.notify(this.#shared.changes, 0);
  }
}
