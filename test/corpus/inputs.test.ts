import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError, UsageError } from "../../src/findings/errors.ts";
import { discoverAll, pathsOf, temporaryFolder } from "./temporary-folder.ts";

describe("the root", () => {
  const files = ["news/2020/a.txt", "news/b.txt", "c.txt"];

  test.each([
    ["of a folder is the folder", ["news"], "news", ["2020/a.txt", "b.txt"]],
    ["of a folder with a slash too", ["news/"], "news", ["2020/a.txt", "b.txt"]],
    ["of a file is its folder", ["news/b.txt"], "news", ["b.txt"]],
    ["of a file named twice too", ["news/b.txt", "./news/../news/b.txt"], "news", ["b.txt"]],
    ["of a glob that matches one file too", ["news/*.txt"], "news", ["b.txt"]],
    [
      "of several inputs is the working directory",
      ["news/b.txt", "news/2020"],
      "",
      ["news/2020/a.txt", "news/b.txt"],
    ],
    ["of a glob that matches several too", ["news/*"], "", ["news/2020/a.txt", "news/b.txt"]],
  ])("%s", (_name, inputs, root, paths) => {
    const folder = temporaryFolder(...files);
    const found = discoverAll(folder, inputs);
    expect(found.root).toBe(join(folder, root));
    expect(found.paths).toEqual(paths);
  });

  test("may have any name", () => {
    const folder = temporaryFolder("é 😀/a.txt");
    expect(discoverAll(folder, ["é 😀"])).toMatchObject({ root: join(folder, "é 😀"), paths: ["a.txt"] });
  });

  test("can be given", () => {
    const folder = temporaryFolder(...files);
    expect(pathsOf(folder, ["news/b.txt"], { root: "." })).toEqual(["news/b.txt"]);
    expect(pathsOf(join(folder, "news"), ["b.txt"], { root: ".." })).toEqual(["news/b.txt"]);
    expect(pathsOf("/", [join(folder, "news")], { root: folder })).toEqual(["news/2020/a.txt", "news/b.txt"]);
  });

  test("does not depend on whether the output folder exists", () => {
    const folder = temporaryFolder("news/a.txt", "out/paragraphs.csv");
    const { paths, passedOver } = discoverAll(folder, ["news", "out"], { outFolder: "out" });
    expect(paths).toEqual(["a.txt"]);
    expect(passedOver.entries()).toEqual([["(output folder)", 1]]);
  });
});

describe("several inputs", () => {
  test("overlapping, nested and repeated ones are merged", () => {
    const folder = temporaryFolder("a/b/c.txt", "a/d.txt", "a/b.txt", "e.txt");
    const inputs = ["a/b", "e.txt", "a", "a/b/c.txt", "a/b/", "./a/d.txt", "e.txt", "*/b"];
    expect(pathsOf(folder, inputs)).toEqual(["a/b.txt", "a/b/c.txt", "a/d.txt", "e.txt"]);
  });

  test("a named file is read in a folder that would pass it over", () => {
    const folder = temporaryFolder("a/x.txt", "a/y.log", "a/.z.txt", "a/.h/w.md", "a/.h/v.txt");
    const { paths, passedOver } = discoverAll(folder, ["a", "a/y.log", "a/.z.txt", "a/.h/w.md"]);
    expect(paths).toEqual(["a/.h/w.md", "a/.z.txt", "a/x.txt", "a/y.log"]);
    expect(passedOver.entries()).toEqual([]);
  });

  test("a named file does not keep its folder from being walked", () => {
    const folder = temporaryFolder("a/b/x.txt", "a/b/y.log", "a/b/c/z.txt");
    expect(pathsOf(folder, ["a", "a/b/y.log"])).toEqual(["a/b/c/z.txt", "a/b/x.txt", "a/b/y.log"]);
  });

  test("a named file does not bring its neighbours along", () => {
    const folder = temporaryFolder("a/b/x.txt", "a/b/y.txt", "a/z.txt");
    expect(pathsOf(folder, ["a/b/y.txt", "a/z.txt"])).toEqual(["a/b/y.txt", "a/z.txt"]);
  });

  test("a named folder is read in one that would not be entered", () => {
    const folder = temporaryFolder("a/skip/x.txt", "a/skip/deep/y.txt", "a/z.txt");
    expect(pathsOf(folder, ["a", "a/skip/deep"], { exclude: ["skip"] })).toEqual([
      "a/skip/deep/y.txt",
      "a/z.txt",
    ]);
  });
});

describe("the output folder is never read", () => {
  const files = ["a.txt", "out/b.txt", "sub/out/c.txt"];

  test("in a walk", () => {
    const folder = temporaryFolder(...files);
    const { paths, passedOver } = discoverAll(folder, ["."], { outFolder: "out" });
    expect(paths).toEqual(["a.txt", "sub/out/c.txt"]);
    expect(passedOver.entries()).toEqual([["(output folder)", 1]]);
  });

  test("under whatever name it is given", () => {
    const folder = temporaryFolder(...files);
    symlinkSync("sub/out", join(folder, "link"));
    expect(pathsOf(folder, ["."], { outFolder: "link" })).toEqual(["a.txt", "out/b.txt"]);
    expect(pathsOf(folder, ["."], { outFolder: join(folder, "sub/../out/") })).toEqual([
      "a.txt",
      "sub/out/c.txt",
    ]);
  });

  test("when it appears later", () => {
    const folder = temporaryFolder("a.txt");
    expect(pathsOf(folder, ["."], { outFolder: "new/out" })).toEqual(["a.txt"]);
  });

  test("when a glob matches in it", () => {
    const folder = temporaryFolder(...files);
    expect(pathsOf(folder, ["**/*.txt"], { outFolder: "out" })).toEqual(["a.txt", "sub/out/c.txt"]);
  });

  test("and an input in it is a mistake", () => {
    const folder = temporaryFolder(...files);
    for (const input of ["out", "out/b.txt", "out/*.txt"]) {
      expect(() => pathsOf(folder, [input], { outFolder: "out" })).toThrow(UsageError);
      expect(() => pathsOf(folder, [input], { outFolder: "out" })).toThrow(
        `${input} lies in the output folder out, which is never read: choose another one with --out`,
      );
    }
  });
});

describe("`..` behind a symbolic link", () => {
  test("leads where the system goes, not where the text points", () => {
    const folder = temporaryFolder("a/b/", "a/x.txt", "x.txt", "x2.txt");
    symlinkSync("a/b", join(folder, "link"));
    const { files } = discoverAll(folder, ["link/../x.txt"]);
    expect(files[0]!.location).toBe(join(folder, "a/x.txt"));
    expect(discoverAll(folder, ["a/../x.txt"]).files[0]!.location).toBe(join(folder, "x.txt"));
    expect(pathsOf(join(folder, "a"), ["../x.txt", "../x2.txt"], { root: ".." })).toEqual([
      "x.txt",
      "x2.txt",
    ]);
  });
});

describe("mistakes", () => {
  const files = ["corpus/a.txt", "corpus/b c/d.txt", "other/e.txt"];
  const corpus = (folder: string) => join(folder, "corpus");

  test.each([
    ["nothing given", [], UsageError, "no inputs: name files, folders or globs, or - for standard input"],
    ["an empty input", [""], UsageError, "an input is empty"],
    ["a NUL", ["a\0"], UsageError, "holds a NUL character"],
    ["standard input twice", ["-", "-"], UsageError, "- (standard input) stands alone"],
    ["standard input and more", ["a.txt", "-"], UsageError, "- (standard input) stands alone"],
    ["a file that is not there", ["x.txt"], InputError, "x.txt: no such file or folder"],
    ["a file below a file", ["a.txt/b.txt"], InputError, "a.txt/b.txt: a part of the path is not a folder"],
    ["a file with a slash", ["a.txt/"], InputError, "a.txt/: a part of the path is not a folder"],
    ["a glob that matches nothing", ["*.md"], InputError, "no file matches *.md"],
    ["a glob in a folder that is not there", ["x/**"], InputError, "no file matches x/**"],
    ["a glob below a file", ["a.txt/*"], InputError, "no file matches a.txt/*"],
    ["one alternative that is not there", ["{a,x}.txt"], InputError, "x.txt: no such file or folder"],
    ["a name that is too long", ["x".repeat(300)], InputError, "the name is too long"],
    ["a named class", ["[[:alpha:]].txt"], UsageError, "named class"],
  ])("%s", (_name, inputs, type, message) => {
    const cwd = corpus(temporaryFolder(...files));
    expect(() => pathsOf(cwd, inputs)).toThrow(type);
    expect(() => pathsOf(cwd, inputs)).toThrow(message);
  });

  test("a root that is no folder", () => {
    const cwd = corpus(temporaryFolder(...files));
    expect(() => pathsOf(cwd, ["a.txt"], { root: "x" })).toThrow(new UsageError("--root x: no such folder"));
    expect(() => pathsOf(cwd, ["a.txt"], { root: "a.txt" })).toThrow(
      new UsageError("--root a.txt: it is no folder"),
    );
  });

  test("an input outside the root suggests one that works", () => {
    const folder = temporaryFolder(...files);
    const message = `../other is outside the root ${corpus(folder)} (the working directory, as there are several inputs): use --root ${folder}`;
    expect(() => pathsOf(corpus(folder), ["a.txt", "../other"])).toThrow(new UsageError(message));
    expect(pathsOf(corpus(folder), ["a.txt", "../other"], { root: folder })).toEqual([
      "corpus/a.txt",
      "other/e.txt",
    ]);
  });

  test("an input outside a given root suggests another one, quoted for a shell", () => {
    const folder = temporaryFolder(...files);
    const given = () => pathsOf(corpus(folder), ["b c/d.txt"], { root: "../other" });
    expect(given).toThrow(`(given by --root): use --root '${corpus(folder)}/b c'`);
  });

  test("a folder whose name starts like the root is outside of it", () => {
    const folder = temporaryFolder("a/x.txt", "ab/y.txt");
    expect(() => pathsOf(folder, ["ab/y.txt"], { root: "a" })).toThrow(UsageError);
  });
});
