/**
 * Threads that handle work items side by side. Answers are passed on in the order of the items, whichever thread is done first;
 * what is ahead of its turn waits in the thread's ring, whose length bounds it.
 */
import { Worker } from "node:worker_threads";
import type { WorkItem } from "../corpus/work-items.ts";
import { InputError, systemReason } from "../findings/errors.ts";
import type { Outcome } from "./outcome.ts";
import { packItem } from "./packed-item.ts";
import { type RingPiece, releasePiece } from "./piece-ring.ts";
import type { ThreadAnswer, ThreadData, ThreadTask } from "./thread.ts";
import type { WorkSettings } from "./work.ts";

/** An item in the hands of a thread. */
interface HeldItem {
  readonly item: WorkItem;
  readonly thread: Thread;
  readonly answers: ThreadAnswer[];
  /** How many of its documents were passed on. */
  handled: number;
}

/** What became of some documents of an item: `outcome.seen` of them from `first` on. */
export interface HandledDocuments {
  readonly item: WorkItem;
  readonly first: number;
  readonly outcome: Outcome;
}

/** What a pool takes items from. */
export interface ItemSource {
  /** The next item, null after the last one. */
  next(): WorkItem | null;
  /** Whether files are still written. */
  encode: boolean;
}

/** Items that a thread has at a time: one that it handles, and the next. */
const HELD_ITEMS = 2;
/**
 * Items for each thread that are handed out before the first of them is done. Where no files are written, nothing else keeps what is
 * known of documents from piling up behind a slow one.
 */
const ITEMS_AHEAD = 8;

export class Pool {
  readonly #threads: readonly Thread[];
  #failure: Error | null = null;
  #wake: () => void = () => {};

  constructor(threadCount: number, settings: WorkSettings) {
    const onAnswer = () => this.#wake();
    const onFailure = (failure: Error) => {
      this.#failure ??= failure;
      this.#wake();
    };
    this.#threads = Array.from({ length: threadCount }, () => new Thread(settings, onAnswer, onFailure));
  }

  /** Whether a thread has started. Throws if one has failed to. */
  get ready(): boolean {
    if (this.#failure !== null) throw this.#failure;
    return this.#threads.some(({ ready }) => ready);
  }

  /**
   * Handles all items of the source. Pieces go to `onPiece`, which has written or copied them when it returns; outcomes are
   * yielded, each after its pieces. Rejects with the signal's reason, and with what a thread failed with.
   */
  async *run(
    source: ItemSource,
    onPiece: (output: number, piece: RingPiece) => void,
    signal?: AbortSignal,
  ): AsyncGenerator<HandledDocuments> {
    const held: HeldItem[] = [];
    const stop = () => this.#wake();
    signal?.addEventListener("abort", stop);
    try {
      for (;;) {
        signal?.throwIfAborted();
        if (this.#failure !== null) throw this.#failure;
        const isEnd = this.#handOut(source, held);
        const [first] = held;
        if (first === undefined && isEnd) return;
        const answer = first?.answers.shift();
        if (first === undefined || answer === undefined) await this.#somethingNew();
        else if (answer.type === "piece") {
          onPiece(answer.output, answer.piece);
          first.thread.release(answer.piece);
        } else if (answer.type === "outcome") {
          yield { item: first.item, first: first.handled, outcome: answer.outcome };
          first.handled += answer.outcome.seen;
        } else held.shift();
      }
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** Gives items to threads that have too few; nobody waits for one that still starts. Whether the source has no more. */
  #handOut(source: ItemSource, held: HeldItem[]): boolean {
    const threads = this.#threads.filter(({ ready }) => ready);
    while (held.length < threads.length * ITEMS_AHEAD) {
      const thread = threads.reduce((a, b) => (b.heldCount < a.heldCount ? b : a));
      if (thread.heldCount >= HELD_ITEMS) return false;
      const item = source.next();
      if (item === null) return true;
      held.push({ item, thread, answers: thread.take(item, source.encode), handled: 0 });
    }
    return false;
  }

  /** Only this waiting keeps the process alive: whoever takes no more answers can leave the threads to its end. */
  async #somethingNew(): Promise<void> {
    for (const thread of this.#threads) thread.ref();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    for (const thread of this.#threads) thread.unref();
  }
}

class Thread {
  readonly #worker: Worker;
  readonly #released = new Int32Array(new SharedArrayBuffer(4));
  /** The items that it has, in their order. */
  readonly #tasks: { readonly item: WorkItem; readonly answers: ThreadAnswer[] }[] = [];
  #closed = false;
  ready = false;

  constructor(settings: WorkSettings, onAnswer: () => void, onFailure: (failure: Error) => void) {
    const workerData: ThreadData = { settings, released: this.#released };
    this.#worker = new Worker(new URL(threadEntry, import.meta.url), { workerData, ...inherited });
    this.#worker.on("message", (answer: ThreadAnswer) => {
      if (answer.type === "ready") this.ready = true;
      else this.#tasks[0]!.answers.push(answer);
      if (answer.type === "done") this.#tasks.shift();
      onAnswer();
    });
    this.#worker.on("error", (thrown: unknown) => {
      onFailure(this.#failureOf(thrown instanceof Error ? thrown : new Error(String(thrown))));
    });
    this.#worker.on("exit", (code) => {
      if (!this.#closed) onFailure(this.#failureOf(new InputError(`it ended with code ${code}`)));
    });
    // Not before: who listens to messages refers to the thread again.
    this.#worker.unref();
  }

  get heldCount(): number {
    return this.#tasks.length;
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
    // The stack was made with the message, and it is what a bug is shown with.
    if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
    return error;
  }
}

/** Flags of the process go for its threads as well. `--input-type` is the exception: Node.js refuses it where a file is run. */
const inherited = process.execArgv.some((flag) => flag.startsWith("--input-type")) ? { execArgv: [] } : {};

/** Threads run what was built, also where this file itself runs from its source. */
const threadEntry = import.meta.url.endsWith(".ts") ? "../../dist/workers/thread.js" : "./thread.js";
