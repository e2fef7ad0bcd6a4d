/** What became of documents beside their rows, and what is known of it while they are processed. */
import type { SourceFile } from "../corpus/source-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { DocumentEntry } from "../tables/documents-table.ts";

/** A document that has findings. */
export interface DocumentFindings {
  readonly docId: string;
  readonly sourcePath: string;
  /** Lower-case hexadecimal; null if the document could not be read. */
  readonly sha256: string | null;
  readonly status: "ok" | "rejected" | "unreadable";
  readonly findings: readonly Finding[];
}

/** What became of documents that were processed together: plain data. */
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

/** Collects the outcome, document by document. */
export class OutcomeBuilder {
  readonly runEnds: Int32Array;
  readonly documentStarts: Int32Array;
  /** What the ledger says of the documents that were read, in order. */
  readonly entries: DocumentEntry[] = [];
  readonly #withFindings: DocumentFindings[] = [];
  readonly #rejectedRows: number[] = [];
  #firstUnreadable: number | null = null;
  #seen = 0;
  #bytes = 0;
  #rejectedBytes = 0;
  #defaultedFields = 0;

  constructor(documentCount: number) {
    this.runEnds = new Int32Array(documentCount);
    this.documentStarts = new Int32Array(documentCount);
  }

  addUnreadable({ sourcePath }: SourceFile, findings: readonly Finding[]): void {
    this.#seen++;
    this.#firstUnreadable ??= this.entries.length;
    this.#withFindings.push({ docId: sourcePath, sourcePath, sha256: null, status: "unreadable", findings });
  }

  addDocument(entry: DocumentEntry, findings: readonly Finding[], start: number, runEnd: number): void {
    const { docId, sourcePath, sha256, status, bytes, defaultedCount } = entry;
    const row = this.entries.push(entry) - 1;
    this.#seen++;
    if (status === "rejected") {
      this.#rejectedRows.push(row);
      this.#rejectedBytes += bytes;
    }
    if (findings.length > 0) this.#withFindings.push({ docId, sourcePath, sha256, status, findings });
    this.#bytes += bytes;
    this.#defaultedFields += defaultedCount;
    this.documentStarts[row] = start;
    this.runEnds[row] = runEnd;
  }

  get outcome(): Omit<Outcome, "paragraphs"> {
    return {
      seen: this.#seen,
      documents: this.entries.length,
      rejectedRows: this.#rejectedRows,
      firstUnreadable: this.#firstUnreadable,
      bytes: this.#bytes,
      rejectedBytes: this.#rejectedBytes,
      defaultedFields: this.#defaultedFields,
      withFindings: this.#withFindings,
    };
  }
}
