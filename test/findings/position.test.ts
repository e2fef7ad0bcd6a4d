/** Lines and columns, against an oracle that works on the text instead of its bytes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteOrderMarkLength, Locator, type Position } from "../../src/findings/position.ts";

const BOM = "\ufeff";

/** Pieces in which line ends, marks and characters of every length meet. */
const pieces = fc.constantFrom(
  ...[
    "\n",
    "\r",
    "\r\n",
    "\n\r",
    "a",
    "é",
    "€",
    "𝄞",
    "👩‍🚀",
    "e\u0301",
    BOM,
    "\u2028",
    "\u0085",
    "\v",
    " ",
    "\t",
  ],
);
const texts = fc
  .tuple(fc.boolean(), fc.array(pieces, { maxLength: 24 }))
  .map(([mark, parts]) => (mark ? BOM : "") + parts.join(""));

/** The position of the character at the UTF-16 index `at`, read off the text. */
function naivePosition(text: string, at: number): Position {
  const ends = [...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length);
  const before = ends.filter((end) => end <= at);
  const lineStart = before.at(-1) ?? 0;
  const mark = lineStart === 0 && text.startsWith(BOM) && at > 0 ? 1 : 0;
  return { line: before.length + 1, column: [...text.slice(lineStart, at)].length - mark + 1 };
}

/** The characters of a text: where each starts in UTF-16, in bytes, and how many bytes it has. */
function charactersOf(text: string): { index: number; byte: number; length: number }[] {
  let index = 0;
  let byte = 0;
  return [...text].map((character) => {
    const place = { index, byte, length: Buffer.byteLength(character) };
    index += character.length;
    byte += place.length;
    return place;
  });
}

function locateAll(bytes: Uint8Array, offsets: readonly number[], start = 0, end = bytes.length): Position[] {
  const locator = new Locator(bytes, start, end);
  return offsets.map((offset) => locator.locate(start + offset));
}

describe("Locator", () => {
  test("finds every character where the text has it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const characters = charactersOf(text);
        const found = locateAll(
          Buffer.from(text),
          characters.map(({ byte }) => byte),
        );
        expect(found).toEqual(characters.map(({ index }) => naivePosition(text, index)));
      }),
      { numRuns: 500 },
    );
  });

  test("takes a byte inside a character for the character", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const characters = charactersOf(text).filter(({ byte }) => !(byte === 0 && text.startsWith(BOM)));
        const inside = characters.flatMap(({ byte, length }) =>
          Array.from({ length }, (_, offset) => byte + offset),
        );
        const expected = characters.flatMap(({ index, length }) =>
          Array.from({ length }, () => naivePosition(text, index)),
        );
        expect(locateAll(Buffer.from(text), inside)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("does not see what stands before and after the document", () => {
    fc.assert(
      fc.property(texts, texts, texts, fc.integer({ min: 0, max: 60 }), (before, text, after, offset) => {
        const [head, body, tail] = [Buffer.from(before), Buffer.from(text), Buffer.from(after)];
        const at = Math.min(offset, body.length);
        const embedded = locateAll(
          Buffer.concat([head, body, tail]),
          [at],
          head.length,
          head.length + body.length,
        );
        expect(embedded).toEqual(locateAll(body, [at]));
      }),
    );
  });

  test("one offset alone has the position that it has after others", () => {
    fc.assert(
      fc.property(texts, fc.array(fc.integer({ min: 0, max: 60 })), (text, given) => {
        const bytes = Buffer.from(text);
        const offsets = given.map((offset) => Math.min(offset, bytes.length)).sort((a, b) => a - b);
        expect(locateAll(bytes, offsets)).toEqual(offsets.flatMap((offset) => locateAll(bytes, [offset])));
      }),
    );
  });

  test.each([
    ["", 0, { line: 1, column: 1 }],
    ["", 9, { line: 1, column: 1 }],
    [BOM, 0, { line: 1, column: 1 }],
    [BOM, 3, { line: 1, column: 1 }],
    [`${BOM}${BOM}x`, 6, { line: 1, column: 2 }],
    ["a\r\n", 2, { line: 1, column: 3 }],
    ["a\r\n", 3, { line: 2, column: 1 }],
    ["a\r", 2, { line: 2, column: 1 }],
    ["\r\r\n\n", 4, { line: 4, column: 1 }],
    ["ab", 99, { line: 1, column: 3 }],
    [`a\n${BOM}b`, 5, { line: 2, column: 2 }],
  ])("%j at byte %i", (text, offset, expected) => {
    expect(locateAll(Buffer.from(text), [offset])).toEqual([expected]);
  });

  test("a CR that ends the document ends a line even if an LF stands behind the document", () => {
    expect(locateAll(Buffer.from("a\r\nb"), [2], 0, 2)).toEqual([{ line: 2, column: 1 }]);
  });

  test.each([
    [[0x61, 0xc3, 0xa9, 0x0a, 0x62, 0xff, 0x63], 5, { line: 2, column: 2 }],
    [[0xff], 0, { line: 1, column: 1 }],
    [[0x61, 0x80], 1, { line: 1, column: 2 }],
    [[0xe2, 0x82, 0xac, 0xe2, 0x82], 3, { line: 1, column: 2 }],
    [[0x0d, 0xf0, 0x9f], 1, { line: 2, column: 1 }],
  ])("finds the byte at which UTF-8 ends: %j, byte %i", (bytes, offset, expected) => {
    expect(locateAll(Uint8Array.from(bytes), [offset])).toEqual([expected]);
  });
});

describe("byteOrderMarkLength", () => {
  test.each([
    [[0xef, 0xbb, 0xbf], 0, 3, 3],
    [[0xef, 0xbb, 0xbf, 0x61], 0, 4, 3],
    [[0xef, 0xbb], 0, 2, 0],
    [[0xef, 0xbb, 0xbf], 0, 2, 0],
    [[0xef, 0xbb, 0xbe], 0, 3, 0],
    [[0x61, 0xef, 0xbb, 0xbf], 1, 4, 3],
    [[0x61, 0xef, 0xbb, 0xbf], 0, 4, 0],
    [[], 0, 0, 0],
  ])("%j from %i to %i", (bytes, start, end, expected) => {
    expect(byteOrderMarkLength(Uint8Array.from(bytes), start, end)).toBe(expected);
  });
});
