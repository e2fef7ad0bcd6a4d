/** What the tests of the reporters share: findings of every kind, hostile texts, and a report as the command line makes it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { findingDefinitions } from "../../src/findings/catalogue.ts";
import type { Finding } from "../../src/findings/finding.ts";
import type {
  ReportContext,
  ReportedDocument,
  ReportFormat,
  ReportSummary,
} from "../../src/reporters/reporter.ts";
import { validateCorpus } from "../../src/run.ts";

export const context: ReportContext = {
  style: { error: String, warning: String, strong: String, faint: String },
  columns: 80,
  version: "1.2.3",
};

/** A finding and the path that is shown, or what became of a document. */
export type ReportItem =
  | { readonly finding: Finding; readonly path: string }
  | { readonly document: ReportedDocument };

export function findingOf(given: Partial<Finding> = {}): Finding {
  const place = { path: "a.txt", line: 1, column: 1, byte: 0, pointer: "" };
  return { code: "document/empty", severity: "error", ...place, params: {}, ...given };
}

/** What a run would tell of these findings, by path: `unread` documents follow them. */
export function itemsOf(findings: readonly Finding[], sound: readonly string[] = []): ReportItem[] {
  const paths = [...new Set(findings.map(({ path }) => path))];
  const items = paths.flatMap((path): ReportItem[] => {
    const own = findings.filter((finding) => finding.path === path);
    const told = own.map((finding) => ({ finding, path }));
    if (own.some(({ code }) => code.startsWith("schema-file/"))) return told;
    const isUnreadable = own.some(({ code }) => code === "input/unreadable");
    const status = isUnreadable
      ? "unreadable"
      : own.some(({ severity }) => severity === "error")
        ? "rejected"
        : "ok";
    return [...told, { document: { path, status, findings: own.length } }];
  });
  return [...items, ...sound.map((path): ReportItem => ({ document: { path, status: "ok", findings: 0 } }))];
}

export function summaryOf(items: readonly ReportItem[]): ReportSummary {
  const documents = items.flatMap((item) => ("document" in item ? [item.document] : []));
  const listed = items.length - documents.length;
  return {
    documents: documents.filter(({ status }) => status !== "unreadable").length,
    failedDocuments: documents.filter(({ status }) => status !== "ok").length,
    findings: listed,
    listed,
  };
}

/** The whole text of a report. */
export function reportOf(
  format: ReportFormat,
  items: readonly ReportItem[],
  summary: Partial<ReportSummary> = {},
): string {
  const reporter = format.create(context);
  const texts = items.map((item) =>
    "finding" in item
      ? reporter.finding(item.finding, item.path)
      : (reporter.document?.(item.document) ?? ""),
  );
  return [reporter.begin(), ...texts, reporter.end({ ...summaryOf(items), ...summary })].join("");
}

/** Findings that no file of the broken documents can have, and a few that they have: one of each area. */
export const someFindings: readonly Finding[] = [
  findingOf({
    code: "schema-file/unknown-keyword",
    severity: "warning",
    path: "s.json",
    params: { keyword: "tpye", nearest: "type" },
  }),
  findingOf({
    code: "schema-file/unknown-format",
    severity: "warning",
    path: "s.json",
    params: { format: "wat" },
  }),
  findingOf({ code: "input/unreadable", path: "gone.txt", params: { reason: "permission denied" } }),
  findingOf({ code: "input/too-large", path: "large.txt", params: { bytes: 3e9, maxBytes: 2147483647 } }),
  findingOf({ code: "input/name-not-utf8", path: "a\\xFF.txt" }),
  findingOf({ code: "value/too-long", path: "long.txt", params: { bytes: 6e8, maxBytes: 536870888 } }),
  findingOf({ path: "x/empty.txt" }),
  findingOf({ code: "header/mismatch", path: "x/header.txt", params: { expected: "date", found: "Date" } }),
  findingOf({ code: "schema/pattern", path: "x/header.txt", params: { value: "x", pattern: "^a" }, line: 3 }),
];

const broken = fileURLToPath(new URL("../broken/", import.meta.url));

/** Every finding of the broken documents, and those that no file there can have. */
export async function everyFinding(): Promise<Finding[]> {
  const cases = readdirSync(broken, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = [...someFindings];
  for (const { name } of cases) {
    const [header, schema] = [join(broken, name, "header"), join(broken, name, "schema.json")];
    const result = await validateCorpus({
      inputs: [join(broken, name)],
      header: existsSync(header) ? readFileSync(header, "utf8").split("\n") : undefined,
      schema: existsSync(schema) ? schema : undefined,
    });
    found.push(...result.findings.map((finding) => ({ ...finding, path: `broken/${name}/${finding.path}` })));
  }
  return found;
}

/** A finding of every code of the catalogue, with `text` wherever its message quotes a document or a schema. */
export function findingsQuoting(text: string): Finding[] {
  const names = [
    "reason",
    "expected",
    "found",
    "field",
    "value",
    "keyword",
    "nearest",
    "format",
    "suggestion",
  ];
  const quoted = ["missing", "property", "pattern", "item"].concat(names).map((name) => [name, text]);
  const lists = { type: [text, "null"], allowed: [text], allowedCount: 2 };
  const counts = { bytes: 3, maxBytes: 2, count: 1, limit: 2, multipleOf: 3, index: 1, firstIndex: 0 };
  const params = { ...Object.fromEntries(quoted), ...lists, ...counts, minContains: 1, maxContains: 2 };
  return findingDefinitions.map(({ code, severity }, index) => {
    const path = code.startsWith("schema-file/") ? "schema.json" : `${code}.txt`;
    const excerpt = { text: text.slice(0, 200), column: 1 };
    return findingOf({ code, severity, params, path, line: index + 1, pointer: `/${text}`, excerpt });
  });
}

/** Texts that try to be something else: commands, markup, escape sequences, line breaks. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...["::error::x", "##[error]", "%0A", "%", "\r\n", "\u001b[2J", "\u202e", "\u2028", "\ufeff"],
        ...["]]>", "<b>", "&amp;", '"', "'", "|", "`", "\\", "\\|", "[x](http://a.example)", "{0}", ",", ":"],
        ...[
          "漢",
          "😀",
          "e\u0301",
          "\ud800",
          "\udc00",
          "\uffff",
          "\ufffe",
          "\0",
          "\t",
          " ",
          "#",
          "://",
          "../",
        ],
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(""))
  .filter((text) => text !== "");

/** Findings whose every text is hostile. */
export const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    path: hostileText,
    value: hostileText,
    line: fc.integer({ min: 1, max: 1e6 }),
    column: fc.integer({ min: 1, max: 300 }),
    isWarning: fc.boolean(),
  })
  .map(({ path, value, line, column, isWarning }) => {
    const text = Buffer.from(value)
      .toString()
      .replace(/[\r\n]/g, "");
    return findingOf({
      ...(isWarning
        ? { code: "schema-file/unknown-format", severity: "warning", params: { format: value } }
        : { code: "header/mismatch", params: { expected: "date", found: value } }),
      path,
      line,
      column,
      pointer: `/${value.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      ...(text !== "" && { excerpt: { text, column: Math.min(column, [...text].length + 1) } }),
    });
  });
