/**
 * The floor: threads that read every file of a corpus and write a number of bytes, each to a file of its own, and do nothing
 * else. What docrows takes beyond it is its own work. Arguments: corpus, out, bytes to write, threads.
 */
import { closeSync, fsyncSync, openSync, readdirSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";

/**
 * What all threads share. `next` counts the files and the chunks that are taken.
 * @typedef {{ paths: readonly string[], out: string, bytes: number, next: Int32Array }} Work
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
function takePart({ paths, out, bytes, next }, thread) {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let at = Atomics.add(next, READ, 1); at < paths.length; at = Atomics.add(next, READ, 1)) {
    const file = openSync(/** @type {string} */ (paths[at]), "r");
    while (readSync(file, chunk, 0, CHUNK_BYTES, null) > 0);
    closeSync(file);
  }
  const file = openSync(join(out, `bytes-${thread}`), "w");
  const takeRest = () => bytes - Atomics.add(next, WRITTEN, 1) * CHUNK_BYTES;
  for (let rest = takeRest(); rest > 0; rest = takeRest())
    writeSync(file, chunk, 0, Math.min(rest, CHUNK_BYTES));
  fsyncSync(file);
  closeSync(file);
}

if (isMainThread) {
  const [corpus = ".", out = ".", bytes = "0", threads = "1"] = process.argv.slice(2);
  const next = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  /** @type {Work} */
  const work = { paths: filesOf(corpus), out, bytes: Number(bytes), next };
  for (let thread = 1; thread < Number(threads); thread++)
    new Worker(fileURLToPath(import.meta.url), { workerData: { work, thread }, execArgv: [] });
  takePart(work, 0);
} else {
  const { work, thread } = /** @type {{ work: Work, thread: number }} */ (workerData);
  takePart(work, thread);
}
