/** How documents are put together to items: all of them, in order, as many as their sizes so far suggest. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { SourceFile } from "../../src/corpus/source-file.ts";
import { bytesOf, WorkItems } from "../../src/corpus/work-items.ts";

const folder = mkdtempSync(join(tmpdir(), "docrows-items-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string): SourceFile {
  return { kind: "file", sourcePath: name, location: join(folder, name), nameIsUtf8: true };
}

function* files(count: number): Generator<SourceFile> {
  for (let number = 0; number < count; number++) yield file(`${number}.txt`);
}

/** Takes all items; after each one the source learns that all its documents have so many bytes. */
function takeAll(items: WorkItems, bytesEach: (path: string) => number): string[][] {
  const taken: string[][] = [];
  let documents = 0;
  let bytes = 0;
  for (let item = items.next(); item !== null; item = items.next()) {
    const paths = item.map(({ sourcePath }) => sourcePath);
    taken.push(paths);
    documents += paths.length;
    bytes += paths.reduce((sum, path) => sum + bytesEach(path), 0);
    items.learn(documents, bytes);
  }
  return taken;
}

describe("WorkItems", () => {
  it("gives every document once and in order, in items that grow at most fourfold", () => {
    const counts = fc.integer({ min: 0, max: 3000 });
    const sizes = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(counts, sizes, fc.integer({ min: 1, max: 200 }), (count, bytes, maxDocuments) => {
        const items = new WorkItems(files(count), { bytes: 1 << 16, maxDocuments });
        const taken = takeAll(items, (path) => bytes[Number.parseInt(path, 10) % bytes.length]!);
        expect(taken.flat()).toEqual(Array.from(files(count), ({ sourcePath }) => sourcePath));
        expect(items.next()).toBeNull();
        const lengths = taken.map(({ length }) => length);
        for (const [index, length] of lengths.entries()) {
          expect(length).toBeGreaterThan(0);
          expect(length).toBeLessThanOrEqual(Math.min(maxDocuments, 4 * (lengths[index - 1] ?? 0.25)));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("takes as many documents as fill an item, by the size of those before", () => {
    const lengthsFor = (bytesEach: number) =>
      takeAll(new WorkItems(files(200), { bytes: 1000, maxDocuments: 64 }), () => bytesEach).map(
        ({ length }) => length,
      );
    expect(lengthsFor(100).slice(0, 5)).toEqual([1, 4, 10, 10, 10]);
    expect(lengthsFor(5000)).toEqual(Array.from({ length: 200 }, () => 1));
    expect(lengthsFor(0).slice(0, 5)).toEqual([1, 4, 16, 64, 64]);
  });

  it("takes no document before it is asked for it", () => {
    let given = 0;
    function* counted(): Generator<SourceFile> {
      for (const each of files(10)) {
        given++;
        yield each;
      }
    }
    const items = new WorkItems(counted(), { bytes: 1000, maxDocuments: 64 });
    expect(given).toBe(0);
    items.next();
    expect(given).toBe(1);
  });

  it("gives an item again that was put back", () => {
    const items = new WorkItems(files(2), { bytes: 1000, maxDocuments: 64 });
    const first = items.next()!;
    items.putBack(first);
    expect(items.next()).toBe(first);
    expect(items.next()?.[0]?.sourcePath).toBe("1.txt");
    expect(items.next()).toBeNull();
  });
});

describe("bytesOf", () => {
  it("adds the sizes of the files as they are, 0 for what is not there", () => {
    writeFileSync(join(folder, "a.txt"), "12345");
    writeFileSync(join(folder, "b.txt"), "123");
    const unreadable: SourceFile = { ...file("c"), kind: "unreadable", reason: "no" };
    const standardInput: SourceFile = { ...file("-"), location: "-" };
    expect(bytesOf([file("a.txt"), file("b.txt"), file("gone.txt"), unreadable, standardInput])).toBe(8);
    expect(bytesOf([file("a.txt/below")])).toBe(0);
  });
});
