/** What holds for the dataset of any corpus: nothing is lost, nothing is made up, and all files say the same. */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Finding } from "../../src/findings/finding.ts";
import { type ExportResult, exportDataset } from "../../src/run.ts";
import {
  largeCorpus,
  type RandomCorpus,
  type RandomDocument,
  randomCorpora,
  WHITE_SPACE,
  writeCorpus,
} from "./random-corpora.ts";
import { type CellText, type ReadTable, readArrow, readCsv, readJsonl, readRows } from "./read-dataset.ts";

type Row = Record<string, CellText>;

interface Exported extends RandomCorpus {
  readonly out: string;
  readonly result: ExportResult;
  /** Rows of the documents table, in order. */
  readonly ledger: readonly Row[];
  /** Rows of the paragraphs table by their `doc_id`. */
  readonly paragraphs: ReadonlyMap<string, readonly Row[]>;
}

const LINE_END = "(?:\\r\\n|\\r(?!\\n)|(?<!\\r)\\n)";
const blanks = new RegExp(`[${WHITE_SPACE}]+`, "u");
const onlyWhiteSpace = new RegExp(`^[${WHITE_SPACE}]*$`, "u");
const blankLine = new RegExp(`${LINE_END}[${WHITE_SPACE}]*?${LINE_END}`, "u");
const atBothEnds = new RegExp(`^[${WHITE_SPACE}]|[${WHITE_SPACE}]$`, "u");
const headerAndBefore = new RegExp(
  `^(\\ufeff?(?:[${WHITE_SPACE}]*${LINE_END})?)[^\\r\\n]*(?:\\r\\n|\\r|\\n)?`,
  "u",
);

it("keeps every byte of every corpus, and says the same in every file", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(randomCorpora, (corpus) => checkCorpus(corpus)),
    { numRuns: 60 },
  );
});

it("does the same where a corpus is cut into work items", { timeout: 60_000 }, async () => {
  await checkCorpus(largeCorpus(1060, 20_240_506));
});

async function checkCorpus(corpus: RandomCorpus): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), "docrows-property-"));
  const [folder, out] = [join(temporary, "in"), join(temporary, "out")];
  try {
    writeCorpus(folder, corpus);
    const result = await exportDataset({ ...corpus.options, inputs: [folder], out, onInvalid: "skip" });
    checkResult(corpus, result);
    expect(existsSync(out)).toBe(result.complete);
    if (result.complete) checkDataset(corpus, out, result);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function checkResult({ documents }: RandomCorpus, { complete, counts }: ExportResult): void {
  const rejected = documents.filter(({ conforms }) => !conforms);
  expect(counts).toMatchObject({
    documents: documents.length,
    rejected: rejected.length,
    bytes: sum(documents.map(({ bytes }) => bytes.length)),
    rejectedBytes: sum(rejected.map(({ bytes }) => bytes.length)),
  });
  expect(complete).toBe(rejected.length < documents.length);
}

function checkDataset(corpus: RandomCorpus, out: string, result: ExportResult): void {
  const rows = readRows(out, "paragraphs");
  const paragraphs = new Map(corpus.documents.map(({ path }): [string, Row[]] => [path, []]));
  for (const row of rows) paragraphs.get(row.doc_id!)!.push(row);
  expect(rows).toHaveLength(result.counts.paragraphs);
  expect([...paragraphs.values()].flat()).toEqual(rows);
  const ledger = readRows(out, "documents");
  const exported = { ...corpus, out, result, ledger, paragraphs };
  checkLedger(exported);
  checkRejects(exported);
  for (const [index, document] of corpus.documents.entries()) {
    if (document.conforms) checkParagraphs(document, ledger[index]!, paragraphs.get(document.path)!);
  }
  checkAgreement(exported);
  checkDataPackage(exported);
}

/** Every document has its row in the ledger, whose numbers add up. */
function checkLedger({ documents, ledger, paragraphs }: Exported): void {
  expect(ledger.map(({ doc_id }) => doc_id)).toEqual(documents.map(({ path }) => path));
  for (const [index, row] of ledger.entries()) {
    const { path, bytes, conforms } = documents[index]!;
    const { source_path, status, doc_sha256 } = row;
    expect({ source_path, status }).toEqual({ source_path: path, status: conforms ? "ok" : "rejected" });
    expect(doc_sha256).toBe(sha256(bytes));
    expect(number(row, "bytes")).toBe(bytes.length);
    const parts = ["header_bytes", "body_bytes", "separator_bytes"].map((name) => number(row, name));
    expect(sum(parts)).toBe(bytes.length);
    const own = paragraphs.get(path)!;
    expect(own).toHaveLength(conforms ? number(row, "paragraph_count") : 0);
    if (!conforms) continue;
    for (const name of ["char_count", "word_count"]) {
      expect(sum(own.map((each) => number(each, name)))).toBe(number(row, name));
    }
    expect(sum(own.map((each) => number(each, "byte_end") - number(each, "byte_start")))).toBe(parts[1]);
    expect(number(row, "finding_count")).toBe(0);
  }
}

/** rejects.jsonl holds the rejected documents and no others, each with its findings in their places. */
function checkRejects({ documents, ledger, out, result }: Exported): void {
  const rows = ledger.filter(({ status }) => status === "rejected");
  const lines = readFileSync(join(out, "rejects.jsonl"), "utf8").split("\n").slice(0, -1);
  const rejects = lines.map((line) => JSON.parse(line) as { doc_id: string; findings: Finding[] });
  expect(rejects.map(({ doc_id }) => doc_id)).toEqual(rows.map(({ doc_id }) => doc_id));
  expect(result.findingCount).toBe(sum(rejects.map(({ findings }) => findings.length)));
  for (const [index, { doc_id, findings }] of rejects.entries()) {
    expect(number(rows[index]!, "finding_count")).toBe(findings.length);
    expect(rows[index]!.first_finding).toBe(findings[0]!.code);
    const { bytes } = documents.find(({ path }) => path === doc_id)!;
    for (const { path, byte, line, column } of findings) {
      expect({ path, line, column }).toEqual({ path: doc_id, ...positionOf(bytes, byte) });
    }
  }
}

/** All before `byte` is well-formed, so that its characters can be counted. */
function positionOf(bytes: Buffer, byte: number): { line: number; column: number } {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, byte));
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length, column: [...lines.at(-1)!].length + 1 };
}

/** The paragraphs are slices of the source, and what is between them is white space with a blank line in it. */
function checkParagraphs({ bytes }: RandomDocument, ledger: Row, rows: readonly Row[]): void {
  const [header, before] = headerAndBefore.exec(bytes.toString("utf8"))!;
  expect(number(ledger, "header_bytes")).toBe(Buffer.byteLength(header) - Buffer.byteLength(before!));
  const hash = sha256(bytes);
  let end = Buffer.byteLength(header);
  for (const [index, row] of rows.entries()) {
    const [start, stop] = [number(row, "byte_start"), number(row, "byte_end")];
    const text = bytes.toString("utf8", start, stop);
    expect(row).toMatchObject({
      paragraph_index: `${index}`,
      text,
      line_start: `${positionOf(bytes, start).line}`,
      line_end: `${positionOf(bytes, stop).line}`,
      char_count: `${[...text].length}`,
      word_count: `${text.split(blanks).length}`,
      doc_sha256: hash,
    });
    expect(blankLine.test(text) || atBothEnds.test(text)).toBe(false);
    const gap = bytes.toString("utf8", end, start);
    expect(onlyWhiteSpace.test(gap) && (index === 0 || blankLine.test(gap))).toBe(true);
    end = stop;
  }
  expect(bytes.toString("utf8", end)).toMatch(onlyWhiteSpace);
}

/** CSV, JSONL and Arrow hold the same cells. */
function checkAgreement({ out }: Exported): void {
  for (const table of ["paragraphs", "documents"]) {
    const [csv, jsonl, arrow] = [
      readCsv(join(out, `${table}.csv`)),
      readJsonl(join(out, `${table}.jsonl`)),
      readArrow(join(out, `${table}.arrow`)),
    ].map(linesOf);
    expect(csv).toEqual(arrow);
    expect(jsonl).toEqual(arrow);
  }
}

/** The names and each row as one text: comparing these is many times faster than comparing cells. */
function linesOf({ names, rows }: ReadTable): string[] {
  return [names, ...rows].map((cells) => JSON.stringify(cells));
}

/** datapackage.json has the size and the hash of every file, and its own hash. */
function checkDataPackage({ out, result: { counts, files } }: Exported): void {
  const text = readFileSync(join(out, "datapackage.json"), "utf8");
  const { resources, docrows } = JSON.parse(text) as {
    resources: { path: string; bytes: number; hash: string }[];
    docrows: { sha256: string; counts: Record<string, number> };
  };
  expect([...resources.map(({ path }) => path), "datapackage.json"].sort()).toEqual(readdirSync(out).sort());
  for (const { path, bytes, hash } of resources) {
    const content = readFileSync(join(out, path));
    expect({ bytes, hash }).toEqual({ bytes: content.length, hash: `sha256:${sha256(content)}` });
  }
  expect(text.split(docrows.sha256)).toHaveLength(2);
  expect(sha256(text.replace(docrows.sha256, "0".repeat(64)))).toBe(docrows.sha256);
  const { unreadable, ...recorded } = counts;
  expect(docrows.counts).toEqual(recorded);
  expect(unreadable).toBe(0);
  for (const { name, bytes, sha256: hash } of files) {
    const content = readFileSync(join(out, name));
    expect({ bytes, hash }).toEqual({ bytes: content.length, hash: sha256(content) });
  }
}

function number(row: Row, name: string): number {
  const value = row[name];
  if (value === null || value === undefined || !/^\d+$/.test(value)) throw new Error(`${name} is ${value}`);
  return Number(value);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
