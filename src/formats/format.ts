/**
 * The contract of an output format. A format turns batches of a table into the bytes of one file and knows nothing of
 * files, folders or documents.
 */
import type { Batch } from "../batch/batch.ts";
import type { Table } from "../batch/field.ts";
import type { Kernel } from "../kernel/kernel.ts";

/** Receives a piece of the file. The bytes are the encoder's own and change with its next call: write or copy them at once. */
export type Output = (bytes: Uint8Array) => void;

/** Writes one table: `begin` once, `write` per batch in row order, `end` once. The bytes do not depend on how the rows are cut into batches. */
export interface TableEncoder {
  begin(): void;
  write(batch: Batch): void;
  end(): void;
}

/** The dialect of CSV files, in csv-stringify's terms. The default is in `options.ts`. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly recordDelimiter: "\n" | "\r\n";
  readonly bom: boolean;
  /** Which values are quoted: every text value, every value, or only those that need it. */
  readonly quoting: "strings" | "all" | "minimal";
  /** Puts `'` before text that spreadsheets would run as a formula (OWASP: CSV injection). */
  readonly escapeFormulas: boolean;
}

export interface EncoderSettings {
  readonly kernel: Kernel;
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
  createEncoder(table: Table, settings: EncoderSettings, output: Output): TableEncoder;
}
