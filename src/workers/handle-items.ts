/**
 * Where work items are handled: here as long as they are few, as starting a thread takes longer than many corpora need; else in
 * threads. Who takes the answers cannot tell the difference.
 */
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { receiveDocuments } from "../corpus/arena.ts";
import type { Amount, WorkItem } from "../corpus/work-items.ts";
import type { Piece } from "../formats/format.ts";
import { releasePiece } from "./piece-ring.ts";
import { type HandledDocuments, type ItemSource, Pool } from "./pool.ts";
import { Work, type WorkSettings } from "./work.ts";

/** Where it was left to us: starting threads, which then learn what this one has learnt, takes as long as this work. */
const worthWhile: Amount = { documents: 16_384, bytes: 64 << 20 };
/** Where threads were asked for. */
const askedFor: Amount = { documents: 512, bytes: 4 << 20 };
/** More only take memory: one thread writes and hashes what all of them make. */
const MOST_BY_DEFAULT = 8;

/** One for each core: the main thread, which writes, has less to do than they have. On one core alone they gain nothing. */
function defaultThreads(): number {
  const cores = availableParallelism();
  return cores === 1 ? 0 : Math.min(cores, MOST_BY_DEFAULT);
}

/** No more threads than there are documents. */
function useful(threads: number, source: ItemQueue): number {
  let count = 1;
  while (count < threads && source.hasMore(count + 1)) count++;
  return count;
}

/** Where items come from. */
export interface ItemQueue extends ItemSource {
  /** Whether what is left is at least so many documents, or about so many bytes. */
  areAtLeast(amount: Amount): boolean;
  /** Whether there are at least `count` more documents. */
  hasMore(count: number): boolean;
}

export interface HandlingSettings {
  readonly work: WorkSettings;
  /** How many threads there are to be; 0: everything is handled here. Undefined: as many as are worth while. */
  readonly threads: number | undefined;
  /** Takes the pieces of each output, by its number, in order; they are written or copied when it returns. */
  readonly onPiece: (output: number, piece: Piece) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Handles all items of the source, in order. Rejects with the signal's reason once it is aborted; whoever stops listening ends the
 * threads.
 */
export async function* handleItems(
  source: ItemQueue,
  settings: HandlingSettings,
): AsyncGenerator<HandledDocuments, void, undefined> {
  const { work, onPiece, signal } = settings;
  const threads = settings.threads ?? defaultThreads();
  const much = settings.threads === undefined ? worthWhile : askedFor;
  if (threads === 0 || !source.areAtLeast(much)) {
    const isMore = yield* handleHere(source, settings, threads === 0 ? Number.POSITIVE_INFINITY : much.bytes);
    if (!isMore) return;
  }
  // While threads start nothing is handled here: that would take as long to learn how as they take.
  const pool = new Pool(useful(threads, source), work);
  try {
    yield* pool.run(source, onPiece, signal);
  } finally {
    await pool.close();
  }
}

/** Handles items here until they were `maxBytes`. Returns whether there are more. */
async function* handleHere(
  source: ItemQueue,
  { work, onPiece, signal }: HandlingSettings,
  maxBytes: number,
): AsyncGenerator<HandledDocuments, boolean, undefined> {
  const here = new WorkHere(work, onPiece);
  while (here.bytes < maxBytes) {
    // Between two steps the event loop gets its turn: signals, progress, other work of the caller.
    await setImmediate();
    signal?.throwIfAborted();
    const item = source.next();
    if (item === null) return false;
    for (const handled of here.handle(await receiveDocuments(item, signal), source.encode)) {
      if (handled.first > 0) await setImmediate();
      signal?.throwIfAborted();
      yield handled;
    }
  }
  return source.hasMore(1);
}

class WorkHere {
  readonly #work: Work;
  bytes = 0;

  constructor(settings: WorkSettings, onPiece: HandlingSettings["onPiece"]) {
    const released = new Int32Array(new SharedArrayBuffer(4));
    this.#work = new Work(settings, released, (output, piece) => {
      onPiece(output, piece);
      releasePiece(piece, released);
    });
  }

  *handle(item: WorkItem, encode: boolean): Generator<HandledDocuments> {
    let first = 0;
    for (const outcome of this.#work.handle(item, encode)) {
      this.bytes += outcome.bytes;
      yield { item, first, outcome };
      first += outcome.seen;
    }
  }
}
