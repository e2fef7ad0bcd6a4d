/**
 * From documents to their rows: read the bytes, find header and paragraphs, validate, fill columns. The result depends
 * on the documents alone, so that it does not matter where or in which order they are processed.
 */
import { hash } from "node:crypto";
import type { Batch } from "../batch/batch.ts";
import type { Table } from "../batch/field.ts";
import { Arena, type ArenaMemory } from "../corpus/arena.ts";
import type { SourceFile } from "../corpus/source-file.ts";
import { itemLimits, type WorkItem } from "../corpus/work-items.ts";
import type { DocumentReading } from "../documents/document-kind.ts";
import { Locator } from "../findings/position.ts";
import { ParagraphSpans } from "../kernel/paragraph-spans.ts";
import { type DocumentEntry, type DocumentSums, DocumentsBuilder } from "../tables/documents-table.ts";
import { ParagraphsBuilder } from "../tables/paragraphs-table.ts";
import { schemaFieldsFrom } from "../tables/shared-fields.ts";
import { DocumentExaminer, type ExaminerSettings, place } from "./examine.ts";
import { type Outcome, OutcomeBuilder } from "./outcome.ts";

/** What became of some documents. The batches are views of the processor's memory: valid until the next call. */
export interface ProcessedDocuments {
  /** One row for each document that was read. */
  readonly documents: Batch;
  /** The rows of the documents that were not rejected; one run for each row of `documents`. */
  readonly paragraphs: Batch;
  readonly outcome: Outcome;
}

/** Where a document stands in the arena, or why it could not be read. */
type StoredDocument = ReturnType<Arena["append"]>;

/**
 * Bytes of documents that are processed together: enough to keep the cost per call small, little enough to keep memory small. More
 * than most work items have, so that no few documents are left over.
 */
const PROCESSED_BYTES = 1.25 * itemLimits.bytes;

export class DocumentProcessor {
  readonly tables: { readonly documents: Table; readonly paragraphs: Table };
  readonly #examiner: DocumentExaminer;
  readonly #arena: Arena;
  readonly #spans = new ParagraphSpans();
  readonly #documents: DocumentsBuilder;
  readonly #paragraphs: ParagraphsBuilder;

  /** `memory`: where the documents are read into. */
  constructor(settings: ExaminerSettings, memory: ArenaMemory) {
    this.#examiner = new DocumentExaminer(settings);
    this.#arena = new Arena({ memory, initialBytes: 2 * PROCESSED_BYTES });
    const schemaFields = schemaFieldsFrom(settings.columns);
    this.#documents = new DocumentsBuilder(schemaFields);
    this.#paragraphs = new ParagraphsBuilder(schemaFields);
    this.tables = { documents: this.#documents.table, paragraphs: this.#paragraphs.table };
  }

  /** Processes documents of the item from `first` on, at least one, until they are `PROCESSED_BYTES` long or the item ends. */
  process(item: WorkItem, first: number): ProcessedDocuments {
    this.#arena.reset();
    this.#spans.truncate(0);
    const stored = this.#store(item, first);
    const progress = new OutcomeBuilder(stored.length);
    for (let index = 0; index < stored.length; index++)
      this.#processDocument(item[first + index]!, stored[index]!, progress);
    const documents = this.#documents.build(progress.entries);
    const rows = {
      arena: this.#arena.bytes,
      spans: this.#spans,
      runEnds: progress.runEnds.subarray(0, documents.rowCount),
      documentStarts: progress.documentStarts,
    };
    const outcome = { ...progress.outcome, paragraphs: this.#spans.count };
    return { documents, paragraphs: this.#paragraphs.build(rows, documents), outcome };
  }

  /**
   * Reads documents into the arena as `process` says. All before the first is looked at, because the system answers sooner where
   * nothing else is done between two calls.
   */
  #store(item: WorkItem, first: number): StoredDocument[] {
    const stored: StoredDocument[] = [];
    for (let at = first; at < item.length && this.#arena.length < PROCESSED_BYTES; at++) {
      const document = this.#arena.append(item[at]!);
      const isFull = "problem" in document && document.problem.code === "input/too-large";
      // It may find room once the others have gone.
      if (isFull && this.#arena.length > 0) break;
      stored.push(document);
    }
    return stored;
  }

  #processDocument(file: SourceFile, stored: StoredDocument, progress: OutcomeBuilder): void {
    if ("problem" in stored) {
      const nowhere = new Locator(new Uint8Array(0), 0, 0);
      progress.addUnreadable(file, [place(stored.problem, file.sourcePath, nowhere)]);
      return;
    }
    const { start, end } = stored;
    const { reading, cells, host, defaulted, findings } = this.#examiner.examine(
      file,
      this.#arena.buffer,
      start,
      end,
      this.#spans,
    );
    const rejected = findings.some(({ severity }) => severity === "error");
    const entry: DocumentEntry = {
      docId: file.sourcePath,
      sourcePath: file.sourcePath,
      cells,
      host,
      bytes: end - start,
      sha256: hash("sha256", this.#arena.bytes.subarray(start, end), "hex"),
      paragraphCount: reading.paragraphCount,
      sums: countBytes(reading, end - start, this.#spans),
      status: rejected ? "rejected" : "ok",
      findingCount: findings.length,
      firstFinding: findings[0]?.code ?? null,
      defaultedCount: defaulted.length,
    };
    if (rejected) this.#spans.truncate(reading.firstParagraph);
    progress.addDocument(entry, findings, start, this.#spans.count);
  }
}

/** The ledger's sums for the document whose paragraphs are the last of `spans`. What cannot be is a bug, never a row. */
function countBytes(
  { headerStart, headerEnd, firstParagraph }: DocumentReading,
  bytes: number,
  spans: ParagraphSpans,
): DocumentSums {
  let bodyBytes = 0;
  let charCount = 0;
  let wordCount = 0;
  let previousEnd = headerEnd;
  for (let at = firstParagraph; at < spans.count; at++) {
    if (spans.starts[at]! < previousEnd || spans.ends[at]! <= spans.starts[at]!)
      throw new Error(`paragraphs out of order at byte ${spans.starts[at]}`);
    previousEnd = spans.ends[at]!;
    bodyBytes += spans.ends[at]! - spans.starts[at]!;
    charCount += spans.charCounts[at]!;
    wordCount += spans.wordCounts[at]!;
  }
  const headerBytes = headerEnd - headerStart;
  const separatorBytes = bytes - headerBytes - bodyBytes;
  if (separatorBytes < 0)
    throw new Error(`header and paragraphs hold ${-separatorBytes} bytes more than the document`);
  return { headerBytes, bodyBytes, separatorBytes, charCount, wordCount };
}
