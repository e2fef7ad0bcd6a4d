/**
 * Prepares the Python in which datasets are read back: a virtual environment in `.venv/` with the packages pinned in
 * test/readers/requirements.txt, made once. Runs before all tests and never fails them: tests are told either where
 * the interpreter is or why there is none.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { INSTALLATION_LIMIT_MS, lastLine, run } from "./run-command.ts";

/** Exactly one of the two is not null. */
export interface PythonEnvironment {
  /** Path of an interpreter that has every package. */
  readonly executable: string | null;
  /** Why there is no such interpreter. */
  readonly missing: string | null;
}

declare module "vitest" {
  interface ProvidedContext {
    python: PythonEnvironment;
  }
}

const requirementsFile = resolve(import.meta.dirname, "../readers/requirements.txt");
const folder = resolve(import.meta.dirname, "../../.venv");
const marker = join(folder, "requirements.sha256");
const lock = join(folder, "lock");
const isWindows = process.platform === "win32";
const executableInFolder = join(folder, isWindows ? "Scripts/python.exe" : "bin/python");

/** Fails if a package named in the arguments is missing; prints whether Python is new enough for the pinned ones. */
const importCheck =
  "import importlib.metadata as m, sys; [m.version(name) for name in sys.argv[1:]]; print(sys.version_info[:2] >= (3, 11))";

/** Called by vitest once per run, before all tests. */
export default async function setup(project: TestProject): Promise<void> {
  const environment = await preparePython();
  if (environment.missing !== null) {
    console.error(`The tests in test/readers that need Python cannot run: ${environment.missing}`);
  }
  project.provide("python", environment);
}

async function preparePython(): Promise<PythonEnvironment> {
  try {
    return { executable: await findOrInstall(), missing: null };
  } catch (error) {
    return { executable: null, missing: (error as Error).message };
  }
}

async function findOrInstall(): Promise<string> {
  const named = process.env.DOCROWS_PYTHON;
  if (named !== undefined && named !== "") {
    const check = await run(named, ["-c", importCheck, ...packageNames()]);
    if (check.failed) throw new Error(`DOCROWS_PYTHON=${named}: ${lastLine(check)}`);
    return named;
  }
  if (!isReady()) await withLock(async () => isReady() || (await install()));
  return executableInFolder;
}

/** Whether the environment was made from the requirements as they are now. */
function isReady(): boolean {
  return (
    existsSync(marker) &&
    existsSync(executableInFolder) &&
    readFileSync(marker, "utf8") === requirementsHash()
  );
}

/** Runs `action` in one process at a time; a process that waited finds the work done. */
async function withLock(action: () => Promise<unknown>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  while (!takeLock()) await sleep(500);
  try {
    await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (isStale()) rmSync(lock, { force: true });
    return false;
  }
}

/** Whether the lock's owner died without giving it back. */
function isStale(): boolean {
  const takenAt = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (takenAt === undefined) return false;
  if (Date.now() - takenAt > INSTALLATION_LIMIT_MS) return true;
  const owner = Number(readFileSync(lock, "utf8"));
  try {
    // An owner that has not written its number yet is 0, the own process group: alive.
    return !process.kill(owner, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

async function install(): Promise<void> {
  const python = await findPython();
  console.error("Installing the readers (pandas, pyarrow, duckdb, polars) in .venv: once, about a minute.");
  for (const name of readdirSync(folder)) {
    if (name !== "lock") rmSync(join(folder, name), { recursive: true, force: true });
  }
  const made = await run(python, ["-m", "venv", folder]);
  if (made.failed) throw new Error(`${python} -m venv failed: ${lastLine(made)}`);
  const options = ["--quiet", "--disable-pip-version-check", "--retries", "1", "--only-binary", ":all:"];
  const installed = await run(executableInFolder, [
    "-m",
    "pip",
    "install",
    ...options,
    "-r",
    requirementsFile,
  ]);
  if (installed.failed) throw new Error(`pip install failed: ${lastLine(installed)}`);
  writeFileSync(marker, requirementsHash());
}

/** The first interpreter on the path that is new enough for the pinned packages. */
async function findPython(): Promise<string> {
  let reason = "there is no python3 on the PATH";
  for (const name of ["python3", "python"]) {
    const check = await run(name, ["-c", importCheck]);
    if (!check.failed && check.output.trim() === "True") return name;
    if (!check.failed) reason = `${name} is older than 3.11, which the pinned packages need`;
    else if (!check.errors.includes("ENOENT")) reason = `${name} does not run: ${lastLine(check)}`;
  }
  throw new Error(reason);
}

function requirementsHash(): string {
  return createHash("sha256").update(readFileSync(requirementsFile)).digest("hex");
}

function packageNames(): string[] {
  return [...readFileSync(requirementsFile, "utf8").matchAll(/^([\w-]+)==/gm)].map((match) => match[1]!);
}
