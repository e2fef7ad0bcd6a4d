/** Figures as tables. Separate from the report because it knows numbers and columns only, not the machine or the files. */
import { FLOOR, HASHING_FLOOR } from "./jobs.mjs";
import { count, markdownTable, megabytes, seconds } from "./markdown.mjs";

/** @typedef {import("./measure.mjs").Measurement} Measurement */

const startUpColumns = ["command", "seconds", "fastest–slowest", "ratio", "CPU seconds", "peak MB"];

const measurementColumns = [
  "output",
  "system",
  "seconds",
  "fastest–slowest",
  "ratio",
  "CPU seconds",
  "rows/s",
  "MB/s read",
  "MB written",
  "peak MB",
];
const scalingColumns = [
  "documents",
  "rows",
  "MB read",
  "seconds",
  "CPU seconds",
  "seconds per million rows",
  "ns per byte",
  "ns per further byte",
  "peak MB",
];
const threadColumns = [
  ...["job", "threads", "seconds", "fastest–slowest", "ratio", "ratio after starting"],
  ...["CPU seconds", "of the main thread", "peak MB"],
];
const shortColumns = [
  ...["corpus", "output", "fastest peer", "docrows seconds", "its seconds", "ratio", "ratio of hashing only"],
  ...["to the floor", "to hashing only", "docrows peak MB", "its peak MB"],
];

/**
 * The measurements of one corpus: outputs in order, in each docrows first and then the others by time. `ratio` is a
 * system's time divided by docrows's for the same output.
 * @param {readonly Measurement[]} measurements
 */
export function measurementTable(measurements) {
  return markdownTable(measurementColumns, groupsOf(measurements).flatMap(groupRows), 2);
}

/**
 * docrows beside the fastest of its peers, for every corpus and output, and beside the floors: the peer's ratio to a program that
 * reads, hashes and writes only, and how many times as long as without and with hashing docrows takes.
 * @param {readonly { readonly name: string, readonly measurements: readonly Measurement[] }[]} sections
 */
export function shortTable(sections) {
  const rows = sections.flatMap(({ name, measurements }) =>
    groupsOf(measurements).map((group) => {
      const own = group.find(isOwn);
      const [floor, hashing] = [FLOOR, HASHING_FLOOR].map((name) =>
        group.find(({ task }) => task.job.system === name),
      );
      const peer = group.find((each) => ![own, floor, hashing].includes(each) && each.failure === null);
      const ratio = (/** @type {Measurement | undefined} */ a, /** @type {Measurement | undefined} */ b) =>
        a === undefined || b === undefined ? "" : (a.elapsedMs / b.elapsedMs).toFixed(2);
      return [
        ...[name, group[0]?.task.job.output ?? "", peer?.task.job.system ?? ""],
        ...[own, peer].map((each) => (each === undefined ? "" : seconds(each.elapsedMs))),
        ...[ratio(peer, own), ratio(peer, hashing), ratio(own, floor), ratio(own, hashing)],
        ...[own, peer].map((each) => (each === undefined ? "" : megabytes(each.peakBytes))),
      ];
    }),
  );
  return markdownTable(shortColumns, rows, 3);
}

/**
 * What more threads bring. `ratio` is the time of one thread divided by the time of so many; the second one leaves out what the same
 * command takes for one document. The main thread's time is the least that any number of cores would take.
 * @param {readonly Measurement[]} measurements
 * @param {readonly Measurement[]} startUp
 */
export function threadTable(measurements, startUp) {
  const outputs = [...new Set(measurements.map(({ task }) => task.job.output))];
  const rows = outputs.flatMap((output) => {
    const group = measurements.filter(({ task }) => task.job.output === output);
    const aloneMs = group[0]?.elapsedMs ?? Number.NaN;
    const [command] = output.split(" ");
    const startMs = startUp.find(({ task: { job } }) => job.output === command)?.elapsedMs ?? Number.NaN;
    return group.map(({ task: { job }, elapsedMs, fastestMs, slowestMs, cpuMs, mainThreadMs, peakBytes }) => [
      job.output,
      job.system,
      seconds(elapsedMs),
      `${seconds(fastestMs)}–${seconds(slowestMs)}`,
      (aloneMs / elapsedMs).toFixed(2),
      ((aloneMs - startMs) / (elapsedMs - startMs)).toFixed(2),
      seconds(cpuMs),
      mainThreadMs ? seconds(mainThreadMs) : "unknown",
      megabytes(peakBytes),
    ]);
  });
  return markdownTable(threadColumns, rows, 2);
}

/**
 * How time and memory grow with the corpus. A further byte is one that the corpus before does not have.
 * @param {readonly Measurement[]} measurements
 */
export function scalingTable(measurements) {
  const further = (/** @type {number} */ index) => {
    const [before, after] = [measurements[index - 1], measurements[index]];
    if (before === undefined || after === undefined) return "";
    return nanoseconds(after.elapsedMs - before.elapsedMs, after.task.size.bytes - before.task.size.bytes);
  };
  const rows = measurements.map(({ task: { size }, elapsedMs, cpuMs, peakBytes }, index) => [
    count(size.documents),
    count(size.paragraphs),
    megabytes(size.bytes),
    seconds(elapsedMs),
    seconds(cpuMs),
    seconds(elapsedMs / (size.paragraphs / 1e6)),
    nanoseconds(elapsedMs, size.bytes),
    further(index),
    megabytes(peakBytes),
  ]);
  return markdownTable(scalingColumns, rows, 0);
}

/**
 * What starting costs. `ratio` is a command's time divided by that of the first, Node.js alone.
 * @param {readonly Measurement[]} measurements
 */
export function startUpTable(measurements) {
  const bareMs = measurements[0]?.elapsedMs ?? Number.NaN;
  const rows = measurements.map(({ task: { job }, elapsedMs, fastestMs, slowestMs, cpuMs, peakBytes }) => [
    job.system === "docrows" ? `docrows ${job.output}` : job.output,
    seconds(elapsedMs),
    `${seconds(fastestMs)}–${seconds(slowestMs)}`,
    (elapsedMs / bareMs).toFixed(2),
    seconds(cpuMs),
    megabytes(peakBytes),
  ]);
  return markdownTable(startUpColumns, rows, 1);
}

/** Per byte. */
function nanoseconds(/** @type {number} */ ms, /** @type {number} */ bytes) {
  return ((ms * 1e6) / bytes).toFixed(1);
}

/** @param {readonly Measurement[]} group */
function groupRows(group) {
  const own = group.find(isOwn);
  return group.map((each) => {
    const { job, size } = each.task;
    const perSecond = 1000 / each.elapsedMs;
    if (each.failure !== null) return [job.output, job.system, "failed", ...Array(7).fill("")];
    return [
      job.output,
      job.system,
      seconds(each.elapsedMs),
      `${seconds(each.fastestMs)}–${seconds(each.slowestMs)}`,
      own === undefined ? "" : (each.elapsedMs / own.elapsedMs).toFixed(2),
      seconds(each.cpuMs),
      job.formats.length === 0 ? "" : count(size.paragraphs * perSecond),
      megabytes(size.bytes * perSecond),
      megabytes(each.outputBytes),
      megabytes(each.peakBytes),
    ];
  });
}

/** @param {Measurement} measurement */
function isOwn({ task }) {
  return task.job.system === "docrows";
}

/** What failed comes last. */
function timeOf(/** @type {Measurement} */ { failure, elapsedMs }) {
  return failure === null ? elapsedMs : Number.MAX_VALUE;
}

/** @param {readonly Measurement[]} measurements */
function groupsOf(measurements) {
  const outputs = [...new Set(measurements.map(({ task }) => task.job.output))];
  return outputs.map((output) =>
    measurements
      .filter(({ task }) => task.job.output === output)
      .sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || timeOf(a) - timeOf(b)),
  );
}
