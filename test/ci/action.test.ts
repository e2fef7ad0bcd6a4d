/** action.yml, its steps run over documents; only the installation is a stand-in, which writes down how it was called. */
import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe } from "vitest";
import { GOOD, projectFolder, test, type Workspace } from "../cli/workspace.ts";
import { commandsOf } from "../reporters/github-runner.ts";
import { runAction } from "./composite-action.ts";

const BAD = GOOD.replace("2020-09-09", "2024-02-30");

/** Runs the action in the workspace's folder `checkout`, as in a job. */
async function act(workspace: Workspace, inputs: Readonly<Record<string, string>>) {
  workspace.write({ "bin/npm": '#!/bin/sh\nprintf "%s\\n" "$@" > "$NPM_LOG"\n' });
  chmodSync(workspace.at("bin/npm"), 0o755);
  const environment = {
    PATH: [workspace.at("bin"), process.env.PATH].join(delimiter),
    HOME: workspace.folder,
    NPM_LOG: workspace.at("npm.log"),
    GITHUB_ACTION_PATH: projectFolder,
    GITHUB_STEP_SUMMARY: workspace.at("summary.md"),
  };
  const path = join(projectFolder, "action.yml");
  const [installed, checked] = await runAction(path, inputs, workspace.at("checkout"), environment);
  const { exitCode, stdout, stderr } = checked ?? installed!;
  return { exitCode, stdout, stderr, summary: workspace.snapshot(".")["summary.md"] ?? "" };
}

describe.concurrent("the action", () => {
  test("installs its own packages, annotates what is wrong and fails", async ({ workspace, expect }) => {
    workspace.write({ "checkout/texts/a.txt": BAD, "checkout/texts/b.txt": GOOD });
    const { exitCode, stdout, summary } = await act(workspace, { documents: "texts" });
    expect([exitCode, commandsOf(stdout)]).toEqual([
      1,
      [
        {
          name: "error",
          properties: { file: "texts/a.txt", line: "1", col: "7", title: "schema/format" },
          data: '"2024-02-30" is not a date of the calendar (YYYY-MM-DD)',
        },
      ],
    ]);
    expect(summary).toMatch(/^### docrows: 1 finding\n\n2 documents read, 1 document failed\.\n/);
    expect(workspace.snapshot(".")["npm.log"]).toBe(`ci\n--prefix\n${projectFolder}\n`);
  });

  test("passes what conforms, in files, folders and globs", async ({ workspace, expect }) => {
    workspace.write({ "checkout/a/1.txt": GOOD, "checkout/b/2.txt": GOOD, "checkout/c/d/3.txt": GOOD });
    // A shell would find less in the glob.
    workspace.write({ "checkout/c/d/e/4.txt": GOOD, "checkout/c/bad.md": BAD });
    const { exitCode, stdout, summary } = await act(workspace, { documents: "a/1.txt b\nc/**/*.txt\n" });
    expect([exitCode, stdout, summary]).toEqual([0, "", "### docrows: no findings\n\n4 documents read.\n"]);
  });

  test("hands on every other input", async ({ workspace, expect }) => {
    const schema = { type: "object", properties: { date: { const: "2020-09-09" } } };
    workspace.write({
      "checkout/texts/a.txt": BAD,
      "checkout/texts/b.txt": "",
      "checkout/my schema.json": JSON.stringify(schema),
      "checkout/my config.json": JSON.stringify({ maxFindings: 1 }),
    });
    const names = { schema: "my schema.json", config: "my config.json" };
    const { exitCode, stdout } = await act(workspace, {
      documents: "texts",
      reporter: "json=r.json,text",
      ...names,
    });
    expect([exitCode, stdout.match(/^\S.*$/gm)]).toEqual([
      1,
      [
        'texts/a.txt:1:7: error: "2024-02-30" is not "2020-09-09" (schema/const)',
        "1 more finding is not listed; raise --max-findings to see them",
      ],
    ]);
    expect(workspace.snapshot("checkout")["r.json"]).toContain('"listed":1');
  });

  test("checks only what changed", async ({ workspace, expect }) => {
    workspace.write({ "checkout/texts/a.txt": BAD });
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
    for (const args of [["init"], ["add", "."], [...identity, "commit", "-m", "a"]]) {
      const env = { PATH: process.env.PATH, HOME: workspace.folder };
      execFileSync("git", ["-C", workspace.at("checkout"), ...args], { env, stdio: "ignore" });
    }
    const inputs = { documents: "texts", "changed-since": "HEAD" };
    const before = await act(workspace, inputs);
    workspace.write({ "checkout/texts/b.txt": "" });
    const after = await act(workspace, inputs);
    expect([before.exitCode, after.exitCode]).toEqual([0, 1]);
    expect(commandsOf(after.stdout).map(({ properties }) => properties.file)).toEqual(["texts/b.txt"]);
  });

  test("runs no input as code, and takes none for an option", async ({ workspace, expect }) => {
    workspace.write({ "checkout/texts/a.txt": GOOD });
    const hostile = '$(touch pwned) `touch pwned` ; touch pwned "';
    const names = ["documents", "schema", "config", "changed-since", "reporter"];
    const { exitCode } = await act(workspace, Object.fromEntries(names.map((name) => [name, hostile])));
    expect(exitCode).toBe(2);
    const option = await act(workspace, { documents: "--help" });
    expect([option.exitCode, option.stdout]).toEqual([2, ""]);
    expect(Object.keys(workspace.snapshot("checkout"))).toEqual(["texts/a.txt"]);
  });
});
