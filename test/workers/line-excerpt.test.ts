/** The piece of a line that goes with a finding, against a simple reading of the whole text. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerptLine } from "../../src/workers/line-excerpt.ts";

function excerptOf(text: string | Buffer, byte: number) {
  const bytes = Buffer.from(text as string);
  // Neighbours in the arena must not show.
  const arena = Buffer.concat([Buffer.from("é|"), bytes, Buffer.from("|é")]);
  return excerptLine(arena, 3, 3 + bytes.length, 3 + byte);
}

describe("excerptLine", () => {
  test.each<[what: string, text: string | Buffer, byte: number, expected: string, column: number]>([
    ["a line of several", "one\ntwo\nthree", 5, "two", 2],
    ["the first line", "one\ntwo", 0, "one", 1],
    ["the last line", "one\ntwo", 4, "two", 1],
    ["at the end of the document", "one\ntwo", 7, "two", 4],
    ["at a line end", "one\ntwo", 3, "one", 4],
    ["at CR of CRLF", "one\r\ntwo", 3, "one", 4],
    ["at LF of CRLF", "one\r\ntwo", 4, "one", 4],
    ["after CRLF", "one\r\ntwo", 5, "two", 1],
    ["lines that end in CR", "one\rtwo\rthree", 4, "two", 1],
    ["an empty line", "one\n\nthree", 4, "", 1],
    ["an empty document", "", 0, "", 1],
    ["a byte order mark, which is no text", "\ufeffone", 0, "one", 1],
    ["after a byte order mark", "\ufeffone", 4, "one", 2],
    ["only a byte order mark", "\ufeff", 0, "", 1],
    ["a second byte order mark, which is text", "\ufeff\ufeffa", 6, "\ufeffa", 2],
    ["beyond ASCII", "aé漢😀b", 10, "aé漢😀b", 5],
    ["within a character", "aé漢😀b", 8, "aé漢😀b", 4],
    ["a bad byte", Buffer.from([0x61, 0xff, 0x62]), 1, "a\ufffdb", 2],
    ["a bad byte at the end", Buffer.from([0x61, 0xe6, 0xbc]), 1, "a\ufffd", 2],
    ["a stray continuation byte", Buffer.from([0xc3, 0xa9, 0xa9, 0x62]), 2, "é\ufffdb", 2],
    ["U+2028 and U+0085, which end no line", "a\u2028b\u0085c", 0, "a\u2028b\u0085c", 1],
    ["controls, as they are", "a\u001b[2J\tb", 0, "a\u001b[2J\tb", 1],
  ])("of %s", (_what, text, byte, expected, column) => {
    expect(excerptOf(text, byte)).toEqual({ text: expected, column });
  });

  test("is cut around the place, by code points", () => {
    const line = "😀".repeat(1000);
    expect(excerptOf(line, 0)).toEqual({ text: "😀".repeat(200), column: 1 });
    expect(excerptOf(line, 4 * 500)).toEqual({ text: "😀".repeat(200), column: 101 });
    expect(excerptOf(line, 4 * 1000)).toEqual({ text: "😀".repeat(100), column: 101 });
  });

  test("is what a reading of the whole text gives", () => {
    const character = fc.oneof(
      fc.constantFrom("\n", "\r", "\r\n", "a", "é", "漢", "😀", "\ufeff"),
      fc.constantFrom("x".repeat(90), "漢".repeat(110)),
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 12 }), fc.nat(12), (parts, count) => {
        const before = parts.slice(0, count).join("");
        const after = parts.slice(count).join("");
        fc.pre(!(before.endsWith("\r") && after.startsWith("\n")));
        const [head] = before
          .replace(/^\ufeff/, "")
          .split(/[\n\r]/)
          .slice(-1);
        const [rest] = (before === "" ? after.replace(/^\ufeff/, "") : after).split(/[\n\r]/);
        const shownBefore = [...head!].slice(-100);
        const text = [...shownBefore, ...[...rest!].slice(0, 200 - shownBefore.length)].join("");
        expect(excerptOf(before + after, Buffer.byteLength(before))).toEqual({
          text,
          column: shownBefore.length + 1,
        });
      }),
    );
  });
});
