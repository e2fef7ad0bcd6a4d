/** Where the configuration is. Separate from reading it, which needs parsers that a run without a configuration does not. */
import { existsSync } from "node:fs";
import { UsageError } from "../findings/errors.ts";

const defaultNames = ["docrows.config.json", "docrows.config.yaml"];

/**
 * The file that `--config` names (`given`), else the one in the working directory; undefined if there is none. Throws
 * UsageError where it is not clear which one is meant.
 */
export function findConfig(given: string | undefined): string | undefined {
  if (given === "") throw new UsageError("--config: the value is empty");
  if (given !== undefined) return given;
  const [found, other] = defaultNames.filter((name) => existsSync(name));
  if (other !== undefined)
    throw new UsageError(`${found} and ${other} are both here: keep one, or name one with --config`);
  if (existsSync("docrows.config.yml"))
    throw new UsageError(
      "docrows.config.yml is not read: rename it to docrows.config.yaml, or name it with --config",
    );
  return found;
}
