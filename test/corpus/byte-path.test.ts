import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  baseName,
  isUtf8Path,
  isWithin,
  toBytePath,
  toLocation,
  toReadablePath,
  toText,
} from "../../src/corpus/byte-path.ts";

const bytesOf = (...bytes: number[]) => String.fromCharCode(...bytes);

test("text goes to bytes and back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const bytes = toBytePath(text);
      expect(isUtf8Path(bytes)).toBe(true);
      expect(toText(bytes)).toBe(text);
      expect(toReadablePath(bytes)).toBe(text);
      expect(toLocation(bytes)).toBe(text);
    }),
  );
});

test("byte paths compare as their bytes", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "/", "é", "\ue000", "\uff5e", "😀", "\u{10ffff}") });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
      const [x, y] = [toBytePath(a), toBytePath(b)];
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(order);
    }),
  );
});

test("any bytes keep their well-formed parts and show the others", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (array) => {
      const bytes = Buffer.from(array).toString("latin1");
      const readable = toReadablePath(bytes);
      // What is shown in hexadecimal is what a decoder calls bad: the rest decodes without replacement.
      const rest = readable.replaceAll(/\\x[89A-F][0-9A-F]/g, "");
      expect(rest).not.toContain("\ufffd");
      expect(readable.includes("\\x")).toBe(!isUtf8Path(bytes) || toText(bytes).includes("\\x"));
      if (!isUtf8Path(bytes)) expect(toLocation(bytes)).toEqual(Buffer.from(array));
    }),
  );
});

describe("bytes that are not UTF-8", () => {
  test.each([
    ["a lone byte", [0x61, 0xff, 0x62], "a\\xFFb"],
    ["a continuation byte", [0x80], "\\x80"],
    ["a sequence that is cut off", [0xe2, 0x82], "\\xE2\\x82"],
    ["a sequence that is cut off by another one", [0xe2, 0x82, 0xc3, 0xa9], "\\xE2\\x82é"],
    ["an overlong slash", [0xc0, 0xaf], "\\xC0\\xAF"],
    ["a surrogate", [0xed, 0xa0, 0x80], "\\xED\\xA0\\x80"],
    ["beyond U+10FFFF", [0xf4, 0x90, 0x80, 0x80], "\\xF4\\x90\\x80\\x80"],
    ["beside an astral character", [0xf0, 0x9f, 0x98, 0x80, 0x0a, 0xfe], "😀\n\\xFE"],
  ])("%s", (_name, bytes, readable) => {
    expect(toReadablePath(bytesOf(...bytes))).toBe(readable);
    expect(isUtf8Path(bytesOf(...bytes))).toBe(false);
  });
});

test("a folder holds itself and what lies below, and no neighbour", () => {
  expect(isWithin("/a/b", "/a/b")).toBe(true);
  expect(isWithin("/a/b/c", "/a/b")).toBe(true);
  expect(isWithin("/a/bc", "/a/b")).toBe(false);
  expect(isWithin("/a", "/a/b")).toBe(false);
  expect(isWithin("/a", "/")).toBe(true);
});

test("the base name is the last part", () => {
  expect(baseName("/a/b.txt")).toBe("b.txt");
  expect(baseName("b.txt")).toBe("b.txt");
});
