/**
 * The recipes of docs/ci.md: their form, by the schemas that GitHub's and GitLab's files are checked with elsewhere, and what their
 * commands do with documents that conform and with ones that do not.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, inject, test as plainTest } from "vitest";
import { parse } from "yaml";
import { GOOD, projectFolder, shell, test, type Workspace } from "../cli/workspace.ts";
import { commandsOf } from "../reporters/github-runner.ts";
import { issuesOf } from "../reporters/gitlab-rules.ts";
import { testsOf } from "../reporters/junit-rules.ts";
import { officialErrors } from "../reporters/official-schemas.ts";
import { runOf } from "../reporters/sarif-rules.ts";
import { type Recipe, recipes } from "./recipes.ts";

const { folder } = inject("officialSchemas");
const all = recipes();
const action = parse(readFileSync(join(projectFolder, "action.yml"), "utf8")) as {
  inputs: Record<string, { required?: boolean }>;
};

const BAD = GOOD.replace("2020-09-09", "2024-02-30");
const BROKEN = { "texts/a b.txt": BAD, "texts/b.txt": GOOD, "texts/c.txt": "" };
const CLEAN = { "texts/b.txt": GOOD };

/** Runs commands of a recipe. docrows is built already: npm does nothing, and npx runs what it is told. */
function run(workspace: Workspace, script: string) {
  return shell(workspace.folder, `npm() { [ "$1" = ci ]; }\nnpx() { "$@"; }\nset -eo pipefail\n${script}`);
}

function text(workspace: Workspace, path: string): string {
  return readFileSync(workspace.at(path), "utf8");
}

const workflows = all.filter(({ kind }) => kind === "workflow");
const runsOf = ({ steps }: Recipe) => steps.flatMap((step) => step.run ?? []).join("\n");

describe.skipIf(folder === null)("the form", () => {
  plainTest("of action.yml is what GitHub takes", ({ expect }) => {
    expect(officialErrors("github-actions.json")(action)).toEqual([]);
    expect(officialErrors("github-actions.json")({ ...action, runs: {} })).not.toEqual([]);
  });

  plainTest("of the workflows is what GitHub takes", ({ expect }) => {
    const errorsOf = officialErrors("github-workflows.json");
    expect(workflows.map(({ file }) => errorsOf(file))).toEqual([[], [], []]);
    expect(errorsOf({ on: "push", jobs: { a: { "runs-on": "x", steps: [{ uses: 1 }] } } })).not.toEqual([]);
  });

  plainTest("of the pipeline is what GitLab takes", ({ expect }) => {
    const errorsOf = officialErrors("gitlab-ci.json");
    const pipelines = all.filter(({ kind }) => kind === "pipeline");
    expect(pipelines.map(({ file }) => errorsOf(file))).toEqual([[]]);
    expect(errorsOf({ validate: { script: ["a"], artifacts: { when: "ever" } } })).not.toEqual([]);
  });
});

describe.concurrent("GitHub", () => {
  test("the first workflow annotates what is wrong, and passes the rest", async ({ workspace, expect }) => {
    workspace.write(BROKEN);
    const failed = await run(workspace, runsOf(workflows[0]!));
    expect([failed.exitCode, commandsOf(failed.stdout).map(({ properties }) => properties.file)]).toEqual([
      1,
      ["texts/a b.txt", "texts/c.txt"],
    ]);
    workspace.write({ "texts/a b.txt": GOOD, "texts/c.txt": GOOD });
    expect(await run(workspace, runsOf(workflows[0]!))).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("the one for code scanning leaves the file that is uploaded", async ({ workspace, expect }) => {
    const recipe = workflows.find(({ steps }) => steps.some(({ uses }) => uses?.includes("upload-sarif")))!;
    const file = recipe.steps.at(-1)!.with!.sarif_file as string;
    for (const [files, exitCode, count] of [[CLEAN, 0, 0] as const, [BROKEN, 1, 2] as const]) {
      workspace.write(files);
      expect((await run(workspace, runsOf(recipe))).exitCode).toBe(exitCode);
      expect(runOf(text(workspace, file)).results).toHaveLength(count);
    }
  });

  plainTest("the one with the action gives it inputs that it has, and all that it needs", ({ expect }) => {
    const uses = workflows.flatMap(({ steps }) => steps).filter((step) => step.uses?.includes("/docrows@"));
    const required = Object.entries(action.inputs).filter(([, input]) => input.required === true);
    expect(uses).toHaveLength(1);
    const given = Object.keys(uses[0]!.with!);
    expect(given.filter((name) => !Object.hasOwn(action.inputs, name))).toEqual([]);
    expect(given).toEqual(expect.arrayContaining(required.map(([name]) => name)));
  });
});

describe.concurrent("GitLab", () => {
  test("the pipeline leaves its reports, also where it fails", async ({ workspace, expect }) => {
    const [job, ...others] = all.flatMap(({ jobs }) => jobs);
    expect(others).toEqual([]);
    const { codequality, junit } = job!.artifacts.reports;
    for (const [files, exitCode, count] of [[CLEAN, 0, 0] as const, [BROKEN, 1, 2] as const]) {
      workspace.write(files);
      expect((await run(workspace, job!.script.join("\n"))).exitCode).toBe(exitCode);
      expect(issuesOf(text(workspace, codequality!))).toHaveLength(count);
      expect(testsOf(text(workspace, junit!)).filter(({ children }) => children.length > 0)).toHaveLength(
        count,
      );
    }
  });
});

describe.concurrent("pre-commit", () => {
  const hooks = all.flatMap((recipe) => recipe.hooks);

  plainTest("the hooks name a program that there is", ({ expect }) => {
    const programs = hooks.map(({ entry, language }) => [language, entry.split(" ")[0]]);
    expect(programs).toEqual([
      ["system", "npx"],
      ["node", "docrows"],
      ["script", join(projectFolder, "hooks/docrows-validate")],
    ]);
    expect(existsSync(join(projectFolder, "dist/bundle/docrows.cjs"))).toBe(true);
  });

  test.for(hooks)("$language: checks the documents that it is given", async (hook, { workspace, expect }) => {
    workspace.write({ ...BROKEN, "texts/note.md": "", "other.txt": "" });
    const changed = ["texts/a b.txt", "texts/b.txt", "texts/note.md", "other.txt"];
    const given = changed.filter((path) => new RegExp(hook.files).test(path)).map((path) => `'${path}'`);
    const { exitCode, stdout, stderr } = await run(workspace, `${hook.entry} ${given.join(" ")}`);
    expect([exitCode, stdout.match(/^\S.*$/gm), stderr]).toEqual([
      1,
      [expect.stringMatching(/^texts\/a b\.txt:1:7: error: /)],
      expect.stringMatching(/^2 documents read /),
    ]);
  });
});
