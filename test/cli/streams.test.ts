/** Standard streams of the built command: data on the one, all else on the other, pipes that close, terminals. */
import { existsSync, writeFileSync } from "node:fs";
import { describe } from "vitest";
import { GOOD, HEADER, shell, test, type Workspace } from "./workspace.ts";

const BAD = "no header here\n";

/** A corpus whose JSONL is far larger than a pipe holds. */
function writeLargeCorpus({ write }: Workspace): void {
  const document = `${HEADER}\n\n${"A sentence that fills the pipe. ".repeat(40)}\n\n`.repeat(1);
  for (let index = 0; index < 300; index++) write({ [`large/${index}.txt`]: document });
}

describe.concurrent("--out -", () => {
  test("writes the bytes of the paragraphs file, in every format", async ({ workspace, expect }) => {
    workspace.write({ "texts/a.txt": GOOD, "texts/ü.txt": `${GOOD}\n"Quoted",\u2028and more.\r\n` });
    expect((await workspace.docrows(["export", "texts", "--quiet"])).exitCode).toBe(0);
    const files = workspace.snapshot("out");
    const formats = ["csv", "jsonl", "arrow"];
    const outcomes = await Promise.all(
      formats.map((format) => workspace.docrows(["export", "texts", "--format", format, "--out", "-"])),
    );
    for (const [index, { exitCode, output, stderr }] of outcomes.entries()) {
      expect(exitCode).toBe(0);
      expect(output.toString("latin1")).toBe(files[`paragraphs.${formats[index]}`]);
      expect(stderr).toMatch(/^2 documents read .* written as 5 paragraphs\n$/);
    }
  });

  test("takes one format", async ({ workspace, expect }) => {
    workspace.write({ "a.txt": GOOD });
    const { exitCode, stdout, stderr } = await workspace.docrows(["export", "a.txt", "--out", "-"]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "docrows: --out - takes one format, csv, jsonl, arrow were asked for; add --format csv\n",
    );
  });

  test("ends before the first document that does not conform, or cannot be read, and checks the others", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "t/a.txt": GOOD, "t/b.txt": BAD, "t/c.txt": GOOD, "t/d.txt": BAD });
    const args = ["--format", "jsonl", "--out", "-"];
    const [failed, skipped, unreadable] = await Promise.all([
      workspace.docrows(["export", "t", ...args]),
      workspace.docrows(["export", "t", ...args, "--on-invalid=skip", "--max-rejected=1"]),
      // The pipe stands in for a file that cannot be read.
      shell(
        workspace.folder,
        "mkfifo t2; docrows export t/a.txt t2 t/c.txt --format jsonl --out - --on-invalid skip",
      ),
    ]);
    const documents = (text: string) =>
      [...text.matchAll(/"doc_id":"([^"]*)","paragraph_index":0/g)].map(([, id]) => id);
    expect([failed.exitCode, documents(failed.stdout)]).toEqual([1, ["a.txt"]]);
    expect(failed.stderr.match(/header\/mismatch/g)).toHaveLength(2);
    expect(failed.stderr).toContain("2 rejected; the output ends before the first of them\n");
    expect([skipped.exitCode, documents(skipped.stdout)]).toEqual([1, ["a.txt", "c.txt"]]);
    expect(skipped.stderr).toContain("the others were written\nthat is more than --max-rejected allows\n");
    expect([unreadable.exitCode, documents(unreadable.stdout)]).toEqual([2, ["t/a.txt", "t/c.txt"]]);
    expect(unreadable.stderr).toContain("t2:1:1: error: cannot be read: it is not a regular file");
  });

  test("a pipe that closes is a quiet success", async ({ workspace, expect }) => {
    writeLargeCorpus(workspace);
    const script = [
      "docrows export large --format jsonl --out - | head -1; echo $PIPESTATUS",
      "docrows inspect --help | true; echo $PIPESTATUS",
    ].join("\n");
    const { stdout, stderr } = await shell(workspace.folder, script);
    const [row, ...codes] = stdout.trimEnd().split("\n");
    expect([JSON.parse(row!).doc_id, codes, stderr]).toEqual(["0.txt", ["0", "0"], ""]);
  });

  test("a full disk is one line", async ({ workspace, expect }) => {
    workspace.write({ "a.txt": GOOD });
    if (!existsSync("/dev/full")) return expect(process.platform).not.toBe("linux");
    const { stderr } = await shell(
      workspace.folder,
      "docrows export a.txt --format csv --out - >/dev/full; echo $? >&2",
    );
    expect(stderr).toBe("docrows: cannot write to standard output: no space left on device\n2\n");
  });
});

describe.concurrent("standard input", () => {
  test("is a document for export, validate and explain", async ({ workspace, expect }) => {
    const [exported, validated, explained] = await Promise.all([
      workspace.docrows(["export", "-", "--format", "jsonl", "--quiet"], { input: GOOD }),
      workspace.docrows(["validate", "-"], { input: "\ufeff\n date 2020-09-09\n" }),
      workspace.docrows(["explain", "-"], { input: GOOD }),
    ]);
    expect([exported.exitCode, exported.stdout, exported.stderr]).toEqual([0, "", ""]);
    const rows = workspace.snapshot("out")["paragraphs.jsonl"]!.trimEnd().split("\n");
    expect(
      rows.map((line) => JSON.parse(line)).map(({ doc_id, byte_start }) => [doc_id, byte_start]),
    ).toEqual([
      ["-", HEADER.length + 3],
      ["-", HEADER.length + 3 + 18],
    ]);
    expect(validated.exitCode).toBe(1);
    expect(validated.stdout).toBe(
      "-:2:17: error: the header line does not match: expected {url}, found the end of the line (header/mismatch)\n" +
        "  2 |  date 2020-09-09\n" +
        "    |                 ^\n",
    );
    expect([explained.exitCode, explained.stderr]).toEqual([0, ""]);
    expect(explained.stdout).toMatch(/^-\nread as text, .*paragraphs {2}2, .*findings: none\n$/s);
  });

  test("explain shows nothing of a document that could change the terminal", async ({
    workspace,
    expect,
  }) => {
    const input = `${HEADER}/\u001b[31m\n\n::error::x \u202e\u2028\n\n##[add-mask]x\n`;
    const { exitCode, stdout } = await workspace.docrows(["explain", "-"], { input });
    expect(exitCode).toBe(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2028]|^\s*::|##\[/m);
    expect(stdout).toContain("\\u{3a}:error::x \\u{202e}");
  });
});

describe.concurrent("terminals", () => {
  /** Runs docrows with all streams on a pseudo-terminal of util-linux; null where there is none. */
  async function onTerminal(workspace: Workspace, args: string, environment: NodeJS.ProcessEnv = {}) {
    writeFileSync(workspace.at("run.sh"), `docrows ${args}\n`);
    const inner = `stty cols 100; docrows ${args}; echo "exit $?"`;
    const script = `export -f docrows; script -qec '${inner}' /dev/null </dev/null`;
    const probe = await shell(workspace.folder, "script -qec true /dev/null </dev/null");
    if (probe.exitCode !== 0) return null;
    return (await shell(workspace.folder, script, { TERM: "xterm", SHELL: "/bin/bash", ...environment }))
      .stdout;
  }

  test("show progress and clear it, and colours", async ({ workspace, expect, skip }) => {
    writeLargeCorpus(workspace);
    workspace.write({ "large/x.txt": BAD });
    const shown = await onTerminal(workspace, "export large --format csv");
    if (shown === null) return skip("there is no `script` here that makes pseudo-terminals");
    expect(shown).toMatch(/\[#+-*\] +\d+ % {2}\d+ of 301 documents, [\d.]+ [kM]B, \d finding/);
    const afterLast = shown.slice(shown.lastIndexOf(" documents, "));
    expect(afterLast.slice(afterLast.indexOf("\r"))).toMatch("\r\u001b[K");
    expect(shown).toContain("\u001b[31merror:\u001b[39m");
    expect(shown).toMatch(/nothing was written\r\n.*exit 1\r\n$/s);
  });

  test("show neither with --quiet and NO_COLOR", async ({ workspace, expect, skip }) => {
    workspace.write({ "t/a.txt": GOOD, "t/b.txt": BAD });
    const shown = await onTerminal(workspace, "export t --quiet", { NO_COLOR: "1" });
    if (shown === null) return skip("there is no `script` here that makes pseudo-terminals");
    expect(shown).toMatch(/t\/b\.txt:1:1: error: .*exit 1\r\n$/s);
    expect(shown).not.toContain("\u001b");
  });
});
