/** Figures as text. Separate because the terminal and RESULTS.md show the same tables. */

/**
 * @typedef {import("./corpus.mjs").CorpusSize} CorpusSize
 * @typedef {import("./measure.mjs").Measurement} Measurement
 * @typedef {{ size: CorpusSize, measurement: Measurement }} ScalePoint
 */

/**
 * The measurements of one corpus: formats in order, in each docrows first and then the others by time. `ratio` is a system's
 * time divided by docrows's for the same output.
 * @param {CorpusSize} size
 * @param {readonly Measurement[]} measurements
 */
export function measurementTable(size, measurements) {
  const header = ["output", "system", "seconds", "fastest–slowest", "ratio", "rows/s", "MB/s read", "MB written", "peak MB"];
  const rows = byFormat(measurements).flatMap((group) => {
    const own = group.find(({ job }) => job.system === "docrows");
    return group.map((each) => {
      const seconds = each.elapsedMs / 1000;
      return [
        each.job.formats.join(" + ") || "the same bytes",
        each.job.system,
        seconds.toFixed(2),
        `${(each.fastestMs / 1000).toFixed(2)}–${(each.slowestMs / 1000).toFixed(2)}`,
        own === undefined ? "" : (each.elapsedMs / own.elapsedMs).toFixed(2),
        each.job.formats.length === 0 ? "" : count(size.paragraphs / seconds),
        count(size.bytes / 1e6 / seconds),
        count(each.outputBytes / 1e6),
        megabytes(each.peakBytes),
      ];
    });
  });
  return markdownTable(header, rows, 2);
}

/**
 * How time and memory grow with the corpus.
 * @param {readonly ScalePoint[]} points
 */
export function scalingTable(points) {
  const header = ["documents", "rows", "MB read", "seconds", "seconds per million rows", "peak MB"];
  const rows = points.map(({ size, measurement }) => [
    count(size.documents),
    count(size.paragraphs),
    count(size.bytes / 1e6),
    (measurement.elapsedMs / 1000).toFixed(2),
    (measurement.elapsedMs / 1000 / (size.paragraphs / 1e6)).toFixed(2),
    megabytes(measurement.peakBytes),
  ]);
  return markdownTable(header, rows, 0);
}

/** @param {readonly Measurement[]} measurements */
function byFormat(measurements) {
  /** @type {Map<string, Measurement[]>} */
  const groups = new Map();
  for (const each of measurements) {
    const key = each.job.formats.join();
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const isOwn = (/** @type {Measurement} */ { job }) => (job.system === "docrows" ? 0 : 1);
  return [...groups.values()].map((group) =>
    group.sort((a, b) => isOwn(a) - isOwn(b) || a.elapsedMs - b.elapsedMs),
  );
}

/**
 * A Markdown table with padded cells, which is also readable as plain text.
 * @param {readonly string[]} header
 * @param {readonly string[][]} rows
 * @param {number} textColumns how many columns are text; the others are numbers and stand to the right
 */
function markdownTable(header, rows, textColumns) {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, column) => (column < textColumns ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, column) => (column < textColumns ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(header), line(rule), ...rows.map(line)].join("\n");
}

/** A whole number with its thousands apart. */
export function count(/** @type {number} */ value) {
  return Math.round(value).toLocaleString("en-US");
}

function megabytes(/** @type {number | null} */ bytes) {
  return bytes === null ? "unknown" : count(bytes / 1e6);
}
