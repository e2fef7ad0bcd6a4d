/** Runs jobs as whole processes and measures them. Separate from what the jobs are and from how figures are shown. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { countRows } from "./rows.mjs";

/**
 * A task is a job on a corpus of a known size. `cpuMs` is the processor time of all threads, `mainThreadMs` that
 * of the main one, where the process tells. `othersMs` is the
 * processor time that other programs took meanwhile. `peakBytes` is null where the system does not tell. `failure` says why a
 * system that may fail did; its figures are not numbers then.
 * @typedef {{ job: import("./jobs.mjs").Job, corpus: string, size: import("./corpus.mjs").CorpusSize, mayFail?: boolean }} Task
 * @typedef {{ cpuMs: number, mainThreadMs?: number | null, peakBytes: number | null }} Usage
 * @typedef {Usage & { elapsedMs: number, othersMs: number, outputBytes: number }} Run
 * @typedef {Run & { task: Task, fastestMs: number, slowestMs: number, failure: string | null }} Measurement
 */

/** How long one process may take. */
const LIMIT_MS = 600_000;

/** What is wrong with a run whose process did not end well. */
class ProcessError extends Error {}

/**
 * Runs one task once. `scratch` is a folder that is emptied before and removed after. Throws if the process fails or
 * writes another number of rows than the corpus has paragraphs.
 * @param {Task} task
 * @param {string} scratch
 * @returns {Promise<Run>}
 */
export async function runOnce({ job, corpus, size }, scratch) {
  rmSync(scratch, { recursive: true, force: true });
  const out = join(scratch, "out");
  mkdirSync(out, { recursive: true });
  const usageFile = join(scratch, "usage.json");
  const busyBefore = busyMs();
  const ownBefore = process.cpuUsage();
  const elapsedMs = await runProcess(job.command(corpus, out), scratch, usageFile);
  const own = process.cpuUsage(ownBefore);
  const allMs = busyMs() - busyBefore - (own.user + own.system) / 1000;
  for (const format of job.formats) {
    const rows = await countRows(out, format);
    if (rows !== size.paragraphs)
      throw new Error(`${job.system} wrote ${rows} rows of ${format} instead of ${size.paragraphs}`);
  }
  const outputBytes = readdirSync(out).reduce((sum, name) => sum + statSync(join(out, name)).size, 0);
  /** @type {Usage} */
  const usage = JSON.parse(readFileSync(usageFile, "utf8"));
  rmSync(scratch, { recursive: true, force: true });
  return { ...usage, elapsedMs, othersMs: Math.max(0, allMs - usage.cpuMs), outputBytes };
}

/**
 * Every task once per round, in turns, every other round backwards: a machine that becomes slower or faster does so for
 * all of them. Resolves to the medians, in the order of the tasks.
 * @param {readonly Task[]} tasks
 * @param {string} scratch
 * @param {number} rounds
 * @param {(text: string) => void} log
 * @returns {Promise<Measurement[]>}
 */
export async function measure(tasks, scratch, rounds, log) {
  const runs = new Map(tasks.map((task) => [task, /** @type {Run[]} */ ([])]));
  /** @type {Map<Task, string>} */
  const failures = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const task of round % 2 === 0 ? tasks : [...tasks].reverse()) {
      if (failures.has(task)) continue;
      const name = `${task.job.system}, ${task.job.output}, ${task.size.documents} documents`;
      try {
        const run = await runOnce(task, scratch);
        log(`round ${round + 1}: ${name}: ${(run.elapsedMs / 1000).toFixed(2)} s`);
        runs.get(task)?.push(run);
      } catch (error) {
        if (!(error instanceof ProcessError && task.mayFail)) throw error;
        log(`round ${round + 1}: ${name}: failed, ${error.message}`);
        failures.set(task, error.message);
      }
    }
  }
  return [...runs].map(([task, taskRuns]) => summarise(task, taskRuns, failures.get(task) ?? null));
}

/**
 * @param {Task} task
 * @param {readonly Run[]} runs
 * @param {string | null} failure
 * @returns {Measurement}
 */
function summarise(task, runs, failure) {
  const times = sorted(runs.map(({ elapsedMs }) => elapsedMs));
  const peaks = runs.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes]));
  return {
    task,
    failure,
    elapsedMs: failure === null ? median(times) : Number.NaN,
    cpuMs: median(sorted(runs.map(({ cpuMs }) => cpuMs))),
    mainThreadMs: median(sorted(runs.map(({ mainThreadMs }) => mainThreadMs ?? Number.NaN))),
    fastestMs: times[0] ?? Number.NaN,
    slowestMs: times.at(-1) ?? Number.NaN,
    othersMs: median(sorted(runs.map(({ othersMs }) => othersMs))),
    // The largest, not the median: memory that is needed once is needed.
    peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
    outputBytes: runs.at(-1)?.outputBytes ?? 0,
  };
}

/** Processor time that all programs on this machine have taken since it started. */
function busyMs() {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}

/** @param {readonly number[]} values */
function sorted(values) {
  return [...values].sort((a, b) => a - b);
}

/** @param {readonly number[]} ascending */
function median(ascending) {
  const middle = ascending.length >> 1;
  const upper = ascending[middle] ?? Number.NaN;
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Resolves to the milliseconds from start to end of the process, which works in `folder`. Rejects if it fails, with the end
 * of what it wrote to standard error.
 * @param {import("./jobs.mjs").Command} command
 * @param {string} folder
 * @param {string} usageFile
 * @returns {Promise<number>}
 */
function runProcess({ file, args }, folder, usageFile) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    // With it, Node.js reads all certificates that there are before anything else: twice what it takes to start without.
    const { NODE_EXTRA_CA_CERTS: _certificates, ...environment } = process.env;
    const env = { ...environment, BENCH_USAGE_FILE: usageFile };
    const child = spawn(file, args, {
      cwd: folder,
      env,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      errors = (errors + text).slice(-2000);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const elapsedMs = performance.now() - startedAt;
      if (code === 0) resolve(elapsedMs);
      else if (elapsedMs >= LIMIT_MS) reject(new ProcessError(`not done after ${LIMIT_MS / 60_000} minutes`));
      else {
        const reason = errors.trim().split("\n").at(-1) || `${file} ${args.join(" ")}`;
        reject(new ProcessError(`ended with ${signal ?? code}: ${reason}`));
      }
    });
  });
}
