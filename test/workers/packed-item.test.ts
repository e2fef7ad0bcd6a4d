/** What a thread unpacks is what was packed, whatever the names of files are. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { SourceFile } from "../../src/corpus/source-file.ts";
import { packItem, unpackItem } from "../../src/workers/packed-item.ts";

const name = fc.oneof(
  fc.constantFrom("a.txt", "b c.txt", "é.txt", "x\ny.txt", "中.txt", "\u2028"),
  fc.string({ minLength: 1, maxLength: 6 }).map((text) => text.replaceAll(/[\0/]/g, "_")),
);
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
const root = fc.constantFrom("/", "/data/", "/données/x/");
const plain = (folder: string) =>
  path.map(
    (sourcePath): SourceFile => ({
      kind: "file",
      sourcePath,
      location: folder + sourcePath,
      nameIsUtf8: true,
    }),
  );
const odd: fc.Arbitrary<SourceFile> = fc.constantFrom<SourceFile>(
  { kind: "unreadable", sourcePath: "a", location: "/data/a", nameIsUtf8: true, reason: "permission denied" },
  { kind: "file", sourcePath: "a\\xFF/", location: "/data/other", nameIsUtf8: true },
  { kind: "file", sourcePath: "b\\xFF/", location: "/data/b\\xFF", nameIsUtf8: false },
  { kind: "file", sourcePath: "c\\xFF/", location: Buffer.from("/data/c\xff", "latin1"), nameIsUtf8: false },
  { kind: "file", sourcePath: "-", location: "-", nameIsUtf8: true },
);

it("comes out as it went in, after it was copied to another thread", () => {
  fc.assert(
    fc.property(
      root.chain((folder) => fc.array(plain(folder), { minLength: 1, maxLength: 20 })),
      fc.array(odd, { maxLength: 2 }),
      (files, odds) => {
        const item = [...files, ...odds];
        expect(unpackItem(structuredClone(packItem(item)))).toEqual(item);
      },
    ),
  );
});

it("is one text where documents have nothing but a path", () => {
  const file = (sourcePath: string): SourceFile => ({
    kind: "file",
    sourcePath,
    location: `/data/${sourcePath}`,
    nameIsUtf8: true,
  });
  expect(packItem([file("a.txt"), file("b/c.txt")])).toEqual({
    kind: "paths",
    paths: "/data/a.txt\0/data/b/c.txt",
    rootLength: 6,
  });
});
