import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  lineEndLength,
  skipWhiteSpace,
  skipWhiteSpaceBack,
  whiteSpaceLength,
  whiteSpaceLengthBefore,
} from "../../src/kernel/white-space.ts";
import { embed, encode, hostileText, whiteSpace } from "./oracle.ts";

/** Code points for which one of the two directions disagrees with the list. */
function disagreeing(from: number, to: number): number[] {
  const wrong: number[] = [];
  for (let codePoint = from; codePoint <= to; codePoint++) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
    const bytes = encode(String.fromCodePoint(codePoint));
    const expected = whiteSpace.has(codePoint) ? bytes.length : 0;
    const forward = whiteSpaceLength(bytes, 0, bytes.length);
    const backward = whiteSpaceLengthBefore(bytes, 0, bytes.length);
    if (forward !== expected || backward !== expected) wrong.push(codePoint);
  }
  return wrong;
}

describe("the White_Space set", () => {
  test("is exact from U+0000 to U+FFFF, in both directions", () => {
    expect(disagreeing(0, 0xffff)).toEqual([]);
  });

  test("has nothing beyond U+FFFF", () => {
    expect(disagreeing(0x10000, 0x100ff)).toEqual([]);
    expect(disagreeing(0x20000, 0x200ff)).toEqual([]);
    expect(disagreeing(0x10ff00, 0x10ffff)).toEqual([]);
  });

  test("differs from JavaScript's in U+FEFF and U+0085", () => {
    const javascript = new Set(
      [...Array(0x10000).keys()].filter((unit) => /\s/u.test(String.fromCharCode(unit))),
    );
    expect([...javascript].filter((codePoint) => !whiteSpace.has(codePoint))).toEqual([0xfeff]);
    expect([...whiteSpace].filter((codePoint) => !javascript.has(codePoint))).toEqual([0x0085]);
  });
});

describe("at the edges of a range", () => {
  test.each([
    ["U+0085", [0xc2, 0x85]],
    ["U+00A0", [0xc2, 0xa0]],
    ["U+2028", [0xe2, 0x80, 0xa8]],
    ["U+3000", [0xe3, 0x80, 0x80]],
  ])("%s that the range cuts off is not White_Space", (_name, sequence) => {
    const bytes = Uint8Array.from([0x61, ...sequence, 0x61]);
    const end = 1 + sequence.length;
    expect(whiteSpaceLength(bytes, 1, end)).toBe(sequence.length);
    expect(whiteSpaceLengthBefore(bytes, 1, end)).toBe(sequence.length);
    for (let cut = 1; cut < sequence.length; cut++) {
      expect(whiteSpaceLength(bytes, 1, 1 + cut)).toBe(0);
      expect(whiteSpaceLength(bytes, 1 + cut, end)).toBe(0);
      expect(whiteSpaceLengthBefore(bytes, 1 + cut, end)).toBe(0);
    }
  });

  test("a broken sequence is not White_Space", () => {
    for (const sequence of [
      [0xe2, 0x80, 0x0a],
      [0xe2, 0x80, 0xc0],
      [0xe3, 0x80, 0x20],
      [0xc2, 0x20, 0x20],
    ]) {
      expect(whiteSpaceLength(Uint8Array.from(sequence), 0, 3)).toBe(0);
    }
    expect(whiteSpaceLengthBefore(Uint8Array.of(0x80, 0x80), 0, 2)).toBe(0);
  });

  test("an empty range has none, whatever stands around it", () => {
    const bytes = encode("   ");
    expect(whiteSpaceLength(bytes, 1, 1)).toBe(0);
    expect(whiteSpaceLength(bytes, 3, 3)).toBe(0);
    expect(whiteSpaceLengthBefore(bytes, 1, 1)).toBe(0);
    expect(lineEndLength(encode("\n"), 0, 0)).toBe(0);
    expect(skipWhiteSpace(bytes, 1, 1)).toBe(1);
    expect(skipWhiteSpaceBack(bytes, 1, 1)).toBe(1);
  });

  test("nothing but White_Space is skipped to the end, or back to the start, and not further", () => {
    const { bytes, start, end } = embed("\u2003 ", " \u0085\u3000\r\n\t", "\u00a0 a");
    expect(skipWhiteSpace(bytes, start, end)).toBe(end);
    expect(skipWhiteSpaceBack(bytes, start, end)).toBe(start);
  });
});

test("skipping from both sides trims like the list", () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (before, text, after) => {
      const { bytes, start, end } = embed(before, text, after);
      const characters = [...text];
      const isText = (character: string) => !whiteSpace.has(character.codePointAt(0)!);
      const lengthOf = (part: string[]) => encode(part.join("")).length;
      const first = characters.findIndex(isText);
      const last = characters.findLastIndex(isText);
      expect(skipWhiteSpace(bytes, start, end)).toBe(
        first < 0 ? end : start + lengthOf(characters.slice(0, first)),
      );
      expect(skipWhiteSpaceBack(bytes, start, end)).toBe(start + lengthOf(characters.slice(0, last + 1)));
    }),
  );
});

describe("line ends", () => {
  test.each([
    ["LF", "\nx", 1],
    ["CRLF", "\r\nx", 2],
    ["a lone CR", "\rx", 1],
    ["CR before CRLF", "\r\r\n", 1],
    ["LF before CR", "\n\r", 1],
    ["CR as the last byte", "\r", 1],
    ["VT", "\v", 0],
    ["FF", "\f", 0],
    ["U+0085", "\u0085", 0],
    ["U+2028", "\u2028", 0],
    ["U+2029", "\u2029", 0],
    ["U+010A, whose last byte is not a line end", "\u010a", 0],
    ["a letter", "x\n", 0],
  ])("%s", (_name, text, length) => {
    expect(lineEndLength(encode(text), 0, encode(text).length)).toBe(length);
  });

  test("a CRLF that the range cuts in two is a CR", () => {
    expect(lineEndLength(encode("\r\n"), 0, 1)).toBe(1);
    expect(lineEndLength(encode("\r\n"), 1, 2)).toBe(1);
  });
});
