/** The GitLab report: fingerprints and paths. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gitlab } from "../../src/reporters/gitlab.ts";
import { findingOf, hostileFinding, itemsOf, reportOf, someFindings } from "./findings.ts";
import { type Issue, issuesOf } from "./gitlab-rules.ts";

describe("the GitLab report", () => {
  test("follows the rules, with every kind of finding and with none", async () => {
    const findings = someFindings;
    expect(issuesOf(reportOf(gitlab, itemsOf(findings)))).toHaveLength(findings.length);
    expect(issuesOf(reportOf(gitlab, []))).toEqual([]);
  });

  test("gives no two findings the same fingerprint, also where they are alike", async () => {
    const findings = [...someFindings, findingOf(), findingOf(), findingOf({ column: 9 })];
    const names = issuesOf(reportOf(gitlab, itemsOf(findings))).map(({ fingerprint }) => fingerprint);
    expect(new Set(names).size).toBe(names.length);
  });

  test("gives the same fingerprint to a finding whose line has moved", () => {
    const excerpt = { text: "a line", column: 3 };
    const named = (line: number, column: number) =>
      issuesOf(reportOf(gitlab, itemsOf([findingOf({ line, column, byte: line, excerpt })])))[0]!.fingerprint;
    expect(named(1, 1)).toBe(named(90, 3));
  });

  test.each([
    ["path", { path: "b.txt" }],
    ["code", { code: "header/mismatch", params: { expected: "x", found: "y" } }],
    ["pointer", { pointer: "/date" }],
    ["line's text", { excerpt: { text: "another", column: 1 } }],
  ])("gives another fingerprint where the %s differs", (_what, other) => {
    const [first, second] = [findingOf(), findingOf(other)].map(
      (finding) => issuesOf(reportOf(gitlab, itemsOf([finding])))[0]!.fingerprint,
    );
    expect(first).not.toBe(second);
  });

  test("keeps paths as they are", () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const [issue] = JSON.parse(reportOf(gitlab, itemsOf([finding]))) as Issue[];
        expect(issue!.location.path).toBe(finding.path);
      }),
    );
  });
});
