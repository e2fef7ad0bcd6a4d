/** Figures as tables. Separate from the report because it knows numbers and columns only, not the machine or the files. */

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
  "peak MB",
];

/**
 * The measurements of one corpus: outputs in order, in each docrows first and then the others by time. `ratio` is a
 * system's time divided by docrows's for the same output.
 * @param {readonly Measurement[]} measurements
 */
export function measurementTable(measurements) {
  return markdownTable(measurementColumns, byOutput(measurements).flatMap(groupRows), 2);
}

/**
 * How time and memory grow with the corpus.
 * @param {readonly Measurement[]} measurements
 */
export function scalingTable(measurements) {
  const rows = measurements.map(({ task: { size }, elapsedMs, cpuMs, peakBytes }) => [
    count(size.documents),
    count(size.paragraphs),
    megabytes(size.bytes),
    seconds(elapsedMs),
    seconds(cpuMs),
    seconds(elapsedMs / (size.paragraphs / 1e6)),
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

/** @param {readonly Measurement[]} group */
function groupRows(group) {
  const own = group.find(isOwn);
  return group.map((each) => {
    const { job, size } = each.task;
    const perSecond = 1000 / each.elapsedMs;
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

/** @param {readonly Measurement[]} measurements */
function byOutput(measurements) {
  const outputs = [...new Set(measurements.map(({ task }) => task.job.output))];
  return outputs.map((output) =>
    measurements
      .filter(({ task }) => task.job.output === output)
      .sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || a.elapsedMs - b.elapsedMs),
  );
}

/**
 * A Markdown table with padded cells, which is also readable as plain text.
 * @param {readonly string[]} header
 * @param {readonly string[][]} rows
 * @param {number} textColumns how many columns are text; the others are numbers and stand to the right
 */
function markdownTable(header, rows, textColumns) {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (/** @type {string} */ cell, /** @type {number} */ column) =>
    column < textColumns ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(pad).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column < textColumns ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [header, rule, ...rows].map(line).join("\n");
}

/**
 * A whole number with its thousands apart.
 * @param {number} value
 */
export function count(value) {
  return Math.round(value).toLocaleString("en-US");
}

/**
 * Megabytes of 1,000,000 bytes, whole ones from 10 on.
 * @param {number | null} bytes
 */
export function megabytes(bytes) {
  if (bytes === null) return "unknown";
  return bytes < 1e7 ? (bytes / 1e6).toFixed(1) : count(bytes / 1e6);
}

/** @param {number} elapsedMs */
function seconds(elapsedMs) {
  return (elapsedMs / 1000).toFixed(2);
}
