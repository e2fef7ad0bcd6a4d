/** Finds the Python that runs the peers. Separate because everything about it may be missing, which is said, not hidden. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ path: string, versions: Record<string, string | null> } | { reason: string }} Python */

const packages = ["pandas", "pyarrow", "polars", "duckdb"];

const ask = `
import importlib.metadata, json, platform
versions = {"python": platform.python_version()}
for name in ${JSON.stringify(packages)}:
    try:
        versions[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        versions[name] = None
print(json.dumps(versions))
`;

/**
 * The interpreter that DOCROWS_PYTHON names, else the one in the project's `.venv`, with the versions of its packages (null: not
 * installed); or why there is none.
 * @param {string} projectFolder
 * @returns {Python}
 */
export function findPython(projectFolder) {
  const named = process.env.DOCROWS_PYTHON;
  const inProject =
    process.platform === "win32" ? [".venv", "Scripts", "python.exe"] : [".venv", "bin", "python"];
  const path = named ?? join(projectFolder, ...inProject);
  if (named === undefined && !existsSync(path)) {
    return { reason: "no .venv in the project (the tests make it) and DOCROWS_PYTHON is not set" };
  }
  const answer = spawnSync(path, ["-c", ask], { encoding: "utf8" });
  if (answer.status !== 0) {
    return {
      reason: `${path} does not run: ${answer.error?.message ?? answer.stderr.trim().split("\n").at(-1)}`,
    };
  }
  return { path, versions: JSON.parse(answer.stdout) };
}
