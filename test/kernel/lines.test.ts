/** Whole lines, against lines put together as strings. Kernels stop where too little is free: only that may differ. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernel } from "../../src/kernel/kernel.ts";
import { MAX_COMMON_BYTES } from "../../src/kernel/lines.ts";
import { SCRATCH_BYTES } from "../../src/kernel/memory.ts";
import { OVERRUN_BYTES } from "./embedded-kernel.ts";
import {
  type ColumnModel,
  type LineModel,
  type LineValue,
  lineModel,
  linesOf,
  naiveLines,
  roomFor,
  runNumbers,
  start,
} from "./line-models.ts";
import { decode, encode, kernels } from "./oracle.ts";

const UNTOUCHED = 0xaa;

interface Written {
  readonly text: string;
  /** Rows that were left out, which the caller would write in another way. */
  readonly leftOut: readonly number[];
}

/**
 * All lines of a model, through targets of `targetBytes` behind `front` bytes. Throws where a kernel stops before a row that
 * surely fits. A row that is left out of an empty target is taken from the slow way.
 */
function written(kernel: Kernel, model: LineModel, targetBytes: number, front = 0): Written {
  const lines = linesOf(model);
  const expected = naiveLines(model);
  const runs = runNumbers(model);
  const cursor = start();
  const parts: Uint8Array[] = [];
  const leftOut: number[] = [];
  while (cursor.row < lines.rowCount) {
    const memory = new Uint8Array(front + targetBytes + OVERRUN_BYTES + 8).fill(UNTOUCHED);
    const target = memory.subarray(0, front + targetBytes);
    const { row } = cursor;
    cursor.length = front;
    kernel.writeLines(lines, cursor, target);
    if (!isUntouched(memory.subarray(0, front))) throw new Error("the front was changed");
    if (!isUntouched(memory.subarray(cursor.length + OVERRUN_BYTES))) throw new Error("the rear was changed");
    parts.push(memory.slice(front, cursor.length));
    if (cursor.row === lines.rowCount) break;
    const room = roomFor(model, cursor.row, runs[cursor.row]!);
    if (room.line <= target.length - cursor.length && room.common <= MAX_COMMON_BYTES)
      throw new Error(`row ${cursor.row} fits`);
    if (cursor.row > row) continue;
    parts.push(encode(expected[row]!));
    leftOut.push(row);
    cursor.row++;
  }
  return { text: decode(Buffer.concat(parts)), leftOut };
}

/** Whether all bytes are the mark: the first is, and each is like the one before. */
function isUntouched(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return true;
  return bytes[0] === UNTOUCHED && Buffer.compare(bytes.subarray(1), bytes.subarray(0, -1)) === 0;
}

/** A table as the paragraphs table is: what belongs to a document beside what belongs to a paragraph. */
function documentLines(
  escaping: "csv" | "json",
  runs: readonly number[],
  text: (row: number) => string,
): LineModel {
  const rowCount = runs.reduce((sum, count) => sum + count, 0);
  const rows = <T>(value: (row: number) => T) => Array.from({ length: rowCount }, (_, row) => value(row));
  const each = <T>(value: (run: number) => T) => runs.map((_, run) => value(run));
  const column = (
    perRun: boolean,
    spelling: ColumnModel["spelling"],
    values: readonly LineValue[],
  ): ColumnModel => ({ separator: `,"${spelling}":`, spelling, perRun, values });
  return {
    escaping,
    lineEnd: "}\n",
    nullText: "null",
    runs,
    columns: [
      column(
        true,
        "quoted",
        each((run) => (run % 3 === 1 ? null : `document "${run}"`)),
      ),
      column(
        false,
        "int32",
        rows((row) => (row % 5 === 2 ? null : row * 7919 - 10_000)),
      ),
      column(false, "quoted", rows(text)),
      column(
        true,
        "int64",
        each((run) => (run % 4 === 3 ? null : BigInt(run) * -(2n ** 40n))),
      ),
      column(
        true,
        "plain",
        each((run) => `2020-09-${run % 31}`),
      ),
      column(
        false,
        "int64",
        rows((row) => BigInt(row) << 33n),
      ),
      column(
        false,
        "plain",
        rows((row) => (row % 7 === 6 ? null : `${row / 2}`)),
      ),
    ],
  };
}

/** Whether two long texts are the same; a difference is shown where it begins. */
function expectText(text: string, expected: string): void {
  if (text === expected) return;
  let at = 0;
  while (text[at] === expected[at]) at++;
  expect(text.slice(Math.max(0, at - 60), at + 60)).toBe(expected.slice(Math.max(0, at - 60), at + 60));
  expect(text.length).toBe(expected.length);
}

describe.each(kernels)("writeLines of the kernel %s", (_name, kernel) => {
  test("writes the lines of any rows", () => {
    fc.assert(
      fc.property(lineModel, fc.nat(3), (model, front) => {
        const { text, leftOut } = written(kernel, model, 1 << 16, front);
        expect(text).toBe(naiveLines(model).join(""));
        expect(leftOut).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("goes on where it stopped, in targets of any size", () => {
    fc.assert(
      fc.property(lineModel, fc.nat(1200), fc.nat(40), (model, targetBytes, front) => {
        expect(written(kernel, model, targetBytes, front).text).toBe(naiveLines(model).join(""));
      }),
      { numRuns: 200 },
    );
  });

  test("writes from any row on, also with a run that is over", () => {
    fc.assert(
      fc.property(lineModel, fc.nat(80), fc.nat(8), (model, number, back) => {
        const lines = linesOf(model);
        const row = number % (lines.rowCount + 1);
        const run = Math.max(0, (runNumbers(model)[row] ?? 0) - back);
        const cursor = { row, run, length: 0 };
        const target = new Uint8Array(1 << 16);
        kernel.writeLines(lines, cursor, target.subarray(0, (1 << 16) - OVERRUN_BYTES));
        expect(decode(target.slice(0, cursor.length))).toBe(naiveLines(model).slice(row).join(""));
        expect(cursor.row).toBe(lines.rowCount);
      }),
      { numRuns: 100 },
    );
  });

  test("leaves a target alone in which nothing fits, and one after the last row", () => {
    const model = documentLines("csv", [2], () => "text");
    const lines = linesOf(model);
    const target = new Uint8Array(64).fill(UNTOUCHED);
    const cursor = start();
    kernel.writeLines(lines, cursor, target.subarray(0, 32));
    kernel.writeLines(lines, cursor, target.subarray(0, 0));
    expect([cursor.row, cursor.length]).toEqual([0, 0]);
    const end = { row: 2, run: 1, length: 5 };
    kernel.writeLines(lines, end, target.subarray(0, 32));
    expect([end.row, end.length]).toEqual([2, 5]);
    const none = start();
    kernel.writeLines(linesOf({ ...model, runs: [], columns: [] }), none, target.subarray(0, 32));
    kernel.writeLines(linesOf(documentLines("csv", [0, 0], () => "")), none, target.subarray(0, 32));
    expect([none.row, none.length]).toEqual([0, 0]);
    expect(isUntouched(target)).toBe(true);
  });

  test("spells integers as JavaScript does", () => {
    const long = [0n, 2n ** 63n - 1n, -(2n ** 63n), 1n - 2n ** 63n, 2n ** 53n, -(2n ** 53n)];
    for (let power = 1n; power < 2n ** 63n; power *= 10n)
      long.push(power - 1n, power, power + 1n, -power, 1n - power);
    for (let power = 1n; power < 2n ** 62n; power *= 2n) long.push(power - 1n, power, -power);
    const short = long.map((value) => Number(BigInt.asIntN(32, value)));
    short.push(2 ** 31 - 1, -(2 ** 31), 0);
    long.push(1n, -1n, 0n);
    const columns: ColumnModel[] = [
      { separator: "", spelling: "int32", perRun: false, values: short },
      { separator: " ", spelling: "int64", perRun: false, values: long },
    ];
    const model: LineModel = { escaping: "csv", lineEnd: "\n", nullText: "", runs: [long.length], columns };
    expect(written(kernel, model, 500).text).toBe(
      long.map((value, row) => `${short[row]} ${value}\n`).join(""),
    );
  });

  test.each(["csv", "json"] as const)("%s: more rows, and more runs, than are told at once", (escaping) => {
    const lengths = [3, 0, 1, 40, 0, 0, 7, 129];
    const runs = Array.from({ length: 500 }, (_, run) => lengths[run % lengths.length]!);
    // Runs over several blocks, several blocks of empty runs, and one of runs of a row.
    runs.push(5000, ...Array<number>(9000).fill(0), 1, ...Array<number>(4500).fill(1), 0);
    const model = documentLines(escaping, runs, (row) => 'pile "up" \\\n'.slice(row % 11, row % 13));
    const expected = naiveLines(model).join("");
    for (const targetBytes of escaping === "csv" ? [1 << 19, 10_000] : [1 << 19]) {
      const { text, leftOut } = written(kernel, model, targetBytes);
      expectText(text, expected);
      expect(leftOut).toEqual([]);
    }
  });

  test("bitmaps that do not start at a byte's first bit", () => {
    const model = documentLines(
      "csv",
      [5, 1, 0, 4, 11, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
      (row) => `${row}`,
    );
    const expected = naiveLines(model).join("");
    // One or two lines at a time: each row, and each run, begins a block.
    for (const targetBytes of [330, 600]) {
      const { text, leftOut } = written(kernel, model, targetBytes);
      expect([text, leftOut]).toEqual([expected, []]);
    }
  });

  test("stops at runs that have too much in common", () => {
    const sizes = [10, MAX_COMMON_BYTES + 1, 10, 6000, MAX_COMMON_BYTES * 3, 0, 10];
    for (const escaping of ["csv", "json"] as const) {
      const model: LineModel = {
        escaping,
        lineEnd: "\n",
        nullText: "-",
        runs: [2, 3, 0, 2, 1, 2, 1],
        columns: [
          { separator: "", spelling: "int32", perRun: false, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
          {
            separator: ":",
            spelling: "quoted",
            perRun: true,
            values: sizes.map((size) => "\n".repeat(size)),
          },
          { separator: ":", spelling: "plain", perRun: true, values: [null, "", null, "a", "", "c", null] },
        ],
      };
      const { text, leftOut } = written(kernel, model, 1 << 18);
      expectText(text, naiveLines(model).join(""));
      expect(leftOut).toEqual([2, 3, 4, 7]);
    }
  });

  test("values that are longer than all that is told", () => {
    const long = 'long "text" '.repeat(Math.ceil((SCRATCH_BYTES * 1.1) / 12));
    // Runs without rows between them: a block of a single run would hold no row.
    const runs = [0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 1];
    const model = documentLines("csv", runs, (row) => (row % 3 === 1 ? long : `short ${row}`));
    const { text, leftOut } = written(kernel, model, 3 << 20);
    expectText(text, naiveLines(model).join(""));
    expect(leftOut).toEqual([]);
    expect(written(kernel, model, 1 << 20).leftOut).toEqual([1, 4]);
  });

  test("values of which only a few fit into what is told at once", () => {
    const runs = Array.from({ length: 120 }, (_, run) => [0, 0, 3, 1, 0][run % 5]!);
    const model = documentLines("csv", runs, (row) => `${row} `.repeat(7000));
    expect(written(kernel, model, 1 << 18).leftOut).toEqual([]);
    expectText(written(kernel, model, 1 << 18).text, naiveLines(model).join(""));
  });
});
