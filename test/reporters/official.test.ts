/**
 * Oracle: reports against the schemas that others have published: the OASIS schema of SARIF 2.1.0, and the schema by which Jenkins'
 * xUnit plugin refuses JUnit XML. For GitLab there is none that can be fetched: gitlab-rules.ts says what its source requires.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { findingDefinitions } from "../../src/findings/catalogue.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { gitlab } from "../../src/reporters/gitlab.ts";
import { junit } from "../../src/reporters/junit.ts";
import type { ReportFormat } from "../../src/reporters/reporter.ts";
import { sarif } from "../../src/reporters/sarif.ts";
import {
  everyFinding,
  findingOf,
  findingsQuoting,
  hostileFinding,
  hostileText,
  itemsOf,
  reportOf,
} from "./findings.ts";
import { issuesOf } from "./gitlab-rules.ts";
import { junitErrors, officialErrors } from "./official-schemas.ts";

const { folder, missing } = inject("officialSchemas");

/** As many characters as no report should stumble over. */
const LONG = 20_000;

const longFindings = [
  findingOf({ path: `${"long/".repeat(800)}a.txt`, line: 2_000_000_000, column: LONG + 1 }),
  ...findingsQuoting("漢\u0000".repeat(LONG / 2)),
];

/** Reports of runs of every shape, each with what it is. */
function reportsOf(format: ReportFormat, every: readonly Finding[]): [what: string, report: string][] {
  const left = { findings: 5000, documents: 9, failedDocuments: 3 };
  const warning = findingOf({ severity: "warning", path: "warned.txt" });
  return [
    ["no documents", reportOf(format, [])],
    ["sound documents", reportOf(format, itemsOf([], ["a.txt", "b c/ü.txt"]))],
    ["nothing listed", reportOf(format, itemsOf([], ["a.txt"]), left)],
    ["every finding", reportOf(format, itemsOf(every, ["sound.txt"]), left)],
    ["an error and a warning", reportOf(format, itemsOf([warning, findingOf()]))],
    ["paths outside", reportOf(format, itemsOf([findingOf({ path: "/else where/[a].txt" })]))],
    ["standard input", reportOf(format, itemsOf([findingOf({ path: "-" })]))],
    ["long texts", reportOf(format, itemsOf(longFindings))],
  ];
}

/** The same hostile reports in every run, so that a failure stays. */
function hostileReports(format: ReportFormat): string[] {
  const sample = { numRuns: 60, seed: 7 };
  const lists = fc.sample(fc.array(hostileFinding, { minLength: 1, maxLength: 4 }), sample);
  const quoting = fc.sample(hostileText, { numRuns: 6, seed: 8 }).map(findingsQuoting);
  return [...lists, ...quoting].map((findings) => reportOf(format, itemsOf(findings)));
}

let every: readonly Finding[];
beforeAll(async () => {
  every = await everyFinding();
});

// Whoever has no Python is not kept from working on docrows; CI has one, and schemas that are missing there are a fault.
test.skipIf(folder === null && process.env.CI !== "true")(
  `the schemas are there${missing === null ? "" : ` (not here: ${missing})`}`,
  () => {
    expect(missing).toBeNull();
  },
);

test("findings of every code quote the text, or have none to quote", () => {
  const [plain, other] = ["one", "other"].map((text) => reportOf(sarif, itemsOf(findingsQuoting(text))));
  expect(findingsQuoting("x").map(({ code }) => code)).toEqual(findingDefinitions.map(({ code }) => code));
  expect(plain).not.toMatch(/undefined|NaN|\[object/);
  expect(plain!.match(/\bone\b/g)!.length).toBeGreaterThan(20);
  expect(other!.match(/\bother\b/g)!.length).toBeGreaterThan(20);
});

describe.skipIf(folder === null)("the OASIS schema of SARIF 2.1.0", () => {
  const errorsOf = folder === null ? () => [] : officialErrors("sarif.json");

  test("accepts runs of every shape", () => {
    for (const [what, report] of reportsOf(sarif, every)) {
      expect([what, errorsOf(JSON.parse(report))]).toEqual([what, []]);
    }
  });

  test("accepts what hostile documents give", () => {
    for (const report of hostileReports(sarif)) expect(errorsOf(JSON.parse(report))).toEqual([]);
  });

  test("sees what is wrong", () => {
    const log = JSON.parse(reportOf(sarif, itemsOf([findingOf()])));
    log.runs[0].results[0].level = "fatal";
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = "a b";
    log.runs[0].tool.driver.colour = "red";
    expect(errorsOf(log).sort()).toEqual([
      "/runs/0/results/0/level must be equal to one of the allowed values",
      expect.stringMatching(/artifactLocation\/uri must match format/),
      expect.stringMatching(/region\/startLine must be >= 1/),
      "/runs/0/tool/driver must NOT have additional properties",
    ]);
  });
});

describe.skipIf(folder === null)("the schema of Jenkins' xUnit plugin", () => {
  test("accepts runs of every shape, and what hostile documents give", () => {
    const shapes = reportsOf(junit, every);
    const reports = [...shapes.map(([, report]) => report), ...hostileReports(junit)];
    const first = junitErrors(reports).map(([error], index) => [shapes[index]?.[0] ?? reports[index], error]);
    expect(first.filter(([, error]) => error !== undefined)).toEqual([]);
    expect(first).toHaveLength(reports.length);
  });

  test("sees what is wrong", () => {
    const report = reportOf(junit, itemsOf([findingOf()]));
    const [attribute, order, broken, sound] = junitErrors([
      report.replace("<testcase ", '<testcase colour="red" '),
      report.replace("<testsuite ", "<suite ").replace("</testsuite>", "</suite>"),
      report.replace("</testcase>", "\u0000</testcase>"),
      report,
    ]);
    expect(attribute).toEqual([expect.stringContaining("'colour' attribute not allowed")]);
    expect(order).toEqual([expect.stringContaining("'suite'")]);
    expect(broken).toEqual([expect.stringContaining("not well-formed")]);
    expect(sound).toEqual([]);
  });
});

test("GitLab reads runs of every shape, and what hostile documents give", () => {
  for (const [what, report] of reportsOf(gitlab, every)) {
    expect([what, issuesOf(report)]).toEqual([what, expect.any(Array)]);
  }
  for (const report of hostileReports(gitlab)) expect(issuesOf(report).length).toBeGreaterThan(0);
});
