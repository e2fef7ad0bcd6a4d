/**
 * What the main thread handles itself while nothing waits to be written: a step of an item at a time, so that threads need not wait
 * for long. Where its item is the first in order, pieces are written as they are made; else they are kept until it is, as far as
 * there is room for them.
 */
import type { WorkItem } from "../corpus/work-items.ts";
import type { Piece } from "../formats/format.ts";
import { type RingPiece, releasePiece } from "./piece-ring.ts";
import type { ProcessedDocuments } from "./process.ts";
import type { ThreadAnswer } from "./thread.ts";
import { Work, type WorkSettings } from "./work.ts";

/** How much more than those before, byte for byte, the pieces of a step may take. */
const MARGIN = 1.5;

/** The item that is being handled. */
interface OwnItem {
  readonly item: WorkItem;
  readonly encode: boolean;
  readonly answers: ThreadAnswer[];
  /** How many of its documents were handled. */
  handled: number;
  /** Documents after these, of which no pieces were made yet. */
  processed: ProcessedDocuments | null;
}

export class OwnWork {
  readonly #settings: WorkSettings;
  /** Not made before there is an item: that takes memory, and loads the validator. */
  #work: Work | null = null;
  readonly #released = new Int32Array(new SharedArrayBuffer(4));
  readonly #onPiece: (output: number, piece: Piece) => void;
  #current: OwnItem | null = null;
  #passesOn = false;
  #pieceBytes = 0;
  /** Bytes of pieces that a byte of documents became; not known before the first pieces. */
  #growth = Number.POSITIVE_INFINITY;
  /** Bytes of the documents that were handled. */
  bytes = 0;

  /** `onPiece` takes pieces of the first item in order, which are written or copied when it returns. */
  constructor(settings: WorkSettings, onPiece: (output: number, piece: Piece) => void) {
    this.#settings = settings;
    this.#onPiece = onPiece;
  }

  /** Whether it has an item in hand. */
  get isBusy(): boolean {
    return this.#current !== null;
  }

  /** Whether these are the answers to the item in hand. */
  handles(answers: readonly ThreadAnswer[]): boolean {
    return this.#current?.answers === answers;
  }

  /** Takes an item in hand; its answers will stand in the array that is returned. */
  take(item: WorkItem, encode: boolean): ThreadAnswer[] {
    const answers: ThreadAnswer[] = [];
    this.#current = { item, encode, answers, handled: 0, processed: null };
    return answers;
  }

  /**
   * Handles some documents of the item in hand; `isFirst`: all answers before its own were passed on. Returns false if that has to
   * come first, because there may be no room for what they become.
   */
  step(isFirst: boolean): boolean {
    this.#work ??= new Work(
      this.#settings,
      this.#released,
      (output, piece) => this.#emit(output, piece),
      false,
    );
    const current = this.#current!;
    const { item, encode, answers } = current;
    current.processed ??= this.#work.process(item, current.handled);
    const { outcome } = current.processed;
    if (encode) {
      if (!isFirst && MARGIN * this.#growth * outcome.bytes > this.#work.freeBytes) return false;
      this.#passesOn = isFirst;
      this.#pieceBytes = 0;
      this.#work.encode(current.processed);
      if (outcome.bytes > 0) this.#growth = this.#pieceBytes / outcome.bytes;
    }
    answers.push({ type: "outcome", outcome });
    current.processed = null;
    current.handled += outcome.seen;
    this.bytes += outcome.bytes;
    if (current.handled === item.length) {
      answers.push({ type: "done" });
      this.#current = null;
    }
    return true;
  }

  release(piece: RingPiece): void {
    releasePiece(piece, this.#released);
  }

  #emit(output: number, piece: RingPiece): void {
    this.#pieceBytes += piece.bytes.length;
    if (!this.#passesOn) {
      this.#current!.answers.push({ type: "piece", output, piece });
      return;
    }
    this.#onPiece(output, piece);
    this.release(piece);
  }
}
