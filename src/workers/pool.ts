/**
 * Who handles work items side by side: threads, and the main one while it has nothing to write. Answers are passed on in the order of
 * the items, whoever is done first; what is ahead of its turn waits: pieces in a ring of whoever made them, whose length bounds them,
 * outcomes of a bounded number of items.
 */
import { setImmediate } from "node:timers/promises";
import { receiveDocuments } from "../corpus/arena.ts";
import type { WorkItem } from "../corpus/work-items.ts";
import type { Outcome } from "./outcome.ts";
import type { OwnWork } from "./own-work.ts";
import type { RingPiece } from "./piece-ring.ts";
import { PoolThread } from "./pool-thread.ts";
import type { ThreadAnswer } from "./thread.ts";
import type { WorkSettings } from "./work.ts";

/** An item in somebody's hands. */
interface HeldItem {
  readonly item: WorkItem;
  readonly holder: PoolThread | OwnWork;
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
  /** The next item, null after the last one; with `length`, one of so many documents. */
  next(length?: number): WorkItem | null;
  /** How many documents the next item is to have: 1 where documents are large. */
  readonly itemLength: number;
  /** Whether files are still written. */
  encode: boolean;
}

export interface PoolSettings {
  readonly work: WorkSettings;
  /** What the main thread handles; null: nothing. */
  readonly own: OwnWork | null;
  /** How many threads there are to be beside the main one, asked until there are some. */
  readonly threadCount: () => number;
  /** Is told how many were started. */
  readonly onThreads?: ((count: number) => void) | undefined;
}

/**
 * Items that a thread has at a time: one that it handles, and the next, so that it need not wait. An item of one document takes long
 * enough that whoever is done first can have the next.
 */
const HELD_ITEMS = 2;
/** The same where files are written: to write a record batch of Arrow's takes the main thread as long as two items take others. */
const HELD_ITEMS_WRITTEN = 4;
/**
 * Items for each thread, the main one among them, that are handed out before the first of them is done. Where no files are written,
 * nothing else keeps what is known of documents from piling up behind a slow one.
 */
const ITEMS_AHEAD = 16;
/** An item is so many times as long as those that the main thread takes beside others: they wait for it to write. */
const OWN_ITEM_SHARE = 4;

export class Pool {
  readonly #settings: PoolSettings;
  readonly #threads: PoolThread[] = [];
  #isEnd = false;
  #failure: Error | null = null;
  #wake: () => void = () => {};

  constructor(settings: PoolSettings) {
    this.#settings = settings;
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
        if (this.#threads.length === 0) this.#start(this.#settings.threadCount());
        this.#handOut(source, held);
        const [first] = held;
        const answer = first?.answers.shift();
        if (first !== undefined && answer !== undefined) {
          if (answer.type === "piece") {
            onPiece(answer.output, answer.piece);
            first.holder.release(answer.piece);
          } else if (answer.type === "outcome") {
            yield { item: first.item, first: first.handled, outcome: answer.outcome };
            first.handled += answer.outcome.seen;
          } else held.shift();
        } else if (await this.#takeOwn(source, held, signal)) {
          // Between two steps the event loop gets its turn: signals, progress, answers, other work of the caller.
          await setImmediate();
        } else if (this.#stepOwn(first)) await setImmediate();
        else if (first === undefined && this.#isEnd) return;
        else await this.#somethingNew();
      }
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #start(threadCount: number): void {
    const onAnswer = () => this.#wake();
    const onFailure = (failure: Error) => {
      this.#failure ??= failure;
      this.#wake();
    };
    while (this.#threads.length < threadCount)
      this.#threads.push(new PoolThread(this.#settings.work, onAnswer, onFailure));
    if (threadCount > 0) this.#settings.onThreads?.(threadCount);
  }

  /** Gives items to threads that have too few; nobody waits for one that still starts. */
  #handOut(source: ItemSource, held: HeldItem[]): void {
    const threads = this.#threads.filter(({ ready }) => ready);
    const mostHeld = source.encode ? HELD_ITEMS_WRITTEN : HELD_ITEMS;
    while (threads.length > 0 && held.length < (threads.length + 1) * ITEMS_AHEAD) {
      const thread = threads.reduce((a, b) => (b.heldCount < a.heldCount ? b : a));
      if (thread.heldCount >= mostHeld || thread.holdsLongItem) return;
      const item = this.#next(source);
      if (item === null) return;
      held.push({ item, holder: thread, answers: thread.take(item, source.encode), handled: 0 });
    }
  }

  /** Has the main thread take an item if it has none. Where there are threads, they have the large documents. */
  async #takeOwn(source: ItemSource, held: HeldItem[], signal: AbortSignal | undefined): Promise<boolean> {
    const { own } = this.#settings;
    if (own === null || own.isBusy) return false;
    const isAlone = this.#threads.length === 0;
    const length = source.itemLength;
    // The others have items left when this one has to wait.
    const isAhead = held.length >= this.#threads.length * ITEMS_AHEAD;
    if (!isAlone && (length === 1 || isAhead)) return false;
    const next = this.#next(source, isAlone ? length : Math.ceil(length / OWN_ITEM_SHARE));
    if (next === null) return false;
    const item = await receiveDocuments(next, signal);
    held.push({ item, holder: own, answers: own.take(item, source.encode), handled: 0 });
    return true;
  }

  /** Has the main thread do a step of its item, if it has one and can. */
  #stepOwn(first: HeldItem | undefined): boolean {
    const { own } = this.#settings;
    if (own === null || !own.isBusy || first === undefined) return false;
    return own.step(own.handles(first.answers));
  }

  #next(source: ItemSource, length = source.itemLength): WorkItem | null {
    const item = source.next(length);
    if (item === null) this.#isEnd = true;
    return item;
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
