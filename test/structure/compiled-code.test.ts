/**
 * The code that V8 compiled when the bundle was made: that commands and threads run from it, and that they do the same without it,
 * and where it is of no use. In a copy of the package, for the Node.js that runs the tests.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { projectFolder } from "./project.ts";

const copy = realpathSync(mkdtempSync(join(tmpdir(), "docrows-compiled-")));
const compiled = join(copy, "dist/compiled");
const kept = join(copy, "kept");
const scripts = join(copy, "scripts");

/** Writes, for each thread, a line for each script that it has made: whether V8 took compiled code, and of which file it is. */
const watch = `
const vm = require("node:vm");
const { appendFileSync } = require("node:fs");
const { threadId } = require("node:worker_threads");
vm.Script = class extends vm.Script {
  constructor(code, options) {
    super(code, options);
    const line = (this.cachedDataRejected === false) + " " + options.filename + "\\n";
    appendFileSync(${JSON.stringify(scripts)} + "/" + threadId, line);
  }
};
`;

beforeAll(() => {
  for (const name of ["dist/bundle", "dist/package", "dist/kernel.wasm"])
    cpSync(join(projectFolder, name), join(copy, name), { recursive: true });
  for (const name of ["package.json", "schemas", "seeds", "build"])
    cpSync(join(projectFolder, name), join(copy, name), { recursive: true });
  writeFileSync(join(copy, "watch.cjs"), watch);
  // Large ones, which the main thread leaves to others.
  mkdirSync(join(copy, "large"));
  for (const name of ["a.txt", "b.txt", "c.txt"]) {
    const text = `date 2020-09-09 https://www.example.org/\n\n${"word ".repeat(500_000)}\n`;
    writeFileSync(join(copy, "large", name), text);
  }
  compile();
  cpSync(compiled, kept, { recursive: true });
});

beforeEach(() => {
  rmSync(compiled, { recursive: true, force: true });
  rmSync(scripts, { recursive: true, force: true });
  mkdirSync(scripts);
});

afterAll(() => rmSync(copy, { recursive: true }));

function compile(): void {
  const { status, stderr } = spawnSync(process.execPath, ["build/compile.mjs"], { cwd: copy });
  expect([status, String(stderr)]).toEqual([0, ""]);
}

/** Runs a command; which of the bundle's scripts were made by each thread, and what was said. */
function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const command = ["--require", join(copy, "watch.cjs"), "dist/bundle/docrows.cjs", ...args];
  const env = { PATH: process.env.PATH, NODE_DISABLE_COMPILE_CACHE: "1", ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, env });
  const made = readdirSync(scripts)
    .sort()
    .map((name) =>
      readFileSync(join(scripts, name), "utf8")
        .split("\n")
        .filter((line) => line.includes(copy)),
    );
  return {
    made,
    said: { status, stdout: String(stdout), stderr: String(stderr).replace(/[\d.]+ m?s\b/g, "") },
  };
}

/** Every file of compiled code with another content. */
function change(change: (content: Buffer) => Buffer): void {
  for (const name of readdirSync(compiled, { recursive: true, encoding: "utf8" }).filter((each) =>
    each.endsWith(".bin"),
  )) {
    const path = join(compiled, name);
    writeFileSync(path, change(readFileSync(path)));
  }
}

/** With the least number of threads that run something: of two beside the main one, one may have done all before the other is there. */
const commands: readonly (readonly [what: string, args: readonly string[], threads: number])[] = [
  ["the help", ["--help"], 1],
  ["a check", ["validate", "seeds"], 1],
  ["an export", ["export", "seeds", "--out", "out"], 1],
  ["threads", ["validate", "large", "--threads", "2"], 2],
];

describe.each(commands)("%s", (_what, args, threads) => {
  test("runs from compiled code, and says the same without", () => {
    const without = run(args);
    expect(without.said).toMatchObject({ status: 0 });
    expect(without.made.flat()).toEqual([]);
    cpSync(kept, compiled, { recursive: true });
    const { made, said } = run(args);
    expect(said).toEqual(without.said);
    expect(made.filter((each) => each.length > 3).length).toBeGreaterThanOrEqual(threads);
    expect(made.flat().filter((line) => !line.startsWith("true"))).toEqual([]);
  });

  test.each([
    ["is empty", () => Buffer.alloc(0)],
    ["is cut off", (content: Buffer) => content.subarray(0, 20)],
    ["is damaged", (content: Buffer) => Buffer.from(content).fill(0, content.length >> 1)],
    ["is another file's", (content: Buffer) => Buffer.concat([Buffer.alloc(32), content.subarray(32)])],
  ])("says the same where compiled code %s", (_how, changed) => {
    const without = run(args);
    cpSync(kept, compiled, { recursive: true });
    change(changed);
    const { made, said } = run(args);
    expect(said).toEqual(without.said);
    expect(made.flat().filter((line) => line.startsWith("true"))).toEqual([]);
  });
});

test("of a source that was changed since, the new one is run", () => {
  cpSync(kept, compiled, { recursive: true });
  const path = join(copy, "dist/bundle/command-line.cjs");
  const source = readFileSync(path, "utf8");
  try {
    // V8 itself would compare no more than its length.
    writeFileSync(path, source.replaceAll("Write the dataset", "WRITE THE DATASET"));
    expect(run(["--help"]).said.stdout).toContain("WRITE THE DATASET");
  } finally {
    writeFileSync(path, source);
  }
});

test("errors tell of the same places as without", () => {
  const path = join(copy, "dist/bundle/command-line.cjs");
  const source = readFileSync(path, "utf8");
  try {
    writeFileSync(path, `if (process.env.BREAK) throw new Error("on purpose");${source}`);
    const without = run(["--help"], { BREAK: "1" });
    expect(without.said.stderr).toContain("command-line.cjs:1:30");
    compile();
    const { made, said } = run(["--help"], { BREAK: "1" });
    const isCompiled = (line: string) => line.startsWith("true") && line.endsWith("command-line.cjs");
    expect(made.flat().some(isCompiled)).toBe(true);
    expect(said.stderr).toContain("command-line.cjs:1:30");
  } finally {
    writeFileSync(path, source);
  }
});
