/**
 * A thread that runs an entry of the bundle: what it says, what it died of, and its end. Separate from what threads are for: some
 * handle documents, one hashes files.
 */
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import { InputError, systemReason } from "../findings/errors.ts";
import { packageFile } from "../package/package-file.ts";

export interface BundledThreadSettings<Message> {
  /** Name of the entry, as build/bundle.mjs has it. */
  readonly entry: "thread" | "hash-thread";
  readonly workerData: unknown;
  readonly onMessage: (message: Message) => void;
  /** Takes what it died of; the end of a thread that was not closed is such a thing, too. */
  readonly onFailure: (failure: Error) => void;
  /** What it has at hand, for the failure's message: ` while it handled a.txt`, or nothing. */
  readonly occupation: () => string;
}

/** Flags of the process go for its threads as well. `--input-type` is the exception: Node.js refuses it where a file is run. */
const inherited = process.execArgv.some((flag) => flag.startsWith("--input-type")) ? { execArgv: [] } : {};

export class BundledThread<Message> {
  readonly #worker: Worker;
  readonly #occupation: () => string;
  #closed = false;

  /** It does not keep the process alive until `ref` is called. Throws InputError where the system gives no thread. */
  constructor({ entry, workerData, onMessage, onFailure, occupation }: BundledThreadSettings<Message>) {
    this.#occupation = occupation;
    this.#worker = startWorker(entry, workerData);
    this.#worker.on("message", onMessage);
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

  post(message: unknown): void {
    this.#worker.postMessage(message);
  }

  /** Whether the thread keeps the process alive. */
  ref(): void {
    this.#worker.ref();
  }

  unref(): void {
    this.#worker.unref();
  }

  /** Ends it, whatever it is doing. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }

  /** What the thread ended with, and what it had at hand. A bug keeps its stack. */
  #failureOf(error: Error & { code?: string }): Error {
    const occupation = this.#occupation();
    const isOwn = error instanceof InputError;
    // Its class is lost on the way out of a thread.
    if (!isOwn && error.name === "InputError") return new InputError(error.message, { cause: error });
    if (isOwn || error.code?.startsWith("ERR_WORKER"))
      return new InputError(
        `a thread ended${occupation}: ${systemReason(error)}; --threads 0 does without threads and needs less memory`,
        { cause: error },
      );
    const { message, stack } = error;
    error.message = `${message} (in a thread${occupation})`;
    // The stack was made with the message, and it is what a bug is shown with. Node.js 22 lets nobody assign to it.
    const value = stack?.replace(message, () => error.message);
    return Object.defineProperty(error, "stack", { value, configurable: true, writable: true });
  }
}

/** From the bundle, which is loaded sooner, wherever this file itself stands. */
function startWorker(entry: string, workerData: unknown): Worker {
  try {
    return new Worker(packageFile(`dist/bundle/${entry}.cjs`), { workerData, ...inherited });
  } catch (error) {
    throw new InputError(`a thread cannot be started: ${systemReason(error)}; take fewer with --threads`, {
      cause: error,
    });
  }
}

/** What was thrown in a thread, which need not be an error when it arrives. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === "string" ? thrown : inspect(thrown));
}
