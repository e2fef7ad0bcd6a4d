/** The report of a run: what was measured on which machine, and the tables. Holds no figure that the run did not give. */
import { readFileSync, statfsSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { count, measurementTable, scalingTable } from "./table.mjs";

/**
 * @typedef {import("./corpus.mjs").CorpusSize} CorpusSize
 * @typedef {import("./measure.mjs").Measurement} Measurement
 * @typedef {{ name: string, size: CorpusSize, measurements: readonly Measurement[] }} Section
 * @typedef {{ arguments: readonly string[], rounds: number, folder: string, python: import("./python.mjs").Python, leftOut: readonly string[], sections: readonly Section[], scaling: readonly import("./table.mjs").ScalePoint[] }} Results
 */

/** `f_type` of Linux's memory file systems (statfs(2)). */
const memoryFileSystems = [0x01021994, 0x858458f6];

/**
 * The whole report as Markdown.
 * @param {Results} results
 */
export function renderReport(results) {
  const { sections, scaling, rounds, leftOut } = results;
  const command = ["npm run bench", ...(results.arguments.length > 0 ? ["--", ...results.arguments] : [])].join(" ");
  const parts = [
    "# Results",
    `Written by \`${command}\`; README.md says what is measured and what the systems leave out. Seconds are the median of ${rounds} ` +
      "runs of the whole process, peak MB the largest of them. A ratio above 1 means slower than docrows.",
    machineLines(results).join("\n"),
    ...(leftOut.length > 0 ? [leftOut.map((line) => `- ${line}`).join("\n")] : []),
    ...sections.flatMap(({ name, size, measurements }) => [
      `## ${name}`,
      `${count(size.documents)} documents, ${count(size.paragraphs)} rows, ${count(size.bytes / 1e6)} MB.`,
      measurementTable(size, measurements),
    ]),
    "## docrows as the corpus grows",
    "Small files; csv, jsonl and arrow in one run.",
    scalingTable(scaling),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** @param {Results} results */
function machineLines({ folder, python }) {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const inMemory = memoryFileSystems.includes(statfsSync(folder).type);
  const packages = "reason" in python ? [] : Object.entries(python.versions);
  const versions = packages.filter(([, each]) => each !== null).map(([name, each]) => `${name} ${each}`);
  return [
    `- machine: ${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()} ${arch()}`,
    `- corpus and output: on ${inMemory ? "a memory disk" : "a disk"}, read from a warm cache`,
    `- docrows ${version}, Node.js ${process.versions.node}${versions.map((each) => `, ${each}`).join("")}`,
  ];
}
