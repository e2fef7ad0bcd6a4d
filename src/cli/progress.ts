/** The progress line: how far a run is, from its events. */
import type { RunEvent } from "../corpus-run.ts";
import type { Terminal } from "./terminal.ts";

/** Columns of the bar, without its brackets: the most, and what is not worth drawing. */
const MAX_BAR_WIDTH = 24;
const MIN_BAR_WIDTH = 4;
const REFRESH_MS = 100;

/** A listener for run events that draws the line on `terminal`. `total`: documents to read. */
export function progressLine(
  terminal: Terminal,
  total: number,
  now: () => number = Date.now,
): (event: RunEvent) => void {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.type === "end") terminal.progress("");
    if (event.type !== "progress") return;
    if (now() - drawnAt < REFRESH_MS && event.documents < total) return;
    drawnAt = now();
    // The last column stays free: some terminals go on to the next line there.
    terminal.progress(formatProgress(event, total, terminal.messageColumns - 1));
  };
}

/** `[######------]  50 %  500 of 1,000 documents, 4.2 MB, 3 findings`; where it would not fit into `columns`, the bar is shorter or left out. */
export function formatProgress(
  { documents, bytes, findings }: Extract<RunEvent, { type: "progress" }>,
  total: number,
  columns: number,
): string {
  const share = total === 0 ? 1 : Math.min(1, documents / total);
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const text = `${percent} %  ${formatCount(documents)} of ${formatCount(total)} documents, ${formatBytes(bytes)}, ${plural(findings, "finding")}`;
  const width = Math.min(MAX_BAR_WIDTH, columns - text.length - "[] ".length);
  if (width < MIN_BAR_WIDTH) return text;
  const filled = Math.round(share * width);
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}] ${text}`;
}

/** `1,234`. Not by `toLocaleString`, whose first call takes longer than a document to export. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 document`, `2 documents`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Decimal units: `512 bytes`, `4.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return plural(bytes, "byte");
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${["", "kB", "MB", "GB", "TB"][power]}`;
}
