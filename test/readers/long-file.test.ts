/** Regression: a CSV file whose first quotes, commas and line ends come after the rows that readers take as a sample. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, inject, it } from "vitest";
import { runCommandLine, runScript, temporaryFolder } from "./datasets.ts";

/** DuckDB samples 20,480 rows, the others fewer. */
const PLAIN_PARAGRAPHS = 25_000;

const late = [
  '"quoted", at the start',
  'a,b\nc"d',
  "two\r\nlines\rand a third",
  'ends with "',
  '""',
  "NA",
  "it's\\",
  "123",
];
const { executable } = inject("python");
const folder = temporaryFolder();

afterAll(folder.remove);

it.skipIf(executable === null)("is read to its end by every reader", async () => {
  const source = join(folder.path, "source");
  const plain = Array.from({ length: PLAIN_PARAGRAPHS }, (_, index) => `Plain paragraph ${index}`);
  mkdirSync(source);
  writeFileSync(
    join(source, "long.txt"),
    ["date 2020-09-09 https://www.example.org/", ...plain, ...late].join("\n\n"),
  );
  await runCommandLine(["export", source, "--format", "csv", "--out", join(folder.path, "out")]);
  const job = { path: join(folder.path, "out/paragraphs.csv"), last: late.length };
  const read = { rows: PLAIN_PARAGRAPHS + late.length, last: late };
  expect(await runScript(executable!, "long-file.py", job)).toEqual({
    DuckDB: read,
    pandas: read,
    Polars: read,
    PyArrow: read,
  });
});
