/** Contract: the calls in docs/loading.md, as they stand, and the printed ones load every value, however late or hard it is. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { codeBlocksOf, read } from "../structure/project.ts";
import { runScript, temporaryFolder } from "./datasets.ts";
import type { ExpectedColumn } from "./expected.ts";
import { cellText } from "./expected-columns.ts";
import { HARD_VALUES, writeHardValues } from "./hard-values.ts";
import { exportLateValues, LATE_VALUES } from "./late-values.ts";
import {
  arrowText,
  duckdbText,
  emptyAsNull,
  expectColumns,
  inferred,
  type Load,
  type Loaded,
  midnights,
  pandasText,
  readers,
} from "./readers.ts";

const page = "docs/loading.md";
const { executable } = inject("python");
const folder = temporaryFolder();
const loadsOf = (reader: string) => readers.find(({ name }) => name === reader)!.loads;
const zonedArrowText = { ...arrowText, timestamp: "timestamp[us, tz=UTC]" };

/** What each call makes of the columns, by the name of its function. */
const loads: Readonly<Record<string, Load>> = {
  "pd.read_feather": loadsOf("pandas").read_feather!,
  "pd.read_json": loadsOf("pandas").read_json!,
  "pd.read_csv": inferred({ ...pandasText, date32: "datetime64[us]" }, "null[pyarrow]", (value, type) =>
    type === "date32" ? midnights(value, type) : emptyAsNull(value, type),
  ),
  read_csv: loadsOf("DuckDB")["read_csv without quoted nulls"]!,
  read_json: loadsOf("DuckDB").read_json!,
  "pa.ipc.open_file": loadsOf("PyArrow").open_file!,
  "pa.csv.read_csv": inferred(zonedArrowText, "null"),
  "pa.json.read_json": loadsOf("PyArrow").read_json!,
  "pl.read_ipc": loadsOf("Polars").read_ipc!,
  "pl.read_csv": loadsOf("Polars").read_csv!,
  "pl.read_ndjson": loadsOf("Polars").read_ndjson!,
};

/** DuckDB gives a timestamp column that starts with many nulls no zone, unless its type is named. */
const withoutZone: Load = inferred({ ...duckdbText, timestamp: "TIMESTAMP" }, "VARCHAR", (value, type) =>
  type === "timestamp" && value !== null ? String(value).slice(0, -1) : cellText(value, type),
);

interface Call {
  readonly name: string;
  /** Lines of Python, the last of which is an expression; the table is `out/paragraphs`. */
  readonly lines: readonly string[];
  readonly load: Load;
  /** Where late values are read otherwise. */
  readonly loadOfLate?: Load;
}

/** A statement ends where a line follows that is neither indented nor a closing bracket. */
const statements = (code: string) => code.trim().split(/\n+(?![\s)])/);
const functionOf = (call: string) => /[\w.]*\b(?:read|open)_\w+/.exec(call)![0];

function pythonCalls(code: string): Call[] {
  const imports = statements(code).filter((line) => line.startsWith("import "));
  const calls = statements(code).filter((line) => !line.startsWith("import "));
  return calls.map((call) => {
    const name = functionOf(call);
    return { name, lines: [...imports, call], load: loads[name]! };
  });
}

function sqlCalls(code: string): Call[] {
  const [, types = ""] = /`(types = \{.*?\})`/.exec(read(page))!;
  return statements(code).flatMap((statement): Call[] => {
    const name = functionOf(statement);
    const call = { name, lines: sql(statement), load: loads[name]! };
    if (name !== "read_csv") return [call];
    const typed = sql(statement.replace(");", `, ${types});`));
    return [
      { ...call, loadOfLate: withoutZone },
      { ...call, name: `${name} with types`, lines: typed },
    ];
  });
}

function sql(statement: string): string[] {
  return ["import duckdb", `duckdb.sql(${JSON.stringify(statement)})`];
}

const blocks = codeBlocksOf(page);
const documented = [
  ...blocks.filter(({ language }) => language === "python").flatMap(({ code }) => pythonCalls(code)),
  ...blocks.filter(({ language }) => language === "sql").flatMap(({ code }) => sqlCalls(code)),
];
const printed = formats.map(({ name, extension, load }): Call => {
  const line = load.line.replace("PATH", `"out/paragraphs${extension}"`);
  const alike = loads[functionOf(line).replace("duckdb.", "")]!;
  const lines = [`import ${load.module}`, line];
  return {
    name: `the printed line for ${name}`,
    lines,
    load: alike,
    ...(name === "csv" && { loadOfLate: withoutZone }),
  };
});
const calls = [...documented, ...printed];

afterAll(folder.remove);

it("finds every call of the page", () => {
  expect(documented.map(({ name }) => name).sort()).toEqual(
    [...Object.keys(loads), "read_csv with types"].sort(),
  );
});

it.each(printed)("finds $name on the page", ({ lines }) => {
  expect(read(page)).toContain(lines.at(-1));
});

describe.skipIf(executable === null).each([LATE_VALUES, HARD_VALUES])("%s are loaded by", (dataset) => {
  let expected: readonly ExpectedColumn[];
  let loaded: readonly Loaded[];

  beforeAll(async () => {
    const work = `${folder.path}/${dataset}`;
    expected =
      dataset === LATE_VALUES
        ? await exportLateValues(work)
        : writeHardValues(`${work}/out`).expected.paragraphs;
    const columns = expected.map(({ name }) => name);
    const jobs = calls.map(({ lines }) => ({
      lines: lines.map((line) => line.replace("out/", `${work}/out/`)),
      columns,
    }));
    loaded = (await runScript(executable!, "load-line.py", jobs)) as Loaded[];
  });

  it.each(calls.map((call, index) => ({ ...call, index })))("$name", ({ index, load, loadOfLate }) => {
    expectColumns(loaded[index]!, expected, dataset === LATE_VALUES ? (loadOfLate ?? load) : load);
  });
});
