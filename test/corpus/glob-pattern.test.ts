import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { matchesPath, parsePathPattern } from "../../src/corpus/glob-pattern.ts";
import { UsageError } from "../../src/findings/errors.ts";

const matches = (pattern: string, path: string) => matchesPath(parsePathPattern(pattern), path.split("/"));

describe("patterns", () => {
  test.each([
    ["*.txt", "a.txt", true],
    ["*.txt", ".txt", true],
    ["*.txt", "a/b.txt", false],
    ["*.txt", "a.TXT", false],
    ["?", "é", true],
    ["?", "😀", true],
    ["?", "ab", false],
    ["*", "", true],
    ["*", "line\nend", true],
    ["[abc]", "b", true],
    ["[!abc]", "b", false],
    ["[^abc]", "d", true],
    ["[a-c]x", "bx", true],
    ["[c-a]", "b", false],
    ["[]a]", "]", true],
    ["[!]a]", "]", false],
    ["[a-]", "-", true],
    ["[-a]", "-", true],
    ["[😀-😂]", "😁", true],
    ["[a\\]b]", "]", true],
    ["[a", "[a", true],
    ["a[", "a[", true],
    ["\\*", "*", true],
    ["\\*", "a", false],
    ["a\\", "a\\", true],
    ["**", "a/b/c", true],
    ["**/c", "a/b/c", true],
    ["**/c", "c", true],
    ["a/**/c", "a/c", true],
    ["a/**/c", "a/b/b/c", true],
    ["a/**/c", "a/b/b", false],
    ["a/**", "a", true],
    ["a/**", "ab", false],
    ["a**b", "axxb", true],
    ["a**b", "a/b", false],
    ["**/a/**/b/**", "x/a/a/y/b", true],
    ["./a", "a", true],
    ["a//./b", "a/b", true],
    ["*a*b*c", "xxaxxbxbc", true],
    ["*a*b*c", "xxaxxcxb", false],
  ])("%s on %j: %s", (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });
});

test("a named class is refused", () => {
  expect(() => parsePathPattern("[[:alpha:]]*")).toThrow(UsageError);
  expect(() => parsePathPattern("[[:alpha:]]*")).toThrow("[[:alpha:]]* has a named class");
});

test("agrees with picomatch", () => {
  const pattern = fc.string({
    unit: fc.constantFrom("a", "b", "*", "?", ".", "/", "[ab]"),
    minLength: 1,
    maxLength: 7,
  });
  const path = fc.string({ unit: fc.constantFrom("a", "b", ".", "/"), minLength: 1, maxLength: 8 });
  // Where picomatch means something else: empty parts, `.` and `..`, `**` beside other characters, literal matches.
  const odd = (text: string) => /\/\/|^\/|\/$|(^|\/)\.{1,2}(\/|$)|[^/]\*\*|\*\*[^/]/.test(text);
  fc.assert(
    fc.property(pattern, path, (glob, name) => {
      fc.pre(!odd(glob) && !odd(name));
      expect(matches(glob, name)).toBe(picomatch(glob, { dot: true, windows: false })(name));
    }),
    { numRuns: 2000 },
  );
});

test("many stars take no more than quadratic time", () => {
  const name = "a".repeat(4000);
  const startMs = performance.now();
  expect(matches(`${"*a".repeat(40)}*b`, name)).toBe(false);
  expect(matches(`${"**/a/".repeat(40)}b`, Array(2000).fill("a").join("/"))).toBe(false);
  expect(performance.now() - startMs).toBeLessThan(1000);
});
