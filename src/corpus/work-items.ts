/**
 * Work items: neighbouring documents, the unit that a thread is given. How many go together follows from the sizes of the
 * first documents and of those so far, because asking each file for its size beforehand costs as much as reading a small one. The dataset does not depend
 * on the cuts.
 */
import { statSync } from "node:fs";
import { isSystemError } from "./disk.ts";
import { type SourceFile, STANDARD_INPUT } from "./source-file.ts";

/** In the order of discovery; at least one. */
export type WorkItem = readonly SourceFile[];

export interface WorkItemLimits {
  /** Bytes that an item should hold, if its documents are like those before. */
  readonly bytes: number;
  readonly maxDocuments: number;
}

/** Enough to keep the cost per item small, little enough to keep threads evenly busy. */
export const itemLimits: WorkItemLimits = { bytes: 1 << 20, maxDocuments: 512 };

/** An item grows to this many times the length of the one before at most. */
const GROWTH = 4;

/** Documents that are asked for their sizes before the first item, to know how large all are. */
const SAMPLE = 64;

/** How much work there is. */
export interface Amount {
  readonly documents: number;
  readonly bytes: number;
}

export class WorkItems {
  readonly #files: Iterator<SourceFile>;
  readonly #limits: WorkItemLimits;
  /** Length that the next item is to have; null while nothing is known of sizes. */
  #length: number | null = null;
  /** Length that the item before was to have. */
  #previous = 1;
  #sampled: Amount | null = null;
  /** Documents that were found and not given yet. */
  readonly #ahead: SourceFile[] = [];

  constructor(files: Iterable<SourceFile>, limits = itemLimits) {
    this.#files = files[Symbol.iterator]();
    this.#limits = limits;
  }

  /** How many documents the next item is to have: as many as go together by what `learn` told, at first by their sizes. */
  get itemLength(): number {
    if (this.#length === null) {
      const sample = this.#sample();
      this.#length = sample.bytes === 0 ? 1 : this.#lengthOf(sample);
    }
    return this.#length;
  }

  /** The next item, null after the last one; with `length`, one of so many documents. */
  next(length = this.itemLength): WorkItem | null {
    this.#previous = this.itemLength;
    this.hasMore(length);
    const item = this.#ahead.splice(0, length);
    return item.length > 0 ? item : null;
  }

  /** Whether there are at least `count` more documents; looks for no more than these. */
  hasMore(count: number): boolean {
    while (this.#ahead.length < count) {
      const next = this.#files.next();
      if (next.done === true) return false;
      this.#ahead.push(next.value);
    }
    return true;
  }

  /**
   * Whether what is left is at least so many documents, or about so many bytes. If there are fewer documents, the sizes of the first
   * ones stand for all.
   */
  areAtLeast({ documents, bytes }: Amount): boolean {
    if (this.hasMore(documents)) return true;
    const sample = this.#sample();
    return sample.bytes > 0 && sample.bytes * this.#ahead.length >= bytes * sample.documents;
  }

  /** Takes note of how many documents were read so far, and of their bytes. */
  learn(documents: number, bytes: number): void {
    this.#length = Math.min(this.#lengthOf({ documents, bytes }), this.#previous * GROWTH);
  }

  /** The first documents, as many as are asked for their sizes. */
  #sample(): Amount {
    if (this.#sampled === null) {
      this.hasMore(SAMPLE);
      const files = this.#ahead.slice(0, SAMPLE);
      const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0);
      this.#sampled = { documents: files.length, bytes };
    }
    return this.#sampled;
  }

  /** How many documents like these make an item. */
  #lengthOf({ documents, bytes }: Amount): number {
    const wanted = Math.floor((this.#limits.bytes * documents) / Math.max(1, bytes));
    return Math.max(1, Math.min(wanted, this.#limits.maxDocuments));
  }
}

/** Bytes of a file as it is now; standard input, and what cannot be reached, counts as 0. */
function sizeOf(file: SourceFile): number {
  if (file.kind === "unreadable" || file.location === STANDARD_INPUT) return 0;
  try {
    return statSync(file.location, { throwIfNoEntry: false })?.size ?? 0;
  } catch (error) {
    if (isSystemError(error)) return 0;
    throw error;
  }
}
