import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "./any-text.ts";
import { kernels } from "./oracle.ts";

/** Bytes at the borders of table 3-7. */
const borderBytes = [
  0x00, 0x41, 0x7f, 0x80, 0x85, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
  0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

/** Sequences that lead on from one another: valid and broken ones next to each other. */
const byteString = fc
  .array(
    fc.oneof(
      fc.constantFrom(...borderBytes).map((byte) => [byte]),
      anyText(1, 2).map((text) => [...new TextEncoder().encode(text)]),
    ),
    { maxLength: 16 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodes(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The first ill-formed sequence begins where the longest prefix that decodes ends. */
function naiveInvalidOffset(bytes: Uint8Array): number {
  if (decodes(bytes)) return -1;
  for (let length = bytes.length - 1; ; length--) if (decodes(bytes.slice(0, length))) return length;
}

/** Every Unicode scalar value, encoded. */
function everyScalarValue(): Uint8Array {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(0x10ffff * 4);
  let length = 0;
  for (let from = 0; from <= 0x10ffff; from += 0x100) {
    if (from >= 0xd800 && from <= 0xdfff) continue;
    const text = String.fromCodePoint(...Array.from({ length: 0x100 }, (_, index) => from + index));
    length += encoder.encodeInto(text, bytes.subarray(length)).written;
  }
  return bytes.slice(0, length);
}

describe.each(kernels)("findInvalidUtf8 of the kernel %s", (_name, kernel) => {
  const find = (...bytes: number[]) => kernel.findInvalidUtf8(Uint8Array.from(bytes), 0, bytes.length);

  test.each<[name: string, bytes: number[], offset: number]>([
    ["empty", [], -1],
    ["NUL", [0x00], -1],
    ["a byte order mark", [0xef, 0xbb, 0xbf], -1],
    ["U+10FFFF", [0xf4, 0x8f, 0xbf, 0xbf], -1],
    ["a noncharacter", [0xef, 0xbf, 0xbf], -1],
    ["U+D7FF and U+E000", [0xed, 0x9f, 0xbf, 0xee, 0x80, 0x80], -1],
    ["a lone continuation byte", [0x61, 0x80], 1],
    ["Latin-1", [0x63, 0x61, 0x66, 0xe9, 0x20], 3],
    ["overlong slash, two bytes", [0xc0, 0xaf], 0],
    ["overlong, C1", [0x61, 0xc1, 0xbf], 1],
    ["overlong, three bytes", [0xe0, 0x9f, 0xbf], 0],
    ["overlong, four bytes", [0xf0, 0x8f, 0xbf, 0xbf], 0],
    ["first surrogate", [0xed, 0xa0, 0x80], 0],
    ["last surrogate", [0xed, 0xbf, 0xbf], 0],
    ["a surrogate pair (CESU-8)", [0x61, 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], 1],
    ["U+110000", [0xf4, 0x90, 0x80, 0x80], 0],
    ["F5", [0xf5, 0x80, 0x80, 0x80], 0],
    ["FE FF (UTF-16)", [0xfe, 0xff, 0x00, 0x61], 0],
    ["cut after one of two", [0x61, 0xc3], 1],
    ["cut after one of three", [0xe2], 0],
    ["cut after two of three", [0xe2, 0x82], 0],
    ["cut after three of four", [0x61, 0xf0, 0x9f, 0x98], 1],
    ["cut by a letter", [0xe2, 0x82, 0x41], 0],
    ["cut by another sequence", [0xc3, 0xa9, 0xe2, 0x82, 0xc3, 0xa9], 2],
    ["one continuation byte too many", [0xc3, 0xa9, 0xa9], 2],
  ])("%s", (_case, bytes, offset) => {
    expect(find(...bytes)).toBe(offset);
  });

  test("accepts every scalar value, and finds the one bad byte behind them all", () => {
    const valid = everyScalarValue();
    expect(kernel.findInvalidUtf8(valid, 0, valid.length)).toBe(-1);
    const broken = new Uint8Array(valid.length + 1);
    broken.set(valid);
    broken[valid.length] = 0xff;
    expect(kernel.findInvalidUtf8(broken, 0, broken.length)).toBe(valid.length);
  });

  test("takes exactly the pairs of first and second byte that some scalar value has", () => {
    const valid = everyScalarValue();
    const lengths = new Map<number, number>();
    for (let at = 0; at < valid.length; ) {
      let length = 1;
      while (at + length < valid.length && valid[at + length]! >= 0x80 && valid[at + length]! < 0xc0)
        length++;
      if (length > 1) lengths.set(valid[at]! * 0x100 + valid[at + 1]!, length);
      at += length;
    }
    const wrong: string[] = [];
    for (let pair = 0x8000; pair <= 0xffff; pair++) {
      const length = lengths.get(pair) ?? 0;
      const offset = find(pair >> 8, pair & 0xff, ...[0x80, 0x80].slice(0, Math.max(length - 2, 0)), 0xff);
      if (offset !== length) wrong.push(pair.toString(16));
    }
    expect(lengths.size).toBe(30 * 64 + (16 * 64 - 32 - 32) + (5 * 64 - 16 - 48));
    expect(wrong).toEqual([]);
  });

  test("agrees with TextDecoder on every prefix", () => {
    fc.assert(
      fc.property(byteString, (bytes) => {
        for (let length = 0; length <= bytes.length; length++) {
          const prefix = bytes.slice(0, length);
          expect(kernel.findInvalidUtf8(prefix, 0, length)).toBe(naiveInvalidOffset(prefix));
        }
      }),
    );
  });

  test("sees only its range and answers in offsets of the whole array", () => {
    fc.assert(
      fc.property(byteString, byteString, byteString, (before, bytes, after) => {
        const whole = Uint8Array.from([...before, ...bytes, ...after]);
        const expected = naiveInvalidOffset(bytes);
        const offset = kernel.findInvalidUtf8(whole, before.length, before.length + bytes.length);
        expect(offset).toBe(expected < 0 ? -1 : before.length + expected);
      }),
    );
  });

  test("works on shared memory, in a view with an offset", () => {
    const view = new Uint8Array(new SharedArrayBuffer(64), 8, 16);
    view.set([0x61, 0xc3, 0xa9, 0xff]);
    expect(kernel.findInvalidUtf8(view, 0, 3)).toBe(-1);
    expect(kernel.findInvalidUtf8(view, 0, 16)).toBe(3);
  });
});
