/** Lines as headers cut them, against the places that findings are given. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { countLineEnds, endOfLine, startOfLine } from "../../../src/documents/headers/lines.ts";
import { Locator } from "../../../src/findings/position.ts";
import { lineEndLength } from "../../../src/kernel/white-space.ts";

const anyLines = fc
  .array(fc.constantFrom("\n", "\r", "\r\n", "a", "\u00e9\u{1f600}", " ", "\u0085\u2028\v\f"), {
    maxLength: 20,
  })
  .map((parts) => Buffer.from(parts.join("")));

test.each([
  ["", 0],
  ["a", 0],
  ["\n", 1],
  ["\r", 1],
  ["\r\n", 1],
  ["\n\r", 2],
  ["\r\r\n\n", 3],
  ["a\u0085\u2028\v\fb", 0],
])("of %j so many lines end", (text, count) => {
  const bytes = Buffer.from(`\n${text}\n`);
  expect(countLineEnds(bytes, 1, bytes.length - 1)).toBe(count);
});

test("lines are counted as findings count them", () => {
  fc.assert(
    fc.property(anyLines, (bytes) => {
      const { line } = new Locator(bytes, 0, bytes.length).locate(bytes.length);
      expect(1 + countLineEnds(bytes, 0, bytes.length)).toBe(line);
    }),
  );
});

test("each line starts after the end of the one before", () => {
  fc.assert(
    fc.property(anyLines, (bytes) => {
      let start = 0;
      for (let count = countLineEnds(bytes, 0, bytes.length); count > 0; count--) {
        const end = endOfLine(bytes, start, bytes.length);
        expect(startOfLine(bytes, 0, end)).toBe(start);
        expect(lineEndLength(bytes, end, bytes.length)).toBeGreaterThan(0);
        start = end + lineEndLength(bytes, end, bytes.length);
      }
      expect(endOfLine(bytes, start, bytes.length)).toBe(bytes.length);
    }),
  );
});
