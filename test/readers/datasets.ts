/** The corpora that come with docrows, exported by the built command line, and the scripts that read them back. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ExpectedTables, expectedTables } from "./expected.ts";
import { schemaColumns } from "./expected-columns.ts";
import type { Reading } from "./expected-documents.ts";

export const projectFolder = resolve(import.meta.dirname, "../..");
const commandLine = join(projectFolder, "dist/bundle/docrows.cjs");

export interface Corpus {
  readonly name: string;
  /** Arguments of `docrows export`, without `--out`. */
  readonly exportArguments: readonly string[];
  readonly reading: Reading;
}

export interface Dataset {
  readonly name: string;
  /** Folder that the dataset was written to. */
  readonly out: string;
  /** Folder that its documents lie in. */
  readonly source: string;
  readonly expected: ExpectedTables;
}

/** The seeds and every example. */
export const corpora: readonly Corpus[] = [seeds(), ...exampleNames().map(example)];

function seeds(): Corpus {
  const columns = schemaColumns(join(projectFolder, "schemas/document.schema.json"));
  const reading = { source: join(projectFolder, "seeds"), header: "date {date} {url}", columns };
  return { name: "seeds", exportArguments: ["seeds"], reading };
}

function exampleNames(): string[] {
  const entries = readdirSync(join(projectFolder, "examples"), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // What is expected is read by templates alone.
  return names.filter(
    (name) => typeof configOf(name).header === "string" && configOf(name).header.includes("{"),
  );
}

interface ExampleConfig {
  readonly inputs: readonly [string];
  readonly header: string;
  readonly schema: string;
  readonly column?: Readonly<Record<string, string>>;
}

function configOf(name: string): ExampleConfig {
  const path = join(projectFolder, "examples", name, "docrows.config.json");
  return JSON.parse(readFileSync(path, "utf8")) as ExampleConfig;
}

function example(name: string): Corpus {
  const folder = join(projectFolder, "examples", name);
  const config = configOf(name);
  const columns = schemaColumns(join(folder, config.schema), config.column);
  const reading = { source: join(folder, config.inputs[0]), header: config.header, columns };
  return { name, exportArguments: ["--config", `examples/${name}/docrows.config.json`], reading };
}

/** A folder that is made when its path is first asked for; `remove` deletes it with all that is in it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  let made: string | undefined;
  return {
    // A file whose tests are all skipped runs no hook that could delete the folder.
    get path() {
      made ??= mkdtempSync(join(tmpdir(), "docrows-readers-"));
      return made;
    },
    remove: () => {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
    },
  };
}

/** Exports a corpus to a folder. Throws with the command's messages if it fails. */
export async function exportCorpus(
  { name, exportArguments, reading }: Corpus,
  out: string,
): Promise<Dataset> {
  await runCommandLine(["export", ...exportArguments, "--out", out]);
  return { name, out, source: reading.source, expected: expectedTables(reading) };
}

/** Runs the built command line in the project's folder. Returns what it says on standard error. */
export async function runCommandLine(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  if (!existsSync(commandLine)) throw new Error("dist/ is missing: npm run build makes it");
  const { errors } = await execute(process.execPath, [commandLine, ...args], "", environment);
  return errors;
}

/** Runs a script of this folder, which reads `job` as JSON and answers in JSON. Warnings are errors. */
export async function runScript(python: string, script: string, job: unknown): Promise<unknown> {
  const path = join(import.meta.dirname, script);
  const environment = { PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" };
  const { output } = await execute(python, ["-W", "error", path], JSON.stringify(job), environment);
  return JSON.parse(output);
}

/** What the scripts need to know of a dataset. */
export function jobOf(datasets: readonly Dataset[]) {
  return datasets.map(({ name, out, source }) => ({ name, out, source }));
}

function execute(
  command: string,
  args: readonly string[],
  input: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ output: string; errors: string }> {
  const options = { cwd: projectFolder, env: { ...process.env, ...environment }, maxBuffer: 1 << 28 };
  return new Promise((done, fail) => {
    const child = execFile(command, args, options, (error, output, errors) =>
      error === null
        ? done({ output, errors })
        : fail(new Error(`${args.join(" ")}\n${errors || error.message}`)),
    );
    child.stdin?.end(input);
  });
}
