/** The JUnit report: one test for each document, whatever is listed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageOf } from "../../src/findings/catalogue.ts";
import { printable } from "../../src/findings/printable.ts";
import { junit } from "../../src/reporters/junit.ts";
import { findingOf, hostileFinding, itemsOf, reportOf, someFindings } from "./findings.ts";
import { parse, testsOf } from "./junit-rules.ts";

describe("the JUnit report", () => {
  test("has one test for every document, and one for a schema with warnings", async () => {
    const findings = someFindings;
    const tests = testsOf(reportOf(junit, itemsOf(findings, ["sound-1.txt", "sound-2.txt"])));
    const paths = [...new Set(findings.map(({ path }) => printable(path))), "sound-1.txt", "sound-2.txt"];
    expect(tests.map(({ attributes }) => attributes.name)).toEqual(paths);
    const outcomes = new Map(tests.map((each) => [each.attributes.name, each.children[0]?.name]));
    expect(outcomes.get("s.json")).toBe("system-out");
    expect(outcomes.get("gone.txt")).toBe("error");
    expect(outcomes.get("large.txt")).toBe("failure");
    expect(outcomes.get("sound-1.txt")).toBeUndefined();
  });

  test("is well-formed with no document", () => {
    expect(testsOf(reportOf(junit, []))).toEqual([]);
    expect(parse(reportOf(junit, [])).attributes).toEqual({ name: "docrows" });
  });

  test("has all findings of a document in one failure, the first of severity error as its message", () => {
    const findings = [
      findingOf({ code: "schema/pattern", params: { value: "<x>", pattern: "a&b" }, line: 2 }),
      findingOf({ line: 4 }),
    ];
    const [one] = testsOf(reportOf(junit, itemsOf(findings)));
    const [failure] = one!.children;
    expect(failure!.attributes).toEqual({
      message: '"<x>" does not match the pattern a&b',
      type: "schema/pattern",
    });
    expect(failure!.text).toBe(
      'a.txt:2:1: error: "<x>" does not match the pattern a&b (schema/pattern)\n' +
        "a.txt:4:1: error: is empty: there is no header line (document/empty)",
    );
  });

  test("passes a document that has warnings alone", () => {
    const document = { path: "a.txt", status: "ok", findings: 1 } as const;
    const finding = findingOf({ severity: "warning" });
    const [one] = testsOf(reportOf(junit, [{ finding, path: "a.txt" }, { document }]));
    expect(one!.children.map(({ name }) => name)).toEqual(["system-out"]);
  });

  test("fails a document whose findings are not listed", () => {
    const document = { path: "a.txt", status: "rejected", findings: 3 } as const;
    const left = (count: string) => `${count} not listed; raise --max-findings to see them`;
    const [none] = testsOf(reportOf(junit, [{ document }]));
    expect(none!.children[0]).toMatchObject({
      attributes: { message: left("3 more findings are"), type: "docrows" },
      text: left("3 more findings are"),
    });
    const [some] = testsOf(reportOf(junit, [{ finding: findingOf(), path: "a.txt" }, { document }]));
    expect(some!.children[0]!.text.split("\n")[1]).toBe(left("2 more findings are"));
  });

  test("keeps the schema's warnings apart from a document of the same name", () => {
    const warning = findingOf({
      code: "schema-file/unknown-format",
      severity: "warning",
      params: { format: "x" },
    });
    const document = { path: "a.txt", status: "ok", findings: 0 } as const;
    const tests = testsOf(reportOf(junit, [{ finding: warning, path: "a.txt" }, { document }]));
    expect(tests.map(({ children }) => children.length)).toEqual([1, 0]);
    const items = [{ finding: warning, path: "a.txt" }, ...itemsOf([findingOf()])];
    expect(testsOf(reportOf(junit, items)).map(({ children }) => children[0]!.name)).toEqual([
      "system-out",
      "failure",
    ]);
  });

  test("gives back what it was made from, whatever documents hold", () => {
    const shown = (text: string) =>
      printable(text).replace(/[\ufffe\uffff]/g, (character) =>
        character === "\ufffe" ? "\\u{fffe}" : "\\u{ffff}",
      );
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const [one] = testsOf(reportOf(junit, itemsOf([finding])));
        expect(one!.attributes.name).toBe(shown(finding.path));
        expect(one!.children[0]!.text).toContain(shown(messageOf(finding)));
      }),
    );
  });
});
