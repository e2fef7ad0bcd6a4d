/** The progress line and the numbers in it, on a terminal that only writes down what it is told, with a clock of the test's own. */
import { describe, expect, test } from "vitest";
import { formatBytes, formatCount, formatProgress, plural, progressLine } from "../../src/cli/progress.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

function recordingTerminal(): { terminal: Terminal; lines: string[] } {
  const lines: string[] = [];
  const style = { error: String, warning: String, strong: String, faint: String };
  const terminal: Terminal = {
    write: async () => {},
    message: () => {},
    progress: (text) => {
      lines.push(text);
    },
    showsProgress: true,
    outputStyle: style,
    messageStyle: style,
    outputColumns: 80,
    messageColumns: 80,
  };
  return { terminal, lines };
}

const seen = (documents: number, bytes = 0, findings = 0) =>
  ({ type: "progress", documents, bytes, findings }) as const;

describe("progressLine", () => {
  test("draws at most ten times a second, but always the last document, and is removed at the end", () => {
    const { terminal, lines } = recordingTerminal();
    let clock = 0;
    const draw = progressLine(terminal, 100, () => clock);
    draw({ type: "start", root: "/" });
    expect(lines).toEqual([]);
    for (const [time, documents] of [
      [0, 10],
      [50, 20],
      [99, 30],
      [100, 40],
      [150, 50],
      [160, 100],
    ] as const) {
      clock = time;
      draw(seen(documents));
    }
    draw({ type: "end" });
    expect(lines.map((line) => /(\d+) of/.exec(line)?.[1] ?? line)).toEqual(["10", "40", "100", ""]);
  });
});

describe("formatProgress", () => {
  test.each([
    [seen(0), 4, "[------------------------]   0 %  0 of 4 documents, 0 bytes, 0 findings"],
    [seen(1, 1, 1), 4, "[######------------------]  25 %  1 of 4 documents, 1 byte, 1 finding"],
    [
      seen(999, 4_200_000),
      1000,
      "[########################]  99 %  999 of 1,000 documents, 4.2 MB, 0 findings",
    ],
    [seen(4), 4, "[########################] 100 %  4 of 4 documents, 0 bytes, 0 findings"],
    // Documents that appeared after they were counted, and a folder that was empty then.
    [seen(5), 4, "[########################] 100 %  5 of 4 documents, 0 bytes, 0 findings"],
    [seen(0), 0, "[########################] 100 %  0 of 0 documents, 0 bytes, 0 findings"],
  ])("%j of %i", (event, total, expected) => {
    expect(formatProgress(event, total, 100)).toBe(expected);
  });

  const full = seen(6948, 30_500_000);
  const text = "  6 %  6,948 of 100,000 documents, 30.5 MB, 0 findings";
  test.each([
    [81, `[##----------------------] ${text}`],
    [79, `[##--------------------] ${text}`],
    [61, `[----] ${text}`],
    [60, text],
    [20, text],
  ])("in %i columns leaves room for its words", (columns, expected) => {
    expect(formatProgress(full, 100_000, columns)).toBe(expected);
  });
});

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1.0 kB"],
  [1_234_567, "1.2 MB"],
  [10 ** 9, "1.0 GB"],
  [10 ** 12, "1.0 TB"],
  [5 * 10 ** 15, "5000.0 TB"],
])("%i bytes are shown as %s", (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});

test("counts have English separators, and nouns their plural", () => {
  expect(formatCount(1_234_567)).toBe("1,234,567");
  expect([0, 1, 2, 1000].map((count) => plural(count, "row"))).toEqual([
    "0 rows",
    "1 row",
    "2 rows",
    "1,000 rows",
  ]);
});
