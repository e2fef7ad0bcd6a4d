/** `readParagraphs`: record batches that are the caller's own, held against what an export writes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RecordBatch, RecordBatch as RecordBatchClass, Table } from "apache-arrow";
import { afterAll, describe, expect, test } from "vitest";
import { exportDataset, InputError, readParagraphs, UsageError } from "../../src/index.ts";
import { BAD, GOOD, HEADER, manyDocuments, workspace } from "./corpora.ts";

const many = manyDocuments(2500);
/** Documents so large that batches are cut within and between them. */
const large = mkdtempSync(join(tmpdir(), "docrows-large-"));
afterAll(() => rmSync(large, { recursive: true }));
for (const [index, letter] of [..."abcd"].entries()) {
  const paragraph = `${letter}€ `.repeat(850_000).trimEnd();
  writeFileSync(join(large, `${index}.txt`), `${HEADER}${letter}\n\nshort\n\n${paragraph}\n\n${letter}\n`);
}

async function collect(batches: AsyncIterable<RecordBatch>): Promise<RecordBatch[]> {
  const all: RecordBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe("readParagraphs", () => {
  test("gives batches whose memory is the caller's own: all kept, all right in the end", async () => {
    const space = workspace();
    await exportDataset({ inputs: [large], out: space.at("out"), format: ["jsonl"] });
    const lines = Buffer.from(space.snapshot("out")["paragraphs.jsonl"]!, "latin1")
      .toString()
      .trimEnd()
      .split("\n");
    const expected = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const batches = await collect(readParagraphs({ inputs: [large] }));
    expect(batches.length).toBeGreaterThan(1);
    const rows = batches.flatMap((batch) =>
      Array.from({ length: batch.numRows }, (_, row) =>
        Object.fromEntries(
          batch.schema.fields.map(({ name }, column) => [
            name,
            plain(name, batch.getChildAt(column)!.get(row)),
          ]),
        ),
      ),
    );
    expect(rows.length).toBe(expected.length);
    for (const [index, row] of rows.entries()) expect(row).toEqual(expected[index]);
    const buffers = batches.flatMap((batch) => batch.data.children.map(({ values }) => values?.buffer));
    const own = buffers.filter((buffer) => buffer !== undefined);
    expect(new Set(own).size).toBe(own.length);
  });

  test("gives batches that Arrow takes as a table, with the schema's metadata", async () => {
    const batches = await collect(readParagraphs({ inputs: [many] }));
    expect(batches.every((batch) => batch instanceof RecordBatchClass)).toBe(true);
    const table = new Table(batches);
    expect([table.numRows, table.numCols]).toEqual([5000, 13]);
    expect(table.schema.metadata.get("docrows.contract")).toBe("1");
    expect(table.getChild("text")!.get(4999)).toBe("Two.");
  });

  test("throws at the first document that does not conform, unless told to leave it out", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD, "t/b.txt": BAD, "t/c.txt": GOOD });
    const inputs = [space.at("t")];
    for (const options of [{}, { onInvalid: "throw" }, { onInvalid: undefined }] as const) {
      const read = collect(readParagraphs({ inputs, ...options }));
      await expect(read).rejects.toThrow(InputError);
      await expect(read).rejects.toThrow(
        'b.txt:1:1: the header line does not match: expected date, found "no header" (header/mismatch)',
      );
    }
    const [batch, ...others] = await collect(readParagraphs({ inputs, onInvalid: "skip" }));
    expect(others).toEqual([]);
    expect([...batch!.getChild("doc_id")!]).toEqual(["a.txt", "a.txt", "c.txt", "c.txt"]);
  });

  test("throws at a document that cannot be read, in any case", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD });
    const inputs = [space.at("t/a.txt"), "/dev/null"];
    const read = collect(readParagraphs({ inputs, root: "/", onInvalid: "skip" }));
    await expect(read).rejects.toThrow("dev/null:1:1: cannot be read: it is not a regular file");
  });

  test("throws UsageError for wrong use when the first batch is asked for", async () => {
    for (const options of [
      { inputs: [] },
      { inputs: [many], onInvalid: "fail" as never },
      { inputs: [many], header: "" },
      undefined,
      null,
      "texts",
    ]) {
      const batches = readParagraphs(options as never);
      await expect(batches.next()).rejects.toThrow(UsageError);
    }
  });

  test("ends when the loop is left, and reads no further", async () => {
    let [progress, ended] = [0, 0];
    const batches = readParagraphs({
      inputs: [large],
      onEvent: ({ type }) => {
        if (type === "progress") progress++;
        if (type === "end") ended++;
      },
    });
    for await (const batch of batches) {
      expect(batch.numRows).toBeGreaterThan(0);
      break;
    }
    expect([progress > 0, progress < 4, ended]).toEqual([true, true, 0]);
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });

  test("a signal ends it with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const read = async () => {
      for await (const _batch of readParagraphs({ inputs: [large], signal: controller.signal }))
        controller.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
  });

  test("a signal ends it with the last batch in hand as well", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD });
    const controller = new AbortController();
    const batches = readParagraphs({ inputs: [space.at("t")], signal: controller.signal });
    expect((await batches.next()).value?.numRows).toBeGreaterThan(0);
    controller.abort(new Error("enough"));
    await expect(batches.next()).rejects.toThrow("enough");
  });

  test("documents without paragraphs give no batch", async () => {
    const space = workspace();
    space.write({ "s.json": "{}", "t/a.txt": `${HEADER}\n` });
    expect(await collect(readParagraphs({ inputs: [space.at("t")], schema: space.at("s.json") }))).toEqual(
      [],
    );
  });
});

/** An Arrow value as JSON writes it. */
function plain(column: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return column === "date" ? new Date(Number(value)).toISOString().slice(0, 10) : value;
}
