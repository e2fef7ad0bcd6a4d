/**
 * The bridge to the apache-arrow library: docrows tables as Arrow schemas, assembled buffers as its record batches.
 * The library is passed in, because loading it takes longer than most commands, and the caller knows when it is needed.
 */
import type * as Arrow from "apache-arrow";
import type { ColumnType, Table } from "../batch/field.ts";
import type { AssembledColumn } from "./column-buffers.ts";
import { batchOf } from "./column-pieces.ts";
import type { Piece } from "./format.ts";
import { type AssembledBatch, RecordBatchAssembler } from "./record-batches.ts";

/** The apache-arrow library: `await import("apache-arrow")`. */
export type ArrowLibrary = typeof Arrow;

/** The Arrow schema of a table: plain utf8, no dictionaries, non-null fields declared so, metadata in the map's order. */
export function arrowSchema(
  arrow: ArrowLibrary,
  table: Table,
  metadata: ReadonlyMap<string, string>,
): Arrow.Schema {
  const fields = table.fields.map(
    (field) => new arrow.Field(field.name, arrowType(arrow, field.type), field.nullable),
  );
  return new arrow.Schema(fields, new Map(metadata));
}

function arrowType(arrow: ArrowLibrary, type: ColumnType): Arrow.DataType {
  switch (type) {
    case "utf8":
      return new arrow.Utf8();
    case "int32":
      return new arrow.Int32();
    case "int64":
      return new arrow.Int64();
    case "float64":
      return new arrow.Float64();
    case "boolean":
      return new arrow.Bool();
    case "date32":
      return new arrow.DateDay();
    case "timestamp":
      return new arrow.TimestampMicrosecond("UTC");
  }
}

/**
 * A record batch of the library. `view` keeps the assembler's memory, which its next call changes; `copy` takes memory
 * of its own.
 */
export function toRecordBatch(
  arrow: ArrowLibrary,
  schema: Arrow.Schema,
  batch: AssembledBatch,
  memory: "view" | "copy",
): Arrow.RecordBatch {
  const children = batch.columns.map((column, index) => {
    const owned = memory === "copy" ? copyColumn(column) : column;
    return arrow.makeData({
      type: schema.fields[index]!.type,
      length: batch.rowCount,
      nullCount: owned.nullCount,
      nullBitmap: owned.validity,
      ...(owned.offsets === null ? {} : { valueOffsets: owned.offsets }),
      data: owned.values,
    } as never) as Arrow.Data;
  });
  const type = new arrow.Struct(schema.fields);
  return new arrow.RecordBatch(
    schema,
    arrow.makeData({ type, length: batch.rowCount, nullCount: 0, children }),
  );
}

function copyColumn(column: AssembledColumn): AssembledColumn {
  return {
    nullCount: column.nullCount,
    validity: column.validity?.slice() ?? null,
    offsets: column.offsets?.slice() ?? null,
    values: column.values.slice(),
  };
}

/** The record batches of a table, cut as in its Arrow file, each in memory of its own. */
export class RecordBatchCollector {
  readonly #table: Table;
  readonly #assembler: RecordBatchAssembler;
  readonly #closed: Arrow.RecordBatch[] = [];

  constructor(arrow: ArrowLibrary, table: Table, metadata: ReadonlyMap<string, string>) {
    this.#table = table;
    const schema = arrowSchema(arrow, table, metadata);
    this.#assembler = new RecordBatchAssembler(table, {
      onBatch: (batch) => this.#closed.push(toRecordBatch(arrow, schema, batch, "copy")),
    });
  }

  append(piece: Piece): void {
    this.#assembler.append(batchOf(this.#table, piece));
  }

  /** Closes the last record batch. */
  end(): void {
    this.#assembler.flush();
  }

  /** The record batches that were closed since the last call. */
  take(): Arrow.RecordBatch[] {
    return this.#closed.splice(0);
  }
}
