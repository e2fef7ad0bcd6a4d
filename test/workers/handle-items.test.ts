/** Items handled here and in threads: real documents, real threads, and nobody can tell where. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { SourceFile } from "../../src/corpus/source-file.ts";
import type { Amount, WorkItem } from "../../src/corpus/work-items.ts";
import { defaultCsvDialect, type Piece } from "../../src/formats/format.ts";
import { loadDocumentRules } from "../../src/load-rules.ts";
import { corpusSettings } from "../../src/settings.ts";
import { handleItems } from "../../src/workers/handle-items.ts";
import type { WorkSettings } from "../../src/workers/work.ts";
import { watchedThreads } from "./watched-workers.ts";

vi.mock("node:worker_threads", async (original) => {
  const { watched } = await import("./watched-workers.ts");
  return watched(await original());
});

const folder = mkdtempSync(join(tmpdir(), "docrows-handled-"));
const HEADER = "date 2020-09-09 https://www.example.org/";
const SMALL_COUNT = 1500;
const LARGE_BYTES = 1_500_000;
const small: SourceFile[] = [];
const large: SourceFile[] = [];

function document(name: string, body: string): SourceFile {
  const location = join(folder, name);
  writeFileSync(location, `${HEADER}\n\n${body}\n`);
  return { kind: "file", sourcePath: name, location, nameIsUtf8: true };
}

beforeAll(() => {
  for (let index = 0; index < SMALL_COUNT; index++) {
    small.push(document(`${index}.txt`, `One of ${index}.\n\nTwo "of" ${"é".repeat(index % 50)}.`));
  }
  const body = "A line of a long text.\n\n".repeat(LARGE_BYTES / 24);
  for (let index = 0; index < 6; index++) large.push(document(`large-${index}.txt`, body));
});

beforeEach(() => {
  watchedThreads.started = 0;
});

afterAll(() => rmSync(folder, { recursive: true }));

const settings = corpusSettings({ inputs: [] });
const work: Omit<WorkSettings, "ringBytes"> = {
  rules: loadDocumentRules(settings),
  maxExcerpts: 10,
  outputs: [
    { table: "documents", format: "jsonl" },
    { table: "paragraphs", format: "csv" },
  ],
  format: { csv: defaultCsvDialect, metadata: new Map() },
  endsAtRejected: false,
};

/** Documents in items of a length, and how many documents were taken. */
class Items {
  encode = true;
  taken = 0;
  /** As what they are taken beforehand. */
  expectedBytes = 0;
  readonly itemLength: number;
  readonly #files: readonly SourceFile[];

  constructor(files: readonly SourceFile[], length: number) {
    this.#files = files;
    this.itemLength = length;
  }

  hasMore(count: number): boolean {
    return this.#files.length - this.taken >= count;
  }

  areAtLeast({ documents, bytes }: Amount): boolean {
    return this.hasMore(documents) || this.expectedBytes >= bytes;
  }

  next(length = this.itemLength): WorkItem | null {
    const item = this.#files.slice(this.taken, this.taken + length);
    this.taken += item.length;
    return item.length > 0 ? item : null;
  }
}

/** Handles all items; what comes of it. */
async function handle(source: Items, threads: number, signal?: AbortSignal) {
  const outputs: [Buffer[], Buffer[]] = [[], []];
  const onPiece = (output: number, { bytes }: Piece) => outputs[output]!.push(Buffer.from(bytes));
  const paths: string[] = [];
  let paragraphs = 0;
  for await (const { item, first, outcome } of handleItems(source, { work, threads, onPiece, signal })) {
    paths.push(...item.slice(first, first + outcome.seen).map(({ sourcePath }) => sourcePath));
    paragraphs += outcome.paragraphs;
  }
  return { paths, paragraphs, texts: outputs.map((pieces) => Buffer.concat(pieces).toString()) };
}

describe("items", () => {
  test("give the same, in the same order, in any number of threads", async () => {
    const here = await handle(new Items(small, 40), 0);
    expect(watchedThreads.started).toBe(0);
    expect(here.paths).toEqual(small.map(({ sourcePath }) => sourcePath));
    expect([here.paragraphs, here.texts[0]!.split("\n").length]).toEqual([2 * SMALL_COUNT, SMALL_COUNT + 1]);
    for (const threads of [1, 2, 5]) {
      watchedThreads.started = 0;
      expect(await handle(new Items(small, 17), threads)).toEqual(here);
      // The main thread is one of them.
      expect([watchedThreads.started, watchedThreads.living.size]).toEqual([threads - 1, 0]);
    }
  });

  test("need no threads while they are few and small", async () => {
    expect((await handle(new Items(small.slice(0, 500), 100), 2)).paths).toHaveLength(500);
    expect((await handle(new Items(large.slice(0, 2), 1), 2)).paths).toHaveLength(2);
    expect((await handle(new Items([], 1), 2)).paths).toEqual([]);
    expect(watchedThreads.started).toBe(0);
  });

  test.each([
    ["known beforehand", 8e6],
    ["found out", 0],
  ])("start threads if they are large, %s", async (_when, expected) => {
    const here = await handle(new Items(large, 1), 0);
    expect(watchedThreads.started).toBe(0);
    const source = new Items(large, 1);
    source.expectedBytes = expected;
    expect(await handle(source, 2)).toEqual(here);
    expect([watchedThreads.started, watchedThreads.living.size]).toEqual([2, 0]);
  });

  test("are not begun here if they are known to be large", async () => {
    const source = new Items(large, 1);
    source.expectedBytes = 8e6;
    for await (const _handled of handleItems(source, { work, threads: 2, onPiece: () => {} })) {
      expect(watchedThreads.started).toBe(2);
      break;
    }
  });

  test("give no pieces where none are wanted", async () => {
    for (const threads of [0, 2]) {
      const source = new Items(small, 40);
      source.encode = false;
      const { texts, paths } = await handle(source, threads);
      expect([texts, paths.length]).toEqual([["", ""], SMALL_COUNT]);
    }
  });
});

describe.each([0, 2])("a reader who leaves, with %i threads", (threads) => {
  const onPiece = () => {};
  const beside = Math.max(0, threads - 1);

  test("ends the threads, and no further item is taken", async () => {
    const source = new Items(small, 20);
    let seen = 0;
    for await (const { outcome } of handleItems(source, { work, threads, onPiece })) {
      seen += outcome.seen;
      if (seen >= 600) break;
    }
    const { taken } = source;
    expect([watchedThreads.started, watchedThreads.living.size]).toEqual([beside, 0]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(source.taken).toBe(taken);
    // Eight items for each thread are handed out ahead, and the main one has one.
    expect(taken - seen).toBeLessThanOrEqual((beside * 8 + 1) * 20);
  });

  test("by its signal gets the reason, and the threads end", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const read = async () => {
      let seen = 0;
      for await (const { outcome } of handleItems(new Items(small, 20), {
        work,
        threads,
        onPiece,
        signal: controller.signal,
      })) {
        seen += outcome.seen;
        if (seen >= 1200) controller.abort(reason);
      }
    };
    await expect(read()).rejects.toBe(reason);
    expect([watchedThreads.started, watchedThreads.living.size]).toEqual([beside, 0]);
  });

  test("because a piece cannot be written gets that error, and the threads end", async () => {
    let pieces = 0;
    const full = () => {
      if (++pieces === 120) throw new Error("no space left");
    };
    const read = async () => {
      for await (const _handled of handleItems(new Items(small, 20), { work, threads, onPiece: full }));
    };
    await expect(read()).rejects.toThrow("no space left");
    expect([watchedThreads.started, watchedThreads.living.size]).toEqual([beside, 0]);
  });
});

test("within an item of many large documents, too, the caller gets his turn", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const source = new Items([...large, ...large], 12);
  let seen = 0;
  const read = async () => {
    const run = handleItems(source, { work, threads: 0, onPiece: () => {}, signal: controller.signal });
    for await (const { outcome } of run) {
      seen += outcome.seen;
      if (seen === 1) setImmediate(() => controller.abort(reason));
    }
  };
  await expect(read()).rejects.toBe(reason);
  expect(seen).toBeLessThan(4);
});

test("threads do not keep a process that has forgotten them", async () => {
  const library = fileURLToPath(new URL("../../dist/index.js", import.meta.url));
  const script = `
    import { readParagraphs } from ${JSON.stringify(library)};
    let documents = 0;
    const onEvent = ({ type }) => { if (type === "document") documents++; };
    const rows = readParagraphs({ inputs: ["."], threads: 2, onEvent });
    await rows.next();
    console.log(documents > 512);
  `;
  const args = ["--input-type=module", "--eval", script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    timeout: 20_000,
  });
  expect([stdout, stderr]).toEqual(["true\n", ""]);
});
