/**
 * The contract of a kind of header, and what a reader says of the header of one document. The kinds stand in headers/.
 * Offsets are into the array that is read.
 */

/**
 * A value that is more than the bytes where it stands. `plain` is text that the property's type may turn into a number or
 * a boolean; `quoted` is a string whatever the type.
 */
export type HeaderValue =
  | { readonly kind: "null"; readonly start: number }
  | { readonly kind: "plain" | "quoted"; readonly start: number; readonly text: string }
  | { readonly kind: "list"; readonly start: number; readonly items: readonly HeaderValue[] }
  | {
      readonly kind: "map";
      readonly start: number;
      /** In the order of the document; no name occurs twice. */
      readonly entries: readonly { readonly name: string; readonly value: HeaderValue }[];
    };

/** Where the value of a header field stands. */
export interface FieldSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Left out where the value is the text bytes[start, end). */
  readonly value?: HeaderValue;
}

/** A header as it was found. Offsets are into the array that was read. */
export interface HeaderMatch {
  /** Start of the header's first line. */
  readonly start: number;
  /** Start of the body: after the header's last line and its line end. */
  readonly end: number;
  /** The header's first character that is not blank: the place of findings that concern the document as a whole. */
  readonly place: number;
  readonly fields: readonly FieldSpan[];
}

/** Why there is no header: no line at all, or one that does not match. */
export type HeaderMismatch =
  | { readonly problem: "empty" }
  | { readonly problem: "mismatch"; readonly at: number; readonly expected: string };

/** Why a header cannot be read: it is not there, or one of its fields cannot be. */
export type HeaderProblem =
  | HeaderMismatch
  | {
      readonly problem: "repeated-field" | "reserved-field";
      /** Where the name stands. */
      readonly at: number;
      readonly name: string;
    }
  | { readonly problem: "yaml"; readonly at: number; readonly reason: string };

export interface HeaderReader {
  /** The fields that every header gives. */
  readonly fieldNames: readonly string[];
  /** Whether documents name further fields themselves. */
  readonly anyField: boolean;
  /** Whether values may be null, lists and maps. */
  readonly nested: boolean;
  /** Reads the header of the document bytes[start, end), which is well-formed UTF-8 and begins after a byte order mark. */
  read(bytes: Uint8Array, start: number, end: number): HeaderMatch | HeaderProblem;
}

/** A kind of header that is chosen by its name instead of a template. */
export interface HeaderKind {
  readonly name: string;
  readonly description: string;
  readonly reader: HeaderReader;
}

/** Names that a document has without a header, and the one that JSON Schema validators pass over. */
const reservedNames: ReadonlySet<string> = new Set(["doc_id", "paragraphs", "__proto__"]);

/** What is wrong with a field of this name beside those in `names`, to which it is added; null if nothing is. */
export function checkFieldName(name: string, at: number, names: Set<string>): HeaderProblem | null {
  if (reservedNames.has(name)) return { problem: "reserved-field", at, name };
  if (names.has(name)) return { problem: "repeated-field", at, name };
  names.add(name);
  return null;
}
