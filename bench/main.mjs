/**
 * The benchmark: docrows beside its peers on generated corpora. `npm run bench -- --help` lists the options, README.md says what
 * the figures mean.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeLargeFiles, writeSmallFiles } from "./corpus.mjs";
import { ALL_FORMATS, docrowsJob, peerJobs, readAndWriteJob } from "./jobs.mjs";
import { measure, runOnce } from "./measure.mjs";
import { findPython } from "./python.mjs";
import { renderReport } from "./report.mjs";

/** @typedef {import("./corpus.mjs").CorpusSize} CorpusSize */

const usage = `npm run bench -- [options]
  --documents N   small files (default 20000); the scaling line takes up to 4 times as many
  --megabytes N   size of each of the 4 large files (default 32)
  --rounds N      runs of every job (default 3)
  --dir DIR       where the corpora and outputs go (default: the system's temporary folder)
  --keep          keep the corpora
  --help          show this text
`;
const LARGE_FILES = 4;
const SCALES = [1, 2, 4];

/** @type {import("node:util").ParseArgsConfig["options"]} */
const options = {
  documents: { type: "string", default: "20000" },
  megabytes: { type: "string", default: "32" },
  rounds: { type: "string", default: "3" },
  dir: { type: "string", default: tmpdir() },
  keep: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
};

const log = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);

/** A whole number from 1, or an error that names the option. */
function positive(/** @type {string} */ name, /** @type {unknown} */ text) {
  if (!/^[1-9][0-9]*$/.test(String(text))) throw new Error(`--${name} takes a whole number from 1, not ${text}\n\n${usage}`);
  return Number(text);
}

/** A fresh folder, removed when the process ends, however it ends. */
function makeFolder(/** @type {string} */ parent, /** @type {boolean} */ keep) {
  const folder = realpathSync(mkdtempSync(join(parent, "docrows-bench-")));
  if (keep) log(`corpora: ${folder}`);
  process.on("exit", () => rmSync(keep ? join(folder, "scratch") : folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  return folder;
}

/** docrows, the peers and the floor on one corpus. The first run is not measured: it warms the cache and gives the floor its bytes. */
async function compare(
  /** @type {string} */ corpus,
  /** @type {CorpusSize} */ size,
  /** @type {{ scratch: string, rounds: number, peers: readonly import("./jobs.mjs").Job[] }} */ { scratch, rounds, peers },
) {
  const everything = docrowsJob(ALL_FORMATS);
  const { outputBytes } = await runOnce(everything, corpus, scratch, size.paragraphs);
  const own = [...ALL_FORMATS.map((format) => docrowsJob([format])), everything];
  return await measure([...own, ...peers, readAndWriteJob(outputBytes)], corpus, scratch, size.paragraphs, rounds, log);
}

/** docrows on 1, 2 and 4 parts of a corpus, in turns. */
async function scale(
  /** @type {string} */ corpus,
  /** @type {readonly CorpusSize[]} */ parts,
  /** @type {{ scratch: string, rounds: number }} */ { scratch, rounds },
) {
  const points = [];
  for (const factor of SCALES) {
    const size = { documents: 0, paragraphs: 0, bytes: 0 };
    for (const part of parts.slice(0, factor)) {
      size.documents += part.documents;
      size.paragraphs += part.paragraphs;
      size.bytes += part.bytes;
    }
    const inputs = (/** @type {string} */ root) => parts.slice(0, factor).map((_part, number) => join(root, `part-${number}`));
    const [measurement] = await measure([docrowsJob(ALL_FORMATS, inputs)], corpus, scratch, size.paragraphs, rounds, log);
    if (measurement !== undefined) points.push({ size, measurement });
  }
  return points;
}

async function main() {
  const { values } = parseArgs({ options });
  if (values.help === true) return void process.stdout.write(usage);
  const documents = positive("documents", values.documents);
  const megabytes = positive("megabytes", values.megabytes);
  const rounds = positive("rounds", values.rounds);
  const python = findPython(fileURLToPath(new URL("..", import.meta.url)));
  const { jobs: peers, leftOut } = peerJobs(python);
  for (const line of leftOut) log(line);

  const folder = makeFolder(String(values.dir), values.keep === true);
  log("writing the corpora");
  const smallFolder = join(folder, "small");
  const largeFolder = join(folder, "large");
  const parts = Array.from({ length: Math.max(...SCALES) }, (_, part) => writeSmallFiles(join(smallFolder, `part-${part}`), documents, part));
  const large = writeLargeFiles(largeFolder, LARGE_FILES, megabytes);
  // What is still on its way to the disk would slow the first runs.
  spawnSync("sync");

  const setting = { scratch: join(folder, "scratch"), rounds, peers };
  mkdirSync(setting.scratch);
  const [small] = /** @type {[CorpusSize]} */ (/** @type {unknown} */ (parts));
  const sections = [
    { name: "Many small files", size: small, measurements: await compare(join(smallFolder, "part-0"), small, setting) },
    { name: "Few large files", size: large, measurements: await compare(largeFolder, large, setting) },
  ];
  const scaling = await scale(smallFolder, parts, setting);
  const report = renderReport({ arguments: process.argv.slice(2), rounds, folder, python, leftOut, sections, scaling });
  process.stdout.write(report);
  writeFileSync(new URL("RESULTS.md", import.meta.url), report);
}

await main();
