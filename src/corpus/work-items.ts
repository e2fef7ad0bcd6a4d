/**
 * Work items: neighbouring documents, the unit that a thread is given. How many go together follows from the sizes of the
 * documents so far, because asking each file for its size beforehand costs as much as reading a small one. The dataset does not depend
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

/** An item grows to this many times the length of the one before at most. */
const GROWTH = 4;

/** Documents that are asked for their sizes to know how large all are. */
const SAMPLE = 64;

/** How much work there is. */
export interface Amount {
  readonly documents: number;
  readonly bytes: number;
}

export class WorkItems {
  readonly #files: Iterator<SourceFile>;
  readonly #limits: WorkItemLimits;
  #length = 1;
  /** Length that the item before was to have. */
  #previous = 1;
  /** Documents that were found and not given yet. */
  readonly #ahead: SourceFile[] = [];

  constructor(files: Iterable<SourceFile>, limits: WorkItemLimits) {
    this.#files = files[Symbol.iterator]();
    this.#limits = limits;
  }

  /** The next item, null after the last one. The first item is one document; it takes what `learn` tells to make longer ones. */
  next(): WorkItem | null {
    this.hasMore(this.#length);
    this.#previous = this.#length;
    const item = this.#ahead.splice(0, this.#length);
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
    const sample = this.#ahead.slice(0, SAMPLE);
    const sampled = sample.reduce((sum, file) => sum + sizeOf(file), 0);
    return sampled > 0 && sampled * this.#ahead.length >= bytes * sample.length;
  }

  /** Takes note of how many documents were read so far, and of their bytes. */
  learn(documents: number, bytes: number): void {
    const wanted = Math.floor((this.#limits.bytes * documents) / Math.max(1, bytes));
    this.#length = Math.max(1, Math.min(wanted, this.#previous * GROWTH, this.#limits.maxDocuments));
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
