import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/findings/errors.ts";
import { discoverAll, pathsOf, temporaryFolder } from "./temporary-folder.ts";

const tree = [
  "a.txt",
  "b.md",
  "c.TXT",
  "news/a.txt",
  "news/b.md",
  "news/old/a.txt",
  "old/a.txt",
  ".h/a.txt",
  ".a.txt",
];

describe("without globs", () => {
  test("files with one of the extensions, in any case", () => {
    const folder = temporaryFolder(...tree);
    expect(pathsOf(folder, ["."])).toEqual(["a.txt", "c.TXT", "news/a.txt", "news/old/a.txt", "old/a.txt"]);
    expect(pathsOf(folder, ["."], { extensions: [".MD"] })).toEqual(["b.md", "news/b.md"]);
  });

  test("hidden files and folders only on demand", () => {
    const folder = temporaryFolder(...tree, ".txt");
    const paths = pathsOf(folder, ["."], { hidden: true });
    expect(paths).toEqual([
      ".a.txt",
      ".h/a.txt",
      ".txt",
      "a.txt",
      "c.TXT",
      "news/a.txt",
      "news/old/a.txt",
      "old/a.txt",
    ]);
  });

  test("a hidden folder that is named is no longer hidden", () => {
    const folder = temporaryFolder(".h/a.txt", ".h/.b.txt", "c.txt");
    expect(pathsOf(folder, [".h"])).toEqual(["a.txt"]);
    expect(pathsOf(folder, [".", ".h"])).toEqual([".h/a.txt", "c.txt"]);
  });
});

describe("include globs", () => {
  test.each([
    ["*.md", ["b.md", "news/b.md"]],
    ["./*.md", ["b.md"]],
    ["/*.md", ["b.md"]],
    ["news/*", ["news/a.txt", "news/b.md"]],
    ["news/", ["news/a.txt", "news/b.md", "news/old/a.txt"]],
    ["old/", ["news/old/a.txt", "old/a.txt"]],
    ["news/old/", ["news/old/a.txt"]],
    ["**/old/*", ["news/old/a.txt", "old/a.txt"]],
    ["{b.md,old/*}", ["b.md", "news/b.md", "old/a.txt"]],
    ["[ab].*", ["a.txt", "b.md", "news/a.txt", "news/b.md", "news/old/a.txt", "old/a.txt"]],
    ["*.html", []],
  ])("%s", (glob, expected) => {
    expect(pathsOf(temporaryFolder(...tree), ["."], { include: [glob] })).toEqual(expected);
  });

  test("are looked at from the root", () => {
    const folder = temporaryFolder(...tree);
    expect(pathsOf(folder, ["news"], { include: ["old/*"] })).toEqual(["old/a.txt"]);
    expect(pathsOf(folder, ["news"], { include: ["old/*"], root: "." })).toEqual([]);
  });

  test("do not bring hidden files back", () => {
    expect(pathsOf(temporaryFolder(...tree), ["."], { include: [".h/*", ".*"] })).toEqual([]);
  });
});

describe("exclude globs", () => {
  test.each([
    ["old", ["a.txt", "c.TXT", "news/a.txt"]],
    ["old/", ["a.txt", "c.TXT", "news/a.txt"]],
    ["/old", ["a.txt", "c.TXT", "news/a.txt", "news/old/a.txt"]],
    ["news/**", ["a.txt", "c.TXT", "old/a.txt"]],
    ["a.txt", ["c.TXT"]],
    ["a.txt/", ["a.txt", "c.TXT", "news/a.txt", "news/old/a.txt", "old/a.txt"]],
    ["**/old/a.txt", ["a.txt", "c.TXT", "news/a.txt"]],
    ["**", []],
  ])("%s", (glob, expected) => {
    expect(pathsOf(temporaryFolder(...tree), ["."], { exclude: [glob] })).toEqual(expected);
  });

  test("win over include globs and do not touch what is named", () => {
    const folder = temporaryFolder(...tree);
    expect(pathsOf(folder, ["."], { include: ["*.md"], exclude: ["news"] })).toEqual(["b.md"]);
    expect(pathsOf(folder, [".", "news/b.md"], { exclude: ["*"] })).toEqual(["news/b.md"]);
  });

  test("a folder is not entered, and counts once", () => {
    const { passedOver } = discoverAll(temporaryFolder("x/a.txt", "x/b.txt", "c.txt"), ["."], {
      exclude: ["x"],
    });
    expect(passedOver.entries()).toEqual([["(excluded)", 1]]);
  });
});

test.each([[""], ["/"], ["./"], ["[[:digit:]]"]])("the glob %j is refused", (glob) => {
  const folder = temporaryFolder("a.txt");
  expect(() => pathsOf(folder, ["."], { exclude: [glob] })).toThrow(UsageError);
});

test.skipIf(process.platform === "win32")("a named pipe in a folder is passed over", () => {
  const folder = temporaryFolder("a.txt");
  execFileSync("bash", ["-c", 'mkfifo "$0"', join(folder, "pipe.txt")]);
  const { paths, passedOver } = discoverAll(folder, ["."]);
  expect(paths).toEqual(["a.txt"]);
  expect(passedOver.entries()).toEqual([["(special file)", 1]]);
});
