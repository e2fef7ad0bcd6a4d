/**
 * Who handles a corpus: the main thread alone as long as there is little to do, as starting another takes longer than many corpora
 * need; else as many threads as are worth while. Who takes the outcomes cannot tell the difference.
 */
import { availableParallelism } from "node:os";
import type { Amount } from "../corpus/work-items.ts";
import type { Piece } from "../formats/format.ts";
import { OwnWork } from "./own-work.ts";
import { ringBytesOf } from "./piece-ring.ts";
import { type HandledDocuments, type ItemSource, Pool } from "./pool.ts";
import type { WorkSettings } from "./work.ts";

/** From how much work on there are threads, where it was left to us. */
const worthWhile: Amount = { documents: 16_384, bytes: 64 << 20 };
/** Where threads were asked for. */
const askedFor: Amount = { documents: 512, bytes: 4 << 20 };
/** More only take memory: one thread writes what all of them make, and one hashes it. */
const MOST_BY_DEFAULT = 8;

/** Where items come from. */
export interface ItemQueue extends ItemSource {
  /** Whether what is left is at least so many documents, or about so many bytes. */
  areAtLeast(amount: Amount): boolean;
  /** Whether there are at least `count` more documents. */
  hasMore(count: number): boolean;
}

export interface HandlingSettings {
  readonly work: Omit<WorkSettings, "ringBytes">;
  /**
   * How many threads handle documents: the main one, which writes as well, is among them where documents are small, and alone if this is
   * 0. Undefined: as many as are worth while.
   */
  readonly threads: number | undefined;
  /** Takes the pieces of each output, by its number, in order; they are written or copied when it returns. */
  readonly onPiece: (output: number, piece: Piece) => void;
  /** Is told how many threads there are beside the main one, when they have been started. */
  readonly onThreads?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Handles all items of the source, in order. Rejects with the signal's reason once it is aborted; whoever stops listening ends the
 * threads.
 */
export async function* handleItems(
  source: ItemQueue,
  { work: workOfAll, threads, onPiece, onThreads, signal }: HandlingSettings,
): AsyncGenerator<HandledDocuments, void, undefined> {
  const most = threads ?? defaultThreads();
  const work = { ...workOfAll, ringBytes: ringBytesOf(most) };
  const much = threads === undefined ? worthWhile : askedFor;
  const own = new OwnWork(work, onPiece);
  let isMuch: boolean | undefined;
  const threadCount = () => {
    if (most === 0) return 0;
    isMuch ??= source.areAtLeast(much);
    isMuch ||= own.bytes >= much.bytes;
    if (!isMuch) return 0;
    return useful(source.itemLength === 1 ? most : most - 1, source);
  };
  const pool = new Pool({ work, own, threadCount, onThreads });
  try {
    yield* pool.run(source, onPiece, signal);
  } finally {
    await pool.close();
  }
}

/** One for each core; on one core alone they gain nothing. */
function defaultThreads(): number {
  const cores = availableParallelism();
  return cores === 1 ? 0 : Math.min(cores, MOST_BY_DEFAULT);
}

/** No more threads than there are documents. */
function useful(threads: number, source: ItemQueue): number {
  let count = 0;
  while (count < threads && source.hasMore(count + 1)) count++;
  return count;
}
