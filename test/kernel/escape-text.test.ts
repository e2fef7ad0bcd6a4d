import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernel } from "../../src/kernel/kernel.ts";
import { OVERRUN_BYTES } from "./embedded-kernel.ts";
import {
  decode,
  embed,
  encode,
  hostileText,
  kernels,
  naiveCsvBytes,
  naiveJson,
  naiveJsonBytes,
} from "./oracle.ts";

const UNTOUCHED = 0xaa;

type WriterName = "writeCsvText" | "writeJsonText";

/** Runs a writer into a target filled with a mark and checks that it stays inside of [at, returned) and what it may change. */
function written(
  kernel: Kernel,
  name: WriterName,
  before: string,
  text: string,
  after: string,
  at: number,
): string {
  const { bytes, start, end } = embed(before, text, after);
  const source = bytes.slice();
  const factor = name === "writeCsvText" ? 2 : 6;
  const target = new Uint8Array(at + (end - start) * factor + OVERRUN_BYTES + 8).fill(UNTOUCHED);
  const to = kernel[name](source, start, end, target, at);
  expect(to).toBeGreaterThanOrEqual(at + (end - start));
  expect(to).toBeLessThanOrEqual(at + (end - start) * factor);
  expect(target.subarray(0, at).every((byte) => byte === UNTOUCHED)).toBe(true);
  expect(target.subarray(to + OVERRUN_BYTES).every((byte) => byte === UNTOUCHED)).toBe(true);
  expect(Buffer.compare(source, bytes)).toBe(0);
  return decode(target.subarray(at, to));
}

/** What a writer makes of any bytes; each stands for the character of its number. */
function writtenBytes(
  kernel: Kernel,
  name: WriterName,
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
): string {
  const target = new Uint8Array(6 * (end - start) + OVERRUN_BYTES);
  const to = kernel[name](bytes, start, end, target, 0);
  return Buffer.from(target.subarray(0, to)).toString("latin1");
}

/** What is escaped, as one or several characters. */
const escaped = ["\u0085", "\u2028", "\u2029", '""', '"\\', "\u0085\u2028\u0085"].map(encode);

const escapedBytes = [0x22, 0x5c, 0x0a, 0x85, 0x80, 0xa8, 0xa9, 0xc2, 0xe2, 0x61];

const byteString = fc
  .array(fc.oneof(fc.constantFrom(...escapedBytes), fc.nat(255)), { maxLength: 80 })
  .map((bytes) => Uint8Array.from(bytes));

/** Every scalar value of the Basic Multilingual Plane and a few beyond, in one text. */
function manyCharacters(): string {
  let text = "";
  for (let unit = 0; unit <= 0xffff; unit++)
    if (unit < 0xd800 || unit > 0xdfff) text += String.fromCharCode(unit);
  return `${text}😀\u{2f800}\u{10ffff}`;
}

describe.each(kernels)("writeCsvText of the kernel %s", (_name, kernel) => {
  const csv = (text: string, before = "", after = "", at = 0) =>
    written(kernel, "writeCsvText", before, text, after, at);

  test.each([
    ["empty", "", ""],
    ["no quote", "a,b;c\td\r\ne'f\\g", "a,b;c\td\r\ne'f\\g"],
    ["one quote", '"', '""'],
    ["two quotes", '""', '""""'],
    ["quotes at both ends", '"a"', '""a""'],
    ["typographic quotes are left", "“a” ＂", "“a” ＂"],
    ["U+FEFF and NUL are left", "\ufeff\u0000", "\ufeff\u0000"],
  ])("%s", (_case, text, expected) => {
    expect(csv(text)).toBe(expected);
  });

  test("a field that a CSV parser reads back, whatever stands around the range", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, fc.nat(9), (before, text, after, at) => {
        const field = csv(text, before, after, at);
        expect(field).toBe(text.replaceAll('"', '""'));
        expect(parse(`"${field}"\n`, { record_delimiter: "\n" })).toEqual([[text]]);
      }),
    );
  });

  test("leaves every character but the quote as it is", () => {
    const text = manyCharacters();
    expect(csv(text)).toBe(text.replace('"', '""'));
  });
});

describe.each(kernels)("writeJsonText of the kernel %s", (_name, kernel) => {
  const json = (text: string, before = "", after = "", at = 0) =>
    written(kernel, "writeJsonText", before, text, after, at);

  test.each([
    ["empty", "", ""],
    ["plain text and the slash", "a/b é 中 😀", "a/b é 中 😀"],
    ["quote and backslash", '"\\', '\\"\\\\'],
    ["named controls", "\b\t\n\f\r", "\\b\\t\\n\\f\\r"],
    ["other controls", "\u0000\u0001\v\u000e\u001b\u001f", "\\u0000\\u0001\\u000b\\u000e\\u001b\\u001f"],
    ["DEL is left", "\u007f", "\u007f"],
    ["U+0085", "a\u0085b", "a\\u0085b"],
    ["U+2028 and U+2029", "\u2028\u2029", "\\u2028\\u2029"],
    ["neighbours of U+0085", "\u0084\u0086\u00a0\u0165", "\u0084\u0086\u00a0\u0165"],
    ["neighbours of U+2028", "\u2027\u202a\u2068\u2069\u20a8\u30a8", "\u2027\u202a\u2068\u2069\u20a8\u30a8"],
    ["an escape in the text is text", "\\u2028\\n", "\\\\u2028\\\\n"],
    ["U+FEFF is left", "\ufeff", "\ufeff"],
  ])("%s", (_case, text, expected) => {
    expect(json(text)).toBe(expected);
  });

  test.each([
    ["U+0085", [0xc2, 0x85]],
    ["U+2028", [0xe2, 0x80, 0xa8]],
  ])("does not look beyond the range for the rest of %s", (_case, sequence) => {
    const source = Uint8Array.from(sequence);
    for (let end = 1; end < source.length; end++) {
      const target = new Uint8Array(6 * end + OVERRUN_BYTES);
      expect(kernel.writeJsonText(source, 0, end, target, 0)).toBe(end);
      expect(target.subarray(0, end)).toEqual(source.subarray(0, end));
    }
  });

  test("a string that JSON.parse reads back, whatever stands around the range", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, fc.nat(9), (before, text, after, at) => {
        const inside = json(text, before, after, at);
        expect(JSON.parse(`"${inside}"`)).toBe(text);
        expect(inside).toBe(naiveJson(text));
        expect(
          [...inside].every((character) => character >= " " && !"\u0085\u2028\u2029".includes(character)),
        ).toBe(true);
      }),
    );
  });

  test("escapes exactly what it should among all characters", () => {
    const text = manyCharacters();
    expect(json(text)).toBe(naiveJson(text));
  });

  test("six bytes for one is the most: a text of controls fills its room", () => {
    expect(json("\u0001".repeat(1000))).toBe("\\u0001".repeat(1000));
  });
});

describe.each(
  kernels.flatMap(([kernelName, kernel]) => [
    ["writeCsvText", kernelName, kernel, naiveCsvBytes] as const,
    ["writeJsonText", kernelName, kernel, naiveJsonBytes] as const,
  ]),
)("%s of the kernel %s, on bytes of any kind", (name, _kernelName, kernel, naive) => {
  test("every byte at every position of a text", () => {
    const wrong: [byte: number, at: number][] = [];
    for (let byte = 0; byte < 256; byte++) {
      for (let at = 0; at < 40; at++) {
        const bytes = Uint8Array.from({ length: 40 }, (_, index) => (index === at ? byte : 0x41 + index));
        if (writtenBytes(kernel, name, bytes) !== naive(bytes)) wrong.push([byte, at]);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("what is escaped, at every position, whole or cut by the range", () => {
    const wrong: [sequence: Uint8Array, at: number, cut: number][] = [];
    for (const sequence of escaped) {
      for (let at = 0; at < 40; at++) {
        const bytes = new Uint8Array(80).fill(0x61);
        bytes.set(sequence, at);
        for (let cut = 0; cut <= sequence.length; cut++) {
          const front = writtenBytes(kernel, name, bytes, 0, at + cut);
          const back = writtenBytes(kernel, name, bytes, at + cut);
          if (front !== naive(bytes.subarray(0, at + cut)) || back !== naive(bytes.subarray(at + cut)))
            wrong.push([sequence, at, cut]);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("a quote at every position of texts as long as what is copied at once, and a little shorter or longer", () => {
    const wrong: [length: number, at: number][] = [];
    for (const length of [15, 16, 17, 62, 63, 64, 65, 66, 79, 80, 81, 127, 128, 129, 143, 144, 145, 193]) {
      for (let at = -1; at < length; at++) {
        const bytes = Uint8Array.from({ length }, (_, index) => (index === at ? 0x22 : 0x61 + (index % 26)));
        if (writtenBytes(kernel, name, bytes) !== naive(bytes)) wrong.push([length, at]);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("ill-formed text is escaped where it looks like something to escape, and left where not", () => {
    fc.assert(
      fc.property(byteString, byteString, byteString, (before, bytes, after) => {
        const whole = Uint8Array.from([...before, ...bytes, ...after]);
        const [start, end] = [before.length, before.length + bytes.length];
        expect(writtenBytes(kernel, name, whole, start, end)).toBe(naive(bytes));
      }),
      { numRuns: 300 },
    );
  });
});
