import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discover } from "../../src/corpus/discover.ts";
import { resolveInputs } from "../../src/corpus/inputs.ts";
import { PassedOver } from "../../src/corpus/passed-over.ts";
import { discoverAll, optionsFor, pathsOf, temporaryFolder } from "./temporary-folder.ts";

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe("order", () => {
  test("is that of the UTF-8 bytes, not of UTF-16", () => {
    const names = [
      "\u{1f600}.txt",
      "\uff5e.txt",
      "\ue000.txt",
      "é.txt",
      "z.txt",
      "\u{10000}/a.txt",
      "\uffee/a.txt",
    ];
    const paths = pathsOf(temporaryFolder(...names), ["."]);
    expect(paths).toEqual([...names].sort(byBytes));
    expect(paths).not.toEqual([...names].sort());
  });

  test("puts a folder where its slash belongs", () => {
    const names = ["a.txt", "a/b.txt", "a-b.txt", "a0.txt", "a/b/c.txt", "a/b-c.txt"];
    expect(pathsOf(temporaryFolder(...names), ["."])).toEqual([
      "a-b.txt",
      "a.txt",
      "a/b-c.txt",
      "a/b.txt",
      "a/b/c.txt",
      "a0.txt",
    ]);
  });

  test("is the same for any tree and any inputs", () => {
    const name = fc.string({
      unit: fc.constantFrom("a", "-", "0", "é", "\ue000", "😀"),
      minLength: 1,
      maxLength: 2,
    });
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join("/")}.txt`);
    const tree = fc.uniqueArray(path, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(tree, fc.infiniteStream(fc.nat()), (files, random) => {
        const folder = temporaryFolder(...files);
        const expected = [...files].sort(byBytes);
        const folders = expected.map((file) => file.split("/").slice(0, -1).join("/") || ".");
        const pick = <T>(list: readonly T[]) => list[(random.next().value as number) % list.length]!;
        const named = [pick(expected), pick(folders), pick(expected), pick(folders)];
        expect(pathsOf(folder, ["."])).toEqual(expected);
        expect(pathsOf(folder, [...named.map((path) => `./${path}`), "."])).toEqual(expected);
        expect(pathsOf(folder, [...expected].reverse(), { root: "." })).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

test("2,000 entries of one folder", () => {
  const names = Array.from({ length: 2000 }, (_, index) => `${(index * 7919) % 2000}.txt`);
  const paths = pathsOf(temporaryFolder(...names), ["."]);
  expect(paths).toHaveLength(2000);
  expect(paths).toEqual([...new Set(names)].sort(byBytes));
});

test("200 folders deep", () => {
  const path = `${"d/".repeat(200)}a.txt`;
  expect(pathsOf(temporaryFolder(path), ["."])).toEqual([path]);
});

test("an empty folder has no documents", () => {
  const { files, passedOver } = discoverAll(temporaryFolder("empty/"), ["empty"]);
  expect(files).toEqual([]);
  expect(passedOver.entries()).toEqual([]);
});

test("standard input is one document", () => {
  const { files } = discoverAll(temporaryFolder(), ["-"]);
  expect(files).toEqual([{ kind: "file", sourcePath: "-", location: "-", nameIsUtf8: true }]);
});

test("a document has a path for people and one for the system", () => {
  const folder = temporaryFolder("news/é 1.txt");
  expect(discoverAll(folder, ["news"]).files).toEqual([
    { kind: "file", sourcePath: "é 1.txt", location: join(folder, "news/é 1.txt"), nameIsUtf8: true },
  ]);
});

describe.skipIf(process.platform !== "linux")("names that are not UTF-8 (only Linux has them)", () => {
  function folderWithBadNames(): string {
    const folder = temporaryFolder("b\u{10000}.txt", "bé.txt", "c.txt");
    for (const bytes of [
      [0x62, 0xff],
      [0x62, 0xc3],
      [0xed, 0xa0, 0x80],
    ]) {
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(bytes), Buffer.from(".txt")]), "");
    }
    return folder;
  }

  test("are shown in hexadecimal and ordered by their bytes", () => {
    const { files, paths } = discoverAll(folderWithBadNames(), ["."]);
    expect(paths).toEqual([
      "b\\xC3.txt/",
      "bé.txt",
      "b\u{10000}.txt",
      "b\\xFF.txt/",
      "c.txt",
      "\\xED\\xA0\\x80.txt/",
    ]);
    expect(files.map((file) => file.nameIsUtf8)).toEqual([false, true, true, false, true, false]);
    expect(files.map((file) => typeof file.location)).toEqual(
      files.map((file) => (file.nameIsUtf8 ? "string" : "object")),
    );
  });

  test("are never taken for a file that is named as they are shown", () => {
    const folder = temporaryFolder("b\\xFF.txt", "b\\xFF\\x5C.txt");
    for (const bytes of [[0xff], [0xff, 0x5c], [0x5c, 0x78, 0x46, 0x46, 0xff]])
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from(bytes), Buffer.from(".txt")]), "");
    const paths = pathsOf(folder, ["."]);
    expect(new Set(paths).size).toBe(5);
    expect(paths).toContain("b\\x5CxFF\\xFF.txt/");
  });

  test("are found by a quoted glob and by what Node makes of an expanded one", () => {
    const folder = folderWithBadNames();
    const all = pathsOf(folder, ["."]);
    expect(pathsOf(folder, ["*.txt"])).toEqual(all);
    expect(
      pathsOf(folder, ["b\ufffd.txt", "bé.txt", "b\u{10000}.txt", "c.txt", "\ufffd\ufffd\ufffd.txt"]),
    ).toEqual(all);
  });

  test("may be those of a folder, and of the root", () => {
    const folder = temporaryFolder();
    const bad = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xfe])]);
    mkdirSync(bad);
    writeFileSync(Buffer.concat([bad, Buffer.from("/a.txt")]), "");
    const [below] = discoverAll(folder, ["."]).files;
    expect(below).toMatchObject({ sourcePath: "\\xFE/a.txt/", nameIsUtf8: false });
    expect(below!.location).toEqual(Buffer.concat([bad, Buffer.from("/a.txt")]));
    const inside = discoverAll(folder, ["*"]);
    expect(inside.root).toBe(`${folder}/\\xFE`);
    expect(inside.files).toEqual([{ ...below, sourcePath: "a.txt", nameIsUtf8: true }]);
  });
});

describe("symbolic links in a folder", () => {
  test("to a file in the root are read under their own path", () => {
    const folder = temporaryFolder("a/real.txt", "b/");
    symlinkSync("../a/real.txt", join(folder, "b/link.txt"));
    symlinkSync("link.txt", join(folder, "b/link-to-link.txt"));
    expect(pathsOf(folder, ["."])).toEqual(["a/real.txt", "b/link-to-link.txt", "b/link.txt"]);
  });

  test("out of the root, to folders, to nothing and in circles are passed over and counted", () => {
    const folder = temporaryFolder("root/a.txt", "outside.txt", "root-2/b.txt");
    const root = join(folder, "root");
    symlinkSync("../outside.txt", join(root, "out.txt"));
    symlinkSync("../root-2/b.txt", join(root, "out-2.txt"));
    symlinkSync(".", join(root, "folder.txt"));
    symlinkSync("nothing.txt", join(root, "broken.txt"));
    symlinkSync("circle.txt", join(root, "circle.txt"));
    symlinkSync("/dev/null", join(root, "device.txt"));
    const { paths, passedOver } = discoverAll(folder, ["root"]);
    expect(paths).toEqual(["a.txt"]);
    expect(passedOver.entries()).toEqual([["(symbolic link)", 6]]);
  });

  test("to a file of another kind count as what their name says", () => {
    const folder = temporaryFolder("a.txt");
    symlinkSync("a.txt", join(folder, "a.jpg"));
    const { paths, passedOver } = discoverAll(folder, ["."]);
    expect(paths).toEqual(["a.txt"]);
    expect(passedOver.entries()).toEqual([[".jpg", 1]]);
  });

  test("into the output folder are not read", () => {
    const folder = temporaryFolder("a.txt", "out/b.txt");
    symlinkSync("out/b.txt", join(folder, "link.txt"));
    expect(pathsOf(folder, ["."], { outFolder: "out" })).toEqual(["a.txt"]);
  });

  test("are read if they are named", () => {
    const folder = temporaryFolder("root/a.txt", "outside.txt", "folder/b.txt");
    symlinkSync("../outside.txt", join(folder, "root/out.txt"));
    symlinkSync("../folder", join(folder, "root/sub"));
    symlinkSync("nothing", join(folder, "root/broken"));
    const options = { root: "root" };
    const named = ["root/out.txt", "root/sub", "root/broken", "root"];
    const { paths, passedOver } = discoverAll(folder, named, options);
    expect(paths).toEqual(["a.txt", "broken", "out.txt", "sub/b.txt"]);
    expect(passedOver.entries()).toEqual([]);
  });

  test("a root that is a link is its target", () => {
    const folder = temporaryFolder("real/a.txt", "real/b.txt");
    symlinkSync("real", join(folder, "link"));
    symlinkSync("a.txt", join(folder, "real/c.txt"));
    expect(pathsOf(folder, ["link"])).toEqual(["a.txt", "b.txt", "c.txt"]);
  });
});

describe("a folder that cannot be listed", () => {
  test("is reported in its place, and the others are read", () => {
    const folder = temporaryFolder("a.txt", "b/x.txt", "c/y.txt");
    const walk = discover(resolveInputs(optionsFor(folder, ["."])), new PassedOver());
    expect(walk.next().value.sourcePath).toBe("a.txt");
    rmSync(join(folder, "b"), { recursive: true });
    expect([...walk]).toEqual([
      {
        kind: "unreadable",
        sourcePath: "b",
        location: join(folder, "b/"),
        nameIsUtf8: true,
        reason: "no such file or folder",
      },
      { kind: "file", sourcePath: "c/y.txt", location: join(folder, "c/y.txt"), nameIsUtf8: true },
    ]);
  });

  test("may be the root", () => {
    const folder = temporaryFolder("root/a.txt", "root/b.txt");
    const resolved = resolveInputs(optionsFor(folder, ["root", "root/b.txt"], { root: "root" }));
    rmSync(join(folder, "root"), { recursive: true });
    const found = [...discover(resolved, new PassedOver())];
    expect(found.map(({ kind, sourcePath }) => [kind, sourcePath])).toEqual([
      ["unreadable", "."],
      ["file", "b.txt"],
    ]);
  });

  // Permission bits do not bind root, who runs tests in containers.
  test.skipIf(process.getuid?.() === 0)("for lack of permission has that as its reason", () => {
    const folder = temporaryFolder("a.txt", "b/x.txt");
    chmodSync(join(folder, "b"), 0);
    const { files } = discoverAll(folder, ["."]);
    chmodSync(join(folder, "b"), 0o755);
    expect(files[1]).toMatchObject({ kind: "unreadable", sourcePath: "b", reason: "permission denied" });
  });
});

test("what is passed over is counted by extension", () => {
  const folder = temporaryFolder(
    "a.txt",
    "b.JPG",
    "c.jpg",
    "README",
    "d.tar.gz",
    "ends.",
    ".hidden.txt",
    ".git/x.txt",
    "skip/a.txt",
    "skip.txt",
    "What follows. is no extension",
  );
  const { paths, passedOver } = discoverAll(folder, ["."], { exclude: ["skip", "skip.txt"] });
  expect(paths).toEqual(["a.txt"]);
  expect(passedOver.entries()).toEqual([
    ["(excluded)", 2],
    ["(hidden)", 2],
    ["(no extension)", 2],
    [".jpg", 2],
    ["(other)", 1],
    [".gz", 1],
  ]);
});

test("counts of passed-over files do not grow without end", () => {
  const passedOver = new PassedOver();
  for (let index = 0; index < 5000; index++) passedOver.countFile(`part.${index}`);
  passedOver.countFile("part.1");
  const entries = passedOver.entries();
  expect(entries).toHaveLength(101);
  expect(entries[0]).toEqual(["(other)", 4900]);
  expect(entries[1]).toEqual([".1", 2]);
});
