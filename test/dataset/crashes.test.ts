/**
 * A crash at any moment of an export leaves the old dataset, the new one, or a state that the next command completes or
 * clears. Each state is built on disk, as the steps of a commit leave it.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectDataset } from "../../src/dataset/inspect.ts";
import { exportDataset } from "../../src/run.ts";
import { type Workspace, workspaceIn } from "../cli/workspace.ts";
import { type CommitStep, commitSteps, exportText, HEADER, workspace } from "./datasets.ts";

/** The datasets before and after, made once: `old` has more files than `next`. */
const templates = mkdtempSync(join(tmpdir(), "docrows-crashes-"));

beforeAll(async () => {
  const { at } = workspaceIn(templates);
  const options = { format: ["csv"], inputs: [at("texts")] };
  workspaceIn(templates).write({ "texts/a.txt": `${HEADER}\n\nText.\n`, "bad/a.txt": "no header\n" });
  await exportDataset({ ...options, out: at("next") });
  await exportDataset({ ...options, out: at("old"), format: ["csv", "jsonl"], onInvalid: "skip" });
});

afterAll(() => rmSync(templates, { recursive: true }));

interface Crash {
  readonly space: Workspace;
  readonly steps: readonly CommitStep[];
  readonly old: Record<string, string>;
  readonly next: Record<string, string>;
}

/** The old dataset in `out`, the new one, and the steps from the one to the other. */
function crash(): Crash {
  const space = workspace();
  const [old, next] = [workspaceIn(templates).snapshot("old"), workspaceIn(templates).snapshot("next")];
  cpSync(join(templates, "old"), space.at("out"), { recursive: true });
  const remove = Object.keys(old).filter((name) => !(name in next));
  return { space, steps: commitSteps(join(templates, "next"), remove), old, next };
}

/** Names of the steps, which depend on nothing. */
const stepNames = [
  ...["the lock was taken", "the staging folder was made"],
  ...["documents.csv", "paragraphs.csv", "datapackage.json"].map((name) => `${name} was staged`),
  ...["the plan was drafted", "the plan was made", "the old datapackage.json was removed"],
  ...["documents.jsonl", "paragraphs.jsonl", "rejects.jsonl"].map((name) => `the old ${name} was removed`),
  ...["documents.csv", "paragraphs.csv", "datapackage.json"].map((name) => `${name} was put in place`),
  ...["the plan was removed", "the staging folder was removed"],
];
const decided = stepNames.indexOf("the plan was made");

/** Without the files that docrows works with. */
function dataset({ snapshot }: Workspace): Record<string, string> {
  const files = Object.entries(snapshot("out"));
  return Object.fromEntries(files.filter(([name]) => !name.startsWith(".docrows")));
}

describe.each(stepNames.map((name, index) => [name, index] as const))("after %s", (name, index) => {
  test("the dataset is the old or the new one, whatever the next command is", async () => {
    const { space, steps, old, next } = crash();
    expect(steps.map(({ what }) => what)).toEqual(stepNames);
    expect(steps[index]!.what).toBe(name);
    for (const { change } of steps.slice(0, index + 1)) change(space.at("out"));
    cpSync(space.at("out"), space.at("crashed"), { recursive: true });
    const expected = index < decided ? old : next;

    await inspectDataset(space.at("out"), 0);
    expect(dataset(space)).toEqual(expected);

    // Another way on: an export that comes to nothing.
    const again = space.at("again");
    cpSync(space.at("crashed"), again, { recursive: true });
    const inputs = [join(templates, "bad")];
    const failed = await exportDataset({ inputs, out: again, format: ["csv"] });
    expect(failed.complete).toBe(false);
    expect(space.snapshot("again")).toEqual(expected);

    // And one that succeeds, over either.
    expect((await exportText(space, "third", { format: ["jsonl"] })).complete).toBe(true);
    expect(Object.keys(space.snapshot("out"))).toEqual([
      "datapackage.json",
      "documents.jsonl",
      "paragraphs.jsonl",
    ]);
  });
});

describe("leftovers", () => {
  test("a plan without the staged files is cleared", async () => {
    const { space, old } = crash();
    space.write({ "out/.docrows/commit.json": '{"place":["datapackage.json"],"remove":[]}' });
    await inspectDataset(space.at("out"), 0);
    expect(space.snapshot("out")).toEqual(old);
  });

  test.each([
    "",
    "{",
    "null",
    "{}",
    '{"place":["../../x"],"remove":[]}',
    '{"place":[],"remove":["../keep"]}',
  ])("a plan that docrows did not write is not carried out: %j", async (content) => {
    const { space } = crash();
    space.write({ keep: "mine", "out/.docrows/commit.json": content, "out/.docrows/staging/x.csv": "" });
    await expect(inspectDataset(space.at("out"), 0)).rejects.toThrow("commit.json is damaged");
    await expect(exportText(space, "next")).rejects.toThrow("commit.json is damaged");
    expect(space.snapshot("").keep).toBe("mine");
  });

  test("an export that comes to nothing removes the folders that it made, and no others", async () => {
    const space = workspace();
    space.write({ "bad/a.txt": "no header\n" });
    mkdirSync(space.at("empty"));
    for (const out of ["new", "new/and/deep", "empty", "empty/new"]) {
      const result = await exportDataset({ inputs: [space.at("bad")], out: space.at(out), format: ["csv"] });
      expect([result.complete, result.files]).toEqual([false, []]);
    }
    expect(Object.keys(space.snapshot("")).sort()).toEqual(["bad/a.txt"]);
    // The empty folder was there before: it stays, and can be removed only once.
    expect(() => mkdirSync(space.at("empty"))).toThrow("EEXIST");
    expect(() => mkdirSync(space.at("new"))).not.toThrow();
  });

  test("an export that comes to nothing leaves the dataset that was there", async () => {
    const { space, old } = crash();
    const inputs = [join(templates, "bad")];
    const { complete } = await exportDataset({ inputs, out: space.at("out"), format: ["csv"] });
    expect(complete).toBe(false);
    expect(space.snapshot("out")).toEqual(old);
  });
});
