/** Which jobs are compared on which corpora. Separate from the command, which only reads options and shows the outcome. */
import { join } from "node:path";
import { writeLargeFiles, writeSmallFiles } from "./corpus.mjs";
import { ALL_FORMATS, docrowsJob, readAndWriteJob, startUpJobs } from "./jobs.mjs";
import { measure, runOnce } from "./measure.mjs";

/**
 * The small files come in parts, so that a larger corpus is the same parts and more.
 * @typedef {import("./corpus.mjs").CorpusSize} CorpusSize
 * @typedef {{ folder: string, size: CorpusSize }} Corpus
 * @typedef {{ small: string, parts: readonly CorpusSize[], large: Corpus, single: Corpus }} Corpora
 * @typedef {object} Setting
 * @property {string} scratch
 * @property {number} rounds
 * @property {readonly import("./jobs.mjs").Job[]} peers
 * @property {(text: string) => void} log
 */

const LARGE_FILES = 4;
/** Starting takes so little that a few runs tell nothing. */
const START_UP_ROUNDS = 10;
/** How many parts the scaling line takes. */
const SCALES = [1, 2, 4];

const partName = (/** @type {number} */ number) => `part-${number}`;

/**
 * Writes the corpora into `folder`.
 * @param {string} folder
 * @param {number} documents small files in a part
 * @param {number} megabytes size of a large file
 * @returns {Corpora}
 */
export function writeCorpora(folder, documents, megabytes) {
  const small = join(folder, "small");
  const large = join(folder, "large");
  const single = join(folder, "single");
  const parts = Array.from({ length: Math.max(...SCALES) }, (_, number) =>
    writeSmallFiles(join(small, partName(number)), documents, number),
  );
  return {
    small,
    parts,
    large: { folder: large, size: writeLargeFiles(large, LARGE_FILES, megabytes) },
    single: { folder: single, size: writeSmallFiles(single, 1, 0) },
  };
}

/**
 * All systems on the first part of the small files, on the large files, and on one small file, which shows what starting costs.
 * @param {Corpora} corpora
 * @param {Setting} setting
 */
export async function compareSystems({ small, parts, large, single }, setting) {
  const many = { folder: join(small, partName(0)), size: sumOf(parts.slice(0, 1)) };
  return [
    { name: "Many small files", measurements: await compare(many, setting) },
    { name: "Few large files", measurements: await compare(large, setting) },
    { name: "One document", measurements: await compare(single, setting) },
  ];
}

/**
 * docrows alone on 1, 2 and 4 parts of the small files.
 * @param {Corpora} corpora
 * @param {Setting} setting
 */
export async function measureScaling({ small, parts }, { scratch, rounds, log }) {
  const tasks = SCALES.map((scale) => {
    const names = parts.slice(0, scale).map((_size, number) => partName(number));
    const job = docrowsJob(ALL_FORMATS, (corpus) => names.map((name) => join(corpus, name)));
    return { job, corpus: small, size: sumOf(parts.slice(0, scale)) };
  });
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
 * The first run is not measured: it warms the cache and tells how many bytes docrows writes.
 * @param {Corpus} corpus
 * @param {Setting} setting
 */
async function compare({ folder, size }, { scratch, rounds, peers, log }) {
  const everything = docrowsJob(ALL_FORMATS);
  const { outputBytes } = await runOnce({ job: everything, corpus: folder, size }, scratch);
  const own = [...ALL_FORMATS.map((format) => docrowsJob([format])), everything];
  const jobs = [...own, ...peers, readAndWriteJob(outputBytes)];
  const tasks = jobs.map((job) => ({ job, corpus: folder, size }));
  return await measure(tasks, scratch, rounds, log);
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
