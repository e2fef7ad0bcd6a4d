/** Workflow commands, read back as GitHub's runner reads them, and the step summary. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageOf } from "../../src/findings/catalogue.ts";
import { printable } from "../../src/findings/printable.ts";
import { github } from "../../src/reporters/github.ts";
import {
  context,
  findingOf,
  findingsQuoting,
  hostileFinding,
  hostileText,
  itemsOf,
  reportOf,
  someFindings,
} from "./findings.ts";
import { commandsOf } from "./github-runner.ts";

describe("workflow commands", () => {
  test("tell severity, place, code and message", () => {
    const finding = findingOf({ line: 3, column: 5, severity: "warning" });
    expect(reportOf(github, itemsOf([{ ...finding, path: "a,b:100%.txt" }]))).toBe(
      "::warning file=a%2Cb%3A100%25.txt,line=3,col=5,title=document/empty::is empty: there is no header line\n",
    );
  });

  test("are read back as what they were made from", () => {
    const check = (findings: ReturnType<typeof findingOf>[]) => {
      const items = itemsOf(findings).flatMap((item) => ("finding" in item ? [item] : []));
      expect(commandsOf(reportOf(github, items))).toEqual(
        items.map(({ finding, path }) => ({
          name: finding.severity,
          properties: {
            file: printable(path),
            line: String(finding.line),
            col: String(finding.column),
            title: finding.code,
          },
          data: messageOf(finding),
        })),
      );
    };
    check([...someFindings]);
    for (const text of fc.sample(hostileText, { numRuns: 20, seed: 9 })) check(findingsQuoting(text));
    fc.assert(fc.property(fc.array(hostileFinding, { minLength: 1, maxLength: 4 }), check));
  });

  test("are seen by the reader here in both forms, and only where there are some", () => {
    const log = ["a ::error::b", "\u00a0::error a=b%2Cc,,=x,D=1=2::e::%250A", "x##[add-path a=%5D;]y", "::x"];
    expect(commandsOf(log.join("\r\n"))).toEqual([
      { name: "error", properties: { a: "b,c", d: "1=2" }, data: "e::%0A" },
      { name: "add-path", properties: { a: "]" }, data: "y" },
    ]);
  });

  test("tell how many findings are not listed", () => {
    const report = reportOf(github, [], { findings: 2000, listed: 0 });
    expect(commandsOf(report)).toEqual([
      {
        name: "notice",
        properties: { title: "docrows" },
        data: "2,000 more findings are not listed; raise --max-findings to see them",
      },
    ]);
  });
});

describe("the step summary", () => {
  const summarise = (findings: readonly ReturnType<typeof findingOf>[], count = findings.length) => {
    const reporter = github.create(context);
    for (const finding of findings) reporter.finding(finding, finding.path);
    const summary = { documents: 1200, failedDocuments: 1, findings: count, listed: findings.length };
    return reporter.stepSummary!(summary);
  };

  test("says that there is nothing to say", () => {
    expect(summarise([])).toBe("### docrows: no findings\n\n1,200 documents read.\n");
  });

  test("has a table of the first findings and the number of the others", () => {
    expect(summarise([findingOf({ path: "a_b.txt", line: 2 })], 3)).toBe(
      [
        "### docrows: 3 findings\n\n1,200 documents read, 1 document failed.\n",
        "| place | severity | finding | code |\n| --- | --- | --- | --- |",
        "| a\\_b\\.txt\\:2\\:1 | error | is empty\\: there is no header line | document\\/empty |",
        "\n2 more are not shown here.\n\n",
      ].join("\n"),
    );
    const rows = summarise(Array.from({ length: 80 }, () => findingOf())).match(/^\| a/gm);
    expect(rows).toHaveLength(50);
    expect(summarise([], 5)).toBe("### docrows: 5 findings\n\n1,200 documents read, 1 document failed.\n\n");
  });

  test("stays far below the 1 MiB that GitHub takes", () => {
    const longest = findingOf({
      code: "header/mismatch",
      path: "*".repeat(4096),
      params: { expected: "\u{10ffff}".repeat(10_000), found: "|".repeat(10_000) },
    });
    const size = Buffer.byteLength(summarise(Array.from({ length: 60 }, () => longest)));
    expect(size).toBeGreaterThan(20_000);
    expect(size).toBeLessThan(2 ** 20 / 4);
  });

  test("has the findings whose annotations GitHub does not show: those after the tenth", () => {
    const findings = Array.from({ length: 12 }, (_, index) => findingOf({ line: index + 1 }));
    expect(commandsOf(reportOf(github, itemsOf(findings)))).toHaveLength(12);
    expect(summarise(findings)).toMatch(/\| a\\\.txt\\:11\\:1 .*\n\| a\\\.txt\\:12\\:1 /);
  });

  test("has cells that hold text alone, of at most 300 characters", () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const row = summarise([{ ...finding, path: finding.path.repeat(40) }]).split("\n")[6]!;
        // Cells are cut at bars without a backslash; in a cell every mark has its backslash (CommonMark, section 2.4).
        const cells = row.slice(2, -2).split(/ \| /);
        expect(cells).toHaveLength(4);
        for (const cell of cells) {
          expect(cell.replace(/\\[!-/:-@[-`{-~]/g, "")).toMatch(/^[^!-/:-@[-`{-~]*$/);
          expect([...cell.replace(/\\(?=[!-/:-@[-`{-~])\\?/g, "")].length).toBeLessThanOrEqual(300);
        }
        const message = cells[2]!.replace(/\\([!-/:-@[-`{-~])/g, "$1");
        expect(message.endsWith("…") || message === messageOf(finding)).toBe(true);
      }),
    );
  });
});
