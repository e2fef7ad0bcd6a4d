/** Reports of the built command: where they go, what is listed, and what stays when a run fails. */
import { readdirSync } from "node:fs";
import { describe } from "vitest";
import { GOOD, test, type Workspace } from "../cli/workspace.ts";

const BAD = GOOD.replace("2020-09-09", "2024-02-30");
const WORKSPACE = {
  "texts/a.txt": BAD,
  "texts/b.txt": GOOD,
  "texts/c.txt": "",
  "texts/d.txt": "no header\n",
};

/** Exit code and messages of a command that is to write a report to the file. */
async function reportingTo(file: string, workspace: Workspace, command: readonly string[]) {
  const { exitCode, stderr } = await workspace.docrows([...command, "--reporter", `json=${file}`]);
  return [exitCode, stderr];
}

const refusal = (file: string, what: string) => [
  2,
  `docrows: --reporter: json=${file} would replace ${what}; name another file\n`,
];

/** Environment of a step of a workflow. */
const step = (path: string) => ({ environment: { GITHUB_STEP_SUMMARY: path } });

describe.concurrent("validate", () => {
  test("writes several reports at once, each to its place", async ({ workspace, expect }) => {
    workspace.write({ ...WORKSPACE, "out.sarif": "old" });
    const args = ["--reporter", "text,sarif=out.sarif", "--reporter", "junit=j.xml", "--max-findings=2"];
    const { exitCode, stdout, stderr } = await workspace.docrows(["validate", "texts", ...args]);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^4 documents read .*3 rejected\n$/)]);
    expect(stdout).toBe(
      'texts/a.txt:1:7: error: "2024-02-30" is not a date of the calendar (YYYY-MM-DD) (schema/format)\n' +
        "  1 |  date 2024-02-30 https://www.example.org/some/page\n" +
        "    |       ^\n" +
        "texts/c.txt:1:1: error: is empty: there is no header line (document/empty)\n" +
        "1 more finding is not listed; raise --max-findings to see them\n",
    );
    const files = workspace.snapshot(".");
    expect(Object.keys(files).sort()).toEqual(["j.xml", "out.sarif", ...Object.keys(WORKSPACE)]);
    const [run] = JSON.parse(files["out.sarif"]!).runs;
    expect(run.properties).toEqual({ documents: 4, failedDocuments: 3, findings: 3, listed: 2 });
    expect(files["j.xml"]!.match(/<testcase name="texts\/.\.txt"/g)).toHaveLength(4);
    expect(files["j.xml"]!.match(/<failure /g)).toHaveLength(3);
  });

  test("never takes the place of what it reads, and says so before it reads", async ({
    workspace,
    expect,
  }) => {
    const files = { ...WORKSPACE, "s.json": "{}", "docrows.config.json": '{ "onInvalid": "skip" }' };
    workspace.write(files);
    const replacing: readonly (readonly [file: string, what: string])[] = [
      ["s.json", "the schema"],
      ["texts/../s.json", "the schema"],
      ["docrows.config.json", "the configuration"],
      ["texts/b.txt", "a document of the run"],
    ];
    for (const [file, what] of replacing) {
      const command = ["validate", "texts", "--schema", "s.json"];
      expect(await reportingTo(file, workspace, command)).toEqual(refusal(file, what));
    }
    expect(workspace.snapshot(".")).toEqual(files);
  });

  test("is no document while it is written", async ({ workspace, expect }) => {
    workspace.write({ "texts/a.txt": GOOD, "texts/b.txt": GOOD });
    const args = ["texts", "--hidden", "--include", "*", "--reporter", "json=texts/report.json"];
    const { exitCode, stderr } = await workspace.docrows(["validate", ...args]);
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^2 documents read /)]);
  });

  test("appends the step summary to the file that GitHub names", async ({ workspace, expect }) => {
    workspace.write({ ...WORKSPACE, "summary.md": "before\n" });
    const args = ["validate", "texts", "--reporter"];
    const [github, text] = [
      await workspace.docrows([...args, "github"], step("summary.md")),
      await workspace.docrows([...args, "text"], step("other.md")),
    ];
    expect([github.exitCode, text.exitCode]).toEqual([1, 1]);
    expect(github.stdout).toMatch(
      /^::error file=texts\/a\.txt,line=1,col=7,title=schema\/format::"2024.*\n::/,
    );
    const files = workspace.snapshot(".");
    expect(files["summary.md"]).toMatch(/^before\n### docrows: 3 findings\n.*\| texts\\\/a\\\.txt/s);
    expect(Object.keys(files)).not.toContain("other.md");
  });

  test("leaves the old report where the run fails, and says where it cannot write", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "empty/a.md": "", "texts/a.txt": GOOD, "old.json": "old" });
    const [nothing, nowhere] = await Promise.all([
      workspace.docrows(["validate", "empty", "--reporter", "json=old.json"]),
      workspace.docrows(["validate", "texts", "--reporter", "json=old.json,sarif=empty/a.md/x.sarif"]),
    ]);
    expect([nothing.exitCode, nothing.stdout]).toEqual([2, ""]);
    expect([nowhere.exitCode, nowhere.stdout, nowhere.stderr]).toEqual([
      2,
      "",
      "docrows: cannot write empty/a.md/x.sarif: a part of the path is not a folder\n",
    ]);
    expect(workspace.snapshot(".")).toEqual({ "empty/a.md": "", "texts/a.txt": GOOD, "old.json": "old" });
  });

  test("creates the folder that reports are to stand in, unless the run fails", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "texts/a.txt": GOOD });
    const reports = ["--reporter", "json=new/a/r.json,junit=new/a/r.xml", "--quiet"];
    const failed = await workspace.docrows(["validate", "nowhere", ...reports]);
    expect([failed.exitCode, readdirSync(workspace.folder)]).toEqual([2, ["texts"]]);
    expect((await workspace.docrows(["validate", "texts", ...reports])).exitCode).toBe(0);
    expect(readdirSync(workspace.at("new/a")).sort()).toEqual(["r.json", "r.xml"]);
  });

  test("takes reports from a configuration, its paths relative to the file", async ({
    workspace,
    expect,
  }) => {
    workspace.write({
      "sub/docrows.config.json": JSON.stringify({ reporter: ["text", "json=r.json"], inputs: ["t"] }),
      "sub/t/a.txt": GOOD,
    });
    const { exitCode, stdout } = await workspace.docrows(["validate", "--config", "sub/docrows.config.json"]);
    expect([exitCode, stdout]).toEqual([0, ""]);
    expect(JSON.parse(workspace.snapshot("sub")["r.json"]!).counts.documents).toBe(1);
  });

  test("leaves all old reports where one of them does not fit on the disk", async ({ workspace, expect }) => {
    workspace.write({ ...WORKSPACE, "x.json": "old" });
    const args = ["validate", "texts", "--reporter", "json=x.json,text=/dev/full"];
    const { exitCode, stderr } = await workspace.docrows(args);
    expect(exitCode).toBe(2);
    expect(stderr).toBe("docrows: cannot write /dev/full: no space left on device\n");
    expect(workspace.snapshot(".")).toEqual({ ...WORKSPACE, "x.json": "old" });
  });
});

describe.concurrent("export", () => {
  test("lets no report take the place of a file of the dataset, or of a document", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "texts/a.txt": GOOD });
    await workspace.docrows(["export", "texts", "--out", "out", "--format", "csv"]);
    const before = workspace.snapshot(".");
    const replacing: readonly (readonly [file: string, what: string])[] = [
      ["out/paragraphs.csv", "a file of the dataset"],
      ["out/rejects.jsonl", "a file of the dataset"],
      ["out/datapackage.json", "a file of the dataset"],
      ["texts/a.txt", "a document of the run"],
    ];
    for (const [file, what] of replacing) {
      const command = ["export", "texts", "--out", "out", "--format", "csv"];
      expect(await reportingTo(file, workspace, command)).toEqual(refusal(file, what));
    }
    expect(workspace.snapshot(".")).toEqual(before);
  });

  test("reports on standard error, on standard output only if asked", async ({ workspace, expect }) => {
    workspace.write(WORKSPACE);
    const args = ["export", "texts", "--on-invalid", "skip", "--format", "csv", "--quiet"];
    const [messages, output] = [
      await workspace.docrows([...args, "--reporter", "github"]),
      await workspace.docrows([...args, "--reporter", "json=-,text"]),
    ];
    expect([messages.exitCode, messages.stdout, output.exitCode]).toEqual([0, "", 0]);
    expect(messages.stderr).toMatch(/^::error file=texts\/a\.txt/);
    expect(JSON.parse(output.stdout).counts.findings).toBe(3);
    expect(output.stderr).toMatch(/^texts\/a\.txt:1:7: error: /);
  });

  test("keeps standard output for the data", async ({ workspace, expect }) => {
    workspace.write(WORKSPACE);
    const args = ["export", "texts", "--out=-", "--format=jsonl", "--on-invalid=skip", "--reporter"];
    const [refused, beside] = await Promise.all([
      workspace.docrows([...args, "json=-"]),
      workspace.docrows([...args, "json=r.json"]),
    ]);
    expect([refused.exitCode, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toMatch(/^docrows: --reporter: standard output takes the data/);
    expect(beside.exitCode).toBe(0);
    expect(beside.stdout.split("\n")).toHaveLength(3);
    expect(JSON.parse(workspace.snapshot(".")["r.json"]!).findings).toHaveLength(3);
  });

  test("writes no excerpt into the dataset", async ({ workspace, expect }) => {
    workspace.write(WORKSPACE);
    const args = ["export", "texts", "--on-invalid=skip", "--format=csv", "--quiet"];
    expect((await workspace.docrows(args)).exitCode).toBe(0);
    const rejects = workspace.snapshot("out")["rejects.jsonl"]!;
    expect(rejects).toContain('"schema/format"');
    expect(rejects).not.toContain("excerpt");
  });
});
