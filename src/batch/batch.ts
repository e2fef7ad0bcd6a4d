/**
 * A batch: rows of one table as columns in Arrow's layout (https://arrow.apache.org/docs/format/Columnar.html).
 * Encoders read it, nobody changes it. Rows never exist as objects.
 */
import type { ColumnType, Table } from "./field.ts";

/** Bit i (least significant first) is 1 where value i is not null; `null`: no value is null. */
export type Validity = Uint8Array | null;

/**
 * Text: value i is `bytes[starts[i], ends[i])`. Values need not be adjacent, so that paragraphs stay where they were
 * read. Arrow's own layout is the special case of one `offsets` array seen twice:
 * `starts = offsets[0, n)`, `ends = offsets[1, n + 1)`. A null value is an empty range.
 */
export interface Utf8Vector {
  readonly type: "utf8";
  readonly length: number;
  readonly validity: Validity;
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Numbers, dates (days) and timestamps (microseconds); booleans are bits, least significant first. Null values are 0. */
export type FixedVector =
  | {
      readonly type: "int32" | "date32";
      readonly length: number;
      readonly validity: Validity;
      readonly values: Int32Array;
    }
  | {
      readonly type: "int64" | "timestamp";
      readonly length: number;
      readonly validity: Validity;
      readonly values: BigInt64Array;
    }
  | {
      readonly type: "float64";
      readonly length: number;
      readonly validity: Validity;
      readonly values: Float64Array;
    }
  | {
      readonly type: "boolean";
      readonly length: number;
      readonly validity: Validity;
      readonly values: Uint8Array;
    };

export type Vector = Utf8Vector | FixedVector;

/**
 * One column of a batch. `perRun`: the vector holds one value per run of rows (a document) instead of one per row;
 * run r covers the rows `[runEnds[r - 1], runEnds[r])`, as in Arrow's run-end encoding. A run may be empty.
 */
export interface BatchColumn {
  readonly vector: Vector;
  readonly perRun: boolean;
}

/** A vector holds at least as many values as the batch has rows (or runs); those beyond are not part of it. */
export interface Batch {
  readonly table: Table;
  readonly rowCount: number;
  /** Row number after the last row of each run; empty where no column is per run. */
  readonly runEnds: Int32Array;
  /** In the order of `table.fields`, and of their types. */
  readonly columns: readonly BatchColumn[];
}

/** Whether value `index` is not null. */
export function isValid(validity: Validity, index: number): boolean {
  return validity === null || ((validity[index >> 3]! >> (index & 7)) & 1) === 1;
}

/** Narrows a column's vector; a wrong type is a bug. */
export function vectorOf<T extends ColumnType>(column: BatchColumn, type: T): Extract<Vector, { type: T }> {
  if (column.vector.type !== type) throw new Error(`expected a ${type} vector, found ${column.vector.type}`);
  return column.vector as Extract<Vector, { type: T }>;
}

/** Texts that stand one behind the other, in Arrow's own layout: `offsets` has one entry more than there are texts. */
export function adjacentTexts(bytes: Uint8Array, offsets: Int32Array, validity: Validity): Utf8Vector {
  const length = offsets.length - 1;
  return {
    type: "utf8",
    length,
    validity,
    bytes,
    starts: offsets.subarray(0, length),
    ends: offsets.subarray(1),
  };
}

/** The rows of the first `count` runs. */
export function firstRuns(batch: Batch, count: number): Batch {
  const runEnds = batch.runEnds.subarray(0, count);
  return { ...batch, rowCount: runEnds.at(-1) ?? 0, runEnds };
}
