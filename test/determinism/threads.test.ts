/**
 * The same bytes, findings and reports in any number of threads. The corpus is large enough that threads start, and mixes small and
 * large documents with empty and rejected ones and, where that is told, some that cannot be read.
 */
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Table, tableToIPC } from "apache-arrow";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type ExportOptions,
  exportDataset,
  type RunEvent,
  readParagraphs,
  validateCorpus,
} from "../../src/index.ts";
import { streamParagraphs } from "../../src/run.ts";
import { finished, startDocrows } from "../cli/workspace.ts";
import { watchedThreads } from "../workers/watched-workers.ts";

vi.mock("node:worker_threads", async (original) => {
  const { watched } = await import("../workers/watched-workers.ts");
  return watched(await original());
});

const THREADS = [2, 3, 6];
/** For runs that write much, and for those that differ from others in how they end alone. */
const FEW_AND_MANY = [2, 6];
const THREE = [3];
const folder = mkdtempSync(join(tmpdir(), "docrows-threads-"));
const TOO_LARGE = "*-too-large.txt";
/** Two of the mixed documents cannot be read. */
const corpora = {
  good: { inputs: [join(folder, "good")] },
  mixed: { inputs: [join(folder, "mixed")], exclude: [TOO_LARGE] },
  broken: { inputs: [join(folder, "mixed")] },
};
const HEADER = "date 2020-09-09 https://www.example.org/";
let outCount = 0;

/** Small documents in which nothing is wrong, and a larger one in their middle. */
function writeSmall(target: string, count: number): void {
  mkdirSync(target, { recursive: true });
  for (let index = 0; index < count; index++) {
    const paragraphs = Array.from({ length: 1 + (index % 7) }, (_, at) => `${at}: "é, ${index}"\u2028中`);
    writeFileSync(
      join(target, `${1000 + index}.txt`),
      `${HEADER}${index}\r\n\r\n${paragraphs.join("\n \n")}\n`,
    );
  }
  const lines = 'A line that comes often, and "another" one.\n'.repeat(3);
  writeFileSync(join(target, "1850-long.txt"), `${HEADER}\n\n${`${lines}\n`.repeat(10_000)}`);
}

/** The same beside a paragraph larger than pieces are, one larger than a thread's ring is, and many of one letter. */
function writeGood(target: string): void {
  writeSmall(target, 1500);
  writeFileSync(join(target, "1800-one.txt"), `${HEADER}\n\n${"one paragraph ".repeat(60_000)}`);
  writeFileSync(
    join(target, "1900-huge.txt"),
    `${HEADER}\n\nshort\n\n${"larger than a ring, which has 16 MiB; \u0001 ".repeat(450_000)}`,
  );
  writeFileSync(join(target, "2000-many.txt"), `${HEADER}\n\n${"x\n\n".repeat(60_000)}`);
}

/** Small documents of which about 400, from the middle on, are rejected. */
function writeMixed(target: string): void {
  writeSmall(target, 3000);
  for (let index = 2000; index < 4000; index += 5) {
    const wrong = ["", "no header\n", `${HEADER} more\n\ntext\n`, `${HEADER}\n\n \n`][(index / 5) % 4]!;
    writeFileSync(join(target, `${index}.txt`), wrong);
  }
  writeFileSync(join(target, "2501-not-utf8.txt"), Buffer.from(`${HEADER}\n\ntext \xff\n`, "latin1"));
  writeFileSync(join(target, "3500-large.txt"), `no header\n${"word ".repeat(500_000)}`);
}

beforeAll(() => {
  writeGood(join(folder, "good"));
  writeMixed(join(folder, "mixed"));
  // Documents are not that large: these two are not even looked into.
  for (const index of [2600, 3600]) {
    const path = join(folder, "mixed", `${index}-too-large.txt`);
    writeFileSync(path, "");
    truncateSync(path, 2 ** 31);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  watchedThreads.started = 0;
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Hashes of the files below a folder by name; of one that is not there, none. */
function filesOf(out: string): Record<string, string> {
  const names = readdirSync(folder).includes(out) ? readdirSync(join(folder, out)).sort() : [];
  return Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(folder, out, name)))]));
}

/** What a caller is told of a run, `progress` apart, whose steps are no one's concern. */
function listeners() {
  const told = createHash("sha256");
  const onEvent = (event: RunEvent) => {
    if (event.type !== "progress") told.update(JSON.stringify(event));
  };
  const onFinding = (finding: object) => told.update(JSON.stringify(finding));
  return { onEvent, onFinding, digest: () => told.digest("hex") };
}

const besideTheMainOne = (threads: number) => threads - 1;
/** Where several threads make what is written, another hashes it. */
const withOneThatHashes = (threads: number) => (threads > 2 ? threads : threads - 1);

/**
 * Checks that a run gives the same in these numbers of threads, of which `started` do start beside the main one, as in it alone, and
 * returns it.
 */
async function same<T>(
  run: (threads: number) => Promise<T>,
  counts = THREADS,
  started = besideTheMainOne,
): Promise<T> {
  const expected = await run(0);
  expect(watchedThreads.started).toBe(0);
  for (const threads of counts) {
    watchedThreads.started = 0;
    expect(await run(threads), `${threads} threads`).toEqual(expected);
    expect([watchedThreads.started, watchedThreads.living.size]).toEqual([started(threads), 0]);
  }
  return expected;
}

describe("exportDataset", () => {
  async function exported(options: ExportOptions) {
    const name = `out-${outCount++}`;
    const { digest, ...calls } = listeners();
    const result = await exportDataset({ ...options, ...calls, out: join(folder, name) });
    const files = filesOf(name);
    rmSync(join(folder, name), { recursive: true, force: true });
    return { result, files, told: digest() };
  }

  test("of documents that conform", async () => {
    const { result, files } = await same(
      (threads) => exported({ ...corpora.good, threads }),
      FEW_AND_MANY,
      withOneThatHashes,
    );
    expect([result.complete, result.counts.documents, Object.keys(files).length]).toEqual([true, 1504, 7]);
  });

  test("that leaves others out, with more of them than are listed", async () => {
    const run = (threads: number) =>
      exported({ ...corpora.mixed, threads, onInvalid: "skip", maxFindings: 100 });
    const { result, files } = await same(run, THREADS, withOneThatHashes);
    expect([result.counts.rejected, result.findings.length, Object.keys(files).length]).toEqual([
      402, 100, 8,
    ]);
  });

  test("that writes nothing because of others", async () => {
    const { result, files } = await same(
      (threads) => exported({ ...corpora.mixed, threads }),
      THREE,
      withOneThatHashes,
    );
    expect([result.complete, result.counts.rejected, result.findingCount, files]).toEqual([
      false,
      402,
      402,
      {},
    ]);
  });

  test("that writes nothing because of what cannot be read", async () => {
    const run = (threads: number) => exported({ ...corpora.broken, threads, onInvalid: "skip" });
    const { result, files } = await same(run, THREE, withOneThatHashes);
    expect([result.complete, result.counts.unreadable, files]).toEqual([false, 2, {}]);
  });
});

describe("streamParagraphs", () => {
  async function streamed(options: ExportOptions) {
    const digest = createHash("sha256");
    let bytes = 0;
    const { digest: told, ...calls } = listeners();
    const result = await streamParagraphs({ ...options, ...calls }, async (chunk) => {
      digest.update(chunk);
      bytes += chunk.length;
    });
    return { result, bytes, sha256: digest.digest("hex"), told: told() };
  }

  test.each([
    ["mixed", "fail", "csv", false, THREE],
    ["mixed", "skip", "arrow", true, THREADS],
    ["broken", "skip", "jsonl", false, THREE],
  ] as const)("of %s documents under %s as %s", async (corpus, onInvalid, format, complete, counts) => {
    const run = (threads: number) =>
      streamed({ ...corpora[corpus], threads, onInvalid, format: [format], out: "-" });
    const { result, bytes } = await same(run, [...counts]);
    expect([result.complete, bytes > 1000]).toEqual([complete, true]);
  });
});

describe("readParagraphs", () => {
  test("gives the same batches", async () => {
    const batches = await same(async (threads) => {
      const digests: string[] = [];
      for await (const batch of readParagraphs({ ...corpora.good, threads }))
        digests.push(sha256(tableToIPC(new Table([batch]), "stream")));
      return digests;
    }, FEW_AND_MANY);
    expect(batches.length).toBeGreaterThan(1);
  });

  test.each([
    ["mixed", "throw", "2000.txt:1:1"],
    ["broken", "skip", "2600-too-large.txt:1:1"],
  ] as const)(
    "of %s documents, told to %s, throws the same after the same batches",
    async (corpus, onInvalid, place) => {
      const [message, rows] = await same(async (threads) => {
        let rowCount = 0;
        try {
          for await (const batch of readParagraphs({ ...corpora[corpus], threads, onInvalid }))
            rowCount += batch.numRows;
        } catch (error) {
          return [(error as Error).message, rowCount] as const;
        }
        return ["nothing was thrown", rowCount] as const;
      }, THREE);
      expect(message).toContain(place);
      expect(rows >= 0).toBe(true);
    },
  );
});

test("validateCorpus finds the same, and tells it in the same order", async () => {
  const result = await same(async (threads) => {
    const { digest, ...calls } = listeners();
    const all = await validateCorpus({ ...corpora.broken, threads, maxFindings: 20, ...calls });
    return { ...all, told: digest() };
  });
  expect([result.findingCount, result.findings.length]).toEqual([404, 20]);
});

describe("the command's whole output", () => {
  async function run(args: readonly string[]) {
    const { exitCode, stdout, stderr } = await finished(startDocrows(folder, args));
    // Nothing else tells how long it took.
    return { exitCode, stdout, stderr: stderr.replace(/ in [\d.]+ m?s\b/, "") };
  }

  test("of an export, with its reports", async () => {
    const outcomes = await Promise.all(
      ["0", "1", "2", "5"].map(async (threads) => {
        const reports = ["text", "json", "sarif"].map((name) => `${name}=${name}-${threads}`);
        const args = [
          "export",
          "mixed",
          "--exclude",
          TOO_LARGE,
          "--on-invalid",
          "skip",
          "--format",
          "csv",
          "--threads",
          threads,
        ];
        const more = ["--max-findings", "50", "--reporter", reports.join(), "--out", `command-${threads}`];
        const { stderr, ...outcome } = await run([...args, ...more]);
        const texts = ["text", "json", "sarif"].map((name) =>
          readFileSync(join(folder, `${name}-${threads}`), "utf8"),
        );
        const said = stderr.replaceAll(`command-${threads}`, "OUT");
        return { ...outcome, said, texts, files: filesOf(`command-${threads}`) };
      }),
    );
    expect(outcomes[0]!.exitCode).toBe(0);
    expect(outcomes[0]!.texts.every((text) => text.includes("2000.txt"))).toBe(true);
    for (const outcome of outcomes.slice(1)) expect(outcome).toEqual(outcomes[0]);
  });

  test("of validate, with its report on standard output", async () => {
    const outcomes = await Promise.all(
      ["0", "2", "5"].map((threads) =>
        run(["validate", "mixed", "--reporter", "json", "--threads", threads]),
      ),
    );
    expect([outcomes[0]!.exitCode, outcomes[0]!.stdout.length > 10_000]).toEqual([2, true]);
    for (const outcome of outcomes.slice(1)) expect(outcome).toEqual(outcomes[0]);
  });
});
