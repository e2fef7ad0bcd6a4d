/**
 * What the tests of this folder share: a folder of its own for each test, documents in it, and the states that a commit
 * passes through.
 */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { exportDataset } from "../../src/run.ts";
import type { ExportOptions } from "../../src/settings.ts";
import { snapshotOf, type Workspace, workspaceIn } from "../cli/workspace.ts";

export const HEADER = "date 2020-09-09 https://www.example.org/";

/** A folder that goes with the test. */
export function workspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "docrows-dataset-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return workspaceIn(folder);
}

/** Exports one document with the paragraph `text` to `out`, as CSV if not told otherwise. */
export async function exportText(
  { folder, write, at }: Workspace,
  text: string,
  options: Partial<ExportOptions> = {},
) {
  write({ [`${text}/a.txt`]: `${HEADER}\n\n${text}\n` });
  return await exportDataset({ inputs: [join(folder, text)], out: at("out"), format: ["csv"], ...options });
}

/** A step of a commit, as it changes the output folder. */
export interface CommitStep {
  readonly what: string;
  readonly change: (out: string) => void;
}

/**
 * What a commit does that puts the files of the folder `next` in the place of an old dataset, one durable change after the
 * other: docs/architecture.md, "Staging and commit".
 */
export function commitSteps(next: string, remove: readonly string[]): CommitStep[] {
  const names = Object.keys(snapshotOf(next));
  const place = [...names.filter((name) => name !== "datapackage.json"), "datapackage.json"];
  const work = (out: string, ...parts: string[]) => join(out, ".docrows", ...parts);
  return [
    {
      what: "the lock was taken",
      change: (out) => {
        mkdirSync(work(out), { recursive: true });
        writeFileSync(work(out, "lock"), JSON.stringify({ pid: 2 ** 30, host: "-", started: "" }));
        // The owner is gone: the tests run on the same machine.
        rmSync(work(out, "lock"));
      },
    },
    { what: "the staging folder was made", change: (out) => mkdirSync(work(out, "staging")) },
    ...place.map((name) => ({
      what: `${name} was staged`,
      change: (out: string) => cpSync(join(next, name), work(out, "staging", name)),
    })),
    {
      what: "the plan was drafted",
      change: (out) => writeFileSync(work(out, "commit.json.new"), '{"place":["para'),
    },
    {
      what: "the plan was made",
      change: (out) => {
        writeFileSync(work(out, "commit.json.new"), JSON.stringify({ place, remove }));
        renameSync(work(out, "commit.json.new"), work(out, "commit.json"));
      },
    },
    {
      what: "the old datapackage.json was removed",
      change: (out) => rmSync(join(out, "datapackage.json"), { force: true }),
    },
    ...remove.map((name) => ({
      what: `the old ${name} was removed`,
      change: (out: string) => rmSync(join(out, name)),
    })),
    ...place.map((name) => ({
      what: `${name} was put in place`,
      change: (out: string) => renameSync(work(out, "staging", name), join(out, name)),
    })),
    { what: "the plan was removed", change: (out) => rmSync(work(out, "commit.json")) },
    {
      what: "the staging folder was removed",
      change: (out) => rmSync(work(out, "staging"), { recursive: true }),
    },
  ];
}
