/**
 * The pool, with threads that do what a script says: they wait at gates which the test opens, so that it is known who is first.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SourceFile } from "../../src/corpus/source-file.ts";
import type { WorkItem } from "../../src/corpus/work-items.ts";
import { InputError } from "../../src/findings/errors.ts";
import type { Outcome } from "../../src/workers/outcome.ts";
import type { OwnWork } from "../../src/workers/own-work.ts";
import { RING_BYTES } from "../../src/workers/piece-ring.ts";
import { type HandledDocuments, type ItemSource, Pool } from "../../src/workers/pool.ts";
import type { ThreadAnswer } from "../../src/workers/thread.ts";
import type { WorkSettings } from "../../src/workers/work.ts";
import { watchedThreads } from "./watched-workers.ts";

vi.mock("node:worker_threads", async (original) => {
  const { watched } = await import("./watched-workers.ts");
  return watched(await original());
});

/** What a thread does with a document; see scripted-thread.mjs. */
interface Script {
  /** From 1 on; the thread waits there until it is open. */
  readonly gate?: number;
  readonly pieces?: number;
  readonly bytes?: number;
  readonly ending?: "exit" | "throw" | "text" | "reject" | "memory";
}

/** Eight of these fill a ring. */
const EIGHTH = RING_BYTES / 8;
const LATE_THREADS_GATE = 1;
const pools: Pool[] = [];
let gates: Int32Array;
let counts: Int32Array;

beforeEach(() => {
  watchedThreads.entry = new URL("scripted-thread.mjs", import.meta.url);
  watchedThreads.options = {};
  gates = new Int32Array(new SharedArrayBuffer(4 * 16));
  counts = new Int32Array(new SharedArrayBuffer(4 * 3));
});

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

const begun = () => counts[1]!;
const writtenBytes = () => counts[2]!;

function open(gate: number): void {
  Atomics.store(gates, gate, 1);
  Atomics.notify(gates, gate);
}

/** Waits until it has the same answer for a while: threads that could go on would have done so. */
async function settled(value: () => number): Promise<number> {
  for (let before = -1; ; ) {
    const now = value();
    if (now === before) return now;
    before = now;
    await sleep(100);
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2);
}

interface PoolOptions {
  readonly lateThreads?: boolean;
  readonly own?: OwnDocuments;
}

function newPool(threadCount: number, { lateThreads = false, own }: PoolOptions = {}): Pool {
  const work = { gates, counts, lateThreads } as unknown as WorkSettings;
  const pool = new Pool({ work, own: (own as unknown as OwnWork) ?? null, threadCount: () => threadCount });
  pools.push(pool);
  return pool;
}

/** Items whose documents have these scripts, numbered from 0 through all items, and how many items were taken. */
class Items implements ItemSource {
  encode = true;
  taken = 0;
  itemLength = 1;
  readonly #items: WorkItem[];

  constructor(...items: readonly (readonly Script[])[]) {
    let id = 0;
    this.#items = items.map((scripts) =>
      scripts.map((script) => {
        const sourcePath = `${id}.txt`;
        return {
          kind: "file",
          sourcePath,
          nameIsUtf8: true,
          location: JSON.stringify({ ...script, id: id++ }),
        } as const;
      }),
    );
  }

  next(): WorkItem | null {
    return this.#items[this.taken] === undefined ? null : this.#items[this.taken++]!;
  }
}

/** Handles documents in the main thread: one a step, only if `hasRoom` or it is their turn, and after `begunBefore` of threads. */
class OwnDocuments {
  hasRoom = true;
  begunBefore = 0;
  readonly handled: number[] = [];
  #left: SourceFile[] = [];
  #answers: ThreadAnswer[] = [];

  get isBusy(): boolean {
    return this.#left.length > 0;
  }

  handles(answers: readonly ThreadAnswer[]): boolean {
    return this.isBusy && answers === this.#answers;
  }

  take(item: WorkItem): ThreadAnswer[] {
    this.#left = [...item];
    this.#answers = [];
    return this.#answers;
  }

  step(isFirst: boolean): boolean {
    if (begun() < this.begunBefore) return true;
    if (!this.hasRoom && !isFirst) return false;
    const { id } = JSON.parse((this.#left.shift() as { location: string }).location);
    this.handled.push(id);
    this.#answers.push({ type: "outcome", outcome: { seen: 1, bytes: id } as Outcome });
    if (this.#left.length === 0) this.#answers.push({ type: "done" });
    return true;
  }
}

/** So many items of one document with this script. */
function many(count: number, script: Script = {}): Script[][] {
  return Array.from({ length: count }, () => [script]);
}

/** What comes out of a pool: numbers of documents, and before each of them the first bytes of its pieces as `p<byte>`. */
class Results {
  readonly seen: (number | string)[] = [];
  bytes = 0;
  readonly run: AsyncGenerator<HandledDocuments>;

  constructor(pool: Pool, source: ItemSource, signal?: AbortSignal) {
    const onPiece = (_output: number, { bytes }: { readonly bytes: Uint8Array }) => {
      this.seen.push(`p${bytes[0]}`);
      this.bytes += bytes.length;
    };
    this.run = pool.run(source, onPiece, signal);
  }

  async all(): Promise<(number | string)[]> {
    for await (const { outcome } of this.run) this.seen.push(outcome.bytes);
    return this.seen;
  }
}

/** What a pool of so many threads answers first. */
async function firstResult(threadCount: number): Promise<unknown> {
  return await new Results(newPool(threadCount), new Items([{}])).run.next();
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("what a pool gives", () => {
  test("is in the order of the items, whichever thread is first", async () => {
    const results = new Results(newPool(2), new Items([{ gate: 2 }], ...many(9)));
    const all = results.all();
    await until(() => begun() === 10);
    expect(results.seen).toEqual([]);
    open(2);
    expect(await all).toEqual(upTo(10));
  });

  test("is in order where a thread has its next item already", async () => {
    const items = [[{ gate: 2 }, {}], ...Array.from({ length: 9 }, () => [{}, {}])];
    const results = new Results(newPool(2), new Items(...items));
    const all = results.all();
    // The held thread has begun a document, and has three items more.
    await until(() => begun() === 13);
    expect(await settled(begun)).toBe(13);
    expect(results.seen).toEqual([]);
    open(2);
    expect(await all).toEqual(upTo(20));
  });

  test("leaves an item of one document to whoever is done first", async () => {
    const source = new Items([{ gate: 2 }], [{ gate: 3 }], [{}], [{}]);
    const results = new Results(newPool(2), source);
    const all = results.all();
    await until(() => begun() === 2);
    expect(source.taken).toBe(2);
    open(3);
    await until(() => begun() === 4);
    open(2);
    expect(await all).toEqual(upTo(4));
  });

  test("is in order also where the last ones are done first", async () => {
    const pool = newPool(3);
    // Held back in turns: 0, 3, 6, … by the test, the others run ahead.
    const results = new Results(
      pool,
      new Items(...upTo(12).map((id) => (id % 3 === 0 ? [{ gate: 2 + id / 3 }] : [{}]))),
    );
    const all = results.all();
    for (const gate of [3, 5, 4, 2]) {
      await sleep(5);
      open(gate);
    }
    expect(await all).toEqual(upTo(12));
  });

  test("has the pieces of a document before its outcome, and the place of each document in its item", async () => {
    const pool = newPool(2);
    const source = new Items(
      [{ pieces: 2, bytes: 5 }, {}, { pieces: 1, bytes: 0 }],
      [{ pieces: 1, bytes: 3 }],
      [{ pieces: 3, bytes: 100_000 }, {}],
    );
    const results = new Results(pool, source);
    const places: [number, number][] = [];
    for await (const { item, first, outcome } of results.run) {
      results.seen.push(outcome.bytes);
      places.push([item.length, first]);
    }
    const expected = ["p0", "p1", 0, 1, "pundefined", 2, "p3", 3, "p4", "p5", "p6", 4, 5];
    expect(results.seen).toEqual(expected);
    expect(places).toEqual([
      [3, 0],
      [3, 1],
      [3, 2],
      [1, 0],
      [2, 0],
      [2, 1],
    ]);
  });

  test("is nothing where there are no items", async () => {
    expect(await new Results(newPool(2), new Items()).all()).toEqual([]);
  });

  test("has no pieces of items that were handed out when none were wanted any more", async () => {
    const source = new Items(...many(20, { pieces: 1, bytes: 1 }));
    const results = new Results(newPool(1), source);
    for await (const { outcome } of results.run) {
      results.seen.push(outcome.bytes);
      source.encode = false;
    }
    const pieces = results.seen.filter((each) => typeof each === "string");
    expect(pieces.length).toBeLessThanOrEqual(3);
    expect(results.seen.filter((each) => typeof each === "number")).toEqual(upTo(20));
  });

  test("does not wait for threads that have not started", async () => {
    const pool = newPool(3, { lateThreads: true });
    const results = new Results(pool, new Items(...many(30)));
    expect(await results.all()).toEqual(upTo(30));
    open(LATE_THREADS_GATE);
  });
});

describe("the main thread", () => {
  /** Items of which the main thread takes some. */
  function shared(...items: Script[][]): Items {
    const source = new Items(...items);
    source.itemLength = 2;
    return source;
  }

  test("handles everything where there is no other", async () => {
    const own = new OwnDocuments();
    const results = new Results(newPool(0, { own }), shared([{}, {}], [{}], ...many(3)));
    expect(await results.all()).toEqual(upTo(6));
    expect(own.handled).toEqual(upTo(6));
  });

  test("handles documents until threads have started, and beside them, in order", async () => {
    const own = new OwnDocuments();
    const source = shared(...many(300));
    const results = new Results(newPool(2, { own }), source);
    expect(await results.all()).toEqual(upTo(300));
    expect(own.handled.length).toBeGreaterThan(0);
    expect(own.handled.length + begun()).toBe(300);
  });

  test("leaves large documents to threads", async () => {
    const own = new OwnDocuments();
    const results = new Results(newPool(1, { own }), new Items(...many(20)));
    expect(await results.all()).toEqual(upTo(20));
    expect([own.handled, begun()]).toEqual([[], 20]);
  });

  test("does not run ahead of a slow document without end", async () => {
    const own = new OwnDocuments();
    own.begunBefore = 1;
    const source = shared(...many(500, { gate: 2 }));
    const all = new Results(newPool(1, { own }), source).all();
    await until(() => begun() === 1);
    const taken = await settled(() => source.taken);
    expect(taken).toBeLessThanOrEqual(32);
    open(2);
    expect(await all).toEqual(upTo(500));
  });

  test("waits with what it has no room for until it is its turn", async () => {
    const own = new OwnDocuments();
    own.hasRoom = false;
    const results = new Results(newPool(2, { own }), shared(...many(300)));
    expect(await results.all()).toEqual(upTo(300));
    expect(own.handled.length).toBeGreaterThan(0);
  });
});

describe("while the first document takes its time", () => {
  test("no thread is further ahead than its ring is long", async () => {
    const source = new Items([{ gate: 2, pieces: 1, bytes: 1 }], ...many(60, { pieces: 1, bytes: EIGHTH }));
    const results = new Results(newPool(2), source);
    const all = results.all();
    await until(() => writtenBytes() > 6 * EIGHTH);
    const bytes = await settled(writtenBytes);
    expect([bytes > 6 * EIGHTH, bytes <= RING_BYTES, results.bytes]).toEqual([true, true, 0]);
    open(2);
    expect((await all).filter((each) => typeof each === "number")).toEqual(upTo(61));
    expect(results.bytes).toBe(60 * EIGHTH + 1);
  });

  test("pieces larger than the ring wait one at a time", async () => {
    const source = new Items([{ gate: 2 }], ...many(5, { pieces: 2, bytes: RING_BYTES }));
    const results = new Results(newPool(2), source);
    const all = results.all();
    await until(() => writtenBytes() >= RING_BYTES);
    expect(await settled(writtenBytes)).toBe(RING_BYTES);
    open(2);
    await all;
    expect(results.bytes).toBe(10 * RING_BYTES);
  });

  test("items without pieces do not pile up either", async () => {
    const source = new Items([{ gate: 2 }], ...many(500));
    const results = new Results(newPool(2), source);
    const all = results.all();
    await until(() => begun() > 5);
    const taken = await settled(() => source.taken);
    expect([taken > 5, taken <= 48]).toEqual([true, true]);
    open(2);
    expect(await all).toEqual(upTo(501));
  });

  test("and while the reader does, no more items are started than threads hold by then", async () => {
    const source = new Items(...many(500));
    const { run } = new Results(newPool(2), source);
    await run.next();
    const { taken } = source;
    expect(taken).toBeLessThanOrEqual(48);
    expect(await settled(() => source.taken)).toBe(taken);
    expect(begun()).toBeLessThanOrEqual(taken);
    await run.return(undefined);
    expect(await settled(() => source.taken)).toBe(taken);
  });
});

describe("a thread that ends", () => {
  const held = "while it handled 0\\.txt to \\d\\.txt";
  const endings: readonly (readonly [NonNullable<Script["ending"]>, message: string, isBug: boolean])[] = [
    ["exit", `^a thread ended ${held}: it ended with code 3; --threads 0 does without threads`, false],
    ["memory", `^a thread ended ${held}: Worker terminated due to reaching memory limit`, false],
    ["throw", `a mistake in the thread \\(in a thread ${held}\\)`, true],
    ["text", `only a text \\(in a thread ${held}\\)`, true],
    // It ends when it has handled the document, so that it may have others by then.
    ["reject", "a mistake in the thread \\(in a thread while it handled .*\\)", true],
  ];

  test.each(endings)(
    "by %s names its documents and takes the others with it",
    async (ending, message, isBug) => {
      watchedThreads.options = { resourceLimits: { maxOldGenerationSizeMb: 16 } };
      const pool = newPool(2);
      const source = new Items([{ ending }, {}], ...many(9, { gate: 2 }));
      const failure = await new Results(pool, source).all().catch((error: Error) => error);
      expect([failure instanceof Error, failure instanceof InputError]).toEqual([true, !isBug]);
      const { message: said, stack } = failure as Error;
      expect(said).toMatch(new RegExp(message));
      if (isBug) expect(stack).toMatch(new RegExp(message));
      await pool.close();
      expect(watchedThreads.living.size).toBe(0);
    },
  );

  test("by a mistake keeps its stack", async () => {
    const results = new Results(newPool(1), new Items([{ ending: "throw" }]));
    const failure = await results.all().catch((error: Error) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect((failure as Error).stack).toContain("scripted-thread.mjs");
    expect((failure as Error).message).toMatch(/while it handled 0\.txt\)$/);
  });

  test("before it starts lets nobody wait for it", async () => {
    watchedThreads.entry = new URL("data:text/javascript,process.exit(5)");
    await expect(firstResult(2)).rejects.toThrow(
      "a thread ended: it ended with code 5; --threads 0 does without",
    );
    watchedThreads.entry = new URL("data:text/javascript,throw new RangeError('no room')");
    await expect(firstResult(1)).rejects.toThrow("no room (in a thread)");
    const inputError = "throw Object.assign(new Error('no memory'), { name: 'InputError' })";
    watchedThreads.entry = new URL(`data:text/javascript,${inputError}`);
    await expect(firstResult(1)).rejects.toThrow(new InputError("no memory"));
  });

  test("because it cannot be started at all is an error that says what to do", async () => {
    watchedThreads.entry = new URL("https://www.example.org/thread.js");
    await expect(firstResult(2)).rejects.toThrow(
      /^a thread cannot be started: .*; take fewer with --threads$/,
    );
    expect(watchedThreads.living.size).toBe(0);
  });

  test("as it was told to is no failure", async () => {
    const pool = newPool(2);
    expect(await new Results(pool, new Items()).all()).toEqual([]);
    await pool.close();
    await sleep(10);
    await expect(pool.run(new Items(), () => {}).next()).resolves.toEqual({ done: true, value: undefined });
    expect(watchedThreads.living.size).toBe(0);
  });
});

describe("a run that is left", () => {
  test("by its signal rejects with the reason at once, whatever the threads do", async () => {
    const pool = newPool(2);
    const controller = new AbortController();
    const source = new Items([{ gate: 2 }], ...many(50, { pieces: 1, bytes: EIGHTH }));
    const all = new Results(pool, source, controller.signal).all();
    await settled(writtenBytes);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(all).rejects.toBe(reason);
    // One thread waits at a gate, the other one for its ring.
    await pool.close();
    expect(watchedThreads.living.size).toBe(0);
  });

  test("before it begins starts nothing", async () => {
    const source = new Items(...many(5));
    const reason = new Error("enough");
    const all = new Results(newPool(1), source, AbortSignal.abort(reason)).all();
    await expect(all).rejects.toBe(reason);
    expect([source.taken, begun()]).toEqual([0, 0]);
  });

  test("because a piece cannot be written rejects with what the writer threw", async () => {
    const pool = newPool(2);
    const run = pool.run(new Items(...many(9, { pieces: 1, bytes: 5 })), () => {
      throw new InputError("no space left");
    });
    await expect(run.next()).rejects.toThrow("no space left");
    expect(await run.next()).toEqual({ done: true, value: undefined });
  });

  test("because the source fails rejects with that", async () => {
    const source: ItemSource = {
      encode: true,
      itemLength: 1,
      next: () => {
        throw new InputError("the folder has gone");
      },
    };
    await expect(new Results(newPool(1), source).all()).rejects.toThrow("the folder has gone");
  });
});
