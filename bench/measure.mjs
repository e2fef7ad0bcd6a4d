/** Runs jobs as whole processes and measures them. Separate from what the jobs are and from how figures are shown. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { countRows } from "./rows.mjs";

/**
 * `peakBytes` is null where the system does not tell.
 * @typedef {import("./jobs.mjs").Job} Job
 * @typedef {import("./jobs.mjs").Command} Command
 * @typedef {{ elapsedMs: number, peakBytes: number | null, outputBytes: number }} Run
 * @typedef {{ job: Job, elapsedMs: number, fastestMs: number, slowestMs: number, peakBytes: number | null, outputBytes: number }} Measurement
 */

/**
 * Runs one job once. `folder` is a scratch folder, emptied before and after. Throws if the process fails or writes
 * another number of rows than `expectedRows`.
 * @param {Job} job
 * @param {string} corpus
 * @param {string} folder
 * @param {number} expectedRows
 * @returns {Promise<Run>}
 */
export async function runOnce(job, corpus, folder, expectedRows) {
  rmSync(folder, { recursive: true, force: true });
  const out = join(folder, "out");
  mkdirSync(out, { recursive: true });
  const peakFile = join(folder, "peak");
  const elapsedMs = await runProcess(job.command(corpus, out), folder, peakFile);
  for (const format of job.formats) {
    const rows = countRows(out, format);
    if (rows !== expectedRows)
      throw new Error(`${job.system} wrote ${rows} rows of ${format} instead of ${expectedRows}`);
  }
  const outputBytes = readdirSync(out).reduce((sum, name) => sum + statSync(join(out, name)).size, 0);
  const run = { elapsedMs, peakBytes: readPeak(peakFile), outputBytes };
  rmSync(folder, { recursive: true, force: true });
  return run;
}

/**
 * Every job once per round, in turns, every other round backwards: a machine that becomes slower or faster does so for
 * all of them. Resolves to the medians.
 * @param {readonly Job[]} jobs
 * @param {string} corpus
 * @param {string} folder
 * @param {number} expectedRows
 * @param {number} rounds
 * @param {(text: string) => void} log
 * @returns {Promise<Measurement[]>}
 */
export async function measure(jobs, corpus, folder, expectedRows, rounds, log) {
  const runs = new Map(jobs.map((job) => [job, /** @type {Run[]} */ ([])]));
  for (let round = 0; round < rounds; round++) {
    for (const job of round % 2 === 0 ? jobs : [...jobs].reverse()) {
      const run = await runOnce(job, corpus, folder, expectedRows);
      log(
        `round ${round + 1}: ${job.system} ${job.formats.join("+")} ${(run.elapsedMs / 1000).toFixed(2)} s`,
      );
      runs.get(job)?.push(run);
    }
  }
  return [...runs].map(([job, jobRuns]) => summarise(job, jobRuns));
}

/**
 * @param {Job} job
 * @param {readonly Run[]} runs
 * @returns {Measurement}
 */
function summarise(job, runs) {
  const times = runs.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b);
  const peaks = runs.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes]));
  return {
    job,
    elapsedMs: median(times),
    fastestMs: times[0] ?? Number.NaN,
    slowestMs: times.at(-1) ?? Number.NaN,
    // The largest, not the median: memory that is needed once is needed.
    peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
    outputBytes: runs.at(-1)?.outputBytes ?? 0,
  };
}

/** @param {readonly number[]} sorted */
function median(sorted) {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Resolves to the milliseconds from start to end of the process.
 * @param {Command} command
 * @param {string} folder
 * @param {string} peakFile
 * @returns {Promise<number>}
 */
function runProcess({ file, args }, folder, peakFile) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const env = { ...process.env, BENCH_PEAK_FILE: peakFile };
    const child = spawn(file, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      errors = (errors + text).slice(-2000);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(performance.now() - startedAt);
      else reject(new Error(`${file} ${args.join(" ")} ended with ${signal ?? code}\n${errors}`));
    });
  });
}

/** @param {string} path */
function readPeak(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
