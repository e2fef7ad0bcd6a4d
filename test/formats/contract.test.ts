/** What every registered format must do; a new one is tested by standing in the registry. */
import { describe, expect, it } from "vitest";
import type { Format } from "../../src/formats/format.ts";
import { formatNames, formats } from "../../src/formats/index.ts";
import {
  batchesOf,
  columnTypes,
  encode,
  type Grid,
  plainBatch,
  type Row,
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

describe.each(formats as readonly Format[])("$name", (format) => {
  it("describes itself", () => {
    expect(format.name).toMatch(/^[a-z]+$/);
    expect(format.extension).toBe(`.${format.name}`);
    expect(format.mediaType).toMatch(/^[a-z]+\/[a-z.-]+$/);
    expect(format.description).toMatch(/^[A-Z].*\.$/);
    expect(format.load.line.split("PATH")).toHaveLength(2);
    expect(format.load.line).not.toContain("\n");
  });

  it.each([
    ["no rows", []],
    ["one row", [full]],
    ["nulls", [nulls]],
    ["many rows", Array.from({ length: 100 }, (_, index) => (index % 3 ? full : nulls))],
  ] as [string, Row[]][])("writes the same bytes however %s arrive", (_, rows) => {
    const whole = encode(format, table, [plainBatch(table, rows)]);
    const single = rows.map((row) => plainBatch(table, [row]));
    expect(encode(format, table, single)).toEqual(whole);
    const withEmpty = single.flatMap((batch) => [plainBatch(table, []), batch, plainBatch(table, [])]);
    expect(encode(format, table, withEmpty)).toEqual(whole);
    const grid: Grid = {
      table,
      perRun: table.fields.map((_field, index) => index % 2 === 0),
      runs: rows.map((row) => ({ shared: row, rows: [row] })),
    };
    expect(encode(format, table, batchesOf(grid, [1, 50]))).toEqual(whole);
    expect(whole.length > 0 || (format.name === "jsonl" && rows.length === 0)).toBe(true);
  });

  it("reads batches and never changes them", () => {
    const batch = plainBatch(table, [full, nulls]);
    const before = structuredClone(batch);
    encode(format, table, [batch, batch]);
    expect(batch).toEqual(before);
  });

  it("keeps nothing of a batch after write", () => {
    const batch = plainBatch(table, [full]);
    const expected = encode(format, table, [batch, batch]);
    const pieces: Uint8Array[] = [];
    const encoder = format.createEncoder(table, settingsWith(), (bytes) => pieces.push(bytes.slice()));
    const reused = plainBatch(table, [full]);
    encoder.begin();
    encoder.write(reused);
    for (const { vector } of reused.columns) {
      const { buffer, byteOffset, byteLength } = vector.type === "utf8" ? vector.bytes : vector.values;
      new Uint8Array(buffer, byteOffset, byteLength).fill(0);
    }
    encoder.write(batch);
    encoder.end();
    expect(new Uint8Array(Buffer.concat(pieces))).toEqual(new Uint8Array(expected));
  });
});
