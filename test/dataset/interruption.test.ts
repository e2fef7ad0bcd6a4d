/** The built command, stopped in the middle of a large export by a signal, a full disk or another export. */
import { type ChildProcess, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe } from "vitest";
import { finished, GOOD, HEADER, startDocrows, test, type Workspace } from "../cli/workspace.ts";

/** About 30 MB in files of 1 MB. */
const corpus = mkdtempSync(join(tmpdir(), "docrows-large-"));

beforeAll(() => {
  const document = `${HEADER}\n\n${"A paragraph that only has to be long enough. ".repeat(20)}\n\n`;
  const text = HEADER + document.slice(HEADER.length).repeat(1100);
  for (let index = 0; index < 30; index++) writeFileSync(join(corpus, `${index}.txt`), text);
});

afterAll(() => rmSync(corpus, { recursive: true }));

/** Runs a command of the system; returns whether it succeeded. */
function systemCommand(name: string, ...args: string[]): boolean {
  return spawnSync(name, args).status === 0;
}

/** Starts an export of the large corpus and waits until it writes. */
async function startExport({ folder, at }: Workspace, args: readonly string[] = []): Promise<ChildProcess> {
  const child = startDocrows(folder, ["export", corpus, "--format", "csv", ...args]);
  while (!existsSync(at("out/.docrows/staging/paragraphs.csv"))) {
    if (child.exitCode !== null) throw new Error("the export ended before it could be stopped");
    await sleep(5);
  }
  return child;
}

describe.concurrent("an export that is stopped", () => {
  test("by SIGINT exits with 130 and leaves the old dataset alone", async ({ workspace, expect }) => {
    workspace.write({ "old/a.txt": GOOD });
    expect((await workspace.docrows(["export", "old", "--format", "jsonl", "--quiet"])).exitCode).toBe(0);
    const before = workspace.snapshot("out");
    const child = await startExport(workspace);
    const end = finished(child);
    // Meanwhile the folder is not free.
    child.kill("SIGSTOP");
    const second = await workspace.docrows(["export", "old"]);
    const message = `docrows: out is being written by another docrows (process ${child.pid}); wait for it, or name another folder with --out\n`;
    expect([second.exitCode, second.stderr]).toEqual([2, message]);
    child.kill("SIGINT");
    child.kill("SIGCONT");
    const { exitCode, stdout, stderr } = await end;
    expect([exitCode, stdout, stderr]).toEqual([130, "", "docrows: interrupted; no dataset was written\n"]);
    expect(workspace.snapshot("out")).toEqual(before);
    expect(readdirSync(workspace.folder).sort()).toEqual(["old", "out"]);
  });

  test("by SIGTERM exits with 143 and removes the folder that it made", async ({ workspace, expect }) => {
    const child = await startExport(workspace);
    const end = finished(child);
    child.kill("SIGTERM");
    const { exitCode, stderr } = await end;
    expect([exitCode, stderr]).toEqual([143, "docrows: interrupted; no dataset was written\n"]);
    expect(readdirSync(workspace.folder)).toEqual([]);
  });

  test("by a terminal that is closed, which sends SIGHUP twice, is ended by it and removes the folder that it made", async ({
    workspace,
    expect,
  }) => {
    const child = await startExport(workspace);
    const end = finished(child);
    child.kill("SIGHUP");
    child.kill("SIGHUP");
    const { signal, stderr } = await end;
    expect([signal, stderr]).toEqual(["SIGHUP", "docrows: interrupted; no dataset was written\n"]);
    expect(readdirSync(workspace.folder)).toEqual([]);
  });

  test("by SIGKILL leaves what the next export clears", async ({ workspace, expect }) => {
    const child = await startExport(workspace);
    const end = finished(child);
    child.kill("SIGKILL");
    expect((await end).signal).toBe("SIGKILL");
    expect(readdirSync(workspace.at("out"))).toEqual([".docrows"]);
    workspace.write({ "new/a.txt": GOOD });
    const { exitCode, stderr } = await workspace.docrows(["export", "new", "--format", "csv", "--quiet"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(readdirSync(workspace.at("out")).sort()).toEqual([
      "datapackage.json",
      "documents.csv",
      "paragraphs.csv",
    ]);
  });

  test("by a full disk exits with 2, in one line, and leaves the old dataset alone", async ({
    workspace,
    expect,
    skip,
  }) => {
    const disk = workspace.at("disk");
    mkdirSync(disk);
    if (!systemCommand("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk))
      return skip("no file system can be mounted here; test/dataset/failing-disk.test.ts fails every write");
    try {
      workspace.write({ "old/a.txt": GOOD });
      const args = ["--format", "csv", "--out", "disk/out"];
      expect((await workspace.docrows(["export", "old", ...args])).exitCode).toBe(0);
      const before = workspace.snapshot("disk");
      const { exitCode, stdout, stderr } = await workspace.docrows(["export", corpus, ...args]);
      expect([exitCode, stdout]).toEqual([2, ""]);
      expect(stderr).toBe("docrows: cannot write disk/out/paragraphs.csv: no space left on device\n");
      expect(workspace.snapshot("disk")).toEqual(before);
      expect(readdirSync(join(disk, "out"))).not.toContain(".docrows");
    } finally {
      systemCommand("umount", disk);
    }
  });
});
