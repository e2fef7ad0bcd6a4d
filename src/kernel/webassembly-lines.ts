/**
 * Tells the WebAssembly kernel which lines to write: columns are copied to its scratch, a block of rows at a time, and described
 * by a plan as assembly/lines.ts reads it. Text that lies in its memory, as paragraphs do, stays where it is.
 */
import { type LineColumn, type LineCursor, type Lines, MAX_COMMON_BYTES, type Spelling } from "./lines.ts";
import type { KernelMemory } from "./memory.ts";
import { Scratch } from "./scratch.ts";

/** Rows, and runs, that are told at once; fewer where their values are long. */
const BLOCK_ROWS = 4096;
const PLAN_NUMBERS = 7;
const COLUMN_NUMBERS = 9;

const spellings: Readonly<Record<Spelling, number>> = { plain: 0, quoted: 1, int32: 3, int64: 4 };

/** What is told at once: rows [row, lastRow) and the runs [run, lastRun) that hold them. */
interface Block {
  readonly row: number;
  readonly lastRow: number;
  readonly run: number;
  readonly lastRun: number;
}

/** Addresses of what was told: the plan, the ends of its runs, and three numbers for the answer. */
interface Told {
  readonly plan: number;
  readonly runEnds: number;
  readonly answer: number;
}

export class LineStage {
  readonly #memory: KernelMemory;
  readonly #scratch: Scratch;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
    this.#scratch = new Scratch(memory);
  }

  /**
   * Writes lines as `Kernel.writeLines` does; the target lies in the memory. Returns false where the values of the next line
   * alone are too long for the scratch.
   */
  write(lines: Lines, cursor: LineCursor, target: Uint8Array): boolean {
    let maxRows = BLOCK_ROWS;
    while (cursor.row < lines.rowCount) {
      // Runs that are over, and empty ones: a block of nothing but those would have no rows and never end.
      while (lines.runEnds.length > 0 && lines.runEnds[cursor.run]! <= cursor.row) cursor.run++;
      const block = blockAt(lines, cursor, maxRows);
      const told = this.#tell(lines, block);
      if (told !== null) {
        this.#run(told, block, cursor, target);
        if (cursor.row < block.lastRow) return true;
      } else {
        if (maxRows === 1) return false;
        maxRows >>= 2;
      }
    }
    return true;
  }

  /** Has the kernel write lines of the block. */
  #run({ plan, runEnds, answer }: Told, block: Block, cursor: LineCursor, target: Uint8Array): void {
    const { functions, buffer } = this.#memory;
    const to = target.byteOffset + cursor.length;
    const end = target.byteOffset + target.length;
    functions.writeLines(plan, 0, 0, block.lastRow - block.row, runEnds, to, end, answer);
    const reached = new Uint32Array(buffer, answer, 3);
    cursor.row = block.row + reached[0]!;
    cursor.run = block.run + reached[1]!;
    cursor.length = reached[2]! - target.byteOffset;
  }

  /** Tells of a block; null if there is too little room for it in the scratch. */
  #tell(lines: Lines, block: Block): Told | null {
    const scratch = this.#scratch;
    scratch.clear();
    const { columns, nullText, lineEnd } = lines;
    const length = PLAN_NUMBERS + columns.length * COLUMN_NUMBERS;
    const plan = scratch.reserve(4 * length);
    const answer = scratch.reserve(12);
    const common = scratch.reserve(MAX_COMMON_BYTES + 4 * (columns.length + 1));
    const nullAt = scratch.copyBytes(nullText, 0, nullText.length);
    const lineEndAt = scratch.copyBytes(lineEnd, 0, lineEnd.length);
    const runEnds = this.#tellRunEnds(lines.runEnds, block);
    if ([plan, answer, common, nullAt, lineEndAt].includes(0) || runEnds === null) return null;
    const numbers = new Uint32Array(this.#memory.buffer, plan, length);
    numbers.set([
      columns.length,
      nullAt,
      nullText.length,
      common,
      MAX_COMMON_BYTES,
      lineEndAt,
      lineEnd.length,
    ]);
    for (const [index, column] of columns.entries()) {
      const described = this.#tellColumn(column, lines.escaping, block);
      if (described === null) return null;
      numbers.set(described, PLAN_NUMBERS + index * COLUMN_NUMBERS);
    }
    return { plan, runEnds, answer };
  }

  /** Address of the runs' ends, counted from the block's first row; 0 where there are no runs, null without room. */
  #tellRunEnds(runEnds: Int32Array, { row, run, lastRun }: Block): number | null {
    if (runEnds.length === 0) return 0;
    const at = this.#scratch.copyInt32(runEnds, run, lastRun);
    if (at === 0) return null;
    const told = new Int32Array(this.#memory.buffer, at, lastRun - run);
    for (let index = 0; index < told.length; index++) told[index]! -= row;
    return at;
  }

  #tellColumn(column: LineColumn, escaping: Lines["escaping"], block: Block): number[] | null {
    const { separator, vector, perRun } = column;
    const first = perRun ? block.run : block.row;
    const last = perRun ? block.lastRun : block.lastRow;
    const spelling =
      spellings[column.spelling] + (column.spelling === "quoted" && escaping === "json" ? 1 : 0);
    const before = this.#scratch.copyBytes(separator, 0, separator.length);
    const bits =
      vector.validity === null ? 0 : this.#scratch.copyBytes(vector.validity, first >> 3, (last + 7) >> 3);
    if (before === 0 || (vector.validity !== null && bits === 0)) return null;
    const described = [spelling, perRun ? 1 : 0, before, separator.length];
    if (vector.type === "utf8") {
      const texts = this.#scratch.copyTexts(vector, first, last);
      return texts && [...described, texts.origin, texts.starts, texts.ends, bits, first & 7];
    }
    const size = vector.values.BYTES_PER_ELEMENT;
    const at = this.#scratch.reserve((last - first) * size);
    if (at === 0) return null;
    if (vector.type === "int32") {
      new Int32Array(this.#memory.buffer, at, last - first).set(vector.values.subarray(first, last));
    } else {
      new BigInt64Array(this.#memory.buffer, at, last - first).set(vector.values.subarray(first, last));
    }
    return [...described, at, 0, 0, bits, first & 7];
  }
}

function blockAt({ rowCount, runEnds }: Lines, { row, run }: LineCursor, maxRows: number): Block {
  const lastRow = Math.min(rowCount, row + maxRows);
  if (runEnds.length === 0) return { row, lastRow, run, lastRun: run };
  let lastRun = run;
  while (lastRun - run < maxRows && (lastRun === run || runEnds[lastRun - 1]! < lastRow)) lastRun++;
  return { row, run, lastRun, lastRow: Math.min(lastRow, runEnds[lastRun - 1]!) };
}
