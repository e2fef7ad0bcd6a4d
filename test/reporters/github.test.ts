/** Workflow commands, read back by the rules by which GitHub's runner reads them, and the step summary. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageOf } from "../../src/findings/catalogue.ts";
import { printable } from "../../src/findings/printable.ts";
import { github } from "../../src/reporters/github.ts";
import { context, findingOf, hostileFinding, itemsOf, reportOf, someFindings } from "./findings.ts";

/** `::name key=value,key=value::data`, as the runner takes it apart: at the first `::` behind the properties. */
function readCommand(line: string) {
  const end = line.indexOf("::", 2);
  const [name, list = ""] = line.slice(2, end).split(/ (.*)/s);
  const properties = list.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), unescapeText(pair.slice(at + 1), true)];
  });
  return { name, ...Object.fromEntries(properties), data: unescapeText(line.slice(end + 2), false) };
}

function unescapeText(text: string, isProperty: boolean): string {
  const more: [string, string][] = isProperty
    ? [
        ["%3A", ":"],
        ["%2C", ","],
      ]
    : [];
  const codes: [string, string][] = [["%0D", "\r"], ["%0A", "\n"], ...more, ["%25", "%"]];
  return codes.reduce((result, [code, character]) => result.replaceAll(code, character), text);
}

function commandsOf(report: string) {
  return report.trimEnd().split("\n").map(readCommand);
}

describe("workflow commands", () => {
  test("tell severity, place, code and message", () => {
    const finding = findingOf({ line: 3, column: 5, severity: "warning" });
    expect(reportOf(github, itemsOf([{ ...finding, path: "a,b:100%.txt" }]))).toBe(
      "::warning file=a%2Cb%3A100%25.txt,line=3,col=5,title=document/empty::is empty: there is no header line\n",
    );
  });

  test("are read back as what they were made from", async () => {
    const check = (findings: ReturnType<typeof findingOf>[]) => {
      const items = itemsOf(findings).flatMap((item) => ("finding" in item ? [item] : []));
      expect(commandsOf(reportOf(github, items))).toEqual(
        items.map(({ finding, path }) => ({
          name: finding.severity,
          file: printable(path),
          line: String(finding.line),
          col: String(finding.column),
          title: finding.code,
          data: messageOf(finding),
        })),
      );
    };
    check([...someFindings]);
    fc.assert(fc.property(fc.array(hostileFinding, { minLength: 1, maxLength: 4 }), check));
  });

  test("tell how many findings are not listed", () => {
    const report = reportOf(github, [], { findings: 2000, listed: 0 });
    expect(commandsOf(report)).toEqual([
      {
        name: "notice",
        title: "docrows",
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
