/**
 * The contract of a kind of document, and what a reader says of one document. Offsets are into the arena that holds the document,
 * so that nothing is copied.
 */
import type { Problem } from "../findings/finding.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { ParagraphSpans } from "../kernel/paragraph-spans.ts";
import type { FieldSpan, HeaderReader } from "./header.ts";

export interface DocumentReading {
  /** The place of findings that concern the document as a whole: the header's first character that is not blank. */
  readonly place: number;
  /** The header's lines with their line ends: [headerStart, headerEnd), empty without a header. */
  readonly headerStart: number;
  readonly headerEnd: number;
  readonly fields: readonly FieldSpan[];
  /** The document's paragraphs are the entries [firstParagraph, firstParagraph + paragraphCount) of the spans. */
  readonly firstParagraph: number;
  readonly paragraphCount: number;
  /** Why the document could not be read; its counts are 0 then. `byte` counts from the document's start. */
  readonly problem: Problem | null;
}

export interface DocumentReaderSettings {
  readonly kernel: Kernel;
  readonly header: HeaderReader;
}

export interface DocumentKind {
  readonly name: string;
  /** Endings of file names, lower-case, with the dot. */
  readonly extensions: readonly string[];
  readonly description: string;
  /** Reads the document bytes[start, end) and appends its paragraphs to `spans`. */
  read(
    bytes: Uint8Array,
    start: number,
    end: number,
    settings: DocumentReaderSettings,
    spans: ParagraphSpans,
  ): DocumentReading;
}
