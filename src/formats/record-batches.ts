/**
 * Cuts a table into record batches of bounded size. Where a record batch ends depends on the rows alone, not on the
 * batches they arrive in, so that the same documents give the same file whatever the thread count.
 */
import { type Batch, vectorOf } from "../batch/batch.ts";
import type { Table } from "../batch/field.ts";
import { type AssembledColumn, ColumnBuffer } from "./column-buffers.ts";
import { valueBytes } from "./column-pieces.ts";

/** Size that a record batch does not exceed, unless one row does. */
export const RECORD_BATCH_BYTES = 16 << 20;

/** A closed record batch. Its columns are views that the assembler's next call changes: use or copy them at once. */
export interface AssembledBatch {
  readonly rowCount: number;
  readonly columns: readonly AssembledColumn[];
}

export interface AssemblerSettings {
  /** The size of `RecordBatchAssembler`; `RECORD_BATCH_BYTES` if left out. */
  readonly maxBytes?: number;
  /** Takes each record batch when it is closed; none is empty. */
  onBatch(batch: AssembledBatch): void;
}

/**
 * Puts rows together and closes a record batch before the row that would take it past `maxBytes`; a larger row is a record
 * batch of its own.
 *
 * The size of n rows is that of all buffers without padding: for each text column 4 (n + 1) bytes of offsets and its
 * bytes, for other columns 4 or 8 n bytes or, for booleans, ⌈n / 8⌉; and ⌈n / 8⌉ for each nullable column, whether it
 * holds a null or not. Example: 10 rows of an int64 and a nullable text of 5 bytes each: 80 + 44 + 50 + 2 = 176.
 */
export class RecordBatchAssembler {
  readonly #table: Table;
  readonly #settings: AssemblerSettings;
  readonly #maxBytes: number;
  readonly #columns: readonly ColumnBuffer[];
  readonly #rowBytes: number;
  readonly #bitmapCount: number;
  readonly #textCount: number;
  #rowCount = 0;
  #textBytes = 0;
  /** Bytes of text of each row of the batch that is being appended; several columns can exceed 32 bits. */
  #textSizes = new Float64Array(0);

  constructor(table: Table, settings: AssemblerSettings) {
    this.#table = table;
    this.#settings = settings;
    this.#maxBytes = settings.maxBytes ?? RECORD_BATCH_BYTES;
    this.#columns = table.fields.map((field) => new ColumnBuffer(field));
    this.#rowBytes = table.fields.reduce((sum, field) => sum + valueBytes[field.type], 0);
    this.#textCount = table.fields.filter((field) => field.type === "utf8").length;
    this.#bitmapCount =
      table.fields.filter((field) => field.nullable).length +
      table.fields.filter((field) => field.type === "boolean").length;
  }

  /** Appends rows of the table, as they come from pieces, and closes the record batches that they fill. */
  append(batch: Batch): void {
    this.#measureText(batch);
    let start = 0;
    for (let row = 0; row < batch.rowCount; row++) {
      const text = this.#textSizes[row]!;
      if (this.#size(this.#rowCount + 1, this.#textBytes + text) > this.#maxBytes) {
        this.#appendRows(batch, start, row);
        this.flush();
        start = row;
      }
      this.#rowCount++;
      this.#textBytes += text;
    }
    this.#appendRows(batch, start, batch.rowCount);
  }

  /** Closes the last record batch; there is none if no row has arrived since the last one. */
  flush(): void {
    if (this.#rowCount === 0) return;
    this.#settings.onBatch({
      rowCount: this.#rowCount,
      columns: this.#columns.map((column) => column.view()),
    });
    for (const column of this.#columns) column.clear();
    this.#rowCount = 0;
    this.#textBytes = 0;
  }

  #size(rowCount: number, textBytes: number): number {
    return (
      this.#rowBytes * rowCount +
      this.#textCount * 4 * (rowCount + 1) +
      this.#bitmapCount * Math.ceil(rowCount / 8) +
      textBytes
    );
  }

  #measureText(batch: Batch): void {
    if (this.#textSizes.length < batch.rowCount) this.#textSizes = new Float64Array(batch.rowCount);
    const sizes = this.#textSizes;
    sizes.fill(0, 0, batch.rowCount);
    for (const [index, column] of batch.columns.entries()) {
      if (this.#table.fields[index]!.type !== "utf8") continue;
      const { starts, ends } = vectorOf(column, "utf8");
      for (let row = 0; row < batch.rowCount; row++) sizes[row]! += ends[row]! - starts[row]!;
    }
  }

  #appendRows(batch: Batch, start: number, end: number): void {
    if (start === end) return;
    for (const [index, column] of batch.columns.entries()) this.#columns[index]!.append(column, start, end);
  }
}
