/**
 * The contract of a report format: it turns findings into text and prints nothing itself. A report is written as the run
 * goes on, so that its memory does not grow with the corpus.
 */
import type { Finding } from "../findings/finding.ts";

/** What a report says at its end. */
export interface ReportSummary {
  /** Documents that were read. */
  readonly documents: number;
  /** Documents with a finding of severity error, or that could not be read. */
  readonly failedDocuments: number;
  readonly findings: number;
  /** Findings that were passed to the reporter; the others are only counted. */
  readonly listed: number;
}

/** What became of a document. */
export interface ReportedDocument {
  /** The path to show, as for findings. */
  readonly path: string;
  readonly status: "ok" | "rejected" | "unreadable";
  /** All its findings, listed or not. */
  readonly findings: number;
}

/**
 * One report. `begin` is called first and `end` last. Findings in the schema come before the first document; those of a
 * document come together, in their order, and its `document` call follows them. The texts, one after the other, are the report.
 */
export interface Reporter {
  begin(): string;
  /** `path` is the path to show: relative to the working directory, `/`-separated; absolute if outside of it. */
  finding(finding: Finding, path: string): string;
  /** Called for every document, those without findings too. */
  document?(document: ReportedDocument): string;
  end(summary: ReportSummary): string;
  /** The report in short as Markdown, for a page that the CI system shows beside its log. */
  stepSummary?(summary: ReportSummary): string;
}

/** How a text is marked on a terminal; the identity where there are no colours. */
export interface Style {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** Where a report goes and who writes it. */
export interface ReportContext {
  readonly style: Style;
  /** Width of the terminal, or of what stands for one, in columns. */
  readonly columns: number;
  /** Version of docrows. */
  readonly version: string;
}

export interface ReportFormat {
  readonly name: string;
  readonly description: string;
  create(context: ReportContext): Reporter;
}

/** What is said of findings that were only counted; nothing if there are none. */
export function notListed({ findings, listed }: Pick<ReportSummary, "findings" | "listed">): string {
  const left = findings - listed;
  if (left <= 0) return "";
  const [noun, verb] = left === 1 ? ["finding", "is"] : ["findings", "are"];
  return `${left.toLocaleString("en")} more ${noun} ${verb} not listed; raise --max-findings to see them`;
}
