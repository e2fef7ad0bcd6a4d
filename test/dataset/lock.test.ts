/** One writer for each output folder: who is refused, and which locks are stale. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { acquireLock, isLocked, releaseLock } from "../../src/dataset/lock.ts";
import { UsageError } from "../../src/findings/errors.ts";
import { projectFolder } from "../cli/workspace.ts";
import { exportText, workspace } from "./datasets.ts";

const hasProcessTable = existsSync("/proc/self/stat");

/** A folder with a lock of these contents, or none. */
function lockedFolder(content?: unknown): string {
  const folder = workspace().at("work");
  mkdirSync(folder);
  const text = typeof content === "string" ? content : JSON.stringify(content);
  if (content !== undefined) writeFileSync(join(folder, "lock"), text);
  return folder;
}

/** A process that has ended: its number belongs to nobody for now. */
function deadProcess(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

/** A process that lives as long as the test. */
function livingProcess(): number {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child.pid!;
}

function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]!;
}

describe("a lock", () => {
  test("is taken, holds, and is let go of without a trace", () => {
    const folder = lockedFolder();
    expect(isLocked(folder)).toBe(false);
    acquireLock(folder, "out");
    expect([isLocked(folder), readdirSync(folder)]).toEqual([true, ["lock"]]);
    expect(() => acquireLock(folder, "out")).toThrow(UsageError);
    releaseLock(folder);
    expect([isLocked(folder), readdirSync(folder)]).toEqual([false, []]);
    acquireLock(folder, "out");
    expect(isLocked(folder)).toBe(true);
  });

  test("names its owner, in this process and on this machine", () => {
    const folder = lockedFolder();
    acquireLock(folder, "out");
    const owner = JSON.parse(readFileSync(join(folder, "lock"), "utf8"));
    expect(owner).toMatchObject({ pid: process.pid, host: hostname() });
    if (hasProcessTable) expect(owner.started).toBe(startOf(process.pid));
  });

  test.runIf(hasProcessTable)("of a living process is respected", () => {
    const pid = livingProcess();
    const folder = lockedFolder({ pid, host: hostname(), started: startOf(pid) });
    expect(() => acquireLock(folder, "out")).toThrow(
      `out is being written by another docrows (process ${pid}); wait for it, or name another folder with --out`,
    );
    expect(isLocked(folder)).toBe(true);
  });

  test("of another machine is respected; the message says how to remove it", () => {
    const folder = lockedFolder({ pid: 1, host: `not-${hostname()}`, started: "" });
    expect(() => acquireLock(folder, "out")).toThrow(
      `(process 1 on not-${hostname()}); wait for it, or, if that machine no longer runs, remove ${join(folder, "lock")}`,
    );
  });

  test.each<[string, () => unknown]>([
    ["a process that has ended", () => ({ pid: deadProcess(), host: hostname(), started: "" })],
    ["a process whose number was used again", () => ({ pid: process.pid, host: hostname(), started: "1" })],
    ["nobody: it was cut off", () => '{"pid":12'],
    ["nobody: it is empty", () => ""],
    ["nobody: it is something else", () => "null"],
    ["nobody: it names no machine", () => ({ pid: process.pid })],
    ["no process at all", () => ({ pid: "x", host: hostname(), started: "" })],
  ])("of %s is stale and taken over", (_whose, content) => {
    const folder = lockedFolder(content());
    expect(isLocked(folder)).toBe(false);
    acquireLock(folder, "out");
    expect(JSON.parse(readFileSync(join(folder, "lock"), "utf8")).pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(["lock"]);
  });

  test("drafts of dead processes go, others stay", () => {
    const folder = lockedFolder();
    for (const name of [`lock.${deadProcess()}`, "lock.0x1", "lock.1", "notes"])
      writeFileSync(join(folder, name), "");
    acquireLock(folder, "out");
    expect(readdirSync(folder).sort()).toEqual(["lock", "lock.0x1", "lock.1", "notes"]);
  });

  test("goes to exactly one of many that want it at once, stale or not", async () => {
    for (const content of [undefined, { pid: deadProcess(), host: hostname(), started: "" }]) {
      const folder = lockedFolder(content);
      const module = join(projectFolder, "dist/dataset/lock.js");
      // Each says whether it got the lock, and lives on until all have said so.
      const script = `import { acquireLock } from ${JSON.stringify(module)};
        let got = 1; try { acquireLock(${JSON.stringify(folder)}, "out"); } catch (error) { got = error.name === "UsageError" ? 0 : error.stack; }
        console.log(got); process.stdin.resume().on("end", () => process.exit());`;
      const children = Array.from({ length: 5 }, () =>
        spawn(process.execPath, ["--input-type=module", "-e", script]),
      );
      const answers = await Promise.all(
        children.map(
          (child) => new Promise((say) => child.stdout.once("data", (data) => say(String(data).trim()))),
        ),
      );
      for (const child of children) child.stdin.end();
      expect(answers.sort()).toEqual(["0", "0", "0", "0", "1"]);
    }
  });
});

describe("an export", () => {
  test.runIf(hasProcessTable)("is refused while another one writes, and changes nothing", async () => {
    const space = workspace();
    await exportText(space, "old");
    const pid = livingProcess();
    const lock = JSON.stringify({ pid, host: hostname(), started: startOf(pid) });
    space.write({ "out/.docrows/lock": lock, "out/.docrows/staging/paragraphs.csv": "half" });
    const before = space.snapshot("out");
    await expect(exportText(space, "new")).rejects.toThrow(
      `being written by another docrows (process ${pid})`,
    );
    expect(space.snapshot("out")).toEqual(before);
  });

  test("takes over what a dead one left", async () => {
    const space = workspace();
    await exportText(space, "old");
    const lock = JSON.stringify({ pid: deadProcess(), host: hostname(), started: "" });
    space.write({ "out/.docrows/lock": lock, "out/.docrows/staging/paragraphs.csv": "half" });
    expect((await exportText(space, "new")).complete).toBe(true);
    expect(Object.keys(space.snapshot("out"))).toEqual([
      "datapackage.json",
      "documents.csv",
      "paragraphs.csv",
    ]);
  });

  test("lets go of the lock when it ends, whatever the end", async () => {
    const space = workspace();
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    await expect(exportText(space, "one", { signal: stop.signal })).rejects.toThrow("stopped");
    await expect(exportText(space, "two", { maxFindings: -1 })).rejects.toThrow(UsageError);
    expect((await exportText(space, "three")).complete).toBe(true);
    expect(existsSync(space.at("out/.docrows"))).toBe(false);
  });
});
