/** What is printed of a document cannot change what a terminal or a log shows. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerpt, printable, printableLine } from "../../src/findings/printable.ts";

/** By Unicode's own properties, not by the list in the code. */
const unsafe = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}\ufeff]/u;

/** All of the first plane, and a sample of the others. */
const codePoints = [
  ...Array.from({ length: 0x10000 }, (_, code) => code),
  ...Array.from({ length: 0x1000 }, (_, index) => 0x10000 + index * 0x100 + (index % 0x100)),
].map((code) => String.fromCodePoint(code));

/** Any code units, lone surrogates among them. */
const anyText = fc
  .array(fc.oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0x10ffff })), { maxLength: 12 })
  .map((codes) => String.fromCodePoint(...codes));

describe("printable", () => {
  test("escapes every unsafe code point and no other", () => {
    const changed = codePoints.filter((character) => printable(character) !== character);
    expect(changed).toEqual(codePoints.filter((character) => unsafe.test(character)));
  });

  test.each([
    ["\n", "\\n"],
    ["\r", "\\r"],
    ["\t", "\\t"],
    ["\u0000", "\\u{0}"],
    ["\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m"],
    ["\u007f\u009b", "\\u{7f}\\u{9b}"],
    ["a\u202eb\u2066c", "a\\u{202e}b\\u{2066}c"],
    ["\u2028\u2029\u0085", "\\u{2028}\\u{2029}\\u{85}"],
    ["\ufeffa", "\\u{feff}a"],
    ["\ud83d", "\\u{d83d}"],
    ["\ude00\ud83d", "\\u{de00}\\u{d83d}"],
    ["👩🏽‍🚀 e\u0301 中文 עברית", "👩🏽‍🚀 e\u0301 中文 עברית"],
    ["", ""],
  ])("%j", (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test.each([
    ["::error::x", "\\u{3a}:error::x"],
    ["  ::error::x", "  \\u{3a}:error::x"],
    ["\u3000::stop-commands::x", "\u3000\\u{3a}:stop-commands::x"],
    ["a ##[add-mask]x", "a \\u{23}#[add-mask]x"],
    ["###[x] ##[y]", "#\\u{23}#[x] \\u{23}#[y]"],
    ["a::b", "a::b"],
    [":", ":"],
    ["## [x]", "## [x]"],
  ])("a line begins no workflow command: %j", (text, expected) => {
    expect(printableLine(text)).toBe(expected);
  });

  test("only a line's start is one: a piece in the middle keeps its colons", () => {
    expect(printable("::1")).toBe("::1");
    expect(printable("##[x]")).toBe("\\u{23}#[x]");
  });

  test("is the same a second time, and holds nothing unsafe", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("", "::", " ::", "##["), (text, start) => {
        const once = printableLine(start + text);
        expect(printableLine(once)).toBe(once);
        expect(unsafe.test(once) || /^\s*::|##\[/.test(once)).toBe(false);
      }),
    );
  });
});

describe("excerpt", () => {
  test.each([
    ["abc", 3, "abc"],
    ["abc", 2, "ab…"],
    ["abc", 0, "…"],
    ["", 0, ""],
    ["👩👩👩", 2, "👩👩…"],
    ["a\nb", 2, "a\\n…"],
    ["\u001b\u001b", 1, "\\u{1b}…"],
  ])("%j, %i characters", (text, count, expected) => {
    expect(excerpt(text, count)).toBe(expected);
  });

  test("has as many code points as were asked for, and never half of one", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "é", "𝄞", "中")), fc.nat({ max: 20 }), (parts, count) => {
        const cut = parts.length > count ? "…" : "";
        expect(excerpt(parts.join(""), count)).toBe(parts.slice(0, count).join("") + cut);
      }),
    );
  });
});
