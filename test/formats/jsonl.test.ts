/** JSONL with JSON.parse as oracle. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch/batch.ts";
import type { Table } from "../../src/batch/field.ts";
import { jsonl } from "../../src/formats/jsonl.ts";
import { arbitraryCuts, arbitraryGrid } from "./random-batches.ts";
import { setups } from "./setups.ts";
import {
  batchesOf,
  dayText,
  encode as encodeIn,
  expectSame,
  momentText,
  plainBatch,
  rowsOf,
  settingsWith,
  tableOf,
  type Value,
} from "./value-batches.ts";

const LINE_BREAKS = /[\u0085\u2028\u2029]/g;

function linesOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString();
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text.split("\n").slice(0, -1);
}

/** The line as JSON.stringify would write it, with the three line breaks escaped and 64-bit integers in full. */
function oracle(names: readonly string[], types: readonly string[], row: readonly Value[]): string {
  const members = row.map((value, index) => {
    const type = types[index]!;
    let json = typeof value === "bigint" ? String(value) : JSON.stringify(value);
    if (value !== null && type === "date32") json = JSON.stringify(dayText(value as number));
    if (value !== null && type === "timestamp") json = JSON.stringify(momentText(value as bigint));
    return `${JSON.stringify(names[index])}:${json}`;
  });
  const line = `{${members.join(",")}}`;
  return line.replace(LINE_BREAKS, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

describe.each(setups)("jsonl, $name", (setup) => {
  const encode = (table: Table, batches: readonly Batch[]) =>
    encodeIn(jsonl, table, batches, settingsWith(), setup);

  it("is what JSON.stringify writes, however the rows arrive", () => {
    fc.assert(
      fc.property(arbitraryGrid, arbitraryCuts, (grid, cuts) => {
        const names = grid.table.fields.map((field) => field.name);
        const types = grid.table.fields.map((field) => field.type);
        const lines = linesOf(encode(grid.table, batchesOf(grid, cuts)));
        expect(lines).toEqual(rowsOf(grid).map((row) => oracle(names, types, row)));
      }),
      { numRuns: 120 },
    );
  });

  it("reads back with JSON.parse: every key on every line, in column order", () => {
    fc.assert(
      fc.property(arbitraryGrid, (grid) => {
        const entries = linesOf(encode(grid.table, batchesOf(grid))).map((line) => {
          expect(line).not.toMatch(LINE_BREAKS);
          return Object.entries(JSON.parse(line) as object);
        });
        const expected = rowsOf(grid).map((row) => {
          const pairs = row.map((value, index): [string, unknown] => {
            const { name, type } = grid.table.fields[index]!;
            if (value === null) return [name, null];
            if (type === "date32") return [name, dayText(value as number)];
            if (type === "timestamp") return [name, momentText(value as bigint)];
            if (type === "float64") return [name, (value as number) + 0];
            return [name, type === "int64" ? Number(value) : value];
          });
          // The same order as an object's: keys that look like array indexes come first.
          return Object.entries(Object.fromEntries(pairs));
        });
        expect(entries).toEqual(expected);
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

  it("spells every type as the reference says, without spaces", () => {
    const table = tableOf(
      ["text", "utf8"],
      ["big", "int64"],
      ["x", "float64"],
      ["yes", "boolean"],
      ["day", "date32"],
      ["at", "timestamp", null],
      ["none", "utf8", null],
    );
    const row = ['"\u2028\\\t', -(2n ** 63n), 1e21, true, 18_514, 1_599_652_800_000_000n, null];
    expect(linesOf(encode(table, [plainBatch(table, [row])]))).toEqual([
      '{"text":"\\"\\u2028\\\\\\t","big":-9223372036854775808,"x":1e+21,"yes":true,' +
        '"day":"2020-09-09","at":"2020-09-09T12:00:00.000000Z","none":null}',
    ]);
  });

  it("escapes a character that stands where a long text is cut", () => {
    const table = tableOf(["text", "utf8"]);
    for (let shift = 0; shift < 4; shift++) {
      const text = `${"x".repeat(65_534 + shift)}\u2028${"é".repeat(70_000)}\u0085𝄞`;
      const [line] = linesOf(encode(table, [plainBatch(table, [[text]])]));
      expect(JSON.parse(line!)).toEqual({ text });
      expect(line).not.toMatch(LINE_BREAKS);
    }
  });

  it("refuses numbers that JSON cannot spell", () => {
    const table = tableOf(["x", "float64", null]);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => encode(table, [plainBatch(table, [[value]])])).toThrow(RangeError);
    }
    expect(linesOf(encode(table, [plainBatch(table, [[-0], [null]])]))).toEqual(['{"x":0}', '{"x":null}']);
  });
});
