/** What every registered format must do; a new one is tested by standing in the registry. */
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch/batch.ts";
import { type Format, PIECE_BYTES } from "../../src/formats/format.ts";
import { formatNames, formats } from "../../src/formats/index.ts";
import { setups } from "./setups.ts";
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
} from "./value-batches.ts";

const table = tableOf(
  ...columnTypes.map((type) => [type, type] as const),
  ...columnTypes.map((type) => [`${type}_or_null`, type, null] as const),
);
const values: Row = ['téxt, "quoted"\n', 1, 2n, 0.5, true, 18_514, 1_599_652_800_000_000n];
const full: Row = [...values, ...values];
const nulls: Row = [...values, ...values.map(() => null)];

it("registers formats under names, extensions and media types that are unique", () => {
  expect(formatNames).toEqual(["csv", "jsonl", "arrow"]);
  for (const key of ["name", "extension", "mediaType"] as const) {
    expect(new Set(formats.map((format) => format[key])).size).toBe(formats.length);
  }
});

const cases = (formats as readonly Format[]).flatMap((format) =>
  setups.map((setup) => ({ name: format.name, setupName: setup.name, format, setup })),
);

describe.each(formats as readonly Format[])("$name", (format) => {
  it("describes itself", () => {
    expect(format.name).toMatch(/^[a-z]+$/);
    expect(format.extension).toBe(`.${format.name}`);
    expect(format.mediaType).toMatch(/^[a-z]+\/[a-z.-]+$/);
    expect(format.description).toMatch(/^[A-Z].*\.$/);
    expect(format.load.line.split("PATH")).toHaveLength(2);
    expect(format.load.line).not.toContain("\n");
  });

  it("writes the same bytes in every setup", () => {
    const runs = [3, 0, 1, 7, 0].map((count, run) => ({
      shared: run % 2 ? nulls : full,
      rows: Array.from({ length: count }, (_, row): Row => (row % 2 ? full : nulls)),
    }));
    const grid: Grid = { table, perRun: table.fields.map((_field, index) => index % 3 === 0), runs };
    const files = setups.map((setup) => encodeIn(format, table, batchesOf(grid, [2]), settingsWith(), setup));
    for (const file of files) expectSame(file, files[0]!);
  });
});

describe.each(cases)("$name, $setupName", ({ format, setup }) => {
  const encode = (batches: readonly Batch[]) => encodeIn(format, table, batches, settingsWith(), setup);

  it.each([
    ["no rows", []],
    ["one row", [full]],
    ["nulls", [nulls]],
    ["many rows", Array.from({ length: 40 }, (_, index) => (index % 3 ? full : nulls))],
  ] as [string, Row[]][])("writes the same bytes however %s arrive", (_, rows) => {
    const whole = encode([plainBatch(table, rows)]);
    const single = rows.map((row) => plainBatch(table, [row]));
    expectSame(encode(single), whole);
    const withEmpty = single.flatMap((batch) => [plainBatch(table, []), batch, plainBatch(table, [])]);
    expectSame(encode(withEmpty), whole);
    const grid: Grid = {
      table,
      perRun: table.fields.map((_field, index) => index % 2 === 0),
      runs: rows.map((row) => ({ shared: row, rows: [row] })),
    };
    expectSame(encode(batchesOf(grid, [1, 20])), whole);
    expect(whole.length > 0 || (format.name === "jsonl" && rows.length === 0)).toBe(true);
  });

  it("reads batches and never changes them", () => {
    const batch = plainBatch(table, [full, nulls]);
    const before = structuredClone(batch);
    encode([batch, batch]);
    expect(batch).toEqual(before);
  });

  it("keeps nothing of a batch after write", () => {
    const batch = plainBatch(table, [full]);
    const expected = encode([batch, batch]);
    const file = new EncodedFile(format, table, settingsWith(), setup);
    const reused = plainBatch(table, [full]);
    file.append(reused);
    for (const { vector } of reused.columns) {
      const { buffer, byteOffset, byteLength } = vector.type === "utf8" ? vector.bytes : vector.values;
      new Uint8Array(buffer, byteOffset, byteLength).fill(0);
    }
    file.append(batch);
    expect(file.end()).toEqual(expected);
  });

  it("makes no pieces of a batch without rows", () => {
    const file = new EncodedFile(format, table, settingsWith(), setup);
    file.append(plainBatch(table, []));
    const noRuns: Grid = { table, perRun: table.fields.map(() => true), runs: [] };
    const noRows: Grid = { ...noRuns, runs: Array(3).fill({ shared: full, rows: [] }) };
    for (const batch of [...batchesOf(noRuns), ...batchesOf(noRows)]) file.append(batch);
    expect(file.pieceSizes).toEqual([]);
    expect(file.end()).toEqual(encode([]));
  });

  it("writes texts that are longer than a piece, in rows and in runs", () => {
    const wide = tableOf(["a", "utf8"], ["n", "int32"], ["b", "utf8", null], ["yes", "boolean", null]);
    const long = 'ab"\n\u2028'.repeat(PIECE_BYTES / 6);
    const rows: Row[] = [
      ["", 1, null, true],
      [long, 2, "x", null],
      ["y", 3, long, false],
      [long, 4, long, null],
      ["z", 5, "", true],
    ];
    const runs = [1, 0, 2, 1].map((count, run) => ({
      shared: rows[run]!,
      rows: rows.slice(run, run + count).map((row): Row => row),
    }));
    const grid: Grid = { table: wide, perRun: [true, false, false, true], runs };
    const encodeWide = (batches: readonly Batch[]) => encodeIn(format, wide, batches, settingsWith(), setup);
    const first = (plain: readonly Row[]) =>
      encodeIn(
        format,
        wide,
        plain.map((row) => plainBatch(wide, [row])),
        settingsWith(),
        setups[0],
      );
    expectSame(encodeWide([plainBatch(wide, rows)]), first(rows));
    expectSame(encodeWide(batchesOf(grid)), first(rowsOf(grid)));
  });
});
