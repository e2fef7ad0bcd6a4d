/** Which jobs are compared on which corpora. Separate from the command, which only reads options and shows the outcome. */
import { join } from "node:path";
import { cjkAndEmoji, crlf, writeLargeFiles, writeSmallFiles } from "./corpus.mjs";
import { docrowsJob, everyRun, floorJobs, startUpJobs, threadJobs } from "./jobs.mjs";
import { measure, runOnce } from "./measure.mjs";

/**
 * The small files come in parts, so that a larger corpus is the same parts and more.
 * @typedef {import("./corpus.mjs").CorpusSize} CorpusSize
 * @typedef {{ folder: string, size: CorpusSize }} Corpus
 * @typedef {"large" | "cjk" | "crlf" | "single" | "long"} Name
 * @typedef {{ small: string, parts: readonly CorpusSize[] } & Readonly<Record<Name, Corpus>>} Corpora
 * @typedef {{ documents: number, megabytes: number, "document-megabytes": number }} Sizes
 * @typedef {object} Setting
 * @property {string} scratch
 * @property {number} rounds
 * @property {readonly import("./jobs.mjs").Job[]} peers
 * @property {(text: string) => void} log
 */

const LARGE_FILES = 8;
/** The corpora of other writing and of other line ends have so many times fewer documents. */
const VARIANT_SHARE = 10;
/** Starting takes so little that a few runs tell nothing. */
const START_UP_ROUNDS = 10;
/** One run takes long, and the differences are large. */
const LONG_ROUNDS = 1;
/** How many parts the scaling line takes. */
const SCALES = [1, 2, 4, 8];
const THREADS = [1, 2, 4];

const partName = (/** @type {number} */ number) => `part-${number}`;

/**
 * Writes the corpora into `folder`.
 * @param {string} folder
 * @param {Sizes} sizes
 * @returns {Corpora}
 */
export function writeCorpora(folder, { documents, megabytes, "document-megabytes": longMegabytes }) {
  const small = join(folder, "small");
  const parts = Array.from({ length: Math.max(...SCALES) }, (_, number) =>
    writeSmallFiles(join(small, partName(number)), documents, number),
  );
  const corpus = (/** @type {string} */ name, /** @type {(folder: string) => CorpusSize} */ write) => {
    const inner = join(folder, name);
    return { folder: inner, size: write(inner) };
  };
  const fewer = Math.ceil(documents / VARIANT_SHARE);
  return {
    small,
    parts,
    large: corpus("large", (inner) => writeLargeFiles(inner, LARGE_FILES, megabytes)),
    cjk: corpus("cjk", (inner) => writeSmallFiles(inner, fewer, 0, cjkAndEmoji)),
    crlf: corpus("crlf", (inner) => writeSmallFiles(inner, fewer, 0, crlf)),
    single: corpus("single", (inner) => writeSmallFiles(inner, 1, 0)),
    long: corpus("long", (inner) => writeLargeFiles(inner, 1, longMegabytes)),
  };
}

/**
 * All systems on every corpus, of the small files their first part. One small document shows what starting costs.
 * @param {Corpora} corpora
 * @param {Setting} setting
 */
export async function compareSystems(corpora, setting) {
  const many = { folder: join(corpora.small, partName(0)), size: sumOf(corpora.parts.slice(0, 1)) };
  const { large, cjk, crlf, single, long } = corpora;
  return [
    { name: "Many small files", measurements: await compare(many, setting) },
    { name: "Few large files", measurements: await compare(large, setting) },
    { name: "Chinese, Japanese, Korean and emoji", measurements: await compare(cjk, setting) },
    { name: "CRLF line ends", measurements: await compare(crlf, setting) },
    { name: "One small document", measurements: await compare(single, setting) },
    { name: "One large document", measurements: await compareOnLong(long, setting) },
  ];
}

/**
 * docrows alone on 1, 2, 4 and 8 parts of the small files. CSV only: all formats of the largest corpus would fill a memory disk.
 * @param {Corpora} corpora
 * @param {Setting} setting
 */
export async function measureScaling({ small, parts }, { scratch, rounds, log }) {
  const tasks = SCALES.map((scale) => {
    const names = parts.slice(0, scale).map((_size, number) => partName(number));
    const job = docrowsJob(["csv"], (corpus) => names.map((name) => join(corpus, name)));
    return { job, corpus: small, size: sumOf(parts.slice(0, scale)) };
  });
  return await measure(tasks, scratch, rounds, log);
}

/**
 * docrows alone with one thread and with more, on the first part of the small files.
 * @param {Corpora} corpora
 * @param {Setting} setting
 */
export async function measureThreads({ small, parts }, { scratch, rounds, log }) {
  const corpus = { corpus: join(small, partName(0)), size: sumOf(parts.slice(0, 1)) };
  const tasks = THREADS.flatMap(threadJobs).map((job) => ({ job, ...corpus }));
  return await measure(tasks, scratch, rounds, log);
}

/**
 * What starting costs, Node.js alone first.
 * @param {Corpora} corpora
 * @param {Setting} setting
 */
export async function measureStartUp({ single: { folder, size } }, { scratch, log }) {
  const tasks = startUpJobs.map((job) => ({ job, corpus: folder, size }));
  return await measure(tasks, scratch, START_UP_ROUNDS, log);
}

/**
 * The first run of each output is not measured: it warms the cache and tells how many bytes docrows writes.
 * @param {Corpus} corpus
 * @param {Setting} setting
 */
async function compare({ folder, size }, { scratch, rounds, peers, log }) {
  const own = everyRun.map((formats) => docrowsJob(formats));
  const floors = [];
  for (const job of own) {
    const { outputBytes } = await runOnce({ job, corpus: folder, size }, scratch);
    floors.push(...floorJobs(outputBytes, job.formats));
  }
  const tasks = [...own, ...peers, ...floors].map((job) => ({ job, corpus: folder, size }));
  return await measure(tasks, scratch, rounds, log);
}

/**
 * CSV only. A system that cannot handle such a document is reported, and does not end the benchmark.
 * @param {Corpus} corpus
 * @param {Setting} setting
 */
async function compareOnLong({ folder, size }, { scratch, peers, log }) {
  const own = docrowsJob(["csv"]);
  const { outputBytes } = await runOnce({ job: own, corpus: folder, size }, scratch);
  const others = peers.filter(({ output }) => output === own.output);
  const jobs = [own, ...others, ...floorJobs(outputBytes, own.formats)];
  const tasks = jobs.map((job) => ({ job, corpus: folder, size, mayFail: job !== own }));
  return await measure(tasks, scratch, LONG_ROUNDS, log);
}

/** @param {readonly CorpusSize[]} parts */
function sumOf(parts) {
  const sum = { documents: 0, paragraphs: 0, bytes: 0 };
  for (const { documents, paragraphs, bytes } of parts) {
    sum.documents += documents;
    sum.paragraphs += paragraphs;
    sum.bytes += bytes;
  }
  return sum;
}
