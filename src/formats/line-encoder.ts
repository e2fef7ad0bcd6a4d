/**
 * Writes rows as lines of text: what CSV and JSONL have in common. Between two values that differ from row to row
 * stands a block that is the same for all rows of a run: separators, keys and the document's own values. Blocks are
 * encoded once per run and copied for each row.
 */
import type { Batch } from "../batch/batch.ts";
import { ByteSink } from "../batch/byte-sink.ts";
import type { CellSyntax } from "./cell-syntax.ts";
import { type Cell, createCell } from "./cells.ts";
import { ChunkedSink } from "./chunked-sink.ts";
import type { Output, TableEncoder } from "./format.ts";

/** The spelling of a line. */
export interface LineSyntax extends CellSyntax {
  /** Before each column's value, and after the last one: one more than there are columns. */
  readonly separators: readonly Uint8Array[];
  /** What the file starts with; may be empty. */
  readonly header: Uint8Array;
}

/** Blocks up to this length are copied byte by byte, which is faster there than a call. */
const SHORT_BLOCK_BYTES = 24;

/** How one batch is written: `blocks[0] cells[0] blocks[1] cells[1] … blocks[n]`. */
interface Plan {
  /** Columns with a value per row. */
  readonly cells: readonly Cell[];
  /** What blocks are made of: fixed bytes, and columns with a value per run. */
  readonly blocks: readonly (readonly (Uint8Array | Cell)[])[];
  readonly hasRuns: boolean;
}

/**
 * Without `begin` the header is left out, so that parts of a table can be encoded apart and put together; after `end`
 * the encoder can be used again.
 */
export class LineEncoder implements TableEncoder {
  readonly #syntax: LineSyntax;
  readonly #sink: ChunkedSink;
  /** The blocks of the current run, one after the other. */
  readonly #run = new ByteSink(1 << 10);
  /** Where the blocks start in `#run`, and where the last one ends. */
  #starts = new Int32Array(0);
  /** The blocks that are copied with a call. */
  readonly #views: (Uint8Array | null)[] = [];

  constructor(syntax: LineSyntax, output: Output) {
    this.#syntax = syntax;
    this.#sink = new ChunkedSink(output);
  }

  begin(): void {
    this.#sink.append(this.#syntax.header);
  }

  write(batch: Batch): void {
    const plan = this.#plan(batch);
    if (!plan.hasRuns) {
      this.#writeRun(plan, 0, 0, batch.rowCount);
      return;
    }
    let row = 0;
    for (let run = 0; run < batch.runEnds.length; run++) {
      const end = batch.runEnds[run]!;
      this.#writeRun(plan, run, row, end);
      row = end;
    }
    if (row !== batch.rowCount) throw new Error(`runs end at row ${row} of ${batch.rowCount}`);
  }

  end(): void {
    this.#sink.flush();
  }

  #plan(batch: Batch): Plan {
    const { separators } = this.#syntax;
    const columnCount = separators.length - 1;
    if (batch.columns.length !== columnCount) {
      throw new Error(`the table has ${columnCount} columns, not ${batch.columns.length}`);
    }
    const cells: Cell[] = [];
    const blocks: (Uint8Array | Cell)[][] = [[]];
    for (const [index, column] of batch.columns.entries()) {
      const cell = createCell(column.vector, this.#syntax);
      blocks.at(-1)!.push(separators[index]!);
      if (column.perRun) blocks.at(-1)!.push(cell);
      else {
        cells.push(cell);
        blocks.push([]);
      }
    }
    blocks.at(-1)!.push(separators[columnCount]!);
    return { cells, blocks, hasRuns: batch.columns.some((column) => column.perRun) };
  }

  /** Writes the rows [start, end), which are the run number `run`. */
  #writeRun(plan: Plan, run: number, start: number, end: number): void {
    if (start === end) return;
    this.#encodeBlocks(plan, run);
    const { cells } = plan;
    for (let row = start; row < end; row++) {
      for (let index = 0; index < cells.length; index++) {
        this.#copyBlock(index);
        cells[index]!.write(row, this.#sink);
      }
      this.#copyBlock(cells.length);
    }
  }

  #encodeBlocks(plan: Plan, run: number): void {
    const { blocks } = plan;
    const sink = this.#run;
    sink.clear();
    if (this.#starts.length <= blocks.length) this.#starts = new Int32Array(blocks.length + 1);
    for (let index = 0; index < blocks.length; index++) {
      this.#starts[index] = sink.length;
      for (const part of blocks[index]!) {
        if (part instanceof Uint8Array) sink.append(part);
        else part.write(run, sink);
      }
    }
    this.#starts[blocks.length] = sink.length;
    for (let index = 0; index < blocks.length; index++) {
      const from = this.#starts[index]!;
      const to = this.#starts[index + 1]!;
      this.#views[index] = to - from > SHORT_BLOCK_BYTES ? sink.bytes.subarray(from, to) : null;
    }
  }

  #copyBlock(index: number): void {
    const view = this.#views[index]!;
    if (view !== null) {
      this.#sink.append(view);
      return;
    }
    const sink = this.#sink;
    sink.reserve(SHORT_BLOCK_BYTES);
    const target = sink.bytes;
    const source = this.#run.bytes;
    const end = this.#starts[index + 1]!;
    let to = sink.length;
    for (let from = this.#starts[index]!; from < end; from++) target[to++] = source[from]!;
    sink.length = to;
  }
}
