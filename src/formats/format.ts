/**
 * The contract of an output format. A format turns batches of a table into the bytes of one file and knows nothing of
 * files, folders or documents. It does so in two steps: encoders, which may work on threads, make pieces of batches; a writer
 * makes the file of the pieces.
 */
import type { Batch } from "../batch/batch.ts";
import type { Table } from "../batch/field.ts";
import type { Kernel } from "../kernel/kernel.ts";

/** Receives bytes of the file. They change with the next call: write or copy them at once. */
export type Output = (bytes: Uint8Array) => void;

/** Size of pieces, as far as a single value does not ask for more: small enough for a processor's cache. */
export const PIECE_BYTES = 1 << 19;

/** Some rows of a table in one format, as an encoder leaves them to a writer. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** How many rows, and where in the bytes their columns stand; null where the bytes are those of the file. */
  readonly columns: ColumnPiece | null;
}

/** Columns in memory: three numbers for each, in the order of the table (column-pieces.ts). */
export interface ColumnPiece {
  readonly rowCount: number;
  readonly places: readonly number[];
}

/** Memory that encoders write pieces into. */
export interface PieceSink {
  /** At least `byteCount` bytes to write to, at a multiple of 16 and with 16 bytes more behind them, until the next call. */
  reserve(byteCount: number): Uint8Array;
  /** Hands on the first `byteCount` bytes of those that were reserved last. */
  emit(byteCount: number, columns: ColumnPiece | null): void;
}

/** Turns batches of a table into pieces. It keeps nothing from batch to batch, so that several can work at the same table. */
export interface BatchEncoder {
  encode(batch: Batch, sink: PieceSink): void;
}

/** Makes the file of the pieces: `begin` once, `append` in row order, `end` once. The bytes do not depend on how the rows were cut. */
export interface TableWriter {
  begin(): void;
  append(piece: Piece): void;
  end(): void;
}

/** The dialect of CSV files, in csv-stringify's terms. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly recordDelimiter: "\n" | "\r\n";
  readonly bom: boolean;
  /** Which values are quoted: every text value, every value, or only those that need it. */
  readonly quoting: "strings" | "all" | "minimal";
  /** Puts `'` before text that spreadsheets would run as a formula (OWASP: CSV injection). */
  readonly escapeFormulas: boolean;
}

/** Text quoted, fields separated by commas, lines ended by LF: the dialect that the kernels write. */
export const defaultCsvDialect: CsvDialect = {
  delimiter: ",",
  recordDelimiter: "\n",
  bom: false,
  quoting: "strings",
  escapeFormulas: false,
};

/** What decides a format's bytes. */
export interface FormatSettings {
  readonly csv: CsvDialect;
  /** Written as schema metadata where the format has such a thing. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface Format {
  readonly name: string;
  /** With the dot. */
  readonly extension: string;
  /** The media type registered with IANA, else the one in common use. */
  readonly mediaType: string;
  readonly description: string;
  /** How to load a file in Python, with the right types: the module, and one line in which `PATH` stands for the quoted path. */
  readonly load: { readonly module: string; readonly line: string };
  createEncoder(table: Table, settings: FormatSettings, kernel: Kernel): BatchEncoder;
  createWriter(table: Table, settings: FormatSettings, output: Output): TableWriter;
}
