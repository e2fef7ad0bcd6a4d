/** Counts the rows that a run has written, from the files themselves: every system must have written the same number. */
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { RecordBatchReader } from "apache-arrow";

const LF = 0x0a;
const QUOTE = 0x22;

const CHUNK_BYTES = 1 << 24;

/** @type {Record<string, (path: string) => number | Promise<number>>} */
const counters = { csv: countCsvRows, jsonl: countLines, arrow: countArrowRows };

/**
 * Rows of `paragraphs.<format>` in a folder. Throws if the file is missing.
 * @param {string} folder
 * @param {string} format
 */
export async function countRows(folder, format) {
  const path = join(folder, `paragraphs.${format}`);
  const count = counters[format];
  if (count === undefined || !existsSync(path)) throw new Error(`no ${path} was written`);
  return await count(path);
}

/** Records after the header: line ends outside quotes. A doubled quote leaves and enters, so it needs no care. */
function countCsvRows(/** @type {string} */ path) {
  let records = 0;
  let quoted = false;
  for (const bytes of chunksOf(path)) {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === LF && !quoted) records++;
    }
  }
  return records - 1;
}

function countLines(/** @type {string} */ path) {
  let lines = 0;
  for (const bytes of chunksOf(path)) {
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines++;
  }
  return lines;
}

/** Batch by batch. */
async function countArrowRows(/** @type {string} */ path) {
  let rows = 0;
  const file = await open(path);
  for await (const batch of await RecordBatchReader.from(file)) rows += batch.numRows;
  await file.close();
  return rows;
}

/** A file in pieces: it may be longer than an array can be. */
function* chunksOf(/** @type {string} */ path) {
  const file = openSync(path, "r");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk))
    yield chunk.subarray(0, length);
  closeSync(file);
}
