import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { discoverAll, pathsOf, temporaryFolder } from "./temporary-folder.ts";

const tree = [
  "a.txt",
  "b.txt",
  "b.md",
  "é.txt",
  "😀.txt",
  ".hidden.txt",
  "star*.txt",
  "news/2019/a.txt",
  "news/2020/a.txt",
  "news/2020/b.jpg",
  "news/2020/.c.txt",
  "news/.drafts/d.txt",
  "blogs/x y.txt",
  "blogs/2020/z.txt",
];

function treeWithLinks(): string {
  const folder = temporaryFolder(...tree);
  symlinkSync("news/2020", join(folder, "link"));
  symlinkSync("nothing", join(folder, "blogs/broken.txt"));
  return folder;
}

function hasBash(): boolean {
  try {
    execFileSync("bash", ["-c", "shopt -s globstar"]);
    return true;
  } catch {
    return false;
  }
}

/** What bash puts in the place of a pattern. */
function expandedByBash(folder: string, pattern: string): string[] {
  const script = `shopt -s globstar; printf '%s\\0' ${pattern}`;
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  return execFileSync("bash", ["-c", script], { cwd: folder, env, encoding: "utf8" })
    .split("\0")
    .slice(0, -1);
}

describe.skipIf(!hasBash())("a quoted glob and one expanded by the shell give the same", () => {
  test.each([
    ["*"],
    ["*.txt"],
    ["?.txt"],
    ["[ab].*"],
    ["[!a].txt"],
    [".*.txt"],
    ["*/"],
    ["*/."],
    ["*/*"],
    ["*/*.txt"],
    ["*/2020/*"],
    ["news/*/a.txt"],
    ["news/20[12]?/*"],
    ["./*.txt"],
    ["news/../*.txt"],
    ["news/*/../../a.txt"],
    ["**/*.txt"],
    ["**/a.txt"],
    ["news/**"],
    ["news/**/*.jpg"],
    ["**/2020/**"],
    ["**/"],
    ["news/.*/*"],
    ["{a,b}.*"],
    ["{news,blogs/2020}/**/*.txt"],
    ["news/{2019..2020}/a.txt"],
    ["star\\**"],
    ["link/*"],
    ["l*/a.txt"],
    ["blogs/*"],
    ["n*s"],
  ])("%s", (pattern) => {
    const folder = treeWithLinks();
    const expanded = expandedByBash(folder, pattern);
    expect(expanded).not.toEqual([pattern]);
    const [quoted, named] = [discoverAll(folder, [pattern]), discoverAll(folder, expanded)];
    expect(quoted.paths).toEqual(named.paths);
    expect(quoted.root).toBe(named.root);
    expect(quoted.paths.length).toBeGreaterThan(0);
  });
});

describe("names that start with a dot", () => {
  test("need a dot in the pattern, or --hidden", () => {
    const folder = temporaryFolder(".a.txt", "b.txt", ".c/d.txt", "e/.f/g.txt");
    expect(pathsOf(folder, ["**/*.txt"])).toEqual(["b.txt"]);
    expect(pathsOf(folder, [".*"])).toEqual([".a.txt", ".c/d.txt"]);
    expect(pathsOf(folder, ["**/*.txt"], { hidden: true })).toEqual([
      ".a.txt",
      ".c/d.txt",
      "b.txt",
      "e/.f/g.txt",
    ]);
  });
});

describe("files whose names look like globs", () => {
  test("are never taken as globs", () => {
    const folder = temporaryFolder("a[1].txt", "a1.txt", "{a,b}.txt", "a.txt", "b.txt", "*.txt");
    expect(pathsOf(folder, ["a[1].txt"])).toEqual(["a[1].txt"]);
    expect(pathsOf(folder, ["{a,b}.txt"])).toEqual(["{a,b}.txt"]);
    expect(pathsOf(folder, ["*.txt"])).toEqual(["*.txt"]);
    expect(pathsOf(folder, ["[*].txt", "a\\[1].txt"])).toEqual(["*.txt", "a[1].txt"]);
  });
});

describe("globs", () => {
  test("may be absolute", () => {
    const folder = temporaryFolder("a/x.txt", "b/y.txt");
    expect(pathsOf(folder, [`${folder}/*/*.txt`])).toEqual(["a/x.txt", "b/y.txt"]);
  });

  test("match folders, which are then walked", () => {
    const folder = temporaryFolder("a1/x.txt", "a2/y.txt", "a2/z.jpg", "b/w.txt");
    expect(pathsOf(folder, ["a*"])).toEqual(["a1/x.txt", "a2/y.txt"]);
    expect(pathsOf(folder, ["a2*"])).toEqual(["y.txt"]);
  });

  test("`**` does not follow links to folders, and two of them take no longer", () => {
    const folder = temporaryFolder(`${"a/".repeat(60)}a.txt`);
    symlinkSync("..", join(folder, "a/loop"));
    expect(pathsOf(folder, ["**/a/**/a/**/a/**/a/**/*.txt"])).toHaveLength(1);
  });

  test("may be longer than a path can be", () => {
    const names = Array.from({ length: 60 }, (_, index) => `some-rather-long-name-${index}.txt`);
    const folder = temporaryFolder(...names);
    expect(pathsOf(folder, [`{${names.join(",")}}`])).toEqual([...names].sort());
  });
});
