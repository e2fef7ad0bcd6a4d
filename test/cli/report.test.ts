/** Paths in reports: as seen from the working directory. */
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { openReports, shownPath } from "../../src/cli/report.ts";
import { reportTargets } from "../../src/cli/report-targets.ts";
import { ClosedPipe, plain, type Terminal } from "../../src/cli/terminal.ts";
import type { Finding } from "../../src/findings/finding.ts";

describe("shownPath", () => {
  const here = process.cwd();
  test.each([
    ["below the working directory", "a.txt", join(here, "texts"), "texts/a.txt"],
    ["in the working directory", "a.txt", here, "a.txt"],
    ["a name that starts with dots", "..a.txt", here, "..a.txt"],
    ["outside", "a.txt", dirname(here), join(dirname(here), "a.txt")],
    ["far outside", "x/a.txt", "/elsewhere", "/elsewhere/x/a.txt"],
    ["standard input", "-", "", "-"],
  ])("%s", (_what, path, root, expected) => {
    expect(shownPath({ path, code: "document/empty" }, root)).toBe(expected);
  });

  test("of a schema is the schema's own", () => {
    const shown = shownPath({ path: "../my.schema.json", code: "schema-file/unknown-keyword" }, "/texts");
    expect(shown).toBe("../my.schema.json");
  });
});

describe("a report on standard output", () => {
  const finding: Finding = {
    code: "document/empty",
    severity: "error",
    path: "a.txt",
    line: 1,
    column: 1,
    byte: 0,
    pointer: "",
    params: {},
  };
  const progress = { type: "progress", documents: 1, bytes: 0, findings: 1 } as const;
  const counts = {
    documents: 1,
    rejected: 1,
    unreadable: 0,
    bytes: 0,
    rejectedBytes: 0,
    paragraphs: 0,
    findings: 1,
    defaultedFields: 0,
  };

  function reportsTo(write: Terminal["write"]) {
    const terminal: Terminal = {
      write,
      message() {},
      progress() {},
      showsProgress: false,
      outputStyle: plain,
      messageStyle: plain,
      outputColumns: 80,
      messageColumns: 80,
    };
    return openReports(reportTargets(["text"], "output"), 10, terminal);
  }

  test("holds the run up until its text has been taken", async () => {
    const log: string[] = [];
    let take = () => {};
    const reports = reportsTo((text) => {
      log.push(`written ${String(text).includes("a.txt:1:1")}`);
      return new Promise((resolve) => {
        take = resolve;
      });
    });
    reports.onFinding(finding);
    const drained = Promise.resolve(reports.onEvent(progress)).then(() => log.push("drained"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log).toEqual(["written true"]);
    take();
    await drained;
    expect(log).toEqual(["written true", "drained"]);
  });

  test("does not end the run when nobody reads it: that is told at the end", async () => {
    const reports = reportsTo(() => Promise.reject(new ClosedPipe()));
    reports.onFinding(finding);
    await expect(reports.onEvent(progress)).resolves.toBeUndefined();
    await expect(reports.end(counts, 1)).rejects.toBeInstanceOf(ClosedPipe);
  });
});
