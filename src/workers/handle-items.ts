/**
 * Where work items are handled: the first ones here, as starting a thread takes longer than many corpora need; the others in
 * threads, once there are some. Who takes the answers cannot tell the difference.
 */
import { setImmediate } from "node:timers/promises";
import { receiveDocuments } from "../corpus/arena.ts";
import { bytesOf, type WorkItem } from "../corpus/work-items.ts";
import type { Piece } from "../formats/format.ts";
import { releasePiece } from "./piece-ring.ts";
import { type HandledDocuments, type ItemSource, Pool } from "./pool.ts";
import { Work, type WorkSettings } from "./work.ts";

/** Work that is done before threads are started; it takes about as long as starting them. */
const FIRST_DOCUMENTS = 512;
const FIRST_BYTES = 4 << 20;

export interface HandlingSettings {
  readonly work: WorkSettings;
  /** How many threads there are to be; 0: everything is handled here. */
  readonly threads: number;
  /** Takes the pieces of each output, by its number, in order; they are written or copied when it returns. */
  readonly onPiece: (output: number, piece: Piece) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Handles all items of the source, in order. Rejects with the signal's reason once it is aborted; whoever stops listening ends the
 * threads.
 */
export async function* handleItems(
  source: ItemSource,
  { work, threads, onPiece, signal }: HandlingSettings,
): AsyncGenerator<HandledDocuments, void, undefined> {
  let pool: Pool | null = null;
  try {
    const here = new WorkHere(work, onPiece);
    while (pool === null || !pool.ready) {
      // Between two steps the event loop gets its turn: signals, progress, threads, other work of the caller.
      await setImmediate();
      signal?.throwIfAborted();
      const item = source.next();
      if (item === null) return;
      if (threads > 0 && here.isMuch(item)) pool ??= new Pool(threads, work);
      // What takes long is left to threads, so that this one stays awake.
      if (pool !== null && bytesOf(item) > FIRST_BYTES) {
        source.putBack(item);
        break;
      }
      for (const handled of here.handle(await receiveDocuments(item, signal), source.encode)) {
        if (handled.first > 0) await setImmediate();
        signal?.throwIfAborted();
        yield handled;
      }
    }
    yield* pool.run(source, onPiece, signal);
  } finally {
    await pool?.close();
  }
}

class WorkHere {
  readonly #work: Work;
  #documents = 0;
  #bytes = 0;

  constructor(settings: WorkSettings, onPiece: HandlingSettings["onPiece"]) {
    const released = new Int32Array(new SharedArrayBuffer(4));
    this.#work = new Work(settings, released, (output, piece) => {
      onPiece(output, piece);
      releasePiece(piece, released);
    });
  }

  /** Whether threads are worth while, with this item to come. */
  isMuch(item: WorkItem): boolean {
    return this.#documents + item.length > FIRST_DOCUMENTS || this.#bytes + bytesOf(item) > FIRST_BYTES;
  }

  *handle(item: WorkItem, encode: boolean): Generator<HandledDocuments> {
    let first = 0;
    for (const outcome of this.#work.handle(item, encode)) {
      this.#documents += outcome.seen;
      this.#bytes += outcome.bytes;
      yield { item, first, outcome };
      first += outcome.seen;
    }
  }
}
