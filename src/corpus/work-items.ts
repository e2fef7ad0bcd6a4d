/**
 * Work items: neighbouring documents of about the same number of bytes together, the unit that one thread handles.
 * The cuts follow from the files' sizes alone, so the number of threads does not move them.
 */
import { statSync } from "node:fs";
import { isSystemError } from "./disk.ts";
import { type SourceFile, STANDARD_INPUT } from "./source-file.ts";

export interface WorkItem {
  /** From 0, without gaps. */
  readonly index: number;
  /** In the order of discovery; at least one. */
  readonly documents: readonly SourceFile[];
  /** Sum of the sizes when they were looked at; the files may have changed when they are read. */
  readonly byteCount: number;
}

export interface WorkItemLimits {
  /** A document larger than this is an item of its own. */
  readonly maxBytes: number;
  readonly maxDocuments: number;
}

/** Cuts documents into items of at most so many bytes and documents, in order. Reads ahead by one document. */
export function* cutWorkItems(files: Iterable<SourceFile>, limits: WorkItemLimits): Generator<WorkItem> {
  let index = 0;
  let documents: SourceFile[] = [];
  let byteCount = 0;
  for (const file of files) {
    const size = sizeOf(file);
    const isFull = documents.length === limits.maxDocuments || byteCount + size > limits.maxBytes;
    if (isFull && documents.length > 0) {
      yield { index: index++, documents, byteCount };
      documents = [];
      byteCount = 0;
    }
    documents.push(file);
    byteCount += size;
  }
  if (documents.length > 0) yield { index, documents, byteCount };
}

/** 0 where it is not known: standard input, and what has gone or cannot be reached, which reading it will report. */
function sizeOf(file: SourceFile): number {
  if (file.kind === "unreadable" || file.location === STANDARD_INPUT) return 0;
  try {
    const stats = statSync(file.location, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.size : 0;
  } catch (error) {
    if (isSystemError(error)) return 0;
    throw error;
  }
}
