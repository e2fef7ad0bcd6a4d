/** A disk that fails, at every single write, rename and flush of an export: one clear line, and the old dataset or the new one. */
import type * as FileSystem from "node:fs";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { inspectDataset } from "../../src/dataset/inspect.ts";
import { InputError } from "../../src/findings/errors.ts";
import { exportText, workspace } from "./datasets.ts";

/** Which call of which function fails next, counted from 0; none below 0. Paths outside `folder` never fail. */
const fault = vi.hoisted(() => ({ name: "", at: -1, code: "ENOSPC", folder: "", calls: 0 }));

vi.mock("node:fs", async (importOriginal) => {
  const real = await importOriginal<typeof FileSystem>();
  const failing = (name: "writeSync" | "fsyncSync" | "renameSync" | "writeFileSync" | "openSync") => {
    const call = real[name] as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => {
      const concerned = typeof args[0] !== "string" || args[0].startsWith(fault.folder);
      if (fault.name === name && concerned && fault.calls++ === fault.at)
        throw Object.assign(new Error(`${fault.code}: ${name}`), { code: fault.code, syscall: name });
      return call(...args);
    };
  };
  const faulty = {
    writeSync: failing("writeSync"),
    fsyncSync: failing("fsyncSync"),
    renameSync: failing("renameSync"),
    writeFileSync: failing("writeFileSync"),
    openSync: failing("openSync"),
  };
  return { ...real, ...faulty, default: { ...real, ...faulty } };
});

beforeEach(() => {
  fault.at = -1;
});

function fail(name: string, at: number, folder: string, code = "ENOSPC"): void {
  Object.assign(fault, { name, at, folder, code, calls: 0 });
}

/** Runs `action` with the call numbered 0, 1, 2 … failing, until it no longer fails. */
async function failEveryCall(name: string, folder: string, action: () => Promise<void>): Promise<number> {
  for (let at = 0; ; at++) {
    fail(name, at, folder);
    await action();
    const reached = fault.calls > at;
    fault.at = -1;
    if (!reached) return at;
  }
}

describe.each(["writeSync", "fsyncSync", "renameSync", "writeFileSync", "openSync"])("%s fails", (name) => {
  test("once, wherever: one line with the path, then the old dataset or the new", async () => {
    const space = workspace();
    await exportText(space, "new", { format: ["jsonl"] });
    const next = space.snapshot("out");
    await exportText(space, "old");
    const old = space.snapshot("out");
    const calls = await failEveryCall(name, space.at("out"), async () => {
      const failure = await exportText(space, "new", { format: ["jsonl"] }).then(
        () => null,
        (error: unknown) => error,
      );
      fault.at = -1;
      if (failure === null) {
        expect(space.snapshot("out")).toEqual(next);
      } else {
        expect(failure).toBeInstanceOf(InputError);
        expect((failure as InputError).message).toMatch(
          new RegExp(`^cannot (write|open|read) ${space.at("out")}.*: no space left on device$`),
        );
        // A commit that was decided is completed by the next command, whatever it is.
        await inspectDataset(space.at("out"), 0);
        expect([old, next]).toContainEqual(space.snapshot("out"));
      }
      const isOld = "paragraphs.csv" in space.snapshot("out");
      if (isOld) return;
      await exportText(space, "old");
      expect(space.snapshot("out")).toEqual(old);
    });
    expect(calls).toBeGreaterThan(0);
  });

  test("leaves nothing in a folder that was not there", async () => {
    const space = workspace();
    fail(name, 0, space.at("out"));
    await expect(exportText(space, "new")).rejects.toThrow(InputError);
    if (name !== "renameSync") expect(space.snapshot("out")).toEqual({});
    fault.at = -1;
    expect((await exportText(space, "new")).complete).toBe(true);
  });
});

test("other failures are told in words too", async () => {
  const space = workspace();
  for (const [code, words] of [
    ["EIO", "input/output error"],
    ["EROFS", "the file system is read-only"],
    ["EDQUOT", "disk quota exceeded"],
  ]) {
    fail("writeSync", 0, space.at("out"), code);
    await expect(exportText(space, "new")).rejects.toThrow(
      `cannot write ${space.at("out/paragraphs.csv")}: ${words}`,
    );
  }
});
