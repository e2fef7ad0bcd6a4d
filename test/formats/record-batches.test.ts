/** Where record batches end, and that their buffers hold the rows. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Batch, isValid, type Vector } from "../../src/batch/batch.ts";
import type { Table } from "../../src/batch/field.ts";
import { BitBuffer } from "../../src/formats/bit-buffer.ts";
import { ColumnEncoder } from "../../src/formats/column-encoder.ts";
import { batchOf } from "../../src/formats/column-pieces.ts";
import { PIECE_BYTES, type Piece } from "../../src/formats/format.ts";
import { RECORD_BATCH_BYTES, RecordBatchAssembler } from "../../src/formats/record-batches.ts";
import { arbitraryCuts, arbitraryGrid } from "./random-batches.ts";
import { type Setup, setups, TestSink, webassemblySetup } from "./setups.ts";
import { batchesOf, type Grid, plainBatch, type Row, rowsOf, tableOf, type Value } from "./value-batches.ts";

function valueAt(vector: Vector, row: number): Value {
  if (!isValid(vector.validity, row)) return null;
  if (vector.type === "utf8")
    return Buffer.from(vector.bytes.subarray(vector.starts[row]!, vector.ends[row]!)).toString();
  return vector.type === "boolean" ? isValid(vector.values, row) : vector.values[row]!;
}

interface Closed {
  rowCount: number;
  bytes: number;
  buffers: unknown[];
}

/** Has the batches encoded, and `onPiece` called with each piece. */
function encodeColumns(
  table: Table,
  batches: readonly Batch[],
  setup: Setup,
  onPiece: (piece: Piece) => void,
): void {
  const encoder = new ColumnEncoder(table, setup.kernel);
  const sink = new TestSink(setup, onPiece);
  for (const batch of batches) {
    const placed = setup.place(batch);
    encoder.encode(placed.batch, sink);
    placed.release();
  }
}

/** Everything that is closed, copied, with the size of its buffers. */
function assembleIn(setup: Setup, table: Table, batches: readonly Batch[], maxBytes?: number): Closed[] {
  const closed: Closed[] = [];
  const assembler = new RecordBatchAssembler(table, {
    ...(maxBytes === undefined ? {} : { maxBytes }),
    onBatch: ({ rowCount, columns }) => {
      const bitmaps = table.fields.filter((field) => field.nullable).length * Math.ceil(rowCount / 8);
      const bytes = columns.reduce(
        (sum, column) => sum + column.values.byteLength + (column.offsets?.byteLength ?? 0),
        bitmaps,
      );
      const buffers = columns.map((column) => [
        column.nullCount,
        column.validity?.slice(),
        column.offsets?.slice(),
        column.values.slice(),
      ]);
      closed.push({ rowCount, bytes, buffers });
    },
  });
  encodeColumns(table, batches, setup, (piece) => assembler.append(batchOf(table, piece)));
  assembler.flush();
  assembler.flush();
  return closed;
}

/** How many rows each record batch should hold: sizes counted afresh for every row, from plain values. */
function expectedCounts(table: Table, rows: readonly Row[], maxBytes: number): number[] {
  const counts: number[] = [];
  let open: Row[] = [];
  for (const row of rows) {
    if (open.length > 0 && sizeOf(table, [...open, row]) > maxBytes) {
      counts.push(open.length);
      open = [];
    }
    open.push(row);
  }
  return open.length > 0 ? [...counts, open.length] : counts;
}

function sizeOf(table: Table, rows: readonly Row[]): number {
  const bits = Math.ceil(rows.length / 8);
  const widths = { int32: 4, date32: 4, int64: 8, timestamp: 8, float64: 8 };
  let size = 0;
  for (const [index, { type, nullable }] of table.fields.entries()) {
    if (nullable) size += bits;
    if (type === "boolean") size += bits;
    else if (type !== "utf8") size += widths[type] * rows.length;
    else {
      size += 4 * (rows.length + 1);
      for (const row of rows) size += Buffer.byteLength((row[index] ?? "") as string);
    }
  }
  return size;
}

describe.each(setups)("RecordBatchAssembler, $name", (setup) => {
  const assemble = (table: Table, batches: readonly Batch[], maxBytes?: number) =>
    assembleIn(setup, table, batches, maxBytes);

  it("cuts by the rows alone, wherever batches end and whatever is per run", () => {
    fc.assert(
      fc.property(arbitraryGrid, arbitraryCuts, fc.integer({ min: 1, max: 600 }), (grid, cuts, maxBytes) => {
        const rows = rowsOf(grid);
        const whole = assemble(grid.table, [plainBatch(grid.table, rows)], maxBytes);
        expect(assemble(grid.table, batchesOf(grid, cuts), maxBytes)).toEqual(whole);
        const single = rows.map((row) => plainBatch(grid.table, [row]));
        expect(assemble(grid.table, single, maxBytes)).toEqual(whole);
        expect(whole.map((batch) => batch.rowCount)).toEqual(expectedCounts(grid.table, rows, maxBytes));
        for (const { rowCount, bytes } of whole)
          if (rowCount > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
      }),
      { numRuns: 100 },
    );
  });

  it("counts as its description says", () => {
    const table = tableOf(["n", "int64"], ["text", "utf8", null]);
    const rows = Array.from({ length: 10 }, (): Row => [1n, "12345"]);
    expect(assemble(table, [plainBatch(table, rows)], 176).map((batch) => batch.rowCount)).toEqual([10]);
    expect(assemble(table, [plainBatch(table, rows)], 175).map((batch) => batch.rowCount)).toEqual([9, 1]);
    expect(assemble(table, [plainBatch(table, rows)], 176)[0]!.bytes).toBe(176);
  });

  it("gives a row that is too large a record batch of its own", () => {
    const table = tableOf(["text", "utf8"]);
    const rows: Row[] = [["a"], ["b"], ["x".repeat(100)], ["c"], ["d"]];
    const closed = assemble(table, [plainBatch(table, rows)], 40);
    expect(closed.map((batch) => batch.rowCount)).toEqual([2, 1, 2]);
  });

  it("has no bitmap where nothing is null", () => {
    const table = tableOf(["n", "int32", null], ["m", "int32", null]);
    const [batch] = assemble(table, [plainBatch(table, [[1, null]])]);
    expect(batch!.buffers).toEqual([
      [0, undefined, undefined, Int32Array.of(1)],
      [1, Uint8Array.of(0), undefined, Int32Array.of(0)],
    ]);
  });

  it("gives nothing for no rows", () => {
    const table = tableOf(["text", "utf8"]);
    expect(assemble(table, [])).toEqual([]);
    expect(assemble(table, [plainBatch(table, [])])).toEqual([]);
  });

  it("refuses null where the field has none, wrong types and wrong shapes", () => {
    const table = tableOf(["text", "utf8"], ["n", "int32"]);
    const nulls = tableOf(["text", "utf8", null], ["n", "int32", null]);
    const other = tableOf(["text", "utf8"], ["n", "int64"]);
    expect(() => assemble(table, [plainBatch(nulls, [[null, 1]])])).toThrow("column text cannot hold null");
    expect(() => assemble(table, [plainBatch(other, [["a", 1n]])])).toThrow("expected a int32 vector");
    const perRun = batchesOf({
      table: nulls,
      perRun: [true, false],
      runs: [{ shared: [null, 1], rows: [["", 1]] }],
    });
    expect(() => assemble(table, perRun)).toThrow("column text cannot hold null");
    expect(() => assemble(tableOf(["text", "utf8"]), [plainBatch(table, [["a", 1]])])).toThrow(
      "1 columns, not 2",
    );
    const short = { ...perRun[0]!, rowCount: 2 };
    expect(() => assemble(nulls, [short])).toThrow("runs end at row 1 of 2");
  });
});

describe("RecordBatchAssembler, with large rows", () => {
  const setup = webassemblySetup;

  it("stays within 16 MiB by default, and starts anew with clean buffers", () => {
    const table = tableOf(["text", "utf8"], ["yes", "boolean", null], ["n", "int32", null]);
    const rows = Array.from(
      { length: 40 },
      (_, index): Row => ["x".repeat(1 << 20), index % 2 === 0 ? null : true, 7],
    );
    const closed = assembleIn(setup, table, [plainBatch(table, rows)]);
    expect(closed.map((batch) => batch.rowCount)).toEqual([15, 15, 10]);
    expect(Math.max(...closed.map((batch) => batch.bytes))).toBeLessThanOrEqual(RECORD_BATCH_BYTES);
    const [nullCount, validity, , values] = closed[2]!.buffers[1] as [
      number,
      Uint8Array,
      undefined,
      Uint8Array,
    ];
    expect([nullCount, [...validity], [...values]]).toEqual([5, [0b1010_1010, 0b10], [0b1010_1010, 0b10]]);
  });

  it("gives back the memory of an exceptional row", () => {
    const table = tableOf(["text", "utf8"]);
    const capacities: number[] = [];
    const assembler = new RecordBatchAssembler(table, {
      onBatch: ({ columns }) => capacities.push(columns[0]!.values.buffer.byteLength),
    });
    for (const text of ["a", "x".repeat(34 << 20), "b"]) {
      encodeColumns(table, [plainBatch(table, [[text]])], setup, (piece) =>
        assembler.append(batchOf(table, piece)),
      );
      assembler.flush();
    }
    expect(capacities[1]).toBeGreaterThanOrEqual(34 << 20);
    expect(capacities[2]).toBeLessThan(1 << 20);
  });
});

describe.each(setups)("column pieces, $name", (setup) => {
  it("hold the rows, cut where a piece is full", () => {
    const table = tableOf(
      ["doc", "utf8", null],
      ["text", "utf8"],
      ["n", "int64", null],
      ["yes", "boolean", null],
    );
    const runs = [40, 0, 0, 1, 900, 60].map((count, run) => ({
      shared: [run === 4 ? null : "d".repeat(run * 300), "", 0n, null] as Row,
      rows: Array.from(
        { length: count },
        (_, row): Row => [null, `${row}`.repeat(row % 400), row % 9 === 0 ? null : BigInt(row), null],
      ),
    }));
    runs.push({
      shared: ["x".repeat(PIECE_BYTES + 9), "", 0n, true],
      rows: [
        ["", "alone", -1n, null],
        ["", "too", 1n, null],
      ],
    });
    const grid: Grid = { table, perRun: [true, false, false, true], runs };
    const expected = rowsOf(grid);
    const pieces: { rowCount: number; bytes: number }[] = [];
    const read: Value[][] = [];
    encodeColumns(table, batchesOf(grid, [2]), setup, (piece) => {
      const { rowCount, columns } = batchOf(table, piece);
      pieces.push({ rowCount, bytes: piece.bytes.length });
      for (let row = 0; row < rowCount; row++) read.push(columns.map(({ vector }) => valueAt(vector, row)));
    });
    expect(read.length).toBe(expected.length);
    expect(
      read.findIndex((row, index) => row.some((value, column) => value !== expected[index]![column])),
    ).toBe(-1);
    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.slice(-2).map(({ rowCount }) => rowCount)).toEqual([1, 1]);
    // Padding comes on top of what is measured.
    for (const { bytes } of pieces.slice(0, -2)) expect(bytes).toBeLessThanOrEqual(PIECE_BYTES + 200);
  });

  it("are refused where they hold none", () => {
    const table = tableOf(["n", "int32"]);
    expect(() => batchOf(table, { bytes: new Uint8Array(8), columns: null })).toThrow(
      "a piece without columns",
    );
  });
});

describe("BitBuffer", () => {
  it("holds what was appended, with zeros behind", () => {
    const step = fc.oneof(
      fc.record({ bits: fc.array(fc.boolean(), { maxLength: 30 }), from: fc.nat({ max: 5 }) }),
      fc.record({ bit: fc.boolean(), count: fc.nat({ max: 40 }) }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const buffer = new BitBuffer();
        buffer.append(null, 0, 9000);
        buffer.clear();
        const expected: boolean[] = [];
        for (const entry of steps) {
          if ("bit" in entry) {
            buffer.appendRepeated(entry.bit, entry.count);
            for (let count = 0; count < entry.count; count++) expected.push(entry.bit);
          } else {
            const bits = [...Array<boolean>(entry.from).fill(true), ...entry.bits];
            const bytes = new Uint8Array(8).fill(0xff);
            for (const [at, bit] of bits.entries()) if (!bit) bytes[at >> 3]! &= ~(1 << (at & 7));
            buffer.append(bytes, entry.from, bits.length);
            expected.push(...entry.bits);
          }
        }
        const bytes = new Uint8Array(Math.ceil(expected.length / 8));
        for (const [at, bit] of expected.entries()) if (bit) bytes[at >> 3]! |= 1 << (at & 7);
        expect(buffer.view()).toEqual(bytes);
        expect([buffer.length, buffer.setCount]).toEqual([expected.length, expected.filter(Boolean).length]);
      }),
    );
  });
});
