/**
 * Cells: one object per column and batch that writes the value of a row as text. CSV and JSONL differ in what stands
 * in `CellSyntax`, so the cells serve both. The type of a column is looked at once, when its cell is made.
 */
import { isValid, type Utf8Vector, type Validity, type Vector } from "../batch/batch.ts";
import type { ByteSink } from "../batch/byte-sink.ts";
import { type CellSyntax, writeQuote, writeQuotedText } from "./cell-syntax.ts";
import {
  DATE_BYTES,
  INTEGER_BYTES,
  TIMESTAMP_BYTES,
  writeDate,
  writeInt64,
  writeInteger,
  writeTimestamp,
} from "./number-text.ts";

/** Writes the value at an index of one vector. */
export interface Cell {
  write(index: number, sink: ByteSink): void;
}

/** The cell for a vector. The vector and the syntax must not change while the cell is used. */
export function createCell(vector: Vector, syntax: CellSyntax): Cell {
  const cell = createValueCell(vector, syntax);
  return vector.validity === null ? cell : new NullableCell(cell, vector.validity, syntax.nullText);
}

function createValueCell(vector: Vector, syntax: CellSyntax): Cell {
  switch (vector.type) {
    case "utf8":
      return new TextCell(vector, syntax);
    case "int32":
      return new Int32Cell(vector.values);
    case "int64":
      return new Int64Cell(vector.values);
    case "float64":
      return new Float64Cell(vector.values, syntax.finiteOnly);
    case "boolean":
      return new BooleanCell(vector.values);
    case "date32":
      return quotedIf(syntax.datesQuoted, new DateCell(vector.values));
    case "timestamp":
      return quotedIf(syntax.datesQuoted, new TimestampCell(vector.values));
  }
}

function quotedIf(quoted: boolean, cell: Cell): Cell {
  return quoted ? new QuotedCell(cell) : cell;
}

class NullableCell implements Cell {
  readonly #cell: Cell;
  readonly #validity: Validity;
  readonly #nullText: Uint8Array;

  constructor(cell: Cell, validity: Validity, nullText: Uint8Array) {
    this.#cell = cell;
    this.#validity = validity;
    this.#nullText = nullText;
  }

  write(index: number, sink: ByteSink): void {
    if (isValid(this.#validity, index)) this.#cell.write(index, sink);
    else sink.append(this.#nullText);
  }
}

class QuotedCell implements Cell {
  readonly #cell: Cell;

  constructor(cell: Cell) {
    this.#cell = cell;
  }

  write(index: number, sink: ByteSink): void {
    writeQuote(sink);
    this.#cell.write(index, sink);
    writeQuote(sink);
  }
}

class TextCell implements Cell {
  readonly #vector: Utf8Vector;
  readonly #syntax: CellSyntax;

  constructor(vector: Utf8Vector, syntax: CellSyntax) {
    this.#vector = vector;
    this.#syntax = syntax;
  }

  write(index: number, sink: ByteSink): void {
    const { bytes, starts, ends } = this.#vector;
    writeQuotedText(bytes, starts[index]!, ends[index]!, this.#syntax, sink);
  }
}

class Int32Cell implements Cell {
  readonly #values: Int32Array;

  constructor(values: Int32Array) {
    this.#values = values;
  }

  write(index: number, sink: ByteSink): void {
    sink.reserve(INTEGER_BYTES);
    sink.length = writeInteger(this.#values[index]!, sink.bytes, sink.length);
  }
}

class Int64Cell implements Cell {
  readonly #halves: Int32Array;

  constructor(values: BigInt64Array) {
    this.#halves = halvesOf(values);
  }

  write(index: number, sink: ByteSink): void {
    sink.reserve(INTEGER_BYTES);
    const low = this.#halves[2 * index]!;
    sink.length = writeInt64(low, this.#halves[2 * index + 1]!, sink.bytes, sink.length);
  }
}

class TimestampCell implements Cell {
  readonly #halves: Int32Array;

  constructor(values: BigInt64Array) {
    this.#halves = halvesOf(values);
  }

  write(index: number, sink: ByteSink): void {
    sink.reserve(TIMESTAMP_BYTES);
    const low = this.#halves[2 * index]!;
    sink.length = writeTimestamp(low, this.#halves[2 * index + 1]!, sink.bytes, sink.length);
  }
}

/** The same memory as 32-bit halves, low before high as in Arrow's layout: reading a BigInt would make an object. */
function halvesOf(values: BigInt64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2);
}

class DateCell implements Cell {
  readonly #days: Int32Array;

  constructor(days: Int32Array) {
    this.#days = days;
  }

  write(index: number, sink: ByteSink): void {
    sink.reserve(DATE_BYTES);
    sink.length = writeDate(this.#days[index]!, sink.bytes, sink.length);
  }
}

class Float64Cell implements Cell {
  readonly #values: Float64Array;
  readonly #finiteOnly: boolean;

  constructor(values: Float64Array, finiteOnly: boolean) {
    this.#values = values;
    this.#finiteOnly = finiteOnly;
  }

  write(index: number, sink: ByteSink): void {
    const value = this.#values[index]!;
    if (this.#finiteOnly && !Number.isFinite(value))
      throw new RangeError(`${value} cannot be written as JSON`);
    // The shortest form that reads back is JavaScript's own algorithm; numbers come from documents, not from rows.
    const text = String(value);
    sink.reserve(text.length);
    for (let at = 0; at < text.length; at++) sink.bytes[sink.length++] = text.charCodeAt(at);
  }
}

const trueText = new TextEncoder().encode("true");
const falseText = new TextEncoder().encode("false");

class BooleanCell implements Cell {
  readonly #bits: Uint8Array;

  constructor(bits: Uint8Array) {
    this.#bits = bits;
  }

  write(index: number, sink: ByteSink): void {
    sink.append(isValid(this.#bits, index) ? trueText : falseText);
  }
}
