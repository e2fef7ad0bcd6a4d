/** How documents are grouped: by what those before were like. */
import { truncateSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../src/corpus/source-file.ts";
import { type WorkItemLimits, WorkItems } from "../../src/corpus/work-items.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const limits: WorkItemLimits = { bytes: 1000, maxDocuments: 64 };

function filesOf(count: number): SourceFile[] {
  return Array.from({ length: count }, (_, index) => {
    const sourcePath = `${index}.txt`;
    return { kind: "file", sourcePath, location: `/${sourcePath}`, nameIsUtf8: true };
  });
}

/** Takes all items and tells, after each, of its documents. Lengths of the items. */
function lengthsOf(sizes: readonly number[], given: WorkItemLimits = limits): number[] {
  const items = new WorkItems(filesOf(sizes.length), given);
  const lengths: number[] = [];
  let [documents, bytes] = [0, 0];
  for (let item = items.next(); item !== null; item = items.next()) {
    lengths.push(item.length);
    for (const { sourcePath } of item) bytes += sizes[Number.parseInt(sourcePath, 10)]!;
    documents += item.length;
    items.learn(documents, bytes);
  }
  return lengths;
}

const same = (count: number, bytes: number) => Array.from({ length: count }, () => bytes);

describe("the length of items", () => {
  test("is one at first, and grows four-fold until an item holds its bytes", () => {
    expect(lengthsOf(same(121, 50))).toEqual([1, 4, 16, 20, 20, 20, 20, 20]);
  });

  test("grows to the number of documents and no further, also where all are empty", () => {
    expect(lengthsOf(same(200, 0))).toEqual([1, 4, 16, 64, 64, 51]);
    expect(lengthsOf(same(200, 1))).toEqual([1, 4, 16, 64, 64, 51]);
  });

  test("is one where documents are larger than an item", () => {
    expect(lengthsOf(same(4, 1001))).toEqual([1, 1, 1, 1]);
    expect(lengthsOf(same(3, 2 ** 31))).toEqual([1, 1, 1]);
  });

  test("shrinks at once where documents become large", () => {
    const lengths = lengthsOf([...same(85, 10), ...same(70, 100_000)]);
    expect(lengths.slice(0, 5)).toEqual([1, 4, 16, 64, 64]);
    expect(new Set(lengths.slice(5))).toEqual(new Set([1]));
  });

  test("may be a third or all of what the bytes allow, never more than the limits", () => {
    expect(lengthsOf(same(9, 400))).toEqual([1, 2, 2, 2, 2]);
    expect(lengthsOf(same(9, 1), { bytes: 1000, maxDocuments: 1 })).toEqual(same(9, 1));
    expect(lengthsOf(same(9, 1), { bytes: 0, maxDocuments: 5 })).toEqual(same(9, 1));
  });

  test("stays one while no document could be read", () => {
    const items = new WorkItems(filesOf(3), limits);
    items.learn(0, 0);
    expect(items.next()).toHaveLength(1);
    items.learn(0, 0);
    expect(items.next()).toHaveLength(1);
  });

  test("grows four-fold from item to item, however often there is something to learn", () => {
    const items = new WorkItems(filesOf(200), limits);
    expect(items.next()).toHaveLength(1);
    for (let time = 1; time < 5; time++) items.learn(time, time);
    expect(items.next()).toHaveLength(4);
    // What was held meanwhile is as long as the one before.
    expect(items.next()).toHaveLength(4);
    for (let time = 1; time < 5; time++) items.learn(10 * time, time);
    expect(items.next()).toHaveLength(16);
  });
});

test("no more documents are looked for than are needed to know the sizes, and the end is the end", () => {
  let taken = 0;
  function* counted() {
    for (const file of filesOf(70)) {
      taken++;
      yield file;
    }
  }
  const items = new WorkItems(counted(), { ...limits, maxDocuments: 100 });
  expect(taken).toBe(0);
  expect([items.next()?.length, taken]).toEqual([1, 64]);
  for (const length of [4, 16, 49]) {
    items.learn(1, 1);
    expect(items.next()).toHaveLength(length);
  }
  expect([items.next(), items.next(), taken]).toEqual([null, null, 70]);
});

test("the first item is as long as the sizes of the first documents say, a shorter one is had by asking", () => {
  const folder = temporaryFolder("a.txt");
  truncateSync(join(folder, "a.txt"), 50);
  const place = { sourcePath: "a.txt", location: join(folder, "a.txt"), nameIsUtf8: true };
  const files = Array.from({ length: 60 }, (): SourceFile => ({ kind: "file", ...place }));
  const items = new WorkItems(files, limits);
  expect(items.itemLength).toBe(20);
  expect([items.next(3)?.length, items.next()?.length]).toEqual([3, 20]);
  items.learn(23, 23 * 10);
  expect([items.next(5)?.length, items.itemLength]).toEqual([5, 64]);
  expect([items.next()?.length, items.next()]).toEqual([32, null]);
});

test("without documents there are no items", () => {
  expect(new WorkItems([], limits).next()).toBeNull();
});

test("what fails while documents are found is thrown", () => {
  function* failing(): Generator<SourceFile> {
    yield* filesOf(64);
    throw new Error("the folder has gone");
  }
  const items = new WorkItems(failing(), limits);
  expect(items.next(64)).toHaveLength(64);
  expect(() => items.next()).toThrow("the folder has gone");
});

test("whether there are more documents is known without losing one", () => {
  let given = 0;
  function* counted(): Generator<SourceFile> {
    for (const file of filesOf(5)) {
      given++;
      yield file;
    }
  }
  const items = new WorkItems(counted(), limits);
  expect([items.hasMore(0), given]).toEqual([true, 0]);
  expect([items.hasMore(3), given]).toEqual([true, 3]);
  expect([items.hasMore(5), items.hasMore(6)]).toEqual([true, false]);
  expect([items.next()?.length, items.hasMore(4), items.hasMore(5)]).toEqual([1, true, false]);
  items.learn(1, 1);
  expect([items.next()?.length, items.next()]).toEqual([4, null]);
});

test("how much is left follows from the count, or from the sizes of the first documents as they are", () => {
  const folder = temporaryFolder("a.txt", "b.txt");
  truncateSync(join(folder, "b.txt"), 70);
  const at = (name: string): SourceFile => {
    const place = { sourcePath: name, location: join(folder, name), nameIsUtf8: true };
    return { kind: "file", ...place };
  };
  const withoutSize: SourceFile[] = [
    { ...at("gone.txt"), kind: "unreadable", reason: "permission denied" },
    { ...at("-"), location: "-" },
    at("gone.txt"),
    at("a.txt/below"),
    at("x".repeat(300)),
  ];
  const many = 100;
  const atLeast = (files: SourceFile[], bytes: number) =>
    new WorkItems(files, limits).areAtLeast({ documents: many, bytes });
  const seven = [at("a.txt"), at("b.txt"), ...withoutSize];
  expect([atLeast(seven, 75), atLeast(seven, 76)]).toEqual([true, false]);
  expect([atLeast(withoutSize, 1), atLeast([], 1)]).toEqual([false, false]);
  expect([atLeast(withoutSize, 0), atLeast([], 0)]).toEqual([false, false]);
  expect([atLeast(filesOf(many), 1), atLeast(filesOf(many - 1), 1)]).toEqual([true, false]);
  // Sixty-four stand for all, whatever follows.
  const ninety = Array.from({ length: 90 }, (_, index) => at(index < 64 ? "b.txt" : "gone.txt"));
  expect([atLeast(ninety, 90 * 70), atLeast(ninety, 90 * 70 + 1)]).toEqual([true, false]);
});

test("all documents come out once and in order, whatever is learnt and when", () => {
  const step = fc.oneof(
    fc.constant("next" as const),
    fc.record({ documents: fc.nat({ max: 2000 }), bytes: fc.nat({ max: 2 ** 31 }) }),
    fc.record({ documents: fc.nat({ max: 2000 }), bytes: fc.nat({ max: 3000 }) }),
  );
  fc.assert(
    fc.property(
      fc.nat({ max: 400 }),
      fc.array(step, { maxLength: 60 }),
      fc.record({ bytes: fc.nat({ max: 5000 }), maxDocuments: fc.integer({ min: 1, max: 100 }) }),
      (count, steps, given) => {
        const files = filesOf(count);
        const items = new WorkItems(files, given);
        const lengths: number[] = [];
        const seen: SourceFile[] = [];
        const take = () => {
          const item = items.next();
          if (item === null) return false;
          lengths.push(item.length);
          seen.push(...item);
          return true;
        };
        take();
        for (const each of steps) {
          if (each === "next") take();
          else items.learn(each.documents, each.bytes);
        }
        while (take());
        expect(seen).toEqual(files);
        const most = lengths.map((_, index) =>
          Math.min(given.maxDocuments, 4 * (lengths[index - 1] ?? 0.25)),
        );
        expect(lengths.filter((length, index) => length < 1 || length > most[index]!)).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});
