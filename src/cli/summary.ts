/** The closing lines of an export: what came in, what became of it, and the one line that loads the result. */
import { join } from "node:path";
import type { Counts } from "../dataset/data-package.ts";
import { printable } from "../findings/printable.ts";
import type { Format } from "../formats/format.ts";
import type { ExportResult } from "../run.ts";
import { formatBytes, formatCount, plural } from "./progress.ts";

/** `3 documents read (1.2 kB): 2 written as 17 paragraphs, 1 rejected.` */
export function countsLine(
  { documents, rejected, unreadable, bytes, paragraphs }: Counts,
  written: boolean,
): string {
  const accepted = plural(documents - rejected, "document");
  const parts = [
    written
      ? `${accepted} written as ${plural(paragraphs, "paragraph")}`
      : `${accepted} ${documents - rejected === 1 ? "conforms" : "conform"}`,
    ...(rejected > 0 ? [`${formatCount(rejected)} rejected`] : []),
    ...(unreadable > 0 ? [`${formatCount(unreadable)} unreadable`] : []),
  ];
  return `${plural(documents, "document")} read (${formatBytes(bytes)}): ${parts.join(", ")}`;
}

/** `3 fields took their default`, or nothing. */
export function defaultsLine({ defaultedFields }: Counts): string {
  if (defaultedFields === 0) return "";
  return `${plural(defaultedFields, "field")} took ${defaultedFields === 1 ? "its" : "their"} default\n`;
}

/** Kinds of files passed over that are named; the others are counted together. */
const MAX_KINDS = 10;

/** `passed over: 3 .jpg, 1 (hidden)`, or nothing. */
export function passedOverLine(passedOver: ExportResult["passedOver"]): string {
  if (passedOver.length === 0) return "";
  const listed = passedOver
    .slice(0, MAX_KINDS)
    .map(([kind, count]) => `${formatCount(count)} ${printable(kind)}`);
  const others = passedOver.slice(MAX_KINDS).reduce((sum, [, count]) => sum + count, 0);
  return `passed over: ${[...listed, ...(others > 0 ? [`${formatCount(others)} others`] : [])].join(", ")}\n`;
}

/** What an export that wrote a dataset says. */
export function exportSummary(
  { counts, files, passedOver }: ExportResult,
  out: string,
  loadWith: Format,
  elapsedMs: number,
): string {
  const names = files.map(({ name, bytes }) => `  ${printable(join(out, name))}  ${formatBytes(bytes)}\n`);
  const path = JSON.stringify(join(out, `paragraphs${loadWith.extension}`));
  const load = loadWith.load.line.replace("PATH", () => path);
  return [
    `${countsLine(counts, true)} in ${(elapsedMs / 1000).toFixed(1)} s\n`,
    defaultsLine(counts),
    passedOverLine(passedOver),
    ...names,
    counts.rejected > 0 ? `the rejected documents and why: ${printable(join(out, "rejects.jsonl"))}\n` : "",
    `load it in Python:\n  import ${loadWith.load.module}\n  ${load}\n`,
  ].join("");
}
