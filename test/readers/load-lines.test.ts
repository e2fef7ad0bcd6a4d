/** Contract: the lines of Python that an export ends with load the table, as they stand. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { corpora, runCommandLine, runScript, temporaryFolder } from "./datasets.ts";
import { type ExpectedTables, expectedTables } from "./expected.ts";
import { expectColumns, type Loaded, readers } from "./readers.ts";

const { executable } = inject("python");
const folder = temporaryFolder();
// Types that text formats tempt readers to lose stand in the second one.
const corporaHere = corpora.filter(({ name }) => name === "seeds" || name.endsWith("typed"));
const loadsOf = (reader: string) => readers.find(({ name }) => name === reader)!.loads;
const loadsOfFormats = [
  ["csv", loadsOf("DuckDB")["read_csv without quoted nulls"]!],
  ["jsonl", loadsOf("DuckDB").read_json!],
  ["arrow", loadsOf("pandas").read_feather!],
] as const;

afterAll(folder.remove);

/** What stands below `load it in Python:`. */
async function printedLines(corpus: (typeof corpora)[number], args: readonly string[]): Promise<string[]> {
  const summary = await runCommandLine(["export", ...corpus.exportArguments, ...args]);
  const [, lines = ""] = summary.split("load it in Python:\n");
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

describe.skipIf(executable === null).each(corporaHere)("the printed lines, of $name", (corpus) => {
  let expected: ExpectedTables;
  let loaded: Loaded[];

  beforeAll(async () => {
    expected = expectedTables(corpus.reading);
    const jobs: { lines: string[] }[] = [];
    for (const [format] of loadsOfFormats) {
      const out = `${folder.path}/a "folder" wïth 'quotes' and $&/${corpus.name}/${format}`;
      jobs.push({ lines: await printedLines(corpus, ["--format", format, "--out", out]) });
    }
    loaded = (await runScript(executable!, "load-line.py", jobs)) as Loaded[];
  });

  it.each(loadsOfFormats)("load %s", (format, load) => {
    const at = loadsOfFormats.findIndex(([name]) => name === format);
    expectColumns(loaded[at]!, expected.paragraphs, load);
  });
});

afterAll(folder.remove);

it("are not printed with --quiet", async () => {
  const out = `${folder.path}/quiet`;
  expect(await printedLines(corpora[0]!, ["--format", "csv", "--quiet", "--out", out])).toEqual([]);
});
