/**
 * What docrows has to say about a document, as data. Messages are derived from `code` and `params` by the catalogue,
 * so that every reporter, the ledger and the library speak of the same thing.
 */

export type Severity = "error" | "warning";

/** Values that a message is made from. Text taken from a document stays raw here; it is escaped where it is printed. */
export type FindingParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A finding before it has a place in a file: what a reader or a validator reports, in the document's own bytes. */
export interface Problem {
  /** `area/name` from the catalogue; from ajv `schema/<keyword>`. */
  readonly code: string;
  /** Offset in the document's bytes, from 0. */
  readonly byte: number;
  /** JSON Pointer (RFC 6901) into the document as the schema sees it; "" for the whole document. */
  readonly pointer: string;
  readonly params: FindingParams;
}

/** A problem with its place. */
export interface Finding extends Problem {
  readonly severity: Severity;
  /** Path of the document: its `source_path`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in Unicode code points; a byte order mark counts none (SARIF: `columnKind: unicodeCodePoints`). */
  readonly column: number;
  /**
   * The line around the place, for showing. Only where the line is known, only as often as findings are listed
   * (`maxFindings`), and never part of a dataset.
   */
  readonly excerpt?: LineExcerpt;
}

/** A piece of one line of a document. */
export interface LineExcerpt {
  /** At most 200 code points, as they stand in the document, without the line end; bytes that are not UTF-8 as U+FFFD. */
  readonly text: string;
  /** Where in `text` the finding is: from 1, in code points; one more than it has where the finding is at the line's end. */
  readonly column: number;
}
