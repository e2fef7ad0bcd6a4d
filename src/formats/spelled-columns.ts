/**
 * Columns as CSV and JSONL spell them. What kernels write by themselves, text and integers, stays as it is; dates, timestamps, booleans
 * and other numbers, which belong to documents and are few, become text beforehand.
 */
import { adjacentTexts, type BatchColumn, isValid, type Utf8Vector, type Vector } from "../batch/batch.ts";
import { ByteSink } from "../batch/byte-sink.ts";
import type { LineColumn } from "../kernel/lines.ts";
import { DATE_BYTES, TIMESTAMP_BYTES, writeDate, writeTimestamp } from "./number-text.ts";

/** What a format's spelling of values differs in. */
export interface ValueSyntax {
  /** Whether dates and timestamps stand between quotes, as text always does. */
  readonly datesQuoted: boolean;
  /** Whether NaN and the infinities, which the format cannot spell, are refused. */
  readonly finiteOnly: boolean;
}

/** Most bytes of a number that JavaScript spells. */
const NUMBER_BYTES = 32;

/** A column for `Kernel.writeLines`; `count`: how many values it has. */
export function spellColumn(
  { vector, perRun }: BatchColumn,
  count: number,
  separator: Uint8Array,
  syntax: ValueSyntax,
): LineColumn {
  switch (vector.type) {
    case "int32":
      return { separator, spelling: "int32", vector: { ...vector, type: "int32" }, perRun };
    case "int64":
      return { separator, spelling: "int64", vector: { ...vector, type: "int64" }, perRun };
    case "utf8":
      return { separator, spelling: "quoted", vector, perRun };
    default: {
      const isDate = vector.type === "date32" || vector.type === "timestamp";
      const spelling = isDate && syntax.datesQuoted ? "quoted" : "plain";
      return { separator, spelling, vector: spellValues(vector, count, writerOf(vector, syntax)), perRun };
    }
  }
}

/** Writes value number `index` to the sink. */
type ValueWriter = (index: number, sink: ByteSink) => void;

function spellValues(vector: Vector, count: number, write: ValueWriter): Utf8Vector {
  const sink = new ByteSink(1 << 10);
  const offsets = new Int32Array(count + 1);
  for (let index = 0; index < count; index++) {
    if (isValid(vector.validity, index)) write(index, sink);
    offsets[index + 1] = sink.length;
  }
  return adjacentTexts(sink.bytes, offsets, vector.validity);
}

function writerOf(vector: Vector, { finiteOnly }: ValueSyntax): ValueWriter {
  switch (vector.type) {
    case "date32":
      return (index, sink) => {
        sink.reserve(DATE_BYTES);
        sink.length = writeDate(vector.values[index]!, sink.bytes, sink.length);
      };
    case "timestamp":
      return (index, sink) => {
        const value = vector.values[index]!;
        sink.reserve(TIMESTAMP_BYTES);
        const low = Number(BigInt.asIntN(32, value));
        sink.length = writeTimestamp(low, Number(value >> 32n), sink.bytes, sink.length);
      };
    case "boolean":
      return (index, sink) => writeAscii(String(isValid(vector.values, index)), sink);
    case "float64":
      return (index, sink) => {
        const value = vector.values[index]!;
        if (finiteOnly && !Number.isFinite(value)) throw new RangeError(`${value} cannot be written as JSON`);
        // The shortest form that reads back is JavaScript's own algorithm.
        writeAscii(String(value), sink);
      };
    default:
      throw new Error(`${vector.type} values need no spelling`);
  }
}

function writeAscii(text: string, sink: ByteSink): void {
  sink.reserve(NUMBER_BYTES);
  for (let at = 0; at < text.length; at++) sink.bytes[sink.length++] = text.charCodeAt(at);
}
