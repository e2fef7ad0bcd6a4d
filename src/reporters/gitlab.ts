/**
 * A code quality report for GitLab, which shows it in merge requests (GitLab documentation, "Code Quality report format"): a
 * JSON array with one object for each finding.
 */
import { messageOf } from "../findings/catalogue.ts";
import type { Severity } from "../findings/finding.ts";
import { Fingerprints } from "./fingerprint.ts";
import { JsonElements } from "./json-text.ts";
import type { ReportFormat } from "./reporter.ts";

/** GitLab knows info, minor, major, critical and blocker. */
const severities: Record<Severity, string> = { error: "major", warning: "minor" };

export const gitlab: ReportFormat = {
  name: "gitlab",
  description: "code quality report for GitLab",

  create() {
    const elements = new JsonElements();
    const fingerprints = new Fingerprints();
    return {
      begin: () => "[",
      finding: (finding, path) =>
        elements.next({
          description: messageOf(finding),
          check_name: finding.code,
          fingerprint: fingerprints.next(finding, path),
          severity: severities[finding.severity],
          location: { path, lines: { begin: finding.line } },
        }),
      end: () => "\n]\n",
    };
  },
};
