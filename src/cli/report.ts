/** Findings on their way to a report: the first so many are shown, with paths as seen from the working directory. */
import { isAbsolute, join, relative, sep } from "node:path";
import type { Finding } from "../findings/finding.ts";
import type { Reporter } from "../reporters/reporter.ts";

export interface FindingReport {
  readonly onFinding: (finding: Finding) => void;
  /** Findings that were shown. */
  readonly listed: () => number;
}

/** Shows up to `maxFindings` findings. `rootOf` gives the corpus root once it is known. */
export function reportFindings(
  reporter: Reporter,
  maxFindings: number,
  rootOf: () => string,
  print: (text: string) => void,
): FindingReport {
  let listed = 0;
  return {
    onFinding(finding) {
      if (listed >= maxFindings) return;
      listed++;
      print(reporter.finding(finding, shownPath(finding, rootOf())));
    },
    listed: () => listed,
  };
}

/** The path of a finding relative to the working directory; absolute if outside of it. */
export function shownPath({ path, code }: Pick<Finding, "path" | "code">, root: string): string {
  // Standard input has no path below the root, and findings in a schema carry the schema's own path.
  if (path === "-" || code.startsWith("schema-file/")) return path;
  const absolute = join(root, path);
  const near = relative(process.cwd(), absolute);
  return near === ".." || near.startsWith(`..${sep}`) || isAbsolute(near) ? absolute : near;
}
