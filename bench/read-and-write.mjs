/**
 * The floor: threads that read every file of a corpus and write a number of bytes, each to a file of its own, and do nothing
 * else; with `hash`, they also make the SHA-256 of each file that they read and write. What docrows takes beyond it is its own
 * work. Arguments: corpus, out, bytes to write, threads, and `hash` or nothing.
 */
import { createHash, hash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readdirSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";

/**
 * What all threads share. `next` counts the files and the chunks that are taken.
 * @typedef {{ paths: readonly string[], out: string, bytes: number, hashes: boolean, next: Int32Array }} Work
 */

const CHUNK_BYTES = 1 << 20;
const READ = 0;
const WRITTEN = 1;

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

/**
 * One thread's share: whatever the others have not taken yet.
 * @param {Work} work
 * @param {number} thread
 */
function takePart({ paths, out, bytes, hashes, next }, thread) {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const read = hashes ? readAndHash : readOnly;
  for (let at = Atomics.add(next, READ, 1); at < paths.length; at = Atomics.add(next, READ, 1)) {
    const file = openSync(/** @type {string} */ (paths[at]), "r");
    read(file, chunk);
    closeSync(file);
  }
  const file = openSync(join(out, `bytes-${thread}`), "w");
  const written = hashes ? createHash("sha256") : null;
  const takeRest = () => bytes - Atomics.add(next, WRITTEN, 1) * CHUNK_BYTES;
  for (let rest = takeRest(); rest > 0; rest = takeRest()) {
    const length = Math.min(rest, CHUNK_BYTES);
    writeSync(file, chunk, 0, length);
    written?.update(chunk.subarray(0, length));
  }
  written?.digest("hex");
  fsyncSync(file);
  closeSync(file);
}

/**
 * @param {number} file
 * @param {Buffer} chunk
 */
function readOnly(file, chunk) {
  while (readSync(file, chunk, 0, CHUNK_BYTES, null) > 0);
}

/**
 * A file that fits into the chunk, as most do, is hashed by one call.
 * @param {number} file
 * @param {Buffer} chunk
 */
function readAndHash(file, chunk) {
  const first = readSync(file, chunk, 0, CHUNK_BYTES, null);
  if (first < CHUNK_BYTES) {
    hash("sha256", chunk.subarray(0, first), "hex");
    return readOnly(file, chunk);
  }
  const whole = createHash("sha256");
  for (let count = first; count > 0; count = readSync(file, chunk, 0, CHUNK_BYTES, null))
    whole.update(chunk.subarray(0, count));
  whole.digest("hex");
}

if (isMainThread) {
  const [corpus = ".", out = ".", bytes = "0", threads = "1", hashing = ""] = process.argv.slice(2);
  const next = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  /** @type {Work} */
  const work = { paths: filesOf(corpus), out, bytes: Number(bytes), hashes: hashing === "hash", next };
  for (let thread = 1; thread < Number(threads); thread++)
    new Worker(fileURLToPath(import.meta.url), { workerData: { work, thread }, execArgv: [] });
  takePart(work, 0);
} else {
  const { work, thread } = /** @type {{ work: Work, thread: number }} */ (workerData);
  takePart(work, thread);
}
