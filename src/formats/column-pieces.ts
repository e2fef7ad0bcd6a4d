/**
 * Columns of a table as pieces: every column with one value per row, in Arrow's layout, so that what is left for the writer is to put
 * them one behind the other. A piece holds, for each column, 32-bit offsets (text only), values, and the bits of those that
 * are not null (only where one is). `places` has where each of the three stands in the piece; -1 where there is none.
 */
import { adjacentTexts, type Batch, type Vector } from "../batch/batch.ts";
import type { ColumnType, Table } from "../batch/field.ts";
import type { ColumnPiece, Piece } from "./format.ts";

/** Bytes of one value; texts and bits are counted apart. */
export const valueBytes: Readonly<Record<ColumnType, number>> = {
  utf8: 0,
  boolean: 0,
  int32: 4,
  date32: 4,
  int64: 8,
  timestamp: 8,
  float64: 8,
};

const PLACES = 3;

/** The rows of a piece as a batch: a view of it. */
export function batchOf(table: Table, { bytes, columns }: Piece): Batch {
  if (columns === null) throw new Error("a piece without columns");
  const vectors = table.fields.map((field, index) => vectorAt(field.type, bytes, columns, PLACES * index));
  return {
    table,
    rowCount: columns.rowCount,
    runEnds: new Int32Array(0),
    columns: vectors.map((vector) => ({ vector, perRun: false })),
  };
}

function vectorAt(
  type: ColumnType,
  bytes: Uint8Array,
  { rowCount, places }: ColumnPiece,
  place: number,
): Vector {
  const [offsetsAt, at, validityAt] = [places[place]!, places[place + 1]!, places[place + 2]!];
  const { buffer, byteOffset } = bytes;
  const validity = validityAt < 0 ? null : bytes.subarray(validityAt, validityAt + ((rowCount + 7) >> 3));
  const common = { length: rowCount, validity };
  switch (type) {
    case "utf8": {
      const offsets = new Int32Array(buffer, byteOffset + offsetsAt, rowCount + 1);
      return adjacentTexts(bytes.subarray(at, at + offsets[rowCount]!), offsets, validity);
    }
    case "boolean":
      return { type, ...common, values: bytes.subarray(at, at + ((rowCount + 7) >> 3)) };
    case "int32":
    case "date32":
      return { type, ...common, values: new Int32Array(buffer, byteOffset + at, rowCount) };
    case "int64":
    case "timestamp":
      return { type, ...common, values: new BigInt64Array(buffer, byteOffset + at, rowCount) };
    case "float64":
      return { type, ...common, values: new Float64Array(buffer, byteOffset + at, rowCount) };
  }
}
