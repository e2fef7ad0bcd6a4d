/** Figures as text and texts as a table. Separate from the tables because it does not know what the figures mean. */

/**
 * A Markdown table with padded cells, which is also readable as plain text.
 * @param {readonly string[]} header
 * @param {readonly string[][]} rows
 * @param {number} textColumns how many columns are text; the others are numbers and stand to the right
 */
export function markdownTable(header, rows, textColumns) {
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
export function seconds(elapsedMs) {
  return (elapsedMs / 1000).toFixed(2);
}
