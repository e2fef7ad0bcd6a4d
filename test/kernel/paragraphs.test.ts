import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ParagraphSpans } from "../../src/kernel/paragraph-spans.ts";
import {
  embed,
  encode,
  hostileText,
  kernels,
  naiveParagraphs,
  type Paragraph,
  scanned,
  whiteSpace,
} from "./oracle.ts";

type Row = [text: string, lineStart: number, lineEnd: number, chars: number, words: number];

const rowOf = (paragraph: Paragraph): Row => [
  paragraph.text,
  paragraph.lineStart,
  paragraph.lineEnd,
  paragraph.chars,
  paragraph.words,
];

/** Bodies that could make a scan look back or ahead again and again, and how many paragraphs they hold. */
const repeated: [name: string, unit: string, paragraphs: (count: number) => number][] = [
  ["blank lines with a space", "\n \n", () => 0],
  ["no-break spaces", "\u00a0", () => 0],
  ["CR", "\r", () => 0],
  ["CRLF", "\r\n", () => 0],
  ["LF CR", "\n\r", () => 0],
  ["U+2028", "\u2028", () => 0],
  ["one letter a paragraph", "a\n\n", (count) => count],
  ["one letter a line", "a\r", () => 1],
  ["one word", "a", () => 1],
  ["U+2030, which begins like U+2028", "\u2030", () => 1],
  ["blanks between letters", "a \u3000\t", () => 1],
];

describe.each(kernels)("scanParagraphs of the kernel %s", (_name, kernel) => {
  test.each<[name: string, body: string, rows: Row[]]>([
    ["empty", "", []],
    ["nothing but White_Space", " \u00a0\t\n\u3000\r\n\u2028\r\v\f\u0085", []],
    ["one paragraph without a line end", "one", [["one", 1, 1, 3, 1]]],
    [
      "a paragraph on the first line",
      "one\n\ntwo\n",
      [
        ["one", 1, 1, 3, 1],
        ["two", 3, 3, 3, 1],
      ],
    ],
    ["lines stay together", "one two\nthree\n", [["one two\nthree", 1, 2, 13, 3]]],
    ["trimmed at both ends", "\n\n  one \t\n\n", [["one", 3, 3, 3, 1]]],
    ["inner indentation and trailing blanks stay", " a  \n  b ", [["a  \n  b", 1, 2, 7, 2]]],
    [
      "CRLF",
      "one\r\nmore\r\n\r\ntwo",
      [
        ["one\r\nmore", 1, 2, 9, 2],
        ["two", 4, 4, 3, 1],
      ],
    ],
    [
      "lone CR",
      "one\rmore\r\rtwo",
      [
        ["one\rmore", 1, 2, 8, 2],
        ["two", 4, 4, 3, 1],
      ],
    ],
    [
      "CR CRLF is an empty line",
      "one\r\r\ntwo",
      [
        ["one", 1, 1, 3, 1],
        ["two", 3, 3, 3, 1],
      ],
    ],
    [
      "LF CR is an empty line",
      "one\n\rtwo",
      [
        ["one", 1, 1, 3, 1],
        ["two", 3, 3, 3, 1],
      ],
    ],
    ["CRLF is no empty line", "one\r\ntwo", [["one\r\ntwo", 1, 2, 8, 2]]],
    ["a lone CR at the end", "one\r", [["one", 1, 1, 3, 1]]],
    [
      "a line of every blank separates",
      "a\n\u0020\u00a0\u1680\u2003\u2028\u202f\u205f\u3000\nb",
      [
        ["a", 1, 1, 1, 1],
        ["b", 3, 3, 1, 1],
      ],
    ],
    [
      "U+0085, U+2028, U+2029, VT and FF end no line",
      "a\u0085\u0085b\u2028\u2028c\u2029\u2029d\v\ve\f\ff",
      [["a\u0085\u0085b\u2028\u2028c\u2029\u2029d\v\ve\f\ff", 1, 1, 16, 6]],
    ],
    [
      "U+FEFF and U+200B are text",
      "a\n\ufeff\nb\n\n\u200b",
      [
        ["a\n\ufeff\nb", 1, 3, 5, 3],
        ["\u200b", 5, 5, 1, 1],
      ],
    ],
    ["NUL and U+001F are text", "a\n\u0000\nb\u001fc", [["a\n\u0000\nb\u001fc", 1, 3, 7, 3]]],
    ["characters beyond U+FFFF count one", "😀🏽 é中\n", [["😀🏽 é中", 1, 1, 5, 2]]],
    ["inner blanks of several bytes count one", "a\u3000\u00a0b", [["a\u3000\u00a0b", 1, 1, 4, 2]]],
    [
      "the counts of one paragraph do not leak into the next",
      "中\u3000中\n\u3000\u3000\n\u3000é\u3000",
      [
        ["中\u3000中", 1, 1, 3, 2],
        ["é", 3, 3, 1, 1],
      ],
    ],
  ])("%s", (_case, body, rows) => {
    const bytes = encode(body);
    const paragraphs = scanned(kernel, bytes, 0, bytes.length, 1);
    expect(paragraphs.map(rowOf)).toEqual(rows);
    expect(paragraphs).toEqual(naiveParagraphs(body, 0, 1));
  });

  test("sees only its range: an LF after a last CR, or text around it, changes nothing", () => {
    const { bytes, start, end } = embed("word", "one\n\ntwo\r", "\nthree");
    expect(scanned(kernel, bytes, start, end, 7)).toEqual([
      { text: "one", start: 4, end: 7, lineStart: 7, lineEnd: 7, chars: 3, words: 1 },
      { text: "two", start: 9, end: 12, lineStart: 9, lineEnd: 9, chars: 3, words: 1 },
    ]);
    expect(scanned(kernel, bytes, start, start, 7)).toEqual([]);
  });

  test("appends to what is there, beyond the first size of the arrays", () => {
    const bytes = encode("a b\n\n".repeat(3000));
    const spans = new ParagraphSpans();
    kernel.scanParagraphs(bytes, 0, bytes.length, 1, spans);
    kernel.scanParagraphs(bytes, 5, 10, 50, spans);
    expect(spans.count).toBe(3001);
    expect([spans.starts[2999], spans.ends[2999], spans.lineStarts[2999]]).toEqual([14995, 14998, 5999]);
    expect([spans.starts[3000], spans.ends[3000], spans.lineStarts[3000]]).toEqual([5, 8, 50]);
  });

  test("agrees with the slow way on any text, in any place", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, fc.nat(1000), (before, body, after, line) => {
        const { bytes, start, end } = embed(before, body, after);
        expect(scanned(kernel, bytes, start, end, line + 1)).toEqual(naiveParagraphs(body, start, line + 1));
      }),
      { numRuns: 500 },
    );
  });

  test("gives ordered, disjoint, trimmed ranges and leaves only White_Space between them", () => {
    const isWhiteSpace = (character: string) => whiteSpace.has(character.codePointAt(0)!);
    fc.assert(
      fc.property(hostileText, (body) => {
        const bytes = encode(body);
        let previous = { end: 0, lineEnd: -1 };
        for (const paragraph of scanned(kernel, bytes, 0, bytes.length, 1)) {
          const characters = [...paragraph.text];
          expect(paragraph.start).toBeGreaterThanOrEqual(previous.end);
          expect(paragraph.lineStart).toBeGreaterThan(previous.lineEnd + 1);
          expect(characters.length).toBeGreaterThan(0);
          expect([characters[0]!, characters.at(-1)!].some(isWhiteSpace)).toBe(false);
          const gap = Buffer.from(bytes.slice(previous.end, paragraph.start)).toString();
          expect([...gap].every(isWhiteSpace)).toBe(true);
          previous = paragraph;
        }
        const rest = Buffer.from(bytes.slice(previous.end)).toString();
        expect([...rest].every(isWhiteSpace)).toBe(true);
      }),
    );
  });

  test("finds the same paragraphs whichever line end is used", () => {
    fc.assert(
      fc.property(hostileText, (body) => {
        const unixBody = body.replaceAll("\r", "\n");
        const linesOf = (text: string) => {
          const bytes = encode(text);
          return scanned(kernel, bytes, 0, bytes.length, 1).map((paragraph) => [
            paragraph.lineStart,
            paragraph.lineEnd,
            paragraph.words,
          ]);
        };
        expect(linesOf(unixBody.replaceAll("\n", "\r"))).toEqual(linesOf(unixBody));
        expect(linesOf(unixBody.replaceAll("\n", "\r\n"))).toEqual(linesOf(unixBody));
      }),
    );
  });

  // Quadratic work on two megabytes would run into the test's time limit.
  test.each(repeated)("is linear on %s", (_case, unit, paragraphs) => {
    const count = Math.floor((2 << 20) / encode(unit).length);
    const bytes = encode(unit.repeat(count));
    const spans = new ParagraphSpans();
    kernel.scanParagraphs(bytes, 0, bytes.length, 1, spans);
    expect(spans.count).toBe(paragraphs(count));
  });
});
