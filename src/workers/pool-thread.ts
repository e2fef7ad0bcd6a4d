/** One thread of a pool: what it holds, what it answered, and what it died of. Separate from the pool, which knows their order. */
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import type { WorkItem } from "../corpus/work-items.ts";
import { InputError, systemReason } from "../findings/errors.ts";
import { packageFile } from "../package/package-file.ts";
import { packItem } from "./packed-item.ts";
import { type RingPiece, releasePiece } from "./piece-ring.ts";
import type { ThreadAnswer, ThreadData, ThreadTask } from "./thread.ts";
import type { WorkSettings } from "./work.ts";

export class PoolThread {
  readonly #worker: Worker;
  readonly #released = new Int32Array(new SharedArrayBuffer(4));
  /** The items that it has, in their order. */
  readonly #tasks: { readonly item: WorkItem; readonly answers: ThreadAnswer[] }[] = [];
  #closed = false;
  ready = false;

  constructor(settings: WorkSettings, onAnswer: () => void, onFailure: (failure: Error) => void) {
    const workerData: ThreadData = { settings, released: this.#released };
    this.#worker = new Worker(threadEntry, { workerData, ...inherited });
    this.#worker.on("message", (answer: ThreadAnswer) => {
      if (answer.type === "ready") this.ready = true;
      else this.#tasks[0]!.answers.push(answer);
      if (answer.type === "done") this.#tasks.shift();
      onAnswer();
    });
    this.#worker.on("error", (thrown: unknown) => {
      onFailure(this.#failureOf(asError(thrown)));
    });
    this.#worker.on("messageerror", (error) => onFailure(this.#failureOf(error)));
    this.#worker.on("exit", (code) => {
      if (!this.#closed) onFailure(this.#failureOf(new InputError(`it ended with code ${code}`)));
    });
    // Not before: who listens to messages refers to the thread again.
    this.#worker.unref();
  }

  get heldCount(): number {
    return this.#tasks.length;
  }

  /** Whether an item that it has is one document, which may be large. */
  get holdsLongItem(): boolean {
    return this.#tasks.some(({ item }) => item.length === 1);
  }

  /** Hands a task to the thread; its answers will stand in the array that is returned. */
  take(item: WorkItem, encode: boolean): ThreadAnswer[] {
    const answers: ThreadAnswer[] = [];
    this.#tasks.push({ item, answers });
    this.#worker.postMessage({ item: packItem(item), encode } satisfies ThreadTask);
    return answers;
  }

  release(piece: RingPiece): void {
    releasePiece(piece, this.#released);
  }

  /** Whether the thread keeps the process alive; at first it does not. */
  ref(): void {
    this.#worker.ref();
  }

  unref(): void {
    this.#worker.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }

  /** What the thread ended with, and which documents it had. A bug keeps its stack. */
  #failureOf(error: Error & { code?: string }): Error {
    const documents = this.#tasks.flatMap(({ item }) => item);
    const [first, last] = [documents[0]?.sourcePath, documents.at(-1)?.sourcePath];
    const where =
      first === undefined ? "" : ` while it handled ${first}${last === first ? "" : ` to ${last}`}`;
    const isOwn = error instanceof InputError;
    // Its class is lost on the way out of a thread.
    if (!isOwn && error.name === "InputError") return new InputError(error.message, { cause: error });
    if (isOwn || error.code?.startsWith("ERR_WORKER"))
      return new InputError(
        `a thread ended${where}: ${systemReason(error)}; --threads 0 does without threads and needs less memory`,
        { cause: error },
      );
    const { message, stack } = error;
    error.message = `${message} (in a thread${where})`;
    // The stack was made with the message, and it is what a bug is shown with. Node.js 22 lets nobody assign to it.
    const value = stack?.replace(message, () => error.message);
    return Object.defineProperty(error, "stack", { value, configurable: true, writable: true });
  }
}

/** Flags of the process go for its threads as well. `--input-type` is the exception: Node.js refuses it where a file is run. */
const inherited = process.execArgv.some((flag) => flag.startsWith("--input-type")) ? { execArgv: [] } : {};

/** Threads run the bundle, which is loaded sooner, wherever this file itself stands. */
const threadEntry = packageFile("dist/bundle/thread.cjs");

/** What was thrown in a thread, which need not be an error when it arrives. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === "string" ? thrown : inspect(thrown));
}
