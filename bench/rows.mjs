/** Counts the rows that a run has written, from the files themselves: every system must have written the same number. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RecordBatchReader } from "apache-arrow";

const LF = 0x0a;
const QUOTE = 0x22;

/** @type {Record<string, (bytes: Uint8Array) => number>} */
const counters = { csv: countCsvRows, jsonl: countLines, arrow: countArrowRows };

/**
 * Rows of `paragraphs.<format>` in a folder. Throws if the file is missing.
 * @param {string} folder
 * @param {string} format
 */
export function countRows(folder, format) {
  const path = join(folder, `paragraphs.${format}`);
  const count = counters[format];
  if (count === undefined || !existsSync(path)) throw new Error(`no ${path} was written`);
  return count(readFileSync(path));
}

/** Records after the header: line ends outside quotes. A doubled quote leaves and enters, so it needs no care. */
function countCsvRows(/** @type {Uint8Array} */ bytes) {
  let records = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LF && !quoted) records++;
  }
  return records - 1;
}

function countLines(/** @type {Uint8Array} */ bytes) {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}

function countArrowRows(/** @type {Uint8Array} */ bytes) {
  let rows = 0;
  for (const batch of RecordBatchReader.from(bytes)) rows += batch.numRows;
  return rows;
}
