/**
 * Threads that handle work items side by side. Answers are passed on in the order of the items, whichever thread is done first;
 * what is ahead of its turn waits: pieces in the thread's ring, whose length bounds them, outcomes of a bounded number of items.
 */
import type { WorkItem } from "../corpus/work-items.ts";
import { InputError, systemReason } from "../findings/errors.ts";
import type { Outcome } from "./outcome.ts";
import type { RingPiece } from "./piece-ring.ts";
import { PoolThread } from "./pool-thread.ts";
import type { ThreadAnswer } from "./thread.ts";
import type { WorkSettings } from "./work.ts";

/** An item in the hands of a thread. */
interface HeldItem {
  readonly item: WorkItem;
  readonly thread: PoolThread;
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

/**
 * Items that a thread has at a time: one that it handles, and the next, so that it need not wait. An item of one document takes long
 * enough that whoever is done first can have the next.
 */
const HELD_ITEMS = 2;
/**
 * Items for each thread that are handed out before the first of them is done. Where no files are written, nothing else keeps what is
 * known of documents from piling up behind a slow one.
 */
const ITEMS_AHEAD = 8;

export class Pool {
  readonly #threads: readonly PoolThread[];
  #failure: Error | null = null;
  #wake: () => void = () => {};

  constructor(threadCount: number, settings: WorkSettings) {
    const onAnswer = () => this.#wake();
    const onFailure = (failure: Error) => {
      this.#failure ??= failure;
      this.#wake();
    };
    const threads: PoolThread[] = [];
    this.#threads = threads;
    try {
      while (threads.length < threadCount) threads.push(new PoolThread(settings, onAnswer, onFailure));
    } catch (error) {
      for (const thread of threads) void thread.close();
      throw new InputError(`a thread cannot be started: ${systemReason(error)}; take fewer with --threads`, {
        cause: error,
      });
    }
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
      if (thread.heldCount >= HELD_ITEMS || thread.holdsLongItem) return false;
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
