/** Contract: the lines of Python that an export ends with load the table, as they stand. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { corpora, runCommandLine, runScript, temporaryFolder } from "./datasets.ts";
import { type ExpectedTables, expectedTables } from "./expected.ts";
import { expectColumns, type LoadedColumn, readers } from "./readers.ts";

const { executable } = inject("python");
const folder = temporaryFolder();
const seeds = corpora.find(({ name }) => name === "seeds")!;
const pandas = readers.find(({ name }) => name === "pandas")!;
const formats = ["csv", "jsonl", "arrow"];

afterAll(folder.remove);

/** What stands below `load it in Python:`. */
async function printedLines(args: readonly string[]): Promise<string[]> {
  const summary = await runCommandLine(["export", ...seeds.exportArguments, ...args]);
  const [, lines = ""] = summary.split("load it in Python:\n");
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

describe.skipIf(executable === null)("the printed lines", () => {
  let expected: ExpectedTables;
  let loaded: LoadedColumn[][];

  beforeAll(async () => {
    expected = expectedTables(seeds.reading);
    const jobs: string[][] = [];
    for (const format of formats) {
      jobs.push(
        await printedLines([
          "--format",
          format,
          "--out",
          `${folder.path}/a "folder" wïth 'quotes'/${format}`,
        ]),
      );
    }
    loaded = (await runScript(executable!, "load-line.py", jobs)) as LoadedColumn[][];
  });

  it("load CSV", () => {
    expectColumns(loaded[0]!, expected.paragraphs, pandas.loads.read_csv!);
  });

  it("load JSONL, whichever unit pandas gives to dates", () => {
    const inDays = loaded[1]!.map((column) => {
      const isDate = column.type === "timestamp[s][pyarrow]" || column.type === "timestamp[us][pyarrow]";
      return isDate ? { ...column, type: "timestamp[s][pyarrow]" } : column;
    });
    expectColumns(inDays, expected.paragraphs, pandas.loads.read_json!);
  });

  it("load Arrow", () => {
    expectColumns(loaded[2]!, expected.paragraphs, pandas.loads.read_feather!);
  });
});

it("are not printed with --quiet", async () => {
  const out = `${folder.path}/quiet`;
  expect(await printedLines(["--format", "csv", "--quiet", "--out", out])).toEqual([]);
});
