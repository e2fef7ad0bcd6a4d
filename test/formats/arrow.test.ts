/** The Arrow file with apache-arrow's readers as oracle, and its first and last bytes. */
import * as library from "apache-arrow";
import {
  type Table as ArrowTable,
  MessageReader,
  RecordBatchReader,
  tableFromIPC,
  type Vector,
} from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch/batch.ts";
import type { ColumnType, Table } from "../../src/batch/field.ts";
import { arrow } from "../../src/formats/arrow.ts";
import { RecordBatchCollector } from "../../src/formats/arrow-record-batch.ts";
import { ColumnEncoder } from "../../src/formats/column-encoder.ts";
import { arbitraryCuts, arbitraryGrid } from "./random-batches.ts";
import { setups, TestSink } from "./setups.ts";
import {
  batchesOf,
  columnTypes,
  EncodedFile,
  encode as encodeIn,
  expectSame,
  type Grid,
  plainBatch,
  type Row,
  rowsOf,
  settingsWith,
  tableOf,
  type Value,
} from "./value-batches.ts";

const typeNames: Record<ColumnType, string> = {
  utf8: "Utf8",
  int32: "Int32",
  int64: "Int64",
  float64: "Float64",
  boolean: "Bool",
  date32: "Date32<DAY>",
  timestamp: "Timestamp<MICROSECOND, UTC>",
};

/** The stored values, without the library's conversions: they lose microseconds, and a U+FEFF before a text. */
function storedRows(table: ArrowTable, types: readonly ColumnType[]): Value[][] {
  const rows: Value[][] = [];
  for (const batch of table.batches) {
    const columns = types.map((_, index) => batch.getChildAt(index) as Vector);
    for (let row = 0; row < batch.numRows; row++) {
      rows.push(columns.map((column, index) => storedValue(column, types[index]!, row)));
    }
  }
  return rows;
}

function storedValue(column: Vector, type: ColumnType, row: number): Value {
  if (!column.isValid(row)) return null;
  const { values, valueOffsets } = column.data[0]!;
  if (type === "utf8") {
    return Buffer.from((values as Uint8Array).subarray(valueOffsets[row], valueOffsets[row + 1])).toString();
  }
  return type === "boolean" ? (column.get(row) as boolean) : (values as Value[])[row]!;
}

function expectGrid(read: ArrowTable, grid: Grid): void {
  const types = grid.table.fields.map((field) => field.type);
  expect(read.schema.fields.map(({ name, type, nullable }) => [name, String(type), nullable])).toEqual(
    // The library reads an empty name, which it leaves out of the message as the format allows, as "null".
    grid.table.fields.map(({ name, type, nullable }) => [name || "null", typeNames[type], nullable]),
  );
  expect([...read.schema.metadata]).toEqual([...settingsWith().metadata]);
  expect(storedRows(read, types)).toEqual(rowsOf(grid));
}

/** The schema message of `text: utf8 not null, n: int32` with the metadata of `settingsWith`. */
const schemaMessage =
  "EAAAAAAACgAOAAwABwAIAAoAAAAAAAABEAAAAAQACgAMAAAACAAEAAoAAAAIAAAAaAAAAAIAAAA0AAAABAAAANz///" +
  "8IAAAAEAAAAAYAAADDqSDigKgAAAQAAABub3RlAAAAAAgADAAIAAQACAAAAAgAAAAMAAAAAQAAADEAAAAQAAAAZG9j" +
  "cm93cy5jb250cmFjdAAAAAACAAAAYAAAABQAAAAQABgABAALABMAFAAAAAwAEAAAABQAAAAAAAABFAAAAAAAAAIYAA" +
  "AAAQAAAG4AAAAAAAAACAAMAAgABwAIAAAAAAAAASAAAAAQABQABAAAAA8AEAAAAAgAEAAAABAAAAAYAAAAAAAABRgA" +
  "AAAEAAAAdGV4dAAAAAAAAAAABAAEAAQAAAA=";

describe.each(setups)("arrow, $name", (setup) => {
  const encode = (table: Table, batches: readonly Batch[]) =>
    encodeIn(arrow, table, batches, settingsWith(), setup);

  it("reads back as a file, and as a stream after the magic", () => {
    fc.assert(
      fc.property(arbitraryGrid, arbitraryCuts, (grid, cuts) => {
        const bytes = encode(grid.table, batchesOf(grid, cuts));
        expectGrid(tableFromIPC(bytes), grid);
        expectGrid(tableFromIPC(bytes.subarray(8)), grid);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same file however the rows arrive", () => {
    fc.assert(
      fc.property(arbitraryGrid, arbitraryCuts, (grid, cuts) => {
        const bytes = encode(grid.table, [plainBatch(grid.table, rowsOf(grid))]);
        expectSame(encode(grid.table, batchesOf(grid, cuts)), bytes);
      }),
      { numRuns: 60 },
    );
  });

  it("starts with magic and schema message, and ends with the footer", () => {
    const table = tableOf(["text", "utf8"], ["n", "int32", null]);
    const bytes = Buffer.from(encode(table, [plainBatch(table, [["é", 1]])]));
    expect(bytes.subarray(0, 12).toString("hex")).toBe("4152524f57310000ffffffff");
    const metadataBytes = bytes.readInt32LE(12);
    expect((8 + 8 + metadataBytes) % 8).toBe(0);
    const messages = [...new MessageReader(bytes.subarray(8))];
    expect(messages.map((message) => message.isSchema())).toEqual([true, false]);
    const [schema] = messages;
    expect([schema!.version, schema!.bodyLength]).toEqual([4, 0]);
    // The bytes of the message, so that a new version of the library cannot change them unseen.
    expect(bytes.subarray(16, 16 + metadataBytes).toString("base64")).toBe(schemaMessage);
    const footerBytes = bytes.readInt32LE(bytes.length - 10);
    expect(bytes.subarray(-6).toString()).toBe("ARROW1");
    expect(bytes.subarray(-10 - footerBytes - 8, -10 - footerBytes).toString("hex")).toBe("ffffffff00000000");
  });

  it("writes a valid file without rows", () => {
    const table = tableOf(...columnTypes.map((type) => [type, type] as const));
    const grid: Grid = { table, perRun: columnTypes.map(() => false), runs: [] };
    const bytes = encode(table, []);
    expectGrid(tableFromIPC(bytes), grid);
    expectGrid(tableFromIPC(bytes.subarray(8)), grid);
    expect(encode(table, [plainBatch(table, [])])).toEqual(bytes);
  });

  it("writes no validity buffer for columns without nulls", () => {
    const table = tableOf(["a", "int32", null], ["b", "int32", null]);
    const read = tableFromIPC(
      encode(table, [
        plainBatch(table, [
          [1, null],
          [2, 2],
        ]),
      ]),
    );
    expect(read.batches[0]!.data.children.map((child) => child.nullCount)).toEqual([0, 1]);
    expect(read.batches[0]!.data.children[0]!.nullBitmap ?? []).toHaveLength(0);
  });
});

// Pieces of this size do not fit into the kernel's memory: the third setup would be the second one again.
describe.each(setups.slice(0, 2))("arrow with large rows, $name", (setup) => {
  it("cuts record batches at 16 MiB, hands out their bytes at once and finds each by the footer", () => {
    const table = tableOf(["text", "utf8"], ["n", "int64", null], ["yes", "boolean", null]);
    const rows = Array.from(
      { length: 36 },
      (_, index): Row => [
        String.fromCharCode(65 + (index % 26)).repeat(1 << 20),
        index === 20 ? null : BigInt(index),
        index % 3 === 0,
      ],
    );
    const file = new EncodedFile(arrow, table, settingsWith(), setup);
    for (const [index, row] of rows.entries()) {
      file.append(plainBatch(table, [row]));
      expect(file.written).toBeGreaterThan((index - 16) * (1 << 20));
    }
    const bytes = file.end();
    const reader = RecordBatchReader.from(bytes);
    expect(reader.isFile()).toBe(true);
    const read = tableFromIPC(bytes);
    expect(read.batches.map((batch) => batch.numRows)).toEqual([15, 15, 6]);
    expect(storedRows(read, ["utf8", "int64", "boolean"])).toEqual(rows);
  });
});

describe.each(setups.slice(0, 2))("RecordBatchCollector, $name", (setup) => {
  it("gives record batches in memory of their own, as soon as they are closed", () => {
    const table = tableOf(["text", "utf8"], ["n", "int32", null], ["yes", "boolean"]);
    const rows = Array.from(
      { length: 36 },
      (_, index): Row => [
        String.fromCharCode(65 + (index % 26)).repeat(1 << 20),
        index % 5 === 0 ? null : index,
        index % 3 === 0,
      ],
    );
    const collector = new RecordBatchCollector(library, table, new Map([["k", "v"]]));
    const encoder = new ColumnEncoder(table, setup.kernel);
    // The sink overwrites each piece after it was appended.
    const sink = new TestSink(setup, (piece) => collector.append(piece));
    const batches: library.RecordBatch[] = [];
    const counts: number[] = [];
    for (const row of rows) {
      encoder.encode(plainBatch(table, [row]), sink);
      const closed = collector.take();
      if (closed.length > 0) counts.push(closed[0]!.numRows);
      batches.push(...closed);
    }
    expect(counts).toEqual([15, 15]);
    collector.end();
    batches.push(...collector.take());
    expect(collector.take()).toEqual([]);
    expect(batches.map((batch) => batch.numRows)).toEqual([15, 15, 6]);
    expect(batches[0]!.schema.metadata.get("k")).toBe("v");
    const read = batches.flatMap((batch) =>
      Array.from({ length: batch.numRows }, (_, row) =>
        [0, 1, 2].map((index) => batch.getChildAt(index)!.get(row)),
      ),
    );
    expect(read).toEqual(rows);
    const memory = new Set(batches.map((batch) => batch.getChildAt(0)!.data[0]!.values.buffer));
    expect(memory.size).toBe(3);
  });

  it("gives nothing for no rows", () => {
    const table = tableOf(["n", "int32"]);
    const collector = new RecordBatchCollector(library, table, new Map());
    const sink = new TestSink(setup, (piece) => collector.append(piece));
    new ColumnEncoder(table, setup.kernel).encode(plainBatch(table, []), sink);
    collector.end();
    expect(collector.take()).toEqual([]);
  });
});
