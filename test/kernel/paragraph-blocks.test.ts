/**
 * Paragraphs where a kernel's blocks of 16 and 64 bytes meet, and where it has to go on after the first ones found. Separate
 * from the rule's own tests because nothing of this is part of the rule.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernel } from "../../src/kernel/kernel.ts";
import { ParagraphSpans } from "../../src/kernel/paragraph-spans.ts";
import { encode, hostileText, kernels, naiveParagraphs, scanned, whiteSpace } from "./oracle.ts";

/** Characters that share bytes with White_Space ones. */
const nearMisses =
  "\u0008\u000e\u001f\u0021\u0084\u0086\u009f\u00a1\u0165\u0420\u1640\u167f\u1681\u1a80\u1fff\u200b\u2027\u202a\u202e\u2030" +
  "\u205e\u2060\u209f\u20a8\u2180\u2fc0\u2fff\u3001\u3040\u4000\u5000\ue000\ufeff\u{2005}\u{20285}\u{2a0a0}" +
  "\u0080\u1000\u200f\u201f\u203f\u2040\u204a\u204f\u2068\u2069\u206f\u207f\u2128\u222f\u2500\u2880\u3080\u30c0";

const hardCharacters = [
  ...Array.from(whiteSpace, (codePoint) => String.fromCodePoint(codePoint)),
  ...nearMisses,
];

/** How many bytes stand before what is tested: it straddles the ends of the first blocks. */
const leadBytes = [0, ...around(16), ...around(48), ...around(64), ...around(128)];

function around(boundary: number): number[] {
  return Array.from({ length: 7 }, (_, index) => boundary - 5 + index);
}

/** What the slow way finds, kept for the next kernel. */
const expected = new Map<string, string>();

function expectedFor(body: string): string {
  const known = expected.get(body) ?? JSON.stringify(naiveParagraphs(body, 0, 1));
  expected.set(body, known);
  return known;
}

/** Bodies that the kernel reads in another way than the slow one. */
function misread(kernel: Kernel, bodies: Iterable<string>): string[] {
  const wrong: string[] = [];
  for (const body of bodies) {
    const bytes = encode(body);
    const found = scanned(kernel, bytes, 0, bytes.length, 1);
    if (JSON.stringify(found) !== expectedFor(body)) wrong.push(body);
  }
  return wrong;
}

function* straddling(): Generator<string> {
  for (const character of hardCharacters) {
    for (const lead of leadBytes) {
      const front = "a".repeat(lead);
      yield `${front}${character}b`;
      yield `${front}\n${character}\n${character}b${character}`;
    }
  }
}

/** Every mix of line ends, blanks and letters, across the end of a block. */
function* lineEndMixes(): Generator<string> {
  const letters = ["\r", "\n", " ", "a"];
  for (let number = 0; number < 4 ** 5; number++) {
    const mix = Array.from({ length: 5 }, (_, index) => letters[(number >> (2 * index)) & 3]).join("");
    for (const lead of [60, 61, 62, 63]) yield `${"a".repeat(lead)}${mix}z`;
  }
}

/** Counts of blanks that end in the same block as what stands before them, in the next one, or later. */
const blankCounts = [0, 1, 2, ...around(64), ...around(128)];

/** Two words with one line end between them, or two, and blanks around these. */
function* gaps(): Generator<string> {
  for (const first of blankCounts) {
    for (const second of blankCounts) {
      const blank = second % 2 === 0 ? " " : "\u2003";
      const lineEnd = ["\n", "\r", "\r\n"][(first + second) % 3]!;
      const front = `${"é ".repeat(first % 5)}é${blank.repeat(first)}${lineEnd}`;
      yield `${front}${blank.repeat(second)}b`;
      yield `${front}${blank.repeat(second)}${lineEnd}b é`;
      yield `${front}${lineEnd}${blank.repeat(second)}b é\n\nc`;
    }
  }
}

/** A long line, blanks behind it, and a paragraph after them; lengths in characters of two and three bytes. */
function* longLines(): Generator<string> {
  for (let length = 60; length < 140; length++) {
    for (const blanks of [0, 1, 20, 21, 22, 43, 64, 65]) {
      yield `a\n${"é".repeat(length >> 1)}x${"y".repeat(length & 1)}${"\u3000".repeat(blanks)}\n\nc`;
      yield `\n${"é à ".repeat(length >> 2)}${"z".repeat(length & 3)}${"\u00a0".repeat(blanks)}`;
    }
  }
}

/** A line of whole blocks and a little less or more, which begins and ends where blocks do. */
function* wholeBlocks(): Generator<string> {
  for (const lead of around(64)) {
    for (const length of [...around(64), ...around(128)]) {
      for (const blanks of ["", " ", "\u00a0\u2003"]) {
        yield `${"a".repeat(lead)}\n${blanks}${"x".repeat(length)}${blanks}\n${blanks}b`;
      }
    }
  }
}

/** Paragraphs of one to three lines in changing lengths, wide characters among them. */
function manyParagraphs(count: number): string {
  const separators = ["\n\n", "\r\n\r\n", "\r\r", "\n \n", "\n\u3000\n\n", "\r\n\r"];
  const words = ["a", "bc", "é", "中\u3000文", "d e", "😀\u2028f", "line\nline", "g\r\nh\ri"];
  let text = "";
  for (let index = 0; index < count; index++) {
    text += `${words[(index * 7) % words.length]}${"x".repeat((index * 13) % 29)}`;
    text += separators[(index * 5) % separators.length];
  }
  return text;
}

describe.each(kernels)("scanParagraphs of the kernel %s", (_name, kernel) => {
  test("White_Space and what looks like it, across the ends of blocks", () => {
    expect(misread(kernel, straddling())).toEqual([]);
  });

  test("CR, LF, blanks and letters in every order, across the end of a block", () => {
    expect(misread(kernel, lineEndMixes())).toEqual([]);
  });

  test("texts of every length around whole blocks", () => {
    const lengths = Array.from({ length: 200 }, (_, length) => length);
    expect(
      misread(
        kernel,
        lengths.map((length) => "a".repeat(length)),
      ),
    ).toEqual([]);
    expect(
      misread(
        kernel,
        lengths.map((length) => `b${" ".repeat(length)}`),
      ),
    ).toEqual([]);
    expect(
      misread(
        kernel,
        lengths.map((length) => `${"\n".repeat(length)}c\r`),
      ),
    ).toEqual([]);
    expect(
      misread(
        kernel,
        lengths.map((length) => `${"é".repeat(length)}\u2003`),
      ),
    ).toEqual([]);
  });

  test("blank lines and blanks that begin in one block and end in another", () => {
    expect(misread(kernel, gaps())).toEqual([]);
  });

  test("long lines, and blanks of several bytes behind them", () => {
    expect(misread(kernel, longLines())).toEqual([]);
  });

  test("lines that fill blocks", () => {
    expect(misread(kernel, wholeBlocks())).toEqual([]);
  });

  test("hostile text across the ends of blocks", () => {
    fc.assert(
      fc.property(hostileText, hostileText, fc.nat(70), (front, body, lead) => {
        expect(misread(kernel, [`${front}${"a".repeat(lead)}${body}`])).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test.each([1023, 1024, 1025, 2047, 2048, 2049, 5000])("%i paragraphs", (count) => {
    const body = manyParagraphs(count);
    expect(naiveParagraphs(body, 0, 1)).toHaveLength(count);
    const endings = ["", "end", " \n\r\n", "\u2003\u2003"];
    expect(misread(kernel, [`\n\n${body}${endings[count % endings.length]}`])).toEqual([]);
  });

  test("more paragraphs than are taken over at once begin wherever a block ends", () => {
    // 1024 paragraphs of three bytes and one that begins at each offset of a block.
    const wrong = Array.from({ length: 64 }, (_, lead) => lead).filter((lead) => {
      const bytes = encode(`${" ".repeat(lead)}${"a\n\n".repeat(1024)}b c\nd`);
      const spans = new ParagraphSpans();
      kernel.scanParagraphs(bytes, 0, bytes.length, 9, spans);
      const { starts, ends, lineStarts, lineEnds, charCounts, wordCounts } = spans;
      const found = [starts, ends, lineStarts, lineEnds, charCounts, wordCounts].map((values) => [
        ...values.subarray(1023, spans.count),
      ]);
      const at = lead + 3 * 1024;
      const rows = [
        [at - 3, at],
        [at - 2, at + 5],
        [2055, 2057],
        [2055, 2058],
        [1, 5],
        [1, 3],
      ];
      return JSON.stringify(found) !== JSON.stringify(rows);
    });
    expect(wrong).toEqual([]);
  });

  test("texts of more than 64 KiB", () => {
    const [hostile] = fc.sample(fc.array(hostileText, { minLength: 60, maxLength: 60 }), {
      numRuns: 1,
      seed: 7,
    });
    const text = hostile!.join("word ");
    const body = text.repeat(Math.ceil(70_000 / encode(text).length));
    expect(encode(body).length).toBeGreaterThan(1 << 16);
    expect(misread(kernel, [body, `${"word ".repeat(20_000)}\n\nlast`, "中".repeat(30_000)])).toEqual([]);
  });
});
