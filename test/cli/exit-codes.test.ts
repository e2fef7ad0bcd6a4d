/** Exit codes, and what is said of wrong use, with the built command. */
import { describe } from "vitest";
import { GOOD, HEADER, test } from "./workspace.ts";

const BAD = GOOD.replace("2020-09-09", "2024-02-30");

describe.concurrent("docrows exits with", () => {
  test("0 after an export; standard output stays empty", async ({ workspace, expect }) => {
    workspace.write({ "texts/a.txt": GOOD, "texts/b.txt": GOOD, "texts/c.md": "", "texts/.d.txt": "" });
    const { exitCode, stdout, stderr } = await workspace.docrows(["export", "texts"]);
    expect([exitCode, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(
      /^2 documents read \(\d+ bytes\): 2 documents written as 4 paragraphs in \d+\.\d s\n/,
    );
    expect(stderr).toContain("\npassed over: 1 (hidden), 1 .md\n");
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(
      '  pd.read_feather("out/paragraphs.arrow", dtype_backend="pyarrow")',
    );
    expect(Object.keys(workspace.snapshot("out"))).toHaveLength(7);
  });

  test("0 after skipping what does not conform; the count is told, quiet or not", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "texts/a.txt": GOOD, "texts/b.txt": BAD, "texts/c.txt": "" });
    const args = ["export", "texts", "--on-invalid", "skip", "--format", "csv", "--format=jsonl", "--quiet"];
    const { exitCode, stderr } = await workspace.docrows(args);
    expect(exitCode).toBe(0);
    const last = stderr.trimEnd().split("\n").at(-1);
    expect(last).toMatch(/^3 documents read .*: 1 document written as 2 paragraphs, 2 rejected$/);
    const rejects = workspace.snapshot("out")["rejects.jsonl"]!.trimEnd().split("\n");
    expect(rejects.map((line) => JSON.parse(line).doc_id)).toEqual(["b.txt", "c.txt"]);
    expect(Object.keys(workspace.snapshot("out"))).not.toContain("paragraphs.arrow");
  });

  test("1 if nothing conforms, too many are rejected, or under fail one is; the next step is told", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "it's/a.txt": GOOD, "it's/b.txt": BAD, "bad/b.txt": BAD });
    const [failed, tooMany, none] = await Promise.all([
      workspace.docrows(["export", "it's", "--out=x y"]),
      workspace.docrows(["export", "it's", "--on-invalid", "skip", "--max-rejected", "49.9%"]),
      workspace.docrows(["export", "bad", "--on-invalid", "skip", "--out", "other"]),
    ]);
    expect([failed.exitCode, tooMany.exitCode, none.exitCode]).toEqual([1, 1, 1]);
    expect(failed.stderr.trimEnd().split("\n").at(-1)).toBe(
      "  docrows export 'it'\\''s' '--out=x y' --on-invalid skip",
    );
    expect(tooMany.stderr).toContain(
      "1 rejected; nothing was written\nthat is more than --max-rejected allows\n",
    );
    expect(none.stderr).toContain(
      "0 documents conform, 1 rejected; nothing was written\nno document conforms\n",
    );
    expect(workspace.snapshot("out")).toEqual({});
    expect(workspace.snapshot("x y")).toEqual({});
    expect(workspace.snapshot("other")).toEqual({});
  });

  test("1 after a validation with findings, which are on standard output", async ({ workspace, expect }) => {
    workspace.write({ "a.txt": GOOD, "b.txt": BAD });
    const { exitCode, stdout, stderr } = await workspace.docrows(["validate", "."]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      'b.txt:1:7: error: "2024-02-30" is not a date of the calendar (YYYY-MM-DD) (schema/format)\n' +
        "  1 |  date 2024-02-30 https://www.example.org/some/page\n" +
        "    |       ^\n",
    );
    expect(stderr).toMatch(/^2 documents read \(\d+ bytes\): 1 document conforms?, 1 rejected\n$/);
  });

  test("2 after wrong use, with one line that names what was probably meant", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "texts/a.txt": GOOD });
    const cases: readonly (readonly [args: string[], message: string])[] = [
      [
        [],
        "no command was given: export, validate, explain, inspect, schema. docrows --help shows the usage.",
      ],
      [
        ["export", "texts", "--fromat", "csv"],
        "docrows export has no option --fromat. Did you mean --format?",
      ],
      [["export", "texts", "--format", "--quiet"], "--format needs a value: --format csv|jsonl|arrow"],
      [["validate", "--config"], "--config needs a value: --config FILE"],
      [["validate", "--config="], "--config: the value is empty"],
      [["inspect", "out", "more"], "name one dataset folder or file, as in docrows inspect out"],
    ];
    const outcomes = await Promise.all(cases.map(([args]) => workspace.docrows(args)));
    for (const [index, { exitCode, stdout, stderr }] of outcomes.entries()) {
      const message = `docrows: ${cases[index]![1]}\n`;
      expect([exitCode, stdout, stderr]).toEqual([2, "", message]);
    }
    expect(workspace.snapshot("out")).toEqual({});
  });

  test("0 for help and version, in English whatever the locale, on standard output", async ({
    workspace,
    expect,
  }) => {
    const environment = { LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8", LANGUAGE: "de" };
    const [help, version] = await Promise.all([
      workspace.docrows(["export", "--help"], { environment }),
      workspace.docrows(["--version"], { environment }),
    ]);
    expect([help.exitCode, help.stderr, version.exitCode, version.stderr]).toEqual([0, "", 0, ""]);
    expect(help.stdout).toMatch(/Write the dataset.*Positionals:.*Options:.*--on-invalid.*Examples:/s);
    expect(help.stdout).not.toMatch(/Optionen|Zeichenkette|Boolesch/);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe.concurrent("arguments", () => {
  test("options never take inputs, lists may be repeated, what follows -- is an input", async ({
    workspace,
    expect,
  }) => {
    workspace.write({
      "a.txt": GOOD,
      "b.md": GOOD,
      "c.md": GOOD,
      "--quiet": `${HEADER}\n\nNamed like an option.\n`,
    });
    const args = ["export", "--include", "*.{x,md}", "--quiet", ".", "--format", "jsonl"];
    const { exitCode, stderr } = await workspace.docrows([...args, "--format=csv,csv", "--", "--quiet"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const files = workspace.snapshot("out");
    expect(Object.keys(files)).toHaveLength(5);
    const rows = files["documents.jsonl"]!.trimEnd().split("\n");
    expect(rows.map((line) => JSON.parse(line).doc_id)).toEqual(["--quiet", "b.md", "c.md"]);
  });

  test("a configuration gives inputs and options, which the command line overrides", async ({
    workspace,
    expect,
  }) => {
    workspace.write({
      "texts/a.txt": GOOD,
      "docrows.config.yaml": "inputs: [texts]\nout: data\nformat: [csv, jsonl]\nmaxFindings: 3\n",
    });
    const { exitCode, stderr } = await workspace.docrows(["export", "--format", "arrow", "--no-quiet"]);
    expect([exitCode, stderr.includes("data/paragraphs.arrow")]).toEqual([0, true]);
    expect(Object.keys(workspace.snapshot("data")).sort()).toEqual([
      "datapackage.json",
      "documents.arrow",
      "paragraphs.arrow",
    ]);
  });
});
