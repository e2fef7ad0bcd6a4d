/**
 * Whole lines of CSV and JSONL; the twin is src/kernel/lines.ts. What a run of rows has in common is spelled once and copied
 * for each row, with the row's own values in between.
 *
 * A plan describes the columns (u32 each; addresses, and lengths in bytes):
 *
 *     0  number of columns     4  text of null: address     8  its length     12  room for what a run has in common
 *    16  its length           20  after the last column: address             24  its length
 *    28  the columns, of 36 bytes:
 *          0  spelling: 0 as it is, 1 quoted for CSV, 2 quoted for JSON, 3 int32, 4 int64
 *          4  1 if it has one value per run    8  before each value: address    12  its length
 *         16  text: what starts and ends count from; numbers: the values
 *         20  starts      24  ends      28  bits of the values that are not null, or 0      32  the first value's bit
 *
 * All arrays start with the value of the plan's first row, or run.
 */
import { copyBytes } from "./copy";
import { writeCsvText, writeJsonText } from "./escape-text";

const AS_IS: u32 = 0;
const CSV: u32 = 1;
const INT32: u32 = 3;
const COLUMNS: usize = 28;
const COLUMN_BYTES: usize = 36;
const QUOTE: u8 = 0x22;
/** Longest integer: -9223372036854775808. */
const INTEGER_BYTES: u32 = 20;

/**
 * Writes lines from `row` (of the run `run`) on to memory[to, end), up to `lastRow`, as long as they surely fit: a line may
 * need less than is kept free for it. `runEnds` has the row after each run and is 0 if no column is per run. Stops, too, at
 * a run that has too much in common. Stores row, run and address reached at `cursor`.
 */
export function writeLines(
  plan: usize,
  row: i32,
  run: i32,
  lastRow: i32,
  runEnds: usize,
  to: usize,
  end: usize,
  cursor: usize,
): void {
  while (row < lastRow) {
    const runEnd = runEnds == 0 ? lastRow : load<i32>(runEnds + (<usize>run << 2));
    const stop = min(runEnd, lastRow);
    if (row < stop) {
      const common = writeCommon(plan, run);
      if (common == 0) break;
      while (row < stop && common + ownLength(plan, row) <= <u64>(end - to)) to = writeLine(plan, row++, to);
      if (row < stop) break;
    }
    if (row == runEnd && runEnds != 0) run++;
  }
  store<i32>(cursor, row);
  store<i32>(cursor, run, 4);
  store<usize>(cursor, to, 8);
}

/** Spells what the rows of a run have in common; the pieces stand one behind the other, each after its length. Returns the length of all, or 0 without room. */
function writeCommon(plan: usize, run: i32): u64 {
  let piece = <usize>load<u32>(plan, 12);
  const end = piece + load<u32>(plan, 16);
  let to = piece + 4;
  let common: u64 = 0;
  const last = plan + COLUMNS + <usize>load<u32>(plan) * COLUMN_BYTES;
  for (let column = plan + COLUMNS; column < last; column += COLUMN_BYTES) {
    const perRun = load<u32>(column, 4) != 0;
    const needed = <u64>load<u32>(column, 12) + (perRun ? maxLength(plan, column, run) : 0) + 24;
    if (needed > <u64>(end - to)) return 0;
    to = copyBytes(load<u32>(column, 8), load<u32>(column, 12), to);
    if (perRun) to = writeValue(plan, column, run, to);
    else {
      common += to - piece - 4;
      store<u32>(piece, <u32>(to - piece - 4));
      piece = to;
      to += 4;
    }
  }
  if (<u64>load<u32>(plan, 24) + 24 > <u64>(end - to)) return 0;
  to = copyBytes(load<u32>(plan, 20), load<u32>(plan, 24), to);
  store<u32>(piece, <u32>(to - piece - 4));
  return common + (to - piece - 4);
}

/** Most bytes that a row's own values take. */
@inline
function ownLength(plan: usize, row: i32): u64 {
  let length: u64 = 0;
  const last = plan + COLUMNS + <usize>load<u32>(plan) * COLUMN_BYTES;
  for (let column = plan + COLUMNS; column < last; column += COLUMN_BYTES) {
    if (load<u32>(column, 4) == 0) length += maxLength(plan, column, row);
  }
  return length;
}

/** Most bytes that a value takes. */
@inline
function maxLength(plan: usize, column: usize, index: i32): u64 {
  const spelling = load<u32>(column);
  if (spelling >= INT32) return INTEGER_BYTES + load<u32>(plan, 8);
  const at = <usize>index << 2;
  const size = <u64>(load<u32>(<usize>load<u32>(column, 24) + at) - load<u32>(<usize>load<u32>(column, 20) + at));
  return (spelling == AS_IS ? size : spelling == CSV ? 2 * size + 2 : 6 * size + 2) + load<u32>(plan, 8);
}

function writeLine(plan: usize, row: i32, to: usize): usize {
  let piece = <usize>load<u32>(plan, 12);
  const last = plan + COLUMNS + <usize>load<u32>(plan) * COLUMN_BYTES;
  for (let column = plan + COLUMNS; column < last; column += COLUMN_BYTES) {
    if (load<u32>(column, 4) != 0) continue;
    const length = <usize>load<u32>(piece);
    to = writeValue(plan, column, row, copyBytes(piece + 4, length, to));
    piece += 4 + length;
  }
  return copyBytes(piece + 4, load<u32>(piece), to);
}

function writeValue(plan: usize, column: usize, index: i32, to: usize): usize {
  const validity = <usize>load<u32>(column, 28);
  if (validity != 0) {
    const bit = <u32>index + load<u32>(column, 32);
    if (((load<u8>(validity + (bit >> 3)) >> <u8>(bit & 7)) & 1) == 0) {
      return copyBytes(load<u32>(plan, 4), load<u32>(plan, 8), to);
    }
  }
  const spelling = load<u32>(column);
  const values = <usize>load<u32>(column, 16);
  if (spelling == INT32) return writeInteger(load<i32>(values + (<usize>index << 2)), to);
  if (spelling > INT32) return writeInteger(load<i64>(values + (<usize>index << 3)), to);
  const from = values + load<u32>(<usize>load<u32>(column, 20) + (<usize>index << 2));
  const end = values + load<u32>(<usize>load<u32>(column, 24) + (<usize>index << 2));
  if (spelling == AS_IS) return copyBytes(from, end - from, to);
  store<u8>(to, QUOTE);
  to = spelling == CSV ? writeCsvText(from, end, to + 1) : writeJsonText(from, end, to + 1);
  store<u8>(to, QUOTE);
  return to + 1;
}

function writeInteger(value: i64, to: usize): usize {
  let rest = <u64>value;
  if (value < 0) {
    store<u8>(to++, 0x2d);
    rest = 0 - rest;
  }
  let length = 1;
  for (let limit: u64 = 10; length < 19 && rest >= limit; limit *= 10) length++;
  const end = to + length;
  for (let at = end; at > to; rest /= 10) store<u8>(--at, 0x30 + <u8>(rest % 10));
  return end;
}
