/**
 * Batches from plain values, for the format tests. A `Grid` holds the values; `batchesOf` puts them into batches in the
 * awkward ways that the contract allows: gaps between texts, texts out of order, views into larger arrays, garbage in
 * bits that nobody may read, and empty runs.
 */
import { expect } from "vitest";
import type { Batch, BatchColumn, Validity, Vector } from "../../src/batch/batch.ts";
import type { ColumnType, Field, Table } from "../../src/batch/field.ts";
import type {
  BatchEncoder,
  CsvDialect,
  Format,
  FormatSettings,
  TableWriter,
} from "../../src/formats/format.ts";
import { type Setup, setups, TestSink } from "./setups.ts";

export type Value = string | number | bigint | boolean | null;

/** One value per column; columns that are per run hold the same value in all rows of a run. */
export type Row = readonly Value[];

export interface Grid {
  readonly table: Table;
  /** Which columns hold one value per run. */
  readonly perRun: readonly boolean[];
  /** Each run with its per-run values (a row of which only those count) and its rows. */
  readonly runs: readonly { readonly shared: Row; readonly rows: readonly Row[] }[];
}

export const columnTypes: readonly ColumnType[] = [
  "utf8",
  "int32",
  "int64",
  "float64",
  "boolean",
  "date32",
  "timestamp",
];

export const defaultDialect: CsvDialect = {
  delimiter: ",",
  recordDelimiter: "\n",
  bom: false,
  quoting: "strings",
  escapeFormulas: false,
};

/** Settings with a dialect that differs from the default one as told. */
export function settingsWith(dialect: Partial<CsvDialect> = {}): FormatSettings {
  return {
    csv: { ...defaultDialect, ...dialect },
    metadata: new Map([
      ["docrows.contract", "1"],
      ["note", "é \u2028"],
    ]),
  };
}

/** The whole file that a format makes of batches. */
export function encode(
  format: Format,
  table: Table,
  batches: readonly Batch[],
  settings = settingsWith(),
  setup: Setup = setups[0]!,
): Uint8Array {
  const file = new EncodedFile(format, table, settings, setup);
  for (const batch of batches) file.append(batch);
  return file.end();
}

/** A file in the making: encoder, sink and writer put together. */
export class EncodedFile {
  readonly #encoder: BatchEncoder;
  readonly #writer: TableWriter;
  readonly #sink: TestSink;
  readonly #setup: Setup;
  readonly #parts: Uint8Array[] = [];
  /** Sizes of the pieces, in their order. */
  readonly pieceSizes: number[] = [];
  /** Bytes that the writer has handed out. */
  written = 0;

  constructor(format: Format, table: Table, settings: FormatSettings, setup: Setup) {
    this.#setup = setup;
    this.#encoder = format.createEncoder(table, settings, setup.kernel);
    this.#writer = format.createWriter(table, settings, (bytes) => {
      this.#parts.push(bytes.slice());
      this.written += bytes.length;
    });
    this.#sink = new TestSink(setup, (piece) => {
      this.pieceSizes.push(piece.bytes.length);
      this.#writer.append(piece);
    });
    this.#writer.begin();
  }

  append(batch: Batch): void {
    const placed = this.#setup.place(batch);
    this.#encoder.encode(placed.batch, this.#sink);
    placed.release();
  }

  end(): Uint8Array {
    this.#writer.end();
    return Buffer.concat(this.#parts);
  }
}

/** Expects equal bytes, all compared at once: one by one takes longer than the encoding. */
export function expectSame(bytes: Uint8Array, expected: Uint8Array): void {
  expect(Buffer.compare(bytes, expected)).toBe(0);
}

/** A table of the given columns: name, type, and `null` where the column may hold null. */
export function tableOf(...columns: readonly (readonly [string, ColumnType, null?])[]): Table {
  const fields = columns.map(
    ([name, type, nullable]): Field => ({ name, type, nullable: nullable === null, description: "" }),
  );
  return { name: "paragraphs", fields };
}

/** All rows of a grid, shared values filled in. */
export function rowsOf(grid: Grid): Value[][] {
  return grid.runs.flatMap(({ shared, rows }) =>
    rows.map((row) => row.map((value, index) => (grid.perRun[index] ? shared[index]! : value))),
  );
}

/** One batch in which no column is per run. */
export function plainBatch(table: Table, rows: readonly Row[]): Batch {
  const columns = table.fields.map(
    (field, index): BatchColumn => ({
      vector: vectorFrom(
        field.type,
        rows.map((row) => row[index]!),
      ),
      perRun: false,
    }),
  );
  return { table, rowCount: rows.length, runEnds: new Int32Array(0), columns };
}

/** The runs of a grid in batches that end before the run numbers in `cuts`. */
export function batchesOf(grid: Grid, cuts: readonly number[] = []): Batch[] {
  const bounds = [0, ...cuts.map((cut) => cut % (grid.runs.length + 1)).sort((a, b) => a - b)];
  return bounds.map((start, index) => runBatch(grid, grid.runs.slice(start, bounds[index + 1])));
}

function runBatch(grid: Grid, runs: Grid["runs"]): Batch {
  let rowCount = 0;
  const runEnds = runs.map(({ rows }) => {
    rowCount += rows.length;
    return rowCount;
  });
  const rows = runs.flatMap((run) => run.rows);
  const columns = grid.table.fields.map((field, index): BatchColumn => {
    const perRun = grid.perRun[index]!;
    const values = perRun ? runs.map(({ shared }) => shared[index]!) : rows.map((row) => row[index]!);
    return { vector: vectorFrom(field.type, values), perRun };
  });
  const ends = grid.perRun.includes(true) ? runEnds : [];
  return { table: grid.table, rowCount, runEnds: Int32Array.from(ends), columns };
}

/** A vector of a column type from values: text as string, 64-bit as bigint, boolean as boolean, else number. */
export function vectorFrom(type: ColumnType, values: readonly Value[]): Vector {
  const length = values.length;
  const validity = validityOf(values);
  switch (type) {
    case "utf8":
      return { type, length, validity, ...scattered(values as (string | null)[]) };
    case "boolean":
      return { type, length, validity, values: bitsOf(values.map((value) => value === true)) };
    case "float64":
      return { type, length, validity, values: Float64Array.from([7, ...values, 7], Number).subarray(1) };
    case "int64":
    case "timestamp": {
      const numbers = values.map((value) => (value ?? 0n) as bigint);
      return { type, length, validity, values: BigInt64Array.from([7n, ...numbers, 7n]).subarray(1) };
    }
    default:
      return { type, length, validity, values: Int32Array.from([7, ...values, 7], Number).subarray(1) };
  }
}

function validityOf(values: readonly Value[]): Validity {
  return values.includes(null) ? bitsOf(values.map((value) => value !== null)) : null;
}

/** Bits with ones after the last, which no reader may look at. */
function bitsOf(bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array((bits.length >> 3) + 2).fill(0xff);
  for (const [index, bit] of bits.entries()) if (!bit) bytes[index >> 3]! &= ~(1 << (index & 7));
  return bytes;
}

/** Texts with quotes and line ends between them; every third one stands at the end of the bytes, in backward order. */
function scattered(values: readonly (string | null)[]) {
  const texts = values.map((value) => Buffer.from(value ?? ""));
  const size = texts.reduce((sum, text) => sum + text.length + 2, 2);
  const bytes = new Uint8Array(size + 300).fill(0x22);
  const starts = new Int32Array(texts.length);
  const ends = new Int32Array(texts.length);
  let front = 1;
  let back = bytes.length;
  for (const [index, text] of texts.entries()) {
    if (index % 3 === 2) back -= text.length;
    const at = index % 3 === 2 ? back : front;
    bytes.set(text, at);
    starts[index] = at;
    ends[index] = at + text.length;
    if (index % 3 !== 2) front += text.length + (index % 2);
  }
  return { bytes, starts, ends };
}

/** A day as `YYYY-MM-DD`, by JavaScript's own calendar. */
export function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Microseconds since 1970 as `YYYY-MM-DDThh:mm:ss.ffffffZ`, by JavaScript's own calendar. */
export function momentText(microseconds: bigint): string {
  const second = BigInt.asIntN(64, microseconds - (((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n));
  const rest = String(microseconds - second).padStart(6, "0");
  return `${new Date(Number(second / 1000n)).toISOString().slice(0, 19)}.${rest}Z`;
}
