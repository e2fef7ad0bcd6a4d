/**
 * The floor: reads every file of a corpus and writes a number of bytes to one file, and does nothing else. What docrows
 * takes beyond it is its own work. Arguments: corpus, out, bytes to write.
 */
import { closeSync, fsyncSync, openSync, readdirSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";

const CHUNK_BYTES = 1 << 20;
const chunk = Buffer.alloc(CHUNK_BYTES);

/** @param {string} folder */
function readFolder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) readFolder(path);
    else readFile(path);
  }
}

/** @param {string} path */
function readFile(path) {
  const file = openSync(path, "r");
  while (readSync(file, chunk, 0, CHUNK_BYTES, null) > 0);
  closeSync(file);
}

/**
 * @param {string} path
 * @param {number} bytes
 */
function writeBytes(path, bytes) {
  const file = openSync(path, "w");
  for (let left = bytes; left > 0; left -= CHUNK_BYTES)
    writeSync(file, chunk, 0, Math.min(left, CHUNK_BYTES));
  fsyncSync(file);
  closeSync(file);
}

const [corpus = ".", out = ".", bytes = "0"] = process.argv.slice(2);
readFolder(corpus);
writeBytes(join(out, "bytes"), Number(bytes));
