/**
 * What is run: one job per system and output. A new peer is one script in peers/ and one line in `peers`. Separate from
 * the measuring, which treats all jobs alike.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * `output` names what is written, and `formats` are those whose rows are counted. A command is built for a corpus (a
 * folder's absolute path) and an output folder that exists.
 * @typedef {{ file: string, args: string[] }} Command
 * @typedef {object} Job
 * @property {string} system
 * @property {string} output
 * @property {readonly string[]} formats
 * @property {(corpus: string, out: string) => Command} command
 */

const ALL_FORMATS = ["csv", "jsonl", "arrow"];

/** The system that computes nothing, and the one that computes nothing but every file's SHA-256. */
export const FLOOR = "reading and writing only";
export const HASHING_FLOOR = "reading, hashing and writing only";

/** Every format alone, and all in one run. */
export const everyRun = [...ALL_FORMATS.map((format) => [format]), ALL_FORMATS];

/** DuckDB writes no Arrow file by itself. */
const duckdb = { script: "with_duckdb.py", needs: ["duckdb"], runs: [["csv"], ["jsonl"]] };

const peers = [
  { system: "DuckDB", ...duckdb, choices: ["plain"] },
  { system: "DuckDB, sorted", ...duckdb, choices: ["sorted"] },
  { system: "pandas", script: "with_pandas.py", needs: ["pandas", "pyarrow"], runs: everyRun, choices: [] },
  { system: "Polars", script: "with_polars.py", needs: ["polars"], runs: everyRun, choices: [] },
];

const here = fileURLToPath(new URL(".", import.meta.url));
const commandLine = join(here, "..", "dist", "bundle", "docrows.cjs");
const textsSchema = join(here, "texts.schema.json");
const resourceUsage = new URL("resource-usage.mjs", import.meta.url).href;

/**
 * `docrows export` of folders; `inputs` makes them from the corpus, by default the corpus itself.
 * @param {readonly string[]} formats
 * @param {(corpus: string) => readonly string[]} inputs
 * @returns {Job}
 */
export function docrowsJob(formats, inputs = (corpus) => [corpus]) {
  return {
    system: "docrows",
    output: outputName(formats),
    formats,
    command: (corpus, out) => exportCommand(corpus, out, formats, inputs(corpus)),
  };
}

/**
 * docrows with a number of threads: validating without and with a look at every text, and exporting.
 * @param {number} threads
 * @returns {Job[]}
 */
export function threadJobs(threads) {
  const choice = ["--threads", String(threads)];
  const validate = (/** @type {readonly string[]} */ ...more) => {
    return (/** @type {string} */ corpus) =>
      nodeCommand(commandLine, ["validate", corpus, "--quiet", ...choice, ...more]);
  };
  const system = `--threads ${threads}`;
  return [
    { system, output: "validate", formats: [], command: validate() },
    { system, output: "validate every text", formats: [], command: validate("--schema", textsSchema) },
    {
      system,
      output: `export ${outputName(ALL_FORMATS)}`,
      formats: ALL_FORMATS,
      command: (corpus, out) => exportCommand(corpus, out, ALL_FORMATS, [corpus, ...choice]),
    },
  ];
}

/**
 * The floors under an export, in as many threads as there are cores; `outputBytes` are what docrows writes.
 * @param {number} outputBytes
 * @param {readonly string[]} formats
 * @returns {Job[]}
 */
export function floorJobs(outputBytes, formats) {
  const counts = [String(outputBytes), String(availableParallelism())];
  const floor = (/** @type {string} */ system, /** @type {readonly string[]} */ ...more) => ({
    system,
    output: outputName(formats),
    formats: [],
    command: (/** @type {string} */ corpus, /** @type {string} */ out) =>
      nodeCommand(join(here, "read-and-write.mjs"), [corpus, out, ...counts, ...more]),
  });
  return [floor(FLOOR), floor(HASHING_FLOOR, "hash")];
}

/**
 * What starting costs: Node.js alone first, then the shortest commands of docrows, for one document.
 * @type {readonly Job[]}
 */
export const startUpJobs = [
  { system: "Node.js", output: "node -e 0", formats: [], command: () => nodeCommand("-e", ["0"]) },
  startUpJob("--help", () => ["--help"]),
  startUpJob("validate", (corpus) => ["validate", corpus]),
  startUpJob("export --format csv", (corpus, out) => ["export", corpus, "--out", out, "--format", "csv"]),
  startUpJob("export", (corpus, out) => ["export", corpus, "--out", out]),
];

/**
 * @param {string} output
 * @param {(corpus: string, out: string) => readonly string[]} args
 * @returns {Job}
 */
function startUpJob(output, args) {
  const command = (/** @type {string} */ corpus, /** @type {string} */ out) =>
    nodeCommand(commandLine, args(corpus, out));
  return { system: "docrows", output, formats: [], command };
}

/**
 * The peers' jobs that this Python can run, and what is left out and why.
 * @param {import("./python.mjs").Python} python
 * @returns {{ jobs: Job[], leftOut: string[] }}
 */
export function peerJobs(python) {
  if ("reason" in python) return { jobs: [], leftOut: [`the peers were left out: ${python.reason}`] };
  /** @type {Job[]} */
  const jobs = [];
  const leftOut = [];
  for (const { system, script, needs, runs, choices } of peers) {
    const missing = needs.filter((name) => !python.versions[name]);
    if (missing.length > 0) {
      leftOut.push(`${system} was left out: ${missing.join(" and ")} not installed for Python`);
      continue;
    }
    for (const formats of runs) {
      const output = outputName(formats);
      /** @type {Job["command"]} */
      const command = (corpus, out) => ({
        file: python.path,
        // -B: no byte code is written into the project.
        args: ["-B", join(here, "peers", script), corpus, out, formats.join(","), ...choices],
      });
      jobs.push({ system, output, formats, command });
    }
  }
  return { jobs, leftOut };
}

/**
 * @param {string} corpus
 * @param {string} out
 * @param {readonly string[]} formats
 * @param {readonly string[]} args
 */
function exportCommand(corpus, out, formats, args) {
  const choices = ["--root", corpus, "--out", out, "--format", formats.join(","), "--quiet"];
  return nodeCommand(commandLine, ["export", ...args, ...choices]);
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Command}
 */
function nodeCommand(script, args) {
  return { file: process.execPath, args: ["--import", resourceUsage, script, ...args] };
}

/** @param {readonly string[]} formats */
function outputName(formats) {
  return formats.join(" + ");
}
