/** One file without the dataset around it: what it tells of itself, and what is said of a file that tells nothing. */
import { copyFileSync, readFileSync } from "node:fs";
import { describe } from "vitest";
import { GOOD, test, type Workspace } from "./workspace.ts";

/** Exports one document and copies a file of the dataset out of it. */
async function exportAway({ at, docrows, write }: Workspace, file: string, args: readonly string[] = []) {
  write({ "texts/a.txt": GOOD });
  const { exitCode, stderr } = await docrows(["export", "texts", "--quiet", ...args]);
  if (exitCode !== 0) throw new Error(stderr);
  copyFileSync(at("out", file), at(file));
}

describe.concurrent("a CSV file", () => {
  const dialects: readonly (readonly [args: string, shown: string])[] = [
    ["", ""],
    ["--csv-delimiter tab", ", delimiter tab"],
    [
      "--csv-delimiter ; --csv-bom --csv-quoting all --csv-record-delimiter crlf",
      ', delimiter ";", record delimiter CRLF, byte order mark',
    ],
    ["--csv-delimiter | --csv-bom --csv-quoting minimal", ', delimiter "|", byte order mark'],
    ["--csv-delimiter 𝄞", ', delimiter "𝄞"'],
    ["--csv-delimiter d --csv-quoting minimal", ', delimiter "d"'],
  ];
  for (const [args, shown] of dialects) {
    test(`tells its dialect: ${args || "the default one"}`, async ({ workspace, expect }) => {
      await exportAway(workspace, "documents.csv", args.split(" ").filter(Boolean));
      const { exitCode, stdout, stderr } = await workspace.docrows(["inspect", "documents.csv"]);
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(stdout).toContain(`\ndocuments.csv: 17 columns${shown}\n`);
      expect(stdout).toMatch(/row 0\n {2}doc_id {11}a\.txt\n {2}date {13}2020-09-09\n/);
      const inside = await workspace.docrows(["inspect", "out/documents.csv"]);
      expect(inside.stdout).toContain(`\ndocuments.csv: 17 columns${shown}\n`);
    });
  }

  test("is damaged where its rows do not follow its own dialect", async ({ workspace, expect }) => {
    workspace.write({ "x.csv": '"doc_id";"text"\n"a"x;"b"\n' });
    const { exitCode, stderr } = await workspace.docrows(["inspect", "x.csv"]);
    expect([exitCode, stderr]).toEqual([
      2,
      "docrows: cannot read x.csv: it is damaged, or not what its name says\n",
    ]);
  });

  test("is another program's where its first column only begins as docrows's does", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "x.csv": "doc_ids,title\na,b\n" });
    const { exitCode, stdout } = await workspace.docrows(["inspect", "x.csv"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("row 0\n  doc_ids  a\n  title    b\n")]);
  });

  const strange = ["", "\n", "id;text\na;b\n", '"id"\t"text"\n"a"\t"b"\n', "\ufeff\ufeff\n", "doc_id\n1\n"];
  for (const content of strange) {
    test(`that begins otherwise has an unknown dialect: ${JSON.stringify(content)}`, async ({
      workspace,
      expect,
    }) => {
      workspace.write({ "x.csv": content });
      const { exitCode, stdout, stderr } = await workspace.docrows(["inspect", "x.csv"]);
      expect([exitCode, stdout, stderr]).toEqual([
        2,
        "",
        'docrows: cannot read x.csv: its dialect is not known, because it does not begin with "doc_id" and a delimiter as docrows writes it; if another program has changed it, export it anew\n',
      ]);
    });
  }

  test("with commas is shown however it begins", async ({ workspace, expect }) => {
    workspace.write({ "x.csv": "id,text\na,\n" });
    const { exitCode, stdout } = await workspace.docrows(["inspect", "x.csv"]);
    expect([exitCode, stdout.slice(stdout.indexOf("\n\n") + 2)]).toEqual([
      0,
      "x.csv: 2 columns\n  id    \n  text  \nrow 0\n  id    a\n  text  (null)\n",
    ]);
  });
});

describe.concurrent("a JSONL file", () => {
  test("has its columns in the order of its lines, numbers with all their digits", async ({
    workspace,
    expect,
  }) => {
    const line =
      '{"doc_id":"a\\n","10":9223372036854775807,"2":null,"0":0.5,"on":true,"list":[{"b":1,"1":-9007199254740993}]}\n';
    workspace.write({ "x.jsonl": line + line.replace("null", '"{\\"2\\":12345678901234567890}"') });
    const { exitCode, stdout } = await workspace.docrows(["inspect", "x.jsonl"]);
    expect(exitCode).toBe(0);
    const row = (second: string) => [
      "  doc_id  a\\n",
      "  10      9223372036854775807",
      `  2       ${second}`,
      "  0       0.5",
      "  on      true",
      '  list    [{"b":1,"1":-9007199254740993}]',
    ];
    expect(stdout.split("\n").slice(3)).toEqual([
      "x.jsonl: 6 columns",
      ...["doc_id", "10", "2", "0", "on", "list"].map((name) => `  ${name.padEnd(6)}  `),
      "row 0",
      ...row("(null)"),
      "row 1",
      ...row('{"2":12345678901234567890}'),
      "",
    ]);
  });

  test("has the order of the other formats", async ({ workspace, expect }) => {
    workspace.write({ "s.json": '{"properties": {"2": {}, "a": {}}}' });
    await exportAway(workspace, "documents.jsonl", ["--schema", "s.json", "--header", "{a} {2} {url}"]);
    const columnsOf = async (file: string) => {
      const { stdout } = await workspace.docrows(["inspect", file, "--rows", "0"]);
      return stdout.split("\n\n")[1]!.match(/(?<=\n {2})\S+/g);
    };
    const columns = await columnsOf("out/documents.arrow");
    expect(columns?.slice(0, 3)).toEqual(["doc_id", "2", "a"]);
    expect(await columnsOf("documents.jsonl")).toEqual(columns);
    expect(await columnsOf("out/documents.csv")).toEqual(columns);
  });

  const strange = ["5\n", "[1]\n", "null\n", '{"a":1}\n[1]\n', "\n", "{\n"];
  for (const content of strange) {
    test(`holds objects, or is not what its name says: ${JSON.stringify(content)}`, async ({
      workspace,
      expect,
    }) => {
      workspace.write({ "x.jsonl": content });
      const { exitCode, stdout, stderr } = await workspace.docrows(["inspect", "x.jsonl"]);
      expect([exitCode, stdout, stderr]).toEqual([
        2,
        "",
        "docrows: cannot read x.jsonl: it is damaged, or not what its name says\n",
      ]);
    });
  }

  test("that is empty is a table only where datapackage.json tells its columns", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "s.json": '{"properties": {}}', "blank/a.txt": "\n" });
    const args = ["export", "blank", "--header", "none", "--schema", "s.json", "--quiet"];
    expect((await workspace.docrows(args)).exitCode).toBe(0);
    expect(readFileSync(workspace.at("out/paragraphs.jsonl"), "utf8")).toBe("");
    const inside = await workspace.docrows(["inspect", "out/paragraphs.jsonl"]);
    expect([inside.exitCode, inside.stdout]).toEqual([
      0,
      expect.stringMatching(/\nparagraphs\.jsonl: 10 columns\n {2}doc_id {11}string\n/),
    ]);
    copyFileSync(workspace.at("out/paragraphs.jsonl"), workspace.at("paragraphs.jsonl"));
    const { exitCode, stderr } = await workspace.docrows(["inspect", "paragraphs.jsonl"]);
    expect([exitCode, stderr]).toEqual([
      2,
      "docrows: cannot read paragraphs.jsonl: it holds nothing, and no datapackage.json beside it tells its columns\n",
    ]);
  });

  test("of rejects may be empty", async ({ workspace, expect }) => {
    await exportAway(workspace, "rejects.jsonl", ["--on-invalid", "skip"]);
    const { exitCode, stdout } = await workspace.docrows(["inspect", "rejects.jsonl"]);
    expect([exitCode, stdout]).toEqual([0, "files\n  rejects.jsonl  0 bytes\n\nrejects.jsonl: 0 columns\n"]);
  });
});
