/**
 * What is run: one job per system and format. A new peer is one script in peers/ and one line in `peers`. Separate from
 * the measuring, which treats all jobs alike.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A job's command is built for a corpus (a folder's absolute path) and an output folder that exists.
 * @typedef {{ file: string, args: string[] }} Command
 * @typedef {{ system: string, formats: readonly string[], command: (corpus: string, out: string) => Command }} Job
 * @typedef {import("./python.mjs").Python} Python
 */

export const ALL_FORMATS = ["csv", "jsonl", "arrow"];

const here = fileURLToPath(new URL(".", import.meta.url));
const commandLine = join(here, "..", "dist", "cli", "main.js");
const peakMemory = new URL("peak-memory.mjs", import.meta.url).href;

/** The formats that a peer writes, alone and in one run. */
const peers = [
  { system: "DuckDB", script: "with_duckdb.py", needs: ["duckdb"], runs: [["csv"], ["jsonl"]] },
  {
    system: "pandas",
    script: "with_pandas.py",
    needs: ["pandas", "pyarrow"],
    runs: [["csv"], ["jsonl"], ["arrow"], ALL_FORMATS],
  },
  {
    system: "Polars",
    script: "with_polars.py",
    needs: ["polars"],
    runs: [["csv"], ["jsonl"], ["arrow"], ALL_FORMATS],
  },
];

/**
 * `docrows export` of folders; `inputs` makes them from the corpus, by default the corpus itself.
 * @param {readonly string[]} formats
 * @param {(corpus: string) => readonly string[]} [inputs]
 * @returns {Job}
 */
export function docrowsJob(formats, inputs = (corpus) => [corpus]) {
  const command = (/** @type {string} */ corpus, /** @type {string} */ out) => {
    const args = [...inputs(corpus), "--root", corpus, "--out", out, "--format", formats.join(","), "--quiet"];
    return { file: process.execPath, args: ["--import", peakMemory, commandLine, "export", ...args] };
  };
  return { system: "docrows", formats, command };
}

/**
 * The floor under all formats in one run; `outputBytes` are what docrows writes.
 * @param {number} outputBytes
 * @returns {Job}
 */
export function readAndWriteJob(outputBytes) {
  const script = join(here, "read-and-write.mjs");
  return {
    system: "reading and writing only",
    formats: [],
    command: (corpus, out) => ({
      file: process.execPath,
      args: ["--import", peakMemory, script, corpus, out, String(outputBytes)],
    }),
  };
}

/**
 * The peers' jobs that this Python can run, and what is left out and why.
 * @param {Python} python
 * @returns {{ jobs: Job[], leftOut: string[] }}
 */
export function peerJobs(python) {
  if ("reason" in python) return { jobs: [], leftOut: [`the peers were left out: ${python.reason}`] };
  /** @type {Job[]} */
  const jobs = [];
  const leftOut = [];
  for (const { system, script, needs, runs } of peers) {
    const missing = needs.filter((name) => !python.versions[name]);
    if (missing.length > 0) {
      leftOut.push(`${system} was left out: ${missing.join(" and ")} not installed in ${python.path}`);
      continue;
    }
    for (const formats of runs) {
      const command = (/** @type {string} */ corpus, /** @type {string} */ out) => ({
        file: python.path,
        args: ["-B", join(here, "peers", script), corpus, out, formats.join(",")],
      });
      jobs.push({ system, formats, command });
    }
  }
  return { jobs, leftOut };
}
