/**
 * CSV in every dialect but the default one, through csv-stringify. Rows are arrays of values here and nowhere else:
 * a dialect is asked for to please one program, not for speed.
 */
import { createRequire } from "node:module";
import type * as CsvStringify from "csv-stringify/sync";
import { type Batch, isValid, type Vector } from "../batch/batch.ts";
import type { Table } from "../batch/field.ts";
import { type BatchEncoder, type CsvDialect, PIECE_BYTES, type PieceSink } from "./format.ts";
import { dateText, timestampText } from "./number-text.ts";

/** Rows are handed to csv-stringify in groups that hold about this many bytes of text. */
const GROUP_BYTES = 1 << 20;
const GROUP_ROWS = 1024;

/** A date or timestamp: text to write, but not a text value, so that `strings` does not quote it. */
class Moment {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | bigint | boolean | Moment | null;

const require = createRequire(import.meta.url);
const encoder = new TextEncoder();
/** `ignoreBOM` keeps a U+FEFF at the start of a value. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Loaded by the first use: most runs write the default dialect. */
function library(): typeof CsvStringify {
  return require("csv-stringify/sync") as typeof CsvStringify;
}

/** The header row in a dialect, after the byte order mark where there is one. */
export function csvStringifyHeader(table: Table, dialect: CsvDialect): Uint8Array {
  const columns = table.fields.map((field) => field.name);
  return encoder.encode(
    library().stringify([], { ...optionsOf(dialect), columns, header: true, bom: dialect.bom }),
  );
}

/** Encodes batches in a dialect, whose delimiter is one that readers can tell from data. */
export class CsvStringifyEncoder implements BatchEncoder {
  readonly #options: CsvStringify.Options;
  readonly #stringify = library().stringify;

  constructor(dialect: CsvDialect) {
    this.#options = optionsOf(dialect);
  }

  encode(batch: Batch, sink: PieceSink): void {
    let rows: Value[][] = [];
    let bytes = 0;
    let run = 0;
    for (let row = 0; row < batch.rowCount; row++) {
      while (run < batch.runEnds.length && batch.runEnds[run]! <= row) run++;
      const values: Value[] = [];
      for (const { vector, perRun } of batch.columns) {
        const index = perRun ? run : row;
        values.push(valueAt(vector, index));
        if (vector.type === "utf8") bytes += vector.ends[index]! - vector.starts[index]!;
      }
      rows.push(values);
      if (bytes < GROUP_BYTES && rows.length < GROUP_ROWS) continue;
      this.#append(rows, sink);
      rows = [];
      bytes = 0;
    }
    if (rows.length > 0) this.#append(rows, sink);
  }

  #append(rows: Value[][], sink: PieceSink): void {
    const bytes = encoder.encode(this.#stringify(rows, this.#options));
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const piece = bytes.subarray(from, from + PIECE_BYTES);
      sink.reserve(piece.length).set(piece);
      sink.emit(piece.length, null);
    }
  }
}

/**
 * The dialect in csv-stringify's options. In every dialect null is an empty field and an empty text is `""`. A lone
 * CR is always quoted, as readers take it for a line end; csv-stringify stops doing so once a record delimiter is given.
 */
function optionsOf(dialect: CsvDialect): CsvStringify.Options {
  return {
    delimiter: dialect.delimiter,
    record_delimiter: dialect.recordDelimiter,
    quote_record_delimiter: true,
    quoted: dialect.quoting === "all",
    quoted_string: dialect.quoting !== "minimal",
    quoted_match: dialect.quoting === "minimal" ? /^$/ : null,
    escape_formulas: dialect.escapeFormulas,
    cast: {
      boolean: (value: boolean) => (value ? "true" : "false"),
      object: (value: object) => (value as Moment).text,
    },
  };
}

function valueAt(vector: Vector, index: number): Value {
  if (!isValid(vector.validity, index)) return null;
  switch (vector.type) {
    case "utf8":
      return decoder.decode(vector.bytes.subarray(vector.starts[index]!, vector.ends[index]!));
    case "boolean":
      return isValid(vector.values, index);
    case "date32":
      return new Moment(dateText(vector.values[index]!));
    case "timestamp":
      return new Moment(timestampText(vector.values[index]!));
    default:
      return vector.values[index]!;
  }
}
