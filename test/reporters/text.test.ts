/** The text report, its code frames, and what it says of findings that are not listed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeFrame } from "../../src/reporters/code-frame.ts";
import { text } from "../../src/reporters/text.ts";
import { context, findingOf, hostileFinding, reportOf } from "./findings.ts";

const { style } = context;

/** A frame's line and the column of its caret, both without the gutter. */
function frameOf(line: string, column: number, columns = 80, more = 0) {
  const finding = findingOf({ line: 7, column: column + more, excerpt: { text: line, column } });
  const [shown, below] = codeFrame(finding, columns, style).split("\n");
  const gutter = "  7 | ".length;
  return { shown: shown!.slice(gutter), caret: below!.indexOf("^") - gutter };
}

describe("the text report", () => {
  test("has a line of path, place, severity, message and code, and the line below it", () => {
    const excerpt = { text: "\tdate  x", column: 7 };
    const finding = findingOf({ line: 12, column: 7, severity: "warning", excerpt });
    expect(reportOf(text, [{ finding, path: "a\u001b\n.txt" }])).toBe(
      "a\\u{1b}\\n.txt:12:7: warning: is empty: there is no header line (document/empty)\n" +
        "  12 |  date  x\n" +
        "     |       ^\n",
    );
  });

  test("has no frame where the line is not known or holds nothing to see", () => {
    expect(codeFrame(findingOf(), 80, style)).toBe("");
    expect(codeFrame(findingOf({ excerpt: { text: " \u3000\t\ufeff", column: 1 } }), 80, style)).toBe("");
  });

  test.each([
    ["::error::.txt", /^\\u\{3a\}:error::\.txt:1:1: /],
    [":", /^\\u\{3a\}:1:1: /],
  ])("a file called %s does not look like a workflow command", (path, expected) => {
    const report = reportOf(text, [{ finding: findingOf(), path }]);
    expect(report).toMatch(expected);
  });

  test.each([
    [3, 3, ""],
    [3, 2, "1 more finding is not listed; raise --max-findings to see them\n"],
    [12345, 0, "12,345 more findings are not listed; raise --max-findings to see them\n"],
  ])("of %i findings with %i listed says how many are left", (findings, listed, expected) => {
    expect(reportOf(text, [], { findings, listed })).toBe(expected);
  });

  test("colours only what the style colours", () => {
    const marked = { ...style, error: (part: string) => `<${part}>`, strong: (part: string) => `*${part}*` };
    const reporter = text.create({ ...context, style: marked });
    const finding = findingOf({ excerpt: { text: "x", column: 1 } });
    expect(reporter.finding(finding, "a")).toMatch(
      /^\*a:1:1:\* <error:> is empty.*\n {2}1 \| x\n {4}\| <\^>\n$/,
    );
  });
});

describe("a code frame", () => {
  test.each([
    ["the first column", "abc", 1, "abc", 0],
    ["the last column", "abc", 3, "abc", 2],
    ["the line's end", "abc", 4, "abc", 3],
    ["a tab as one blank", "\ta\tb", 4, " a b", 3],
    ["wide characters, which take two columns", "漢字ab", 3, "漢字ab", 4],
    ["an emoji", "😀a", 2, "😀a", 2],
    ["a combining mark, which takes none", "e\u0301a", 3, "e\u0301a", 1],
    ["an escaped control", "\u001b[2Jx", 5, "\\u{1b}[2Jx", 9],
    ["an older workflow command", "a##[error]b", 11, "a\\u{23}#[error]b", 15],
    ["a workflow command, which the gutter disarms", "::error::", 3, "::error::", 2],
  ])("shows %s", (_what, line, column, shown, caret) => {
    expect(frameOf(line, column)).toEqual({ shown, caret });
  });

  test("is cut around the place", () => {
    const line = "abcdefghij".repeat(20);
    expect(frameOf(line, 1, 36)).toEqual({ shown: "abcdefghijabcdefghijabcdefgh…", caret: 0 });
    expect(frameOf(line, 100, 36).shown).toMatch(/^….*…$/);
    expect(frameOf(line, 200, 36).shown).toMatch(/^….*j$/);
    expect(frameOf("abc", 2, 36, 50)).toEqual({ shown: "…abc", caret: 2 });
  });

  test("fits the width, its caret below the place", () => {
    const character = fc.constantFrom("a", "b", "漢", "\u001b", "é", " ", "\t", "😀");
    fc.assert(
      fc.property(
        fc.array(character, { minLength: 1, maxLength: 200 }),
        fc.nat(200),
        fc.integer({ min: 26, max: 120 }),
        fc.constantFrom(0, 9),
        (characters, at, columns, more) => {
          const place = Math.min(at, characters.length);
          const line = characters.map((each, index) => (index === place ? "X" : each)).join("");
          fc.pre(/[^\s]/.test(line));
          const { shown, caret } = frameOf(line, place + 1, columns, more);
          const width = (part: string) =>
            [...part].reduce((sum, each) => sum + (/[漢😀]/u.test(each) ? 2 : 1), 0);
          expect(width(shown) + "  7 | ".length).toBeLessThanOrEqual(columns);
          expect(caret + "  7 | ".length).toBeLessThan(columns);
          if (place < characters.length) expect(caret).toBe(width(shown.slice(0, shown.indexOf("X"))));
          else expect(caret).toBe(width(shown));
        },
      ),
    );
  });

  test("is two lines, whatever the document holds", () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        expect(codeFrame(finding, 60, style)).toMatch(/^$|^ *\d+ \| .*\n *\| *\^\n$/u);
      }),
    );
  });
});
