/** What the main thread handles itself: real documents, and a reader who says when it is its turn. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SourceFile } from "../../src/corpus/source-file.ts";
import { defaultCsvDialect, type Piece } from "../../src/formats/format.ts";
import { loadDocumentRules } from "../../src/load-rules.ts";
import { corpusSettings } from "../../src/settings.ts";
import { OwnWork } from "../../src/workers/own-work.ts";
import { RING_BYTES } from "../../src/workers/piece-ring.ts";
import type { ThreadAnswer } from "../../src/workers/thread.ts";
import type { WorkSettings } from "../../src/workers/work.ts";

const folder = mkdtempSync(join(tmpdir(), "docrows-own-"));
const BODY_BYTES = RING_BYTES / 6;
/** One step each: more bytes than are processed together. */
const documents: SourceFile[] = [];

beforeAll(() => {
  for (let index = 0; index < 9; index++) {
    const location = join(folder, `${index}.txt`);
    const paragraph = `${"A line of document ".repeat(40)}${index}.\n\n`;
    const body = paragraph.repeat(Math.ceil(BODY_BYTES / paragraph.length));
    writeFileSync(location, `date 2020-09-09 https://www.example.org/\n\n${body}`);
    documents.push({ kind: "file", sourcePath: `${index}.txt`, location, nameIsUtf8: true });
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const work: WorkSettings = {
  rules: loadDocumentRules(corpusSettings({ inputs: [] })),
  maxExcerpts: 10,
  outputs: [{ table: "paragraphs", format: "csv" }],
  format: { csv: defaultCsvDialect, metadata: new Map() },
  endsAtRejected: false,
  ringBytes: RING_BYTES,
};

/** Own work, what it passed on itself, and what was taken of its answers. */
class Reader {
  text = "";
  readonly own = new OwnWork(work, (_output, piece) => this.#write(piece));

  take(answers: ThreadAnswer[]): string[] {
    return answers.splice(0).map((answer) => {
      if (answer.type !== "piece") return answer.type;
      this.#write(answer.piece);
      this.own.release(answer.piece);
      return answer.type;
    });
  }

  #write({ bytes }: Piece): void {
    this.text += Buffer.from(bytes).toString("latin1");
  }
}

/** The text that comes of the documents if they are the first in order all the time. */
function inOrder(files: readonly SourceFile[]): string {
  const reader = new Reader();
  const answers = reader.own.take(files, true);
  while (reader.own.isBusy) expect(reader.own.step(true)).toBe(true);
  expect(answers.map(({ type }) => type)).toEqual([...files.map(() => "outcome"), "done"]);
  return reader.text;
}

test("pieces of the first item in order are passed on as they are made", () => {
  const text = inOrder(documents);
  expect(text.length).toBeGreaterThan(9 * BODY_BYTES);
  expect(text.match(/document 7\./g)?.length).toBe(text.match(/document 8\./g)?.length);
});

test("pieces of another item are kept as long as there is room, and none are made without", () => {
  const reader = new Reader();
  const { own } = reader;
  const answers = own.take(documents, true);
  // It has to have seen what documents become.
  expect([own.step(false), answers]).toEqual([false, []]);
  expect([own.step(true), reader.take(answers)]).toEqual([true, ["outcome"]]);
  let steps = 0;
  while (own.step(false)) steps++;
  const kept = answers.reduce((sum, each) => sum + (each.type === "piece" ? each.piece.bytes.length : 0), 0);
  expect([steps > 1, kept > steps * BODY_BYTES, kept <= RING_BYTES]).toEqual([true, true, true]);
  expect([own.step(false), own.isBusy, own.handles(answers)]).toEqual([false, true, true]);
  // It is its turn now: first what was kept, then the rest.
  expect(new Set(reader.take(answers))).toEqual(new Set(["piece", "outcome"]));
  while (own.isBusy) expect(own.step(true)).toBe(true);
  expect([reader.take(answers).at(-1), own.handles(answers)]).toEqual(["done", false]);
  expect(reader.text).toBe(inOrder(documents));
  expect(own.bytes).toBeGreaterThan(9 * BODY_BYTES);
});

test("pieces that become larger than those before have memory of their own where the ring has no room", () => {
  const location = join(folder, "many.txt");
  writeFileSync(location, `date 2020-09-09 https://www.example.org/\n\n${"a\n\n".repeat(BODY_BYTES / 3)}`);
  const many: SourceFile = { kind: "file", sourcePath: "many.txt", location, nameIsUtf8: true };
  const files = [documents[0]!, many, documents[1]!];
  const reader = new Reader();
  const answers = reader.own.take(files, true);
  reader.own.step(true);
  expect(reader.own.step(false)).toBe(true);
  const kept = answers.reduce((sum, each) => sum + (each.type === "piece" ? each.piece.bytes.length : 0), 0);
  expect(kept).toBeGreaterThan(4 * RING_BYTES);
  expect(reader.own.step(false)).toBe(false);
  reader.take(answers);
  expect(reader.own.step(true)).toBe(true);
  expect(reader.text).toBe(inOrder(files));
});

test("where no files are written there is always room", () => {
  const reader = new Reader();
  const answers = reader.own.take(documents, false);
  while (reader.own.isBusy) expect(reader.own.step(false)).toBe(true);
  expect(answers.map(({ type }) => type)).toEqual([...documents.map(() => "outcome"), "done"]);
  expect(reader.text).toBe("");
});
