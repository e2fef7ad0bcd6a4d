/**
 * The benchmark: docrows beside its peers on generated corpora. `npm run bench -- --help` lists the options, README.md
 * says what the figures mean.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  compareSystems,
  measureScaling,
  measureStartUp,
  measureThreads,
  writeCorpora,
} from "./comparisons.mjs";
import { peerJobs } from "./jobs.mjs";
import { findPython } from "./python.mjs";
import { renderReport } from "./report.mjs";

const usage = `npm run bench -- [options]
  --documents N   small files (default 100000); the scaling line takes up to 8 times as many
  --megabytes N   size of each of the 8 large files (default 32)
  --document-megabytes N
                  size of the one large document (default 1000)
  --rounds N      runs of every job (default 3)
  --dir DIR       where the corpora and outputs go (default: the system's temporary folder)
  --keep          keep the corpora
  --help          show this text
`;

const options = /** @type {const} */ ({
  documents: { type: "string", default: "100000" },
  megabytes: { type: "string", default: "32" },
  "document-megabytes": { type: "string", default: "1000" },
  rounds: { type: "string", default: "3" },
  dir: { type: "string", default: tmpdir() },
  keep: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
});

/** @param {string} text */
function log(text) {
  process.stderr.write(`${text}\n`);
}

/** The options as given, or undefined after saying what is wrong with them. */
function readOptions() {
  try {
    const { dir, keep, help, ...counts } = parseArgs({ options }).values;
    return {
      ...{ dir, keep, help },
      documents: toCount(counts.documents),
      megabytes: toCount(counts.megabytes),
      "document-megabytes": toCount(counts["document-megabytes"]),
      rounds: toCount(counts.rounds),
    };
  } catch (error) {
    log(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return undefined;
  }
}

/** @param {string} text */
function toCount(text) {
  if (!/^[1-9][0-9]*$/.test(text)) throw new Error(`expected a whole number from 1, found ${text}`);
  return Number(text);
}

/**
 * A new folder; it, or with `keep` only its scratch folder, is removed when the process ends, however it ends.
 * @param {string} parent
 * @param {boolean} keep
 */
function makeFolder(parent, keep) {
  const folder = realpathSync(mkdtempSync(join(parent, "docrows-bench-")));
  const scratch = join(folder, "scratch");
  process.on("exit", () => rmSync(keep ? scratch : folder, { recursive: true, force: true }));
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  return { folder, scratch };
}

/** @param {NonNullable<ReturnType<typeof readOptions>>} given */
async function run({ rounds, dir, keep, ...sizes }) {
  const python = findPython(fileURLToPath(new URL("..", import.meta.url)));
  const { jobs: peers, leftOut } = peerJobs(python);
  for (const line of leftOut) log(line);

  const { folder, scratch } = makeFolder(dir, keep);
  log(`writing the corpora to ${folder}`);
  const corpora = writeCorpora(folder, sizes);
  // What is still on its way to the disk would slow the first runs. Where there is no such command, it does.
  spawnSync("sync");

  const setting = { scratch, rounds, peers, log };
  const sections = await compareSystems(corpora, setting);
  const startUp = await measureStartUp(corpora, setting);
  const scaling = await measureScaling(corpora, setting);
  const threads = await measureThreads(corpora, setting);
  const typed = process.argv.slice(2);
  const report = renderReport({
    ...{ typed, rounds, folder, python, leftOut },
    ...{ sections, startUp, scaling, threads },
  });
  process.stdout.write(report);
  writeFileSync(new URL("RESULTS.md", import.meta.url), report);
}

const given = readOptions();
if (given === undefined) process.exitCode = 2;
else if (given.help) process.stdout.write(usage);
else await run(given);
