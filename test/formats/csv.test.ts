/** The byte encoder of the default dialect, with csv-stringify and csv-parse as oracles. */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Table } from "../../src/batch/field.ts";
import { CHUNK_BYTES } from "../../src/formats/chunked-sink.ts";
import { csv } from "../../src/formats/csv.ts";
import { arbitraryCuts, arbitraryGrid } from "./random-batches.ts";
import {
  batchesOf,
  dayText,
  defaultDialect,
  encode,
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

describe("csv", () => {
  it("is byte for byte what csv-stringify writes, however the rows arrive", () => {
    fc.assert(
      fc.property(arbitraryGrid, arbitraryCuts, (grid, cuts) => {
        const bytes = encode(csv, grid.table, batchesOf(grid, cuts));
        expect(Buffer.from(bytes).toString()).toBe(oracle(grid.table, rowsOf(grid)));
      }),
      { numRuns: 300 },
    );
  });

  it("reads back with csv-parse", () => {
    fc.assert(
      fc.property(arbitraryGrid, (grid) => {
        const bytes = encode(csv, grid.table, batchesOf(grid));
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
    );
  });

  it("writes the same bytes for values per run and values per row", () => {
    fc.assert(
      fc.property(arbitraryGrid, (grid) => {
        const plain = encode(csv, grid.table, [plainBatch(grid.table, rowsOf(grid))]);
        expect(plain).toEqual(encode(csv, grid.table, batchesOf(grid)));
      }),
    );
  });

  it("tells an empty text from null", () => {
    const table = tableOf(["a", "utf8", null], ["b", "utf8", null], ["c", "int32", null]);
    const bytes = encode(csv, table, [
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
    const text = Buffer.from(encode(csv, table, [plainBatch(table, [row])])).toString();
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
    const text = Buffer.from(encode(csv, table, batchesOf(grid, [1, 3]))).toString();
    expect(text).toBe('"doc","n"\n"a",1\n"b",2\n"b",3\n');
  });

  it("refuses runs that do not cover the rows", () => {
    const table = tableOf(["doc", "utf8"], ["n", "int32"]);
    const grid: Grid = { table, perRun: [true, false], runs: [{ shared: ["a", null], rows: [["", 1]] }] };
    const batch = { ...batchesOf(grid)[0]!, rowCount: 2 };
    expect(() => encode(csv, table, [batch])).toThrow("runs end at row 1 of 2");
  });

  it("refuses batches of another width", () => {
    const narrow = tableOf(["n", "int32"]);
    const wide = tableOf(["n", "int32"], ["m", "int32"]);
    expect(() => encode(csv, wide, [plainBatch(narrow, [[1]])])).toThrow("2 columns, not 1");
    expect(() => encode(csv, narrow, [plainBatch(wide, [[1, 2]])])).toThrow("1 columns, not 2");
  });

  it("writes a long run in which nothing differs from row to row", () => {
    const table = tableOf(["a", "int32"]);
    const rowCount = 900_000;
    const column = { vector: vectorFrom("int32", [12]), perRun: true };
    const batch = { table, rowCount, runEnds: Int32Array.of(rowCount), columns: [column] };
    const text = Buffer.from(encode(csv, table, [batch])).toString();
    expect(text === `"a"\n${"12\n".repeat(rowCount)}`).toBe(true);
  });

  it("fills chunks also where a document's own value is large", () => {
    const table = tableOf(["doc", "utf8"], ["n", "int32"]);
    const shared = "d".repeat(700_000);
    const grid: Grid = {
      table,
      perRun: [true, false],
      runs: [{ shared: [shared, 0], rows: [1, 2, 3, 4, 5].map((n) => ["", n]) }],
    };
    const sizes: number[] = [];
    const encoder = csv.createEncoder(table, settingsWith(), (bytes) => sizes.push(bytes.length));
    for (const batch of batchesOf(grid)) encoder.write(batch);
    encoder.end();
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5 * (shared.length + '"",1\n'.length));
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(CHUNK_BYTES);
  });

  it("hands on chunks of at least a mebibyte, and texts larger than a chunk in several", () => {
    const table = tableOf(["text", "utf8"]);
    const long = 'é"x'.repeat(CHUNK_BYTES);
    const rows = [...Array.from({ length: 3000 }, () => ["y".repeat(1000)]), [long], ["z"]];
    const sizes: number[] = [];
    const pieces: Uint8Array[] = [];
    const encoder = csv.createEncoder(table, settingsWith(), (bytes) => {
      sizes.push(bytes.length);
      pieces.push(bytes.slice());
    });
    encoder.begin();
    for (const row of rows) encoder.write(plainBatch(table, [row]));
    encoder.end();
    expect(Buffer.concat(pieces).toString()).toBe(oracle(table, rows));
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(CHUNK_BYTES);
    expect(Math.max(...sizes)).toBeLessThan(2 * CHUNK_BYTES);
    expect(sizes.length).toBeGreaterThan(4);
  });

  it("leaves the header out without begin, so that parts can be encoded apart", () => {
    const table = tableOf(["n", "int32"]);
    const pieces: string[] = [];
    const encoder = csv.createEncoder(table, settingsWith(), (bytes) =>
      pieces.push(String(Buffer.from(bytes))),
    );
    encoder.write(plainBatch(table, [[1]]));
    encoder.end();
    encoder.write(plainBatch(table, [[2]]));
    encoder.end();
    expect(pieces).toEqual(["1\n", "2\n"]);
    expect(defaultDialect.quoting).toBe("strings");
  });
});
