/** The SARIF report: rules, places, fingerprints. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageOf } from "../../src/findings/catalogue.ts";
import { sarif } from "../../src/reporters/sarif.ts";
import { findingOf, hostileFinding, itemsOf, reportOf, someFindings } from "./findings.ts";
import { runOf } from "./sarif-rules.ts";

function locationOf(path: string) {
  const { results } = runOf(reportOf(sarif, [{ finding: findingOf(), path }]));
  return results[0]!.locations[0]!.physicalLocation.artifactLocation;
}

describe("the SARIF report", () => {
  test("follows the standard, with every kind of finding; every result names its rule", async () => {
    const findings = someFindings;
    const { results, tool, originalUriBaseIds } = runOf(reportOf(sarif, itemsOf(findings)));
    expect(results).toHaveLength(findings.length);
    for (const { ruleId, ruleIndex, level: own } of results) {
      expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
      expect(own).toBe(ruleId.startsWith("schema-file/") ? "warning" : "error");
    }
    const used = new Set(results.map(({ ruleId }) => ruleId));
    expect(tool.driver.rules.map(({ id }) => id).sort()).toEqual([...used].sort());
    expect(Object.keys(originalUriBaseIds)).toEqual(["%SRCROOT%"]);
  });

  test("follows it with no finding, and tells what is not listed", () => {
    const { results, tool, properties } = runOf(reportOf(sarif, [], { findings: 7, documents: 2 }));
    expect([results, tool.driver.rules]).toEqual([[], []]);
    expect(properties).toEqual({ documents: 2, failedDocuments: 0, findings: 7, listed: 0 });
  });

  test("follows it whatever documents and paths hold", () => {
    fc.assert(
      fc.property(fc.array(hostileFinding, { maxLength: 4 }), (findings) => {
        const { results } = runOf(reportOf(sarif, itemsOf(findings)));
        expect(results).toHaveLength(findings.length);
        const messages = findings.map((finding) => messageOf(finding)).sort();
        expect(results.map(({ message: { text: said } }) => said.replaceAll("\\](", "](")).sort()).toEqual(
          messages,
        );
      }),
    );
  });

  test.each([
    ["texts/a.txt", "texts/a.txt"],
    ["a b%20#?.txt", "a%20b%2520%23%3F.txt"],
    ["ö/漢.txt", "%C3%B6/%E6%BC%A2.txt"],
    ["http:x.txt", "http%3Ax.txt"],
    ["back\\slash.txt", "back%5Cslash.txt"],
    ["-", "-"],
  ])("names %s relative to the sources", (path, uri) => {
    expect(locationOf(path)).toEqual({ uri, uriBaseId: "%SRCROOT%" });
    expect(decodeURIComponent(uri)).toBe(path);
  });

  test("names what is outside by a file URI", () => {
    expect(locationOf("/else where/ö.txt")).toEqual({ uri: "file:///else%20where/%C3%B6.txt" });
  });

  test("has fingerprints that lines do not move and that tell findings apart", () => {
    const excerpt = { text: "the same line", column: 2 };
    const findings = [1, 5].map((line) => findingOf({ line, byte: line, excerpt }));
    const named = (some: typeof findings) =>
      runOf(reportOf(sarif, itemsOf(some))).results.map(
        (result) => result.partialFingerprints["docrowsFinding/v1"],
      );
    expect(named([findings[0]!])).toEqual(named([findings[1]!]));
    expect(new Set(named(findings)).size).toBe(2);
  });

  test("makes no link of a document's text", () => {
    const params = { expected: "date", found: "[text](https://a.example)" };
    const { results } = runOf(reportOf(sarif, itemsOf([findingOf({ code: "header/mismatch", params })])));
    expect(results[0]!.message.text).toContain('"[text\\](https://a.example)"');
  });
});
