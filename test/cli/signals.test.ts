/** SIGHUP, SIGINT and SIGTERM while docrows waits for standard input, or for a reader of standard output, that does nothing. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "vitest";
import { HEADER, startDocrows, test } from "./workspace.ts";

/** Sends the signal once docrows waits. Nobody answers it; it must end all the same. */
async function stopWaiting(child: ChildProcess, signal: NodeJS.Signals) {
  let stderr = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  const isRead = finished(child.stderr!);
  await sleep(150);
  child.kill(signal);
  const outOfPatience = setTimeout(() => child.kill("SIGKILL"), 4000);
  const [code, endedBy] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  clearTimeout(outOfPatience);
  // What it said last may arrive after its end.
  await isRead;
  child.stdin!.destroy();
  child.stdout!.destroy();
  return { exitCode: code ?? endedBy, stderr };
}

describe.concurrent("a signal ends docrows that waits", () => {
  const cases: readonly (readonly [
    args: string[],
    NodeJS.Signals,
    exitCode: number | "SIGHUP",
    said: string,
  ])[] = [
    [["export", "-"], "SIGINT", 130, "interrupted; no dataset was written"],
    [["export", "-", "--on-invalid", "skip"], "SIGHUP", "SIGHUP", "interrupted; no dataset was written"],
    [["export", "-", "--out", "-", "--format", "csv", "--reporter", "text=r"], "SIGTERM", 143, "interrupted"],
    [["validate", "-", "--reporter", "text=r"], "SIGTERM", 143, "interrupted"],
  ];
  for (const [args, signal, code, said] of cases) {
    test(`for standard input: ${args.join(" ")}`, async ({ workspace, expect }) => {
      const child = startDocrows(workspace.folder, args);
      child.stdin!.write(`${HEADER}\n\nNot the `);
      // What it writes beside its output shows that it has started to read.
      while (readdirSync(workspace.folder).length === 0 && child.exitCode === null) await sleep(10);
      const { exitCode, stderr } = await stopWaiting(child, signal);
      expect([exitCode, stderr]).toEqual([code, `docrows: ${said}\n`]);
      expect(readdirSync(workspace.folder)).toEqual([]);
    });
  }

  const large = Buffer.from(`${HEADER}\n\n${"Not the end. ".repeat(100_000)}`);
  for (const args of [
    ["explain", "-"],
    ["schema", "infer", "-"],
  ]) {
    test(`for the rest of standard input: ${args.join(" ")}`, async ({ workspace, expect }) => {
      const child = startDocrows(workspace.folder, args);
      // No pipe holds so much: when all of it has gone, docrows reads.
      await new Promise((taken) => child.stdin!.write(large, taken));
      const { exitCode, stderr } = await stopWaiting(child, "SIGINT");
      expect([exitCode, stderr]).toEqual([130, "docrows: interrupted\n"]);
    });
  }

  test("for a reader of standard output", async ({ workspace, expect }) => {
    const document = `${HEADER}\n\n${"A sentence that fills the pipe. ".repeat(4000)}\n`;
    for (let index = 0; index < 40; index++) workspace.write({ [`large/${index}.txt`]: document });
    const child = startDocrows(workspace.folder, ["export", "large", "--format", "csv", "--out", "-"]);
    await once(child.stdout!, "readable");
    const { exitCode, stderr } = await stopWaiting(child, "SIGINT");
    expect([exitCode, stderr]).toEqual([130, "docrows: interrupted\n"]);
  });
});
