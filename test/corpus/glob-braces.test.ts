import { describe, expect, test } from "vitest";
import { expandBraces } from "../../src/corpus/glob-braces.ts";
import { UsageError } from "../../src/findings/errors.ts";

describe("braces", () => {
  test.each([
    ["a", ["a"]],
    ["", [""]],
    ["{a,b}", ["a", "b"]],
    ["x{a,b}y{c,d}z", ["xaycz", "xaydz", "xbycz", "xbydz"]],
    ["{a,b{1,2}}.txt", ["a.txt", "b1.txt", "b2.txt"]],
    ["{news,blogs/2020}/*.txt", ["news/*.txt", "blogs/2020/*.txt"]],
    ["{a,}", ["a", ""]],
    ["{a}", ["{a}"]],
    ["{}", ["{}"]],
    ["{a,b", ["{a,b"]],
    ["a,b}", ["a,b}"]],
    ["{{a,b}", ["{a", "{b"]],
    ["{{a},b}", ["{a}", "b"]],
    ["\\{a,b}", ["\\{a,b}"]],
    ["{a\\,b}", ["{a\\,b}"]],
    ["{a\\,b,c}", ["a\\,b", "c"]],
    ["{1..3}", ["1", "2", "3"]],
    ["{3..1}", ["3", "2", "1"]],
    ["{5..5}", ["5"]],
    ["{-1..1}", ["-1", "0", "1"]],
    ["{08..11}", ["08", "09", "10", "11"]],
    ["{-01..1}", ["-01", "000", "001"]],
    ["{a..c}", ["{a..c}"]],
    ["{1...3}", ["{1...3}"]],
  ])("%s", (text, expected) => {
    expect(expandBraces(text)).toEqual(expected);
  });
});

test.each([["{a,b}".repeat(20)], ["{1..999999999}"], ["{1..101}{1..100}"]])("%s is too many", (text) => {
  expect(() => expandBraces(text)).toThrow(UsageError);
  expect(() => expandBraces(text)).toThrow("more than 10000");
});

test.each([["{".repeat(4000)], ["{a,".repeat(1300)], ["{".repeat(400) + ",}".repeat(400)]])(
  "deep nesting %#",
  (text) => {
    expect(() => expandBraces(text)).not.toThrow(RangeError);
  },
);

test("a text without end is refused", () => {
  expect(() => expandBraces("{".repeat(100_000))).toThrow("longer than 4096 characters");
});
