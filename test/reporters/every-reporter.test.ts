/** What holds for every report format: over every kind of finding, over hostile texts, and with nothing to say. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { findingDefinitions } from "../../src/findings/catalogue.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { reporterNames } from "../../src/options.ts";
import { reportFormats } from "../../src/reporters/index.ts";
import type { ReportFormat } from "../../src/reporters/reporter.ts";
import { everyFinding, findingOf, hostileFinding, itemsOf, reportOf } from "./findings.ts";
import { commandsOf } from "./github-runner.ts";
import { issuesOf } from "./gitlab-rules.ts";
import { errorsOf } from "./json-rules.ts";
import { testsOf } from "./junit-rules.ts";
import { runOf } from "./sarif-rules.ts";

/** Controls but LF, separators, direction marks, byte order marks, lone surrogates. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/u;

/** What GitHub runs: a line that begins with `::name`, and `##[name]` anywhere. */
const command = /^\s*::.*$|##\[/gmu;

/** The parts of a report, as the one who reads it takes it apart; throws where it is not what the format requires. */
const readers: Readonly<Record<string, (report: string) => readonly unknown[]>> = {
  text: (report) => report.match(/^\S.*:\d+:\d+: (error|warning): .* \(\S+\)$/gm) ?? [],
  json: (report) => {
    expect(errorsOf(report)).toEqual([]);
    return JSON.parse(report).findings;
  },
  github: (report) => report.match(/^::(error|warning) file=\S.*,line=\d+,col=\d+,title=\S+::.+$/gm) ?? [],
  gitlab: issuesOf,
  sarif: (report) => runOf(report).results,
  junit: (report) =>
    testsOf(report).flatMap(({ children }) => children.flatMap(({ text }) => text.split("\n"))),
};

let findings: Finding[];
beforeAll(async () => {
  findings = await everyFinding();
});

test("the options name the registered formats", () => {
  expect(reportFormats.map(({ name }) => name)).toEqual([...reporterNames]);
});

test("the findings here are of every code", () => {
  const covered = new Set(findings.map(({ code }) => code));
  expect(findingDefinitions.filter(({ code }) => !covered.has(code))).toEqual([]);
});

describe.each<ReportFormat>([...reportFormats])("$name", (format) => {
  test("tells of every kind of finding", () => {
    const report = reportOf(format, itemsOf(findings));
    expect(readers[format.name]!(report)).toHaveLength(findings.length);
    expect(report).not.toMatch(unprintable);
    expect(report).not.toContain("undefined");
    for (const { code } of findingDefinitions) expect(report).toContain(code);
  });

  test("lets no text from a document become a command, an escape sequence or a line", () => {
    fc.assert(
      fc.property(fc.array(hostileFinding, { minLength: 1, maxLength: 4 }), (hostile) => {
        const report = reportOf(format, itemsOf(hostile));
        expect(report).not.toMatch(unprintable);
        const count = format.name === "github" ? hostile.length : 0;
        expect(report.match(command) ?? []).toHaveLength(count);
        expect(commandsOf(report)).toHaveLength(count);
      }),
    );
  });

  test("ends with a line end, or says nothing at all, where there is nothing to tell", () => {
    const report = reportOf(format, []);
    expect(report === "" || report.endsWith("\n")).toBe(true);
    expect(report.startsWith("\n")).toBe(false);
  });

  test("does not change with what was reported before", () => {
    const items = itemsOf([findingOf(), findingOf({ path: "b.txt" })]);
    const first = reportOf(format, items);
    expect(reportOf(format, items)).toBe(first);
  });
});
