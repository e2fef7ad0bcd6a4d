/** The report of a run: what was measured on which machine, and the tables. Holds no figure that the run did not give. */
import { readFileSync, statfsSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { count, megabytes } from "./markdown.mjs";
import { measurementTable, scalingTable, shortTable, startUpTable, threadTable } from "./table.mjs";

/**
 * `typed` are the command's arguments; a section's measurements are all of one corpus.
 * @typedef {import("./measure.mjs").Measurement} Measurement
 * @typedef {{ name: string, measurements: readonly Measurement[] }} Section
 * @typedef {object} Results
 * @property {readonly string[]} typed
 * @property {number} rounds
 * @property {string} folder
 * @property {import("./python.mjs").Python} python
 * @property {readonly string[]} leftOut
 * @property {readonly Section[]} sections
 * @property {readonly Measurement[]} startUp
 * @property {readonly Measurement[]} scaling
 * @property {readonly Measurement[]} threads
 */

/** Above this, the report says that its figures are not to be relied on. */
const MAX_CORES_OF_OTHERS = 0.1;

/** `f_type` of Linux's memory file systems (statfs(2)): tmpfs and ramfs. */
const memoryFileSystems = [0x01021994, 0x858458f6];

/**
 * The whole report as Markdown.
 * @param {Results} results
 */
export function renderReport(results) {
  const { typed, rounds, leftOut, sections, startUp, scaling, threads } = results;
  const command = ["npm run bench", ...(typed.length > 0 ? ["--", ...typed] : [])].join(" ");
  const parts = [
    "# Results",
    `Written by \`${command}\`; README.md says what is measured and what the systems leave out. Seconds are the ` +
      `median of ${rounds} runs of the whole process, peak MB the largest of them. A ratio above 1: slower than docrows. ` +
      "CPU seconds are those of all threads.",
    [...machineLines(results), ...leftOut].map((line) => `- ${line}`).join("\n"),
    "## In short",
    "Every corpus and output: docrows, its fastest peer, and the floors. A ratio above 1: the peer is slower. Ratio of hashing only: " +
      "the same for a program that reads, hashes and writes, and has no rows to make. To the floor: how many times as long as reading " +
      "and writing only docrows takes; to hashing only: as long as reading, hashing and writing only.",
    shortTable(sections),
    ...sections.map(renderSection),
    "## Starting",
    "One document; medians of 10 runs. A ratio is to Node.js alone.",
    startUpTable(startUp),
    "## docrows as the corpus grows",
    "Small files, as CSV. A further byte is one that the corpus above does not have: what is spent once does not count there.",
    scalingTable(scaling),
    "## docrows with more threads",
    "Small files. 1 thread: the main one alone. *validate every text* takes a schema that asks for a pattern in each paragraph. A " +
      "ratio above 1: faster than one thread; *after starting* leaves out what the same command takes for one document. The main thread " +
      "writes, and handles documents while it has nothing to write; its processor time is the least that any number of cores would take.",
    threadTable(threads, startUp),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** @param {Section} section */
function renderSection({ name, measurements }) {
  const size = measurements[0]?.task.size ?? { documents: 0, paragraphs: 0, bytes: 0 };
  const content = `Documents: ${count(size.documents)}, rows: ${count(size.paragraphs)}, MB: ${megabytes(size.bytes)}.`;
  const failures = measurements
    .filter(({ failure }) => failure !== null)
    .map(({ task: { job }, failure }) => `- ${job.system}, ${job.output}: ${failure}`);
  const parts = [`## ${name}`, content, measurementTable(measurements)];
  return [...parts, ...(failures.length > 0 ? [failures.join("\n")] : [])].join("\n\n");
}

/**
 * How busy other programs kept the machine. Where they did, ratios mislead: a system of two threads that gets one core loses
 * half of its speed, a system of one thread little.
 * @param {readonly Measurement[]} measurements
 */
function othersLine(measurements) {
  const sum = (/** @type {(each: Measurement) => number} */ of) =>
    measurements.reduce((total, each) => total + of(each), 0);
  const cores = sum(({ othersMs }) => othersMs) / sum(({ elapsedMs }) => elapsedMs);
  const used = `other programs used ${cores.toFixed(2)} cores on average during the runs`;
  return cores > MAX_CORES_OF_OTHERS
    ? `**${used}: the machine was not idle, so seconds and ratios do not tell which system is faster**`
    : used;
}

/** @param {Results} results */
function machineLines({ folder, python, sections }) {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const place = memoryFileSystems.includes(statfsSync(folder).type) ? "a memory disk" : "a disk";
  const packages = "reason" in python ? [] : Object.entries(python.versions);
  const versions = packages.filter(([, each]) => each !== null).map(([name, each]) => `${name} ${each}`);
  return [
    `machine: ${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()} ${arch()}`,
    othersLine(sections.flatMap(({ measurements }) => measurements)),
    `corpus and output: on ${place}, read from a warm cache`,
    [`docrows ${version}`, `Node.js ${process.versions.node}`, ...versions].join(", "),
  ];
}
