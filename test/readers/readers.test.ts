/** Oracle: what each reader makes of each file is compared, cell by cell, with what the sources hold. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { corpora, type Dataset, exportCorpus, runScript, temporaryFolder } from "./datasets.ts";
import type { ExpectedColumn } from "./expected.ts";
import { type Load, type LoadedColumn, readers } from "./readers.ts";

const { executable, missing } = inject("python");
const isCi = process.env.CI === "true";
const tables = ["paragraphs", "documents"] as const;
const folder = temporaryFolder();
let datasets: Dataset[];

/** Dataset, load and table. */
type Answer = Record<string, Record<string, Record<string, LoadedColumn[]>>>;

beforeAll(async () => {
  datasets = [];
  for (const corpus of corpora) datasets.push(await exportCorpus(corpus, `${folder.path}/${corpus.name}`));
});

afterAll(folder.remove);

it.skipIf(missing !== null && !isCi)(`the readers are installed${missing === null ? "" : ` (not here: ${missing})`}`, () => {
  expect(missing).toBeNull();
});

describe.skipIf(executable === null).each(readers)("$name", ({ script, loads }) => {
  let answer: Answer;

  beforeAll(async () => {
    answer = (await runScript(executable!, script, datasets)) as Answer;
  });

  it("is run with every load that is expected of it", () => {
    expect(Object.keys(answer.seeds!)).toEqual(Object.keys(loads));
  });

  describe.each(corpora.map(({ name }) => name))("%s", (name) => {
    it.each(Object.entries(loads))("%s", (loadName, load) => {
      const { expected } = datasets.find((dataset) => dataset.name === name)!;
      for (const table of tables) compare(answer[name]![loadName]![table]!, expected[table], load);
    });
  });
});

describe.skipIf(executable === null)("rows lead back to their sources", () => {
  it.each(corpora.map(({ name }) => name))("%s", async (name) => {
    const dataset = datasets.find((each) => each.name === name)!;
    const { paragraphs, documents } = dataset.expected;
    const counts = { rows: paragraphs[0]!.cells.length, documents: documents[0]!.cells.length };
    expect(await runScript(executable!, "source-bytes.py", [dataset])).toEqual({ [name]: { ...counts, wrong: [] } });
  });
});

function compare(loaded: readonly LoadedColumn[], expected: readonly ExpectedColumn[], load: Load): void {
  expect(loaded.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  for (const [index, column] of expected.entries()) {
    const { name, type, cells } = loaded[index]!;
    expect(load.types(column), `the type of ${name}`).toContain(type);
    expect(cells, `the cells of ${name}`).toEqual(column.cells.map((value) => load.cell(value, column.type)));
  }
}
