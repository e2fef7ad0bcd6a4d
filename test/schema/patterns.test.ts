/** Patterns: the same verdicts as JavaScript under the `u` flag, in linear time, or refused with a reason. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLinear } from "../../src/schema/pattern-safety.ts";
import { parsePattern } from "../../src/schema/pattern-syntax.ts";
import { compilePattern, patternFault } from "../../src/schema/patterns.ts";
import { compileValidator } from "../../src/schema/validate.ts";
import { documentOf, load } from "./schema-file.ts";

const atoms = [
  ..."abc-",
  "[ab]",
  "[^a]",
  "[a-c]",
  "[\\w-]",
  "[^\\p{L}b]",
  "[]",
  "[^]",
  ".",
  "\\d",
  "\\w",
  "\\s",
  "\\W",
  "\\S",
  "\\p{Lu}",
  "\\P{L}",
  "\\p{Script=Greek}",
  "^",
  "$",
  "\\b",
  "\\B",
  "\\u{1F600}",
  "\\uD83D\\uDE00",
  "\\n",
  "\\x2d",
];
const quantifiers = ["*", "+", "?", "{2}", "{1,2}", "{0,}", "*?", "{0}"];
const { pattern: patterns } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...atoms),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(tie("pattern"), fc.constantFrom(...quantifiers)).map(([a, times]) => `(${a})${times}`),
    tie("pattern").map((a) => `^${a}$`),
  ),
}));
const characters = [..."abc1 -AÉΩß\n\r\u2028\u00a0", "\u{1F600}", "\u{10ffff}"];
const texts = fc.array(fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 }), { minLength: 6 });

describe("a pattern", () => {
  it("says the same as JavaScript", () => {
    let linear = 0;
    fc.assert(
      fc.property(patterns, texts, (pattern, examples) => {
        const native = new RegExp(pattern, "u");
        const own = compilePattern(pattern, false);
        if (isLinear(parsePattern(pattern))) linear++;
        for (const text of examples) {
          // V8 finds \B between the two units of a character, where ECMA-262 never looks under the flag: /\B/u.test("a\u{1F600}a").
          if (pattern.includes("\\B") && /[\u{10000}-\u{10ffff}]/u.test(text)) continue;
          expect([text, own.test(text)]).toEqual([text, native.test(text)]);
        }
      }),
      { numRuns: 400 },
    );
    // Both engines must have had their turn.
    expect(linear).toBeGreaterThan(40);
    expect(linear).toBeLessThan(360);
  });

  it.each([
    ["^(?<year>\\d{4})$", "2020", "２０２０"],
    ["^\\p{L}+ \\p{Lu}", "élan É", "élan é"],
    ["^\\p{Script=Greek}*(a|ab)*$", "Ωab", "Яab"],
    ["^[\\]\\-\\\\a-c]+$", "]-\\b", "d"],
    ["^\\/\\.\\*$", "/.*", "/"],
    ["^\\cJ\\t\\0[\\b]$", "\n\t\0\b", "jt0b"],
    ["^.$", "\u{1F600}", "\u2028"],
    ["^[^a]$", "\n", "a"],
    ["(a|a)*\\bb", "- b", "cb"],
    ["^(a|b)*$|^c", "cd", "dc"],
  ])("%s matches %j but not %j", (pattern, match, other) => {
    const { test } = compilePattern(pattern, false);
    expect([test(match), test(other)]).toEqual([true, false]);
  });

  it("is not anchored, as JSON Schema wants it", () => {
    expect(compilePattern("es", false).test("expression")).toBe(true);
  });
});

describe("isLinear", () => {
  it.each([
    ["^[a-z]+(-[a-z]+)*$", true],
    ["^\\d{4}-\\d{2}-\\d{2}$", true],
    ["^https?://[^/]+/", true],
    ["^.{1,2000}$", true],
    ["^(news|sport)$", true],
    ["\\.txt$", true],
    ["[0-9]{1,20}", true],
    ["^(a+)+$", false],
    ["^(a|a)*$", false],
    ["^(a|ab)*$", false],
    ["^a*a*$", false],
    ["^(a?){50}a{50}$", false],
    ["^(a*)*$", false],
    ["^(|a)*$", false],
    ["^[a-z]+[a-z0-9]*$", false],
    // Each start is fast, all of them together are not.
    ["[a-z]+$", false],
    ["a.*b", false],
    ["^a|b.*c", false],
    ["\\d{1,500}x", false],
    ["^((ab){100}){100}$", false],
  ])("%s: %s", (pattern, expected) => {
    expect(isLinear(parsePattern(pattern))).toBe(expected);
  });
});

describe("what cannot be run in linear time", () => {
  const end =
    ", which cannot be matched in a time that is sure to be short; write it otherwise, or allow it with --unsafe-patterns";
  it.each([
    ["^(?=a)", "a look-ahead"],
    ["(?!a)", "a look-ahead"],
    ["(?<=a)b", "a look-behind"],
    ["(?<!a)b", "a look-behind"],
    ["(a)\\1", "a back reference"],
    ["(?<n>a)\\k<n>", "a back reference"],
    ["a{1001}b*a", "a count of more than 1000"],
    ["(a{1000}){1000}", "more repetitions of repetitions than can be run"],
    [`${"(".repeat(101)}${")".repeat(101)}`, "more than 100 groups inside each other"],
    ["a".repeat(10_001), "more than 10,000 characters"],
  ])("%s is refused", (pattern, what) => {
    expect(patternFault(pattern, false)).toBe(`has ${what}${end}`);
    expect(patternFault(pattern, true)).toBeNull();
    expect(() => load({ properties: { x: { pattern } } })).toThrow(
      `s.json:1:31: ${JSON.stringify(pattern).slice(0, 40)}`,
    );
  });
});

describe("time", () => {
  const hostile = [
    "^(a+)+$",
    "^(a|a)*$",
    "(a*)*b",
    "(.*)(.*)(.*)(.*)(.*)c$",
    "^(a?){50}a{50}$",
    "a+$",
    "^([a-z0-9]+[.-]?)+$",
  ];
  it.each(hostile)("does not grow with %s", (pattern) => {
    const validator = compileValidator(load({ properties: { x: { pattern } } }));
    const start = performance.now();
    for (const length of [50, 50_000]) validator.validate(documentOf({ x: `${"a".repeat(length)}!` }));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("of a safe pattern is that of JavaScript, also for long texts", () => {
    const { test } = compilePattern("^(?:ab)*$", false);
    expect(test("ab".repeat(4 << 20))).toBe(true);
    expect(test(`${"ab".repeat(4 << 20)}c`)).toBe(false);
  });
});
