/** The byte encoder of the default dialect, with csv-stringify and csv-parse as oracles. */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch/batch.ts";
import type { Table } from "../../src/batch/field.ts";
import { csv } from "../../src/formats/csv.ts";
import { PIECE_BYTES, type Piece } from "../../src/formats/format.ts";
import { arbitraryCuts, arbitraryGrid } from "./random-batches.ts";
import { setups, TestSink } from "./setups.ts";
import {
  batchesOf,
  dayText,
  EncodedFile,
  encode as encodeIn,
  expectSame,
  type Grid,
  momentText,
  plainBatch,
  type Row,
  rowsOf,
  settingsWith,
  tableOf,
  vectorFrom,
} from "./value-batches.ts";

/** What the specification says: every text quoted, dates and booleans by `cast`. */
function oracle(table: Table, rows: readonly Row[]): string {
  const records = rows.map((row) =>
    row.map((value, index) => {
      const { type } = table.fields[index]!;
      if (value !== null && type === "date32") return new Date(Number(value) * 86_400_000);
      return value !== null && type === "timestamp" ? { moment: value as bigint } : value;
    }),
  );
  return stringify(records, {
    columns: table.fields.map((field) => field.name),
    header: true,
    quoted_string: true,
    cast: {
      boolean: (value) => String(value),
      date: (value) => value.toISOString().slice(0, 10),
      object: (value) => momentText((value as { moment: bigint }).moment),
    },
  });
}

/** Runs whose own values are larger than a piece. */
const largeTable = tableOf(["doc", "utf8"], ["n", "int32"], ["other", "utf8", null], ["day", "date32"]);
const largeValue = 'd"é'.repeat(140_000);
const largeRuns: Grid = {
  table: largeTable,
  perRun: [true, false, true, true],
  runs: [
    { shared: ["short", 0, null, 0], rows: [1, 2].map((n) => ["", n, null, 0]) },
    { shared: [largeValue, 0, "", 18_514], rows: [3, 4].map((n) => ["", n, null, 0]) },
    { shared: ["short", 0, largeValue, -1], rows: [5].map((n) => ["", n, null, 0]) },
  ],
};
const largeText = oracle(largeTable, rowsOf(largeRuns));

describe.each(setups)("csv, $name", (setup) => {
  const encode = (table: Table, batches: readonly Batch[]) =>
    encodeIn(csv, table, batches, settingsWith(), setup);

  it("is byte for byte what csv-stringify writes, however the rows arrive", () => {
    fc.assert(
      fc.property(arbitraryGrid, arbitraryCuts, (grid, cuts) => {
        const bytes = encode(grid.table, batchesOf(grid, cuts));
        expect(Buffer.from(bytes).toString()).toBe(oracle(grid.table, rowsOf(grid)));
      }),
      { numRuns: 120 },
    );
  });

  it("reads back with csv-parse", () => {
    fc.assert(
      fc.property(arbitraryGrid, (grid) => {
        const bytes = encode(grid.table, batchesOf(grid));
        const expected = rowsOf(grid).map((row) =>
          row.map((value, index) => {
            const { type } = grid.table.fields[index]!;
            if (value === null) return "";
            if (type === "date32") return dayText(value as number);
            return type === "timestamp" ? momentText(value as bigint) : String(value);
          }),
        );
        const names = grid.table.fields.map((field) => field.name);
        // A row that is one null is an empty line, which csv-parse keeps only when told.
        const parsed = parse(Buffer.from(bytes), { record_delimiter: "\n", skip_empty_lines: false });
        expect(parsed).toEqual([names, ...expected]);
      }),
      { numRuns: 60 },
    );
  });

  it("writes the same bytes for values per run and values per row", () => {
    fc.assert(
      fc.property(arbitraryGrid, (grid) => {
        const plain = encode(grid.table, [plainBatch(grid.table, rowsOf(grid))]);
        expectSame(encode(grid.table, batchesOf(grid)), plain);
      }),
      { numRuns: 60 },
    );
  });

  it("tells an empty text from null", () => {
    const table = tableOf(["a", "utf8", null], ["b", "utf8", null], ["c", "int32", null]);
    const bytes = encode(table, [
      plainBatch(table, [
        ["", null, null],
        [null, "", 0],
      ]),
    ]);
    expect(Buffer.from(bytes).toString()).toBe('"a","b","c"\n"",,\n,"",0\n');
  });

  it("spells every type as the reference says", () => {
    const table = tableOf(
      ["text", "utf8"],
      ["n", "int32"],
      ["big", "int64"],
      ["x", "float64"],
      ["yes", "boolean"],
      ["day", "date32"],
      ["at", "timestamp"],
    );
    const row = ['He said "hi",\nand left', -5, 2n ** 63n - 1n, 1e-7, false, 18_514, 1_599_652_800_000_000n];
    const text = Buffer.from(encode(table, [plainBatch(table, [row])])).toString();
    expect(text.slice(text.indexOf("\n") + 1)).toBe(
      '"He said ""hi"",\nand left",-5,9223372036854775807,1e-7,false,2020-09-09,2020-09-09T12:00:00.000000Z\n',
    );
  });

  it("skips runs without rows", () => {
    const table = tableOf(["doc", "utf8"], ["n", "int32"]);
    const grid: Grid = {
      table,
      perRun: [true, false],
      runs: [
        { shared: ["none", null], rows: [] },
        { shared: ["a", null], rows: [["", 1]] },
        { shared: ["none", null], rows: [] },
        {
          shared: ["b", null],
          rows: [
            ["", 2],
            ["", 3],
          ],
        },
        { shared: ["none", null], rows: [] },
      ],
    };
    const text = Buffer.from(encode(table, batchesOf(grid, [1, 3]))).toString();
    expect(text).toBe('"doc","n"\n"a",1\n"b",2\n"b",3\n');
  });

  it("refuses runs that do not cover the rows", () => {
    const table = tableOf(["doc", "utf8"], ["n", "int32"]);
    const grid: Grid = { table, perRun: [true, false], runs: [{ shared: ["a", null], rows: [["", 1]] }] };
    const batch = { ...batchesOf(grid)[0]!, rowCount: 2 };
    expect(() => encode(table, [batch])).toThrow("runs end at row 1 of 2");
  });

  it("refuses batches of another width", () => {
    const narrow = tableOf(["n", "int32"]);
    const wide = tableOf(["n", "int32"], ["m", "int32"]);
    expect(() => encode(wide, [plainBatch(narrow, [[1]])])).toThrow("2 columns, not 1");
    expect(() => encode(narrow, [plainBatch(wide, [[1, 2]])])).toThrow("1 columns, not 2");
  });

  it("writes a long run in which nothing differs from row to row", () => {
    const table = tableOf(["a", "int32"]);
    const rowCount = 900_000;
    const column = { vector: vectorFrom("int32", [12]), perRun: true };
    const batch = { table, rowCount, runEnds: Int32Array.of(rowCount), columns: [column] };
    const text = Buffer.from(encode(table, [batch])).toString();
    expect(text === `"a"\n${"12\n".repeat(rowCount)}`).toBe(true);
  });

  it("writes rows whose document's own values are larger than a piece", () => {
    const file = new EncodedFile(csv, largeRuns.table, settingsWith(), setup);
    for (const batch of batchesOf(largeRuns)) file.append(batch);
    expect(Buffer.from(file.end()).toString() === largeText).toBe(true);
    expect(Math.max(...file.pieceSizes)).toBeLessThanOrEqual(PIECE_BYTES);
    expect(Math.min(...file.pieceSizes)).toBeGreaterThan(0);
  });

  it.each([1 << 16, (1 << 16) + 1, 100_000])("writes rows that have %i bytes in common", (size) => {
    const table = tableOf(["doc", "utf8"], ["text", "utf8", null], ["n", "int64"], ["moment", "timestamp"]);
    const text = 'x"'.repeat(size / 2).padEnd(size, "y");
    const grid: Grid = {
      table,
      perRun: [true, false, false, true],
      runs: [
        { shared: ["a", null, 0n, 0n], rows: [["", "first", 1n, 0n]] },
        { shared: [text, null, 0n, -1n], rows: ["", null, "é"].map((value) => ["", value, 2n, 0n]) },
        { shared: ["", null, 0n, 1n], rows: [] },
        { shared: ["b", null, 0n, 2n], rows: [["", "last", 3n, 0n]] },
      ],
    };
    const bytes = encode(table, batchesOf(grid));
    expect(Buffer.from(bytes).toString() === oracle(table, rowsOf(grid))).toBe(true);
  });

  it("hands on full pieces, and texts larger than a piece in several", () => {
    const table = tableOf(["text", "utf8"]);
    const long = 'é"x'.repeat(PIECE_BYTES / 3);
    const rows = [...Array.from({ length: 3000 }, () => ["y".repeat(1000)]), [long], ["z"]];
    const file = new EncodedFile(csv, table, settingsWith(), setup);
    file.append(plainBatch(table, rows));
    expect(Buffer.from(file.end()).toString() === oracle(table, rows)).toBe(true);
    const sizes = file.pieceSizes;
    expect(Math.max(...sizes)).toBeLessThanOrEqual(PIECE_BYTES);
    // The rows of a thousand bytes fill pieces, up to a row that surely fits no more.
    const full = Math.floor((3000 * 1003) / PIECE_BYTES);
    expect(Math.min(...sizes.slice(0, full))).toBeGreaterThan(PIECE_BYTES - 2100);
    expect(sizes.length).toBeGreaterThan(full + 2);
  });

  it("leaves the header to the writer, so that parts can be encoded apart", () => {
    const table = tableOf(["n", "int32"]);
    const pieces: string[] = [];
    const encoder = csv.createEncoder(table, settingsWith(), setup.kernel);
    const sink = new TestSink(setup, ({ bytes, columns }: Piece) => {
      expect(columns).toBe(null);
      pieces.push(String(Buffer.from(bytes)));
    });
    encoder.encode(plainBatch(table, [[1]]), sink);
    encoder.encode(plainBatch(table, []), sink);
    encoder.encode(plainBatch(table, [[2], [3]]), sink);
    expect(pieces).toEqual(["1\n", "2\n3\n"]);
  });
});
