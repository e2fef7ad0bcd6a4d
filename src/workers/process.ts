/**
 * From documents to their rows: read the bytes, find header and paragraphs, validate, fill columns. The result depends
 * on the documents alone, so that it does not matter where or in which order they are processed.
 */
import { hash } from "node:crypto";
import type { Batch } from "../batch/batch.ts";
import type { Table } from "../batch/field.ts";
import { Arena, type ArenaMemory } from "../corpus/arena.ts";
import type { SourceFile } from "../corpus/source-file.ts";
import type { WorkItem } from "../corpus/work-items.ts";
import type { DocumentReading } from "../documents/document-kind.ts";
import type { Finding } from "../findings/finding.ts";
import { Locator } from "../findings/position.ts";
import { ParagraphSpans } from "../kernel/paragraph-spans.ts";
import { type DocumentEntry, DocumentsBuilder } from "../tables/documents-table.ts";
import { ParagraphsBuilder } from "../tables/paragraphs-table.ts";
import { schemaFieldsFrom } from "../tables/shared-fields.ts";
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

/** What became of some documents. The batches are views of the processor's memory: valid until the next call. */
export interface ProcessedDocuments {
  /** One row for each document that was read. */
  readonly documents: Batch;
  /** The rows of the documents that were not rejected; one run for each row of `documents`. */
  readonly paragraphs: Batch;
  readonly outcome: Outcome;
}

/** The same without the rows: plain data. */
export interface Outcome {
  /** How many documents these are, those among them that could not be read. */
  readonly seen: number;
  readonly documents: number;
  readonly paragraphs: number;
  /** Which of the documents that were read were rejected, in order, from 0. */
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

/** Bytes of documents that are processed together: enough to keep the cost per call small, little enough to keep memory small. */
const PROCESSED_BYTES = 1 << 20;

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
    this.#documents.clear();
    const progress = new Progress(item.length - first);
    for (const file of item.slice(first)) {
      if (!this.#processDocument(file, progress) || this.#arena.length >= PROCESSED_BYTES) break;
    }
    const documents = this.#documents.build();
    const rows = {
      arena: this.#arena.bytes,
      spans: this.#spans,
      runEnds: progress.runEnds.subarray(0, documents.rowCount),
      documentStarts: progress.documentStarts,
    };
    const outcome = { ...progress.outcome, paragraphs: this.#spans.count };
    return { documents, paragraphs: this.#paragraphs.build(rows, documents), outcome };
  }

  /** Returns false, and has done nothing, where the document finds no room behind the others. */
  #processDocument(file: SourceFile, progress: Progress): boolean {
    const stored = this.#arena.append(file);
    if ("problem" in stored) {
      if (this.#arena.length > 0 && stored.problem.code === "input/too-large") return false;
      progress.addUnreadable(file, [
        place(stored.problem, file.sourcePath, new Locator(new Uint8Array(0), 0, 0)),
      ]);
      return true;
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
    return true;
  }
}

/** What is known while documents are processed. */
class Progress {
  readonly runEnds: Int32Array;
  readonly documentStarts: Int32Array;
  readonly #withFindings: DocumentFindings[] = [];
  readonly #rejectedRows: number[] = [];
  #firstUnreadable: number | null = null;
  #seen = 0;
  #rows = 0;
  #bytes = 0;
  #rejectedBytes = 0;
  #defaultedFields = 0;

  constructor(documentCount: number) {
    this.runEnds = new Int32Array(documentCount);
    this.documentStarts = new Int32Array(documentCount);
  }

  addUnreadable({ sourcePath }: SourceFile, findings: readonly Finding[]): void {
    this.#seen++;
    this.#firstUnreadable ??= this.#rows;
    this.#withFindings.push({ docId: sourcePath, sourcePath, sha256: null, status: "unreadable", findings });
  }

  addDocument(entry: DocumentEntry, findings: readonly Finding[], start: number, runEnd: number): void {
    const { docId, sourcePath, sha256, status, bytes, defaultedCount } = entry;
    this.#seen++;
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

  get outcome(): Omit<Outcome, "paragraphs"> {
    return {
      seen: this.#seen,
      documents: this.#rows,
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
