/**
 * From a work item to its rows: read the bytes, find header and paragraphs, validate, fill columns. The result depends
 * on the item alone, so that it does not matter where or in which order items are processed.
 */
import { hash } from "node:crypto";
import type { Batch } from "../batch/batch.ts";
import { Arena } from "../corpus/arena.ts";
import type { SourceFile } from "../corpus/source-file.ts";
import type { WorkItem } from "../corpus/work-items.ts";
import type { DocumentReading } from "../documents/document-kind.ts";
import type { Finding } from "../findings/finding.ts";
import { Locator } from "../findings/position.ts";
import { ParagraphSpans } from "../kernel/paragraph-spans.ts";
import { type DocumentEntry, DocumentsBuilder } from "../tables/documents-table.ts";
import { ParagraphsBuilder } from "../tables/paragraphs-table.ts";
import { DocumentExaminer, type ExaminerSettings, place } from "./examine.ts";

/** A document that has findings. */
export interface DocumentFindings {
  readonly docId: string;
  readonly sourcePath: string;
  /** Lower-case hexadecimal; null if the document could not be read. */
  readonly sha256: string | null;
  readonly status: "ok" | "rejected" | "unreadable";
  readonly findings: readonly Finding[];
}

/** What became of a work item. The batches are views of the processor's memory: valid until the next item. */
export interface ItemResult {
  /** One row for each document that was read. */
  readonly documents: Batch;
  /** The rows of the documents that were not rejected; one run for each row of `documents`. */
  readonly paragraphs: Batch;
  /** Which rows of `documents` were rejected, in order. */
  readonly rejectedRows: readonly number[];
  /** How many documents were read before the first that could not be; null if all could. */
  readonly firstUnreadable: number | null;
  readonly bytes: number;
  readonly rejectedBytes: number;
  /** Fields that took their default. */
  readonly defaultedFields: number;
  /** The documents with findings, in order. */
  readonly withFindings: readonly DocumentFindings[];
}

export class ItemProcessor {
  readonly #examiner: DocumentExaminer;
  readonly #arena = new Arena();
  readonly #spans = new ParagraphSpans();
  readonly #documents: DocumentsBuilder;
  readonly #paragraphs: ParagraphsBuilder;

  constructor(settings: ExaminerSettings) {
    this.#examiner = new DocumentExaminer(settings);
    const schemaFields = {
      fields: settings.columns.columns.map(({ field }) => field),
      hasHost: settings.columns.hasHost,
    };
    this.#documents = new DocumentsBuilder(schemaFields);
    this.#paragraphs = new ParagraphsBuilder(schemaFields);
  }

  get tables() {
    return { documents: this.#documents.table, paragraphs: this.#paragraphs.table };
  }

  process(item: WorkItem): ItemResult {
    this.#arena.reset();
    this.#spans.truncate(0);
    this.#documents.clear();
    const progress = new ItemProgress(item.documents.length);
    for (const file of item.documents) this.#processDocument(file, progress);
    const documents = this.#documents.build();
    const rows = {
      arena: this.#arena.bytes,
      spans: this.#spans,
      runEnds: progress.runEnds.subarray(0, documents.rowCount),
      documentStarts: progress.documentStarts,
    };
    return { ...progress.result, documents, paragraphs: this.#paragraphs.build(rows, documents) };
  }

  #processDocument(file: SourceFile, progress: ItemProgress): void {
    const stored = this.#arena.append(file);
    if ("problem" in stored) {
      progress.addUnreadable(file, [
        place(stored.problem, file.sourcePath, new Locator(new Uint8Array(0), 0, 0)),
      ]);
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
      ...countBytes(reading, end - start, this.#spans),
      status: rejected ? "rejected" : "ok",
      findingCount: findings.length,
      firstFinding: findings[0]?.code ?? null,
      defaultedCount: defaulted.length,
    };
    this.#documents.append(entry);
    if (rejected) this.#spans.truncate(reading.firstParagraph);
    progress.addDocument(entry, findings, start, this.#spans.count);
  }
}

/** What is known of an item while its documents are processed. */
class ItemProgress {
  readonly runEnds: Int32Array;
  readonly documentStarts: Int32Array;
  readonly #withFindings: DocumentFindings[] = [];
  readonly #rejectedRows: number[] = [];
  #firstUnreadable: number | null = null;
  #rows = 0;
  #bytes = 0;
  #rejectedBytes = 0;
  #defaultedFields = 0;

  constructor(documentCount: number) {
    this.runEnds = new Int32Array(documentCount);
    this.documentStarts = new Int32Array(documentCount);
  }

  addUnreadable({ sourcePath }: SourceFile, findings: readonly Finding[]): void {
    this.#firstUnreadable ??= this.#rows;
    this.#withFindings.push({ docId: sourcePath, sourcePath, sha256: null, status: "unreadable", findings });
  }

  addDocument(entry: DocumentEntry, findings: readonly Finding[], start: number, runEnd: number): void {
    const { docId, sourcePath, sha256, status, bytes, defaultedCount } = entry;
    if (status === "rejected") {
      this.#rejectedRows.push(this.#rows);
      this.#rejectedBytes += bytes;
    }
    if (findings.length > 0) this.#withFindings.push({ docId, sourcePath, sha256, status, findings });
    this.#bytes += bytes;
    this.#defaultedFields += defaultedCount;
    this.documentStarts[this.#rows] = start;
    this.runEnds[this.#rows++] = runEnd;
  }

  get result(): Omit<ItemResult, "documents" | "paragraphs"> {
    return {
      rejectedRows: this.#rejectedRows,
      firstUnreadable: this.#firstUnreadable,
      bytes: this.#bytes,
      rejectedBytes: this.#rejectedBytes,
      defaultedFields: this.#defaultedFields,
      withFindings: this.#withFindings,
    };
  }
}

/** The ledger's sums for the document whose paragraphs are the last of `spans`. What cannot be is a bug, never a row. */
function countBytes(
  { headerStart, headerEnd, firstParagraph }: DocumentReading,
  bytes: number,
  spans: ParagraphSpans,
) {
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
