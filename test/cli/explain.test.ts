/** What `docrows explain` shows of a document. */
import { describe } from "vitest";
import { GOOD, test } from "./workspace.ts";

describe.concurrent("the header", () => {
  const documents: readonly (readonly [what: string, text: string, header: string, shown: string])[] = [
    ["a line", GOOD, "date {date} {url}", "line 1, bytes 0 to 51"],
    ["a line after blank ones", `\ufeff\n \r\n${GOOD}`, "date {date} {url}", "line 3, bytes 7 to 58"],
    ["front matter", "---\na: 1\nb:\n  - 2\nc: é\n---\n\nText.\n", "yaml", "lines 1 to 6, bytes 0 to 28"],
    [
      "front matter with CRLF after blank lines",
      "\r\n---\r\na: 1\r\n---\r\nText.",
      "yaml",
      "lines 2 to 4, bytes 2 to 18",
    ],
    ["fields up to the end of the document", "a: 1\nb: é", "fields", "lines 1 to 2, bytes 0 to 10"],
  ];
  for (const [what, text, header, shown] of documents) {
    test(`has its first and last line: ${what}`, async ({ workspace, expect }) => {
      workspace.write({ "a.txt": text, "s.json": "{}" });
      const args = ["explain", "a.txt", "--schema", "s.json", "--header", header];
      const { exitCode, stdout } = await workspace.docrows(args);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`\nheader  ${header}\n  ${shown}\n`);
    });
  }
});
