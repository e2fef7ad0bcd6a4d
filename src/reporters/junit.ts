/**
 * JUnit XML, which most CI systems show as test results: every document is a test. There is no official schema; what is written
 * here is what Ant, Jenkins and GitLab read alike, and conforms to the strictest that is enforced (junit-10.xsd of Jenkins' xUnit
 * plugin, for which `file` belongs to a suite). Each document is a suite of its own, because a suite states its counts at its
 * start, and the counts of a whole corpus are only known at its end.
 */
import { messageOf } from "../findings/catalogue.ts";
import type { Finding } from "../findings/finding.ts";
import { printable, printableLine } from "../findings/printable.ts";
import { notListed, type ReportedDocument, type ReportFormat } from "./reporter.ts";

export const junit: ReportFormat = {
  name: "junit",
  description: "JUnit XML: one test for each document, for Jenkins, GitLab and others",

  create() {
    /** Findings of the document that is not told of yet. */
    let pending: { readonly finding: Finding; readonly path: string }[] = [];
    const takePending = () => {
      const findings = pending.map(({ finding }) => finding);
      pending = [];
      return findings;
    };
    /** A schema is no document: that its findings are complete is only known from what follows them. */
    const flushSchema = (next: { readonly finding: Finding; readonly path: string } | null) => {
      const first = pending[0];
      const isSame = next !== null && isOfSchema(next.finding) && next.path === first?.path;
      if (first === undefined || !isOfSchema(first.finding) || isSame) return "";
      const findings = takePending();
      return suite({ path: first.path, status: "ok", findings: findings.length }, findings);
    };
    return {
      begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="docrows">\n',
      finding(finding, path) {
        const schema = flushSchema({ finding, path });
        pending.push({ finding, path });
        return schema;
      },
      document: (document) => flushSchema(null) + suite(document, takePending()),
      end: () => `${flushSchema(null)}</testsuites>\n`,
    };
  },
};

function isOfSchema({ code }: Finding): boolean {
  return code.startsWith("schema-file/");
}

/** `findings`: those that are listed. */
function suite(document: ReportedDocument, findings: readonly Finding[]): string {
  const { path, status } = document;
  const name = xmlText(printable(path));
  const counts = `tests="1" failures="${Number(status === "rejected")}" errors="${Number(status === "unreadable")}" skipped="0" time="0"`;
  const content = outcome(document, findings);
  const test = `<testcase name="${name}" classname="docrows" time="0"`;
  return `<testsuite name="${name}" file="${name}" ${counts}>${test}${content === "" ? "/>" : `>${content}</testcase>`}</testsuite>\n`;
}

/** One element for all findings: several in one test are not read by all. Warnings do not fail a test. */
function outcome({ path, status, findings: count }: ReportedDocument, findings: readonly Finding[]): string {
  const left = notListed({ findings: count, listed: findings.length });
  const lines = [...findings.map((finding) => line(finding, path)), ...(left === "" ? [] : [left])];
  const body = lines.map(xmlText).join("\n");
  if (status === "ok") return body === "" ? "" : `<system-out>${body}</system-out>`;
  const first = findings.find(({ severity }) => severity === "error");
  const element = status === "rejected" ? "failure" : "error";
  const message = first === undefined ? left : messageOf(first);
  return `<${element} message="${xmlText(message)}" type="${xmlText(first?.code ?? "docrows")}">${body}</${element}>`;
}

function line(finding: Finding, path: string): string {
  const { severity, code, line, column } = finding;
  return `${printableLine(`${path}:${line}:${column}:`)} ${severity}: ${messageOf(finding)} (${code})`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Printable text for XML 1.0, which forbids two more characters (section 2.2). */
function xmlText(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character]!)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}
