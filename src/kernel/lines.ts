/**
 * Whole lines of CSV and JSONL in plain TypeScript; the twin is assembly/lines.ts. Between two values that differ from row to
 * row stands what all rows of a run have in common: separators, keys and the document's own values. It is spelled once per
 * run and copied for each row.
 */
import { isValid, type Utf8Vector, type Validity } from "../batch/batch.ts";
import { ByteSink } from "../batch/byte-sink.ts";
import { writeCsvText, writeJsonText } from "./escape-text.ts";
import { INTEGER_BYTES, writeInt64, writeInteger } from "./integer-text.ts";

/** Most bytes that a run's rows have in common: space is made for them beforehand. */
export const MAX_COMMON_BYTES = 1 << 16;

/** Quoted text is escaped as the lines' `escaping` says; plain text is written as it is. */
export type Spelling = "plain" | "quoted" | "int32" | "int64";

/** Numbers that differ from row to row. */
export type IntegerVector =
  | { readonly type: "int32"; readonly validity: Validity; readonly values: Int32Array }
  | { readonly type: "int64"; readonly validity: Validity; readonly values: BigInt64Array };

export interface LineColumn {
  /** What stands before the value. */
  readonly separator: Uint8Array;
  readonly spelling: Spelling;
  /** Text for `plain` and `quoted`, else numbers. */
  readonly vector: Utf8Vector | IntegerVector;
  readonly perRun: boolean;
}

/** Rows to write as lines. */
export interface Lines {
  readonly escaping: "csv" | "json";
  readonly columns: readonly LineColumn[];
  /** What stands after the last value. */
  readonly lineEnd: Uint8Array;
  readonly nullText: Uint8Array;
  readonly rowCount: number;
  /** Row after the last one of each run; empty where no column is per run. */
  readonly runEnds: Int32Array;
}

/** What is to be written next. */
export interface LineCursor {
  row: number;
  /** The run that holds the row, or any before it. */
  run: number;
  /** Bytes written to the target. */
  length: number;
}

/** The contract is `Kernel.writeLines`. */
export function writeLines(lines: Lines, cursor: LineCursor, target: Uint8Array): void {
  const own = lines.columns.filter(({ perRun }) => !perRun);
  const { runEnds, rowCount } = lines;
  while (cursor.row < rowCount) {
    const runEnd = runEnds.length === 0 ? rowCount : runEnds[cursor.run]!;
    if (cursor.row < runEnd) {
      const common = new CommonPieces(lines, cursor.run);
      if (common.length > MAX_COMMON_BYTES) return;
      for (; cursor.row < runEnd; cursor.row++) {
        if (common.length + ownLength(lines, own, cursor.row) > target.length - cursor.length) return;
        cursor.length = writeLine(lines, own, cursor.row, common, target, cursor.length);
      }
    }
    cursor.run++;
  }
}

/** What the rows of a run have in common: one piece before each of a row's own values, and one after the last. */
class CommonPieces {
  readonly pieces: readonly Uint8Array[];
  /** Of all pieces. */
  readonly length: number;

  constructor(lines: Lines, run: number) {
    const sink = new ByteSink(256);
    const ends: number[] = [];
    for (const column of lines.columns) {
      sink.append(column.separator);
      if (!column.perRun) {
        ends.push(sink.length);
        continue;
      }
      sink.reserve(maxLength(lines, column, run));
      sink.length = writeValue(lines, column, run, sink.bytes, sink.length);
    }
    sink.append(lines.lineEnd);
    ends.push(sink.length);
    this.length = sink.length;
    this.pieces = ends.map((end, index) => sink.bytes.subarray(ends[index - 1] ?? 0, end));
  }
}

function writeLine(
  lines: Lines,
  own: readonly LineColumn[],
  row: number,
  { pieces }: CommonPieces,
  target: Uint8Array,
  at: number,
): number {
  let to = at;
  for (let index = 0; index < own.length; index++) {
    target.set(pieces[index]!, to);
    to = writeValue(lines, own[index]!, row, target, to + pieces[index]!.length);
  }
  target.set(pieces[own.length]!, to);
  return to + pieces[own.length]!.length;
}

function ownLength(lines: Lines, own: readonly LineColumn[], row: number): number {
  let length = 0;
  for (const column of own) length += maxLength(lines, column, row);
  return length;
}

/** Most bytes that a value takes. */
function maxLength({ escaping, nullText }: Lines, { spelling, vector }: LineColumn, index: number): number {
  if (vector.type !== "utf8") return INTEGER_BYTES + nullText.length;
  const size = vector.ends[index]! - vector.starts[index]!;
  const growth = spelling === "plain" ? 1 : escaping === "csv" ? 2 : 6;
  return size * growth + 2 + nullText.length;
}

const QUOTE = 0x22;

function writeValue(
  { escaping, nullText }: Lines,
  { spelling, vector }: LineColumn,
  index: number,
  target: Uint8Array,
  at: number,
): number {
  if (!isValid(vector.validity, index)) {
    target.set(nullText, at);
    return at + nullText.length;
  }
  if (vector.type === "int32") return writeInteger(vector.values[index]!, target, at);
  if (vector.type === "int64") {
    const value = vector.values[index]!;
    return writeInt64(Number(BigInt.asIntN(32, value)), Number(value >> 32n), target, at);
  }
  const { bytes, starts, ends } = vector;
  if (spelling === "plain") {
    target.set(bytes.subarray(starts[index]!, ends[index]!), at);
    return at + ends[index]! - starts[index]!;
  }
  target[at] = QUOTE;
  const write = escaping === "csv" ? writeCsvText : writeJsonText;
  const end = write(bytes, starts[index]!, ends[index]!, target, at + 1);
  target[end] = QUOTE;
  return end + 1;
}
