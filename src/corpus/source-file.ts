/**
 * What discovery hands on for each document. Separate because those who cut and read need the shape alone.
 */

/** The text that stands for standard input: as an input, as a location and as a `source_path`. */
export const STANDARD_INPUT = "-";

/** How names of files begin that docrows writes until they are complete. They are no documents. */
export const TEMPORARY_NAME = ".docrows-report-";

interface Place {
  /** Relative to the root, `/`-separated; one that is not UTF-8 shows such bytes as `\xHH` and ends with `/`; `-` for standard input. */
  readonly sourcePath: string;
  /** Absolute, for `node:fs`; a Buffer where the path is not UTF-8; `-` for standard input. */
  readonly location: string | Buffer;
  /** Whether the path below the root is UTF-8. */
  readonly nameIsUtf8: boolean;
}

/** A document to read. */
export interface ReadableFile extends Place {
  readonly kind: "file";
}

/** A folder that cannot be listed. It stands where its documents would, so that it is reported in order and once. */
export interface UnreadableFolder extends Place {
  readonly kind: "unreadable";
  /** As `systemReason` tells it. */
  readonly reason: string;
}

export type SourceFile = ReadableFile | UnreadableFolder;
