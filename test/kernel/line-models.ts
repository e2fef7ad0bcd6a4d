/**
 * Rows of values, spelled as strings, for the tests of `writeLines`: what the lines should be, and the columns that kernels
 * get. Separate from the tests because both the random rows and those made by hand need it.
 */
import fc from "fast-check";
import type { Utf8Vector, Validity } from "../../src/batch/batch.ts";
import type { IntegerVector, LineColumn, LineCursor, Lines, Spelling } from "../../src/kernel/lines.ts";
import { encode, hostileText, naiveJson } from "./oracle.ts";

export type LineValue = string | number | bigint | null;

export interface ColumnModel {
  readonly separator: string;
  readonly spelling: Spelling;
  readonly perRun: boolean;
  /** One for each row, or each run. */
  readonly values: readonly LineValue[];
}

export interface LineModel {
  readonly escaping: "csv" | "json";
  readonly lineEnd: string;
  readonly nullText: string;
  /** How many rows each run has. */
  readonly runs: readonly number[];
  readonly columns: readonly ColumnModel[];
}

/** Number of the run of each row. */
export function runNumbers({ runs }: LineModel): number[] {
  return runs.flatMap((rowCount, run) => Array<number>(rowCount).fill(run));
}

/** All lines, the slow way. */
export function naiveLines(model: LineModel): string[] {
  return runNumbers(model).map((run, row) => {
    const values = model.columns.map(
      (column) => column.separator + spelled(model, column, column.perRun ? run : row),
    );
    return values.join("") + model.lineEnd;
  });
}

function spelled(
  { escaping, nullText }: LineModel,
  { spelling, values }: ColumnModel,
  index: number,
): string {
  const value = values[index]!;
  if (value === null) return nullText;
  if (spelling !== "quoted") return String(value);
  const text = String(value);
  return escaping === "csv" ? `"${text.replaceAll('"', '""')}"` : `"${naiveJson(text)}"`;
}

/** Bytes that a kernel may want free before it writes the line of a row, and those that its run has in common at most. */
export function roomFor(model: LineModel, row: number, run: number): { line: number; common: number } {
  const growth = (spelling: Spelling) => (spelling === "plain" ? 1 : model.escaping === "csv" ? 2 : 6);
  let common = encode(model.lineEnd).length + 24;
  let own = 0;
  for (const { separator, spelling, perRun, values } of model.columns) {
    common += encode(separator).length + 24;
    const value = values[perRun ? run : row]!;
    const text = typeof value === "string" ? encode(value).length * growth(spelling) + 2 : 20;
    const most = encode(model.nullText).length + text;
    if (perRun) common += most;
    else own += most;
  }
  return { line: common + own, common };
}

/** The model as kernels get it. */
export function linesOf(model: LineModel): Lines {
  let rowCount = 0;
  const runEnds = model.runs.map((count) => {
    rowCount += count;
    return rowCount;
  });
  const columns = model.columns.map(
    ({ separator, spelling, perRun, values }): LineColumn => ({
      separator: encode(separator),
      spelling,
      perRun,
      vector: vectorFrom(spelling, values),
    }),
  );
  return {
    escaping: model.escaping,
    columns,
    lineEnd: encode(model.lineEnd),
    nullText: encode(model.nullText),
    rowCount,
    runEnds: Int32Array.from(model.columns.some(({ perRun }) => perRun) ? runEnds : []),
  };
}

function vectorFrom(spelling: Spelling, values: readonly LineValue[]): Utf8Vector | IntegerVector {
  const validity = validityOf(values);
  switch (spelling) {
    case "int32":
      return { type: "int32", validity, values: Int32Array.from(values, (value) => Number(value ?? 0)) };
    case "int64":
      return { type: "int64", validity, values: BigInt64Array.from(values, (value) => BigInt(value ?? 0)) };
    default:
      return textVector(values, validity);
  }
}

function validityOf(values: readonly LineValue[]): Validity {
  if (!values.includes(null)) return null;
  const bits = new Uint8Array(((values.length + 7) >> 3) + 1).fill(0xff);
  for (const [index, value] of values.entries()) if (value === null) bits[index >> 3]! &= ~(1 << (index & 7));
  return bits;
}

/** Texts with quotes between them, the even ones behind the odd ones. */
function textVector(values: readonly LineValue[], validity: Validity): Utf8Vector {
  const texts = values.map((value) => encode(String(value ?? "")));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length + 1, 1)).fill(0x22);
  const [starts, ends] = [new Int32Array(texts.length), new Int32Array(texts.length)];
  let at = 1;
  for (const parity of [1, 0]) {
    for (let index = parity; index < texts.length; index += 2) {
      bytes.set(texts[index]!, at);
      starts[index] = at;
      at += texts[index]!.length;
      ends[index] = at;
      at += index % 3 === 0 ? 1 : 0;
    }
  }
  return { type: "utf8", length: texts.length, validity, bytes, starts, ends };
}

export const start = (): LineCursor => ({ row: 0, run: 0, length: 0 });

const syntaxText = fc.oneof(fc.constantFrom("", ",", "null", "}\n", '"key":'), fc.string({ maxLength: 30 }));

const arbitraryValues: Readonly<Record<Spelling, fc.Arbitrary<LineValue>>> = {
  plain: fc.oneof(fc.constantFrom("true", "1e-7", "2020-09-09", ""), fc.string({ maxLength: 20 })),
  quoted: hostileText,
  int32: fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31))),
  int64: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.constantFrom(0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
  ),
};

/** Up to eight runs, empty ones among them, of up to seven columns. */
export const lineModel: fc.Arbitrary<LineModel> = fc
  .array(fc.oneof(fc.constant(0), fc.nat(9)), { maxLength: 8 })
  .chain((runs) => {
    const rowCount = runs.reduce((sum, count) => sum + count, 0);
    const column = fc
      .record({
        separator: syntaxText,
        spelling: fc.constantFrom<Spelling>("plain", "quoted", "int32", "int64"),
        perRun: fc.boolean(),
        nullable: fc.boolean(),
      })
      .chain(({ nullable, ...rest }) => {
        const count = rest.perRun ? runs.length : rowCount;
        const value = nullable
          ? fc.option(arbitraryValues[rest.spelling], { freq: 2 })
          : arbitraryValues[rest.spelling];
        return fc.record({
          ...constants(rest),
          values: fc.array(value, { minLength: count, maxLength: count }),
        });
      });
    return fc.record({
      escaping: fc.constantFrom("csv" as const, "json" as const),
      lineEnd: fc.oneof(fc.constantFrom("\n", "}\n"), fc.string({ minLength: 1, maxLength: 20 })),
      nullText: syntaxText,
      runs: fc.constant(runs),
      columns: fc.array(column, { minLength: 1, maxLength: 7 }),
    });
  });

function constants<T extends object>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, fc.constant(value)]),
  ) as unknown as { [K in keyof T]: fc.Arbitrary<T[K]> };
}
