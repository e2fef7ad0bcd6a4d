import { rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SourceFile } from "../../src/corpus/source-file.ts";
import { cutWorkItems } from "../../src/corpus/work-items.ts";
import { addFile, discoverAll, temporaryFolder } from "./temporary-folder.ts";

function filesOf(...sizes: readonly number[]): readonly SourceFile[] {
  const folder = temporaryFolder("empty/");
  sizes.forEach((size, index) => {
    addFile(folder, `${1000 + index}.txt`, "x".repeat(size));
  });
  return discoverAll(folder, ["."]).files;
}

const sizesOf = (files: readonly SourceFile[], maxBytes: number, maxDocuments: number) =>
  [...cutWorkItems(files, { maxBytes, maxDocuments })].map((item) => [item.documents.length, item.byteCount]);

test("items end before they hold too many bytes", () => {
  const files = filesOf(4, 3, 3, 1, 9, 2);
  expect(sizesOf(files, 10, 100)).toEqual([
    [3, 10],
    [2, 10],
    [1, 2],
  ]);
});

test("items end at the number of documents, empty ones too", () => {
  expect(sizesOf(filesOf(0, 0, 1, 1, 0), 10, 2)).toEqual([
    [2, 0],
    [2, 2],
    [1, 0],
  ]);
});

test("a huge document is an item of its own", () => {
  expect(sizesOf(filesOf(1, 50, 1, 60, 70), 10, 100)).toEqual([
    [1, 1],
    [1, 50],
    [1, 1],
    [1, 60],
    [1, 70],
  ]);
});

test("an empty document may share an item with a huge one before it or stand before it", () => {
  const items = sizesOf(filesOf(0, 50, 0), 10, 100);
  expect(items).toEqual([
    [1, 0],
    [1, 50],
    [1, 0],
  ]);
});

test("all documents come out once and in order", () => {
  const sizes = fc.array(fc.nat({ max: 12 }), { maxLength: 12 });
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 1, max: 15 }),
      fc.integer({ min: 1, max: 5 }),
      (bytes, maxBytes, maxDocuments) => {
        const files = filesOf(...bytes);
        const items = [...cutWorkItems(files, { maxBytes, maxDocuments })];
        expect(items.flatMap((item) => item.documents)).toEqual(files);
        expect(items.map((item) => item.index)).toEqual(items.map((_, index) => index));
        for (const { documents, byteCount } of items) {
          expect(documents.length).toBeGreaterThan(0);
          expect(documents.length).toBeLessThanOrEqual(maxDocuments);
          if (documents.length > 1) expect(byteCount).toBeLessThanOrEqual(maxBytes);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test("what cannot be looked at counts no bytes", () => {
  const folder = temporaryFolder("a.txt", "b.txt");
  const { files } = discoverAll(folder, ["."]);
  rmSync(join(folder, "a.txt"));
  truncateSync(join(folder, "b.txt"), 7);
  const standardInput: SourceFile = { kind: "file", sourcePath: "-", location: "-", nameIsUtf8: true };
  const place = { sourcePath: "c", location: folder, nameIsUtf8: true };
  const tooLong: SourceFile = { kind: "file", ...place, location: join(folder, "x".repeat(300)) };
  const all: SourceFile[] = [...files, standardInput, { kind: "unreadable", ...place, reason: "" }, tooLong];
  expect(sizesOf(all, 100, 100)).toEqual([[5, 7]]);
});

test("documents are taken no faster than items are", () => {
  const files = filesOf(1, 1, 1, 1, 1, 1);
  let taken = 0;
  function* counted() {
    for (const file of files) {
      taken++;
      yield file;
    }
  }
  const items = cutWorkItems(counted(), { maxBytes: 100, maxDocuments: 2 });
  items.next();
  expect(taken).toBe(3);
});
