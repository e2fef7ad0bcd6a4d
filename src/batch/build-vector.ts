/**
 * Vectors made of JavaScript values: the columns that have one value per document. Paragraph columns do without:
 * the kernel writes typed arrays.
 */
import { adjacentTexts, type Utf8Vector, type Validity, type Vector } from "./batch.ts";
import { ByteSink } from "./byte-sink.ts";
import type { ColumnType } from "./field.ts";

/**
 * What a column takes: text for utf8; `number` or `bigint` for int64 and timestamp, numbers being integers then; `boolean`; `number` for
 * the other types; null for no value.
 */
export type Value = string | number | bigint | boolean | null;

type Values<T extends Value> = readonly (T | null)[];

/** Texts of a column that are encoded together, in UTF-16 code units: well below the longest string that there can be. */
const MAX_JOINED = 1 << 24;

const encoder = new TextEncoder();

/** A vector of the values, in memory of its own. Values of another type than the column's are a bug. */
export function buildVector(type: ColumnType, values: readonly Value[]): Vector {
  const { length } = values;
  const validity = validityOf(values);
  switch (type) {
    case "utf8":
      return textVector(values as Values<string>, validity);
    case "int32":
    case "date32":
      return { type, length, validity, values: filled(new Int32Array(length), values as Values<number>) };
    case "int64":
    case "timestamp":
      return { type, length, validity, values: int64Values(values as Values<number | bigint>) };
    case "float64":
      return { type, length, validity, values: filled(new Float64Array(length), values as Values<number>) };
    case "boolean":
      return { type, length, validity, values: bitsOf(values, (value) => value === true) };
  }
}

function validityOf(values: readonly Value[]): Validity {
  return values.includes(null) ? bitsOf(values, (value) => value !== null) : null;
}

function bitsOf(values: readonly Value[], isSet: (value: Value) => boolean): Uint8Array {
  const bits = new Uint8Array((values.length + 7) >> 3);
  values.forEach((value, index) => {
    if (isSet(value)) bits[index >> 3]! |= 1 << (index & 7);
  });
  return bits;
}

function textVector(texts: Values<string>, validity: Validity): Utf8Vector {
  const offsets = new Int32Array(texts.length + 1);
  const bytes = encodeTogether(texts, offsets) ?? encodeEach(texts, offsets);
  return adjacentTexts(bytes, offsets, validity);
}

/**
 * All texts in one call, which takes little longer than a call for one of them; sets the offsets. Returns null where the texts are too
 * long for that, or not all ASCII, as only then their lengths tell where each one ends.
 */
function encodeTogether(texts: Values<string>, offsets: Int32Array): Uint8Array | null {
  let textLength = 0;
  texts.forEach((text, index) => {
    if (text !== null) textLength += text.length;
    offsets[index + 1] = textLength;
  });
  if (textLength > MAX_JOINED) return null;
  // Null joins as an empty text.
  const bytes = encoder.encode(texts.join(""));
  return bytes.length === textLength ? bytes : null;
}

/** One text after the other; sets the offsets. What is no character, half of a surrogate pair, becomes U+FFFD. */
function encodeEach(texts: Values<string>, offsets: Int32Array): Uint8Array {
  const sink = new ByteSink();
  for (const [index, text] of texts.entries()) {
    if (text !== null) {
      sink.reserve(3 * text.length);
      sink.length += encoder.encodeInto(text, sink.bytes.subarray(sink.length)).written;
    }
    offsets[index + 1] = sink.length;
  }
  return sink.bytes;
}

function int64Values(values: Values<number | bigint>): BigInt64Array {
  const words = new Int32Array(2 * values.length);
  const int64 = new BigInt64Array(words.buffer);
  values.forEach((value, index) => {
    if (typeof value === "bigint") int64[index] = value;
    else if (value !== null) {
      // The two words of a number (little-endian, as Arrow is): to make a bigint of it would take several times as long.
      words[2 * index] = value;
      words[2 * index + 1] = Math.floor(value / 2 ** 32);
    }
  });
  return int64;
}

/** The target with all values that are not null; where they are, it stays 0. */
function filled<T extends Int32Array | Float64Array>(target: T, values: Values<number>): T {
  values.forEach((value, index) => {
    if (value !== null) target[index] = value;
  });
  return target;
}
