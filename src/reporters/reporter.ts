/** The contract of a report format: it turns findings into text and prints nothing itself. */
import type { Finding } from "../findings/finding.ts";

/** What a report says at its end. */
export interface ReportSummary {
  readonly documents: number;
  /** Documents with a finding of severity error, or that could not be read. */
  readonly failedDocuments: number;
  readonly findings: number;
  /** Findings that were passed to the reporter; the others are only counted. */
  readonly listed: number;
}

export interface Reporter {
  begin(): string;
  /** `path` is the path to show: relative to the working directory. */
  finding(finding: Finding, path: string): string;
  end(summary: ReportSummary): string;
}

/** How a text is marked on a terminal; the identity where there are no colours. */
export interface Style {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

export interface ReportFormat {
  readonly name: string;
  readonly description: string;
  create(style: Style): Reporter;
}
