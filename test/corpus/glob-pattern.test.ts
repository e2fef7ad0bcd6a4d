import fc from "fast-check";
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

/** The same language as a regular expression, which takes exponential time but not for short names. */
function reference(glob: string): RegExp {
  const source = `/${glob}`
    .replaceAll(".", "\\.")
    .replaceAll(/\/\*\*(?=\/|$)/g, "<>")
    .replaceAll(/\*+/g, "[^/]*")
    .replaceAll("?", "[^/]")
    .replaceAll("<>", "(?:/[^/]+)*");
  return new RegExp(`^${source}$`);
}

test("agrees with regular expressions", () => {
  const part = fc.string({
    unit: fc.constantFrom("a", "b", ".", "*", "?", "[ab]", "[!b]"),
    minLength: 1,
    maxLength: 4,
  });
  const pattern = fc.array(fc.oneof(part, fc.constant("**")), { minLength: 1, maxLength: 4 });
  const name = fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 4 });
  const path = fc.array(name, { minLength: 1, maxLength: 5 });
  let matched = 0;
  fc.assert(
    fc.property(pattern, path, (parts, names) => {
      fc.pre(!parts.includes("."));
      const [glob, text] = [parts.join("/"), names.join("/")];
      const expected = reference(glob.replaceAll("[!b]", "[^b/]")).test(`/${text}`);
      expect(matches(glob, text)).toBe(expected);
      matched += Number(expected);
    }),
    { numRuns: 3000 },
  );
  expect(matched).toBeGreaterThan(100);
});

test("many stars take no more than quadratic time", () => {
  const name = "a".repeat(4000);
  const startMs = performance.now();
  expect(matches(`${"*a".repeat(40)}*b`, name)).toBe(false);
  expect(matches(`${"**/a/".repeat(40)}b`, Array(2000).fill("a").join("/"))).toBe(false);
  expect(performance.now() - startMs).toBeLessThan(1000);
});
