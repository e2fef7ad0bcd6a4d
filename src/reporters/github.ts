/**
 * Workflow commands for GitHub Actions, which shows them beside the changed lines (GitHub documentation, "Workflow
 * commands"), and a step summary, because it shows only ten errors and ten warnings of a step.
 */
import { messageOf } from "../findings/catalogue.ts";
import type { Finding } from "../findings/finding.ts";
import { printable } from "../findings/printable.ts";
import { notListed, type ReportFormat, type ReportSummary } from "./reporter.ts";

/** Rows of the step summary. GitHub refuses summaries over 1 MiB, and nobody reads so many. */
const SUMMARY_ROWS = 50;

/** Longest cell of the step summary, in code points. */
const CELL_LENGTH = 300;

export const github: ReportFormat = {
  name: "github",
  description: "annotations and a step summary for GitHub Actions",

  create() {
    const rows: string[] = [];
    return {
      begin: () => "",
      finding(finding, path) {
        if (rows.length < SUMMARY_ROWS) rows.push(summaryRow(finding, path));
        return annotation(finding, path);
      },
      end(summary) {
        const left = notListed(summary);
        return left === "" ? "" : `::notice title=docrows::${escapeData(left)}\n`;
      },
      stepSummary: (summary) => stepSummary(rows, summary),
    };
  },
};

function annotation(finding: Finding, path: string): string {
  const { severity, line, column, code } = finding;
  const properties = [
    `file=${escapeProperty(printable(path))}`,
    `line=${line}`,
    `col=${column}`,
    `title=${escapeProperty(code)}`,
  ];
  return `::${severity} ${properties.join(",")}::${escapeData(messageOf(finding))}\n`;
}

const codes: Record<string, string> = { "%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C" };

/** The text behind `::`. */
function escapeData(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => codes[character]!);
}

/** The value of a property. */
function escapeProperty(text: string): string {
  return text.replace(/[%\r\n:,]/g, (character) => codes[character]!);
}

function stepSummary(
  rows: readonly string[],
  { documents, failedDocuments, findings }: ReportSummary,
): string {
  const count = (value: number, noun: string) =>
    `${value.toLocaleString("en")} ${noun}${value === 1 ? "" : "s"}`;
  const checked = `${count(documents, "document")} read`;
  if (findings === 0) return `### docrows: no findings\n\n${checked}.\n`;
  const head = `### docrows: ${count(findings, "finding")}\n\n${checked}, ${count(failedDocuments, "document")} failed.\n\n`;
  if (rows.length === 0) return head;
  const left = findings - rows.length;
  const rest = left > 0 ? `\n${left.toLocaleString("en")} more are not shown here.\n` : "";
  return `${head}| place | severity | finding | code |\n| --- | --- | --- | --- |\n${rows.join("")}${rest}\n`;
}

function summaryRow(finding: Finding, path: string): string {
  const { line, column, severity, code } = finding;
  const cells = [`${printable(path)}:${line}:${column}`, severity, messageOf(finding), code];
  return `| ${cells.map((cell) => escapeMarkdown(shorten(cell))).join(" | ")} |\n`;
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= CELL_LENGTH ? text : `${characters.slice(0, CELL_LENGTH - 1).join("")}…`;
}

/** Every ASCII punctuation mark as itself (CommonMark, "Backslash escapes"): no markup, no HTML, no link, no new cell. */
function escapeMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
