/** Oracle: what each reader makes of each file is compared, cell by cell, with what the sources hold, and with hard values. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { corpora, type Dataset, exportCorpus, jobOf, runScript, temporaryFolder } from "./datasets.ts";
import { HARD_VALUES, writeHardValues } from "./hard-values.ts";
import { type Answer, expectColumns, readers } from "./readers.ts";

const { executable, missing } = inject("python");
const isCi = process.env.CI === "true";
const tables = ["paragraphs", "documents"] as const;
const folder = temporaryFolder();
let datasets: Dataset[];

beforeAll(async () => {
  const exports = corpora.map((corpus) => exportCorpus(corpus, `${folder.path}/${corpus.name}`));
  datasets = [writeHardValues(`${folder.path}/${HARD_VALUES}`), ...(await Promise.all(exports))];
});

afterAll(folder.remove);

it.skipIf(missing !== null && !isCi)(
  `the readers are installed${missing === null ? "" : ` (not here: ${missing})`}`,
  () => {
    expect(missing).toBeNull();
  },
);

for (const { name: readerName, script, loads } of readers) {
  describe.skipIf(executable === null)(readerName, () => {
    let answer: Answer;

    beforeAll(async () => {
      answer = (await runScript(executable!, script, jobOf(datasets))) as Answer;
    });

    it("is run with every load that is expected of it", () => {
      expect(Object.keys(answer.seeds!)).toEqual(Object.keys(loads));
    });

    for (const name of [HARD_VALUES, ...corpora.map((corpus) => corpus.name)]) {
      it.each(Object.entries(loads))(`${name}: %s`, (loadName, load) => {
        const { expected } = datasets.find((dataset) => dataset.name === name)!;
        for (const table of tables) expectColumns(answer[name]![loadName]![table]!, expected[table], load);
      });
    }
  });
}

describe.skipIf(executable === null)("rows lead back to their sources", () => {
  it.each(corpora.map(({ name }) => name))("%s", async (name) => {
    const dataset = datasets.find((each) => each.name === name)!;
    const { paragraphs, documents } = dataset.expected;
    const counts = { rows: paragraphs[0]!.cells.length, documents: documents[0]!.cells.length };
    expect(await runScript(executable!, "source-bytes.py", jobOf([dataset]))).toEqual({
      [name]: { ...counts, wrong: [] },
    });
  });
});
