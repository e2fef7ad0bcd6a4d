/** The JSON report: its schema, and that nothing is lost. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageOf } from "../../src/findings/catalogue.ts";
import { json } from "../../src/reporters/json.ts";
import { hostileFinding, itemsOf, reportOf, someFindings } from "./findings.ts";
import { errorsOf, schema } from "./json-rules.ts";

describe("the JSON report", () => {
  test("conforms to its schema, with every kind of finding and with none", async () => {
    expect(errorsOf(reportOf(json, itemsOf(someFindings)))).toEqual([]);
    expect(errorsOf(reportOf(json, []))).toEqual([]);
  });

  test("has a title and a description for everything", () => {
    const undescribed: string[] = [];
    const visit = (node: Record<string, unknown>, path: string) => {
      const { properties = {}, $defs = {} } = node as Record<string, Record<string, Record<string, unknown>>>;
      for (const [name, child] of Object.entries({ ...properties, ...$defs })) {
        if (typeof child.title !== "string" || typeof child.description !== "string")
          undescribed.push(`${path}/${name}`);
        visit(child, `${path}/${name}`);
      }
    };
    visit(schema, "");
    expect(undescribed).toEqual([]);
  });

  test("gives back every text as it was", () => {
    fc.assert(
      fc.property(fc.array(hostileFinding, { maxLength: 4 }), (findings) => {
        const report = reportOf(json, itemsOf(findings));
        expect(errorsOf(report)).toEqual([]);
        const paths = [...new Set(findings.map(({ path }) => path))];
        const inOrder = paths.flatMap((path) => findings.filter((finding) => finding.path === path));
        const expected = inOrder.map((finding) => ({ ...finding, message: messageOf(finding) }));
        expect(JSON.parse(report).findings).toEqual(expected);
      }),
    );
  });

  test("tells counts and listed findings apart", () => {
    const { counts } = JSON.parse(reportOf(json, [], { findings: 5, documents: 9, failedDocuments: 3 }));
    expect(counts).toEqual({ documents: 9, failedDocuments: 3, findings: 5, listed: 0 });
  });
});
