/** Bad documents: each is told in one clear line with its place, the others are checked, and the dataset that was there is not harmed. */
import { mkdirSync, symlinkSync } from "node:fs";
import { describe } from "vitest";
import { GOOD, HEADER, projectFolder, reportLines, test, type Workspace } from "./workspace.ts";

/** Documents, each with the line that must be said of it, without the path. */
const documents: Readonly<Record<string, readonly [content: string | Buffer, said: string | null]>> = {
  "01-good.txt": [GOOD, null],
  "02-empty.txt": ["", "1:1: error: is empty: there is no header line (document/empty)"],
  "03-blank.txt": ["\ufeff \n\u3000\r\n", "1:1: error: is empty: there is no header line (document/empty)"],
  "04-header-only.txt": [
    `\n ${HEADER}\n\n`,
    "2:2: error: has 0 paragraphs, at least 1 is needed (schema/minItems)",
  ],
  "05-header.txt": [
    "date 2020-09-09 https://a.example/ and more\n\nText.\n",
    '1:36: error: the header line does not match: expected the end of the line, found "and more" (header/mismatch)',
  ],
  "06-no-header.txt": [
    "Once upon a time.\n\nText.\n",
    '1:1: error: the header line does not match: expected date, found "Once upon a time." (header/mismatch)',
  ],
  "07-date.txt": [
    GOOD.replace("2020-09-09", "2024-02-30"),
    '1:7: error: "2024-02-30" is not a date of the calendar (YYYY-MM-DD) (schema/format)',
  ],
  "08-url.txt": [
    "date 2020-09-09 not-a-url\n\nText.\n",
    '1:17: error: "not-a-url" is not a URI (RFC 3986) (schema/format)',
  ],
  "09-latin-1.txt": [
    Buffer.from(`${HEADER}\r\n\r\n\u20ac caf\u00e9`, "utf8").subarray(0, -1),
    "3:6: error: is not valid UTF-8: byte 0xC3 begins no character here; convert the file to UTF-8 (input/invalid-utf8)",
  ],
  "09-utf-16.txt": [
    Buffer.from(`\ufeff${HEADER}\n`, "utf16le"),
    "1:1: error: is not valid UTF-8: it looks like UTF-16, with whose byte order mark it begins; convert the file to UTF-8 (input/invalid-utf8)",
  ],
  "10-hostile.txt": [
    "date \u001b[2J\u202e https://a.example/\n\nText.\n",
    '1:6: error: "\\u{1b}[2J\\u{202e}" is not a date of the calendar (YYYY-MM-DD) (schema/format)',
  ],
  "11-good.txt": [GOOD, null],
};

function writeDocuments({ write }: Workspace, folder: string): void {
  const files = Object.entries(documents).map(([name, [content]]) => [`${folder}/${name}`, content]);
  write(Object.fromEntries(files));
}

/** What must be said of all documents, in order. */
function said(folder: string): string[] {
  return Object.entries(documents).flatMap(([name, [, line]]) =>
    line === null ? [] : [`${folder}/${name}:${line}`],
  );
}

describe.concurrent("bad documents", () => {
  test("are all told at once, each with its place", async ({ workspace, expect }) => {
    writeDocuments(workspace, "texts");
    const { exitCode, stdout, stderr } = await workspace.docrows(["validate", "texts"]);
    expect(reportLines(stdout)).toEqual(said("texts"));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^12 documents read \(.*\): 2 documents conform, 10 rejected\n$/);
  });

  test("with values that no column holds are told why", async ({ workspace, expect }) => {
    const place = ":1:4: error: ";
    const code = " (value/not-representable)";
    const years = "in UTC outside of the years 0001 to 9999";
    const offset = "the offset is neither Z nor of the form +05:30";
    const leapSecond = "a leap second; seconds go from 00 to 59";
    const folder = `${projectFolder}/test/broken/value-not-representable-date-time`;
    const args = ["validate", folder, "--root", folder, "--header", "at {published}"];
    const { stdout } = await workspace.docrows([...args, "--schema", `${folder}/schema.json`]);
    const said = reportLines(stdout).map((line) => line.slice(folder.length + 1));
    expect(said).toEqual(
      [
        ["after-last-year", "9999-12-31T23:59:59-00:01", years],
        ["before-first-year", "0001-01-01T00:00:00+00:01", years],
        ["leap-second-with-offset", "2017-01-01T01:29:60+01:30", leapSecond],
        ["leap-second", "2016-12-31T23:59:60Z", leapSecond],
        ["offset-without-colon", "2024-05-06T07:08:09+0200", offset],
        ["offset-without-minutes", "2024-05-06T07:08:09+02", offset],
        ["seven-digits", "2024-05-06T07:08:09.1234567Z", "more than 6 fraction digits"],
        ["seven-zeros", "2024-05-06T07:08:09.0000000Z", "more than 6 fraction digits"],
        ["two-tabs", "2016-12-31T23:59:60Z", leapSecond],
        ["year-0", "0000-12-31T23:59:59Z", years],
      ].map(
        ([name, value, reason]) =>
          `${name}.txt${name === "two-tabs" ? place.replace("4", "5") : place}"${value}" cannot be stored as timestamp: ${reason}${code}`,
      ),
    );
  });

  test("stop an export, which leaves the old dataset as it was; paths start at the working directory", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "old/a.txt": GOOD });
    expect((await workspace.docrows(["export", "old", "--quiet", "--out", "data"])).exitCode).toBe(0);
    const before = workspace.snapshot("data");
    writeDocuments(workspace, "texts");
    mkdirSync(workspace.at("elsewhere"));
    const args = ["export", "../texts", "--out", "../data", "--max-findings", "2"];
    const { exitCode, stdout, stderr } = await workspace.docrows(args, { cwd: workspace.at("elsewhere") });
    expect([exitCode, stdout]).toEqual([1, ""]);
    const lines = reportLines(stderr);
    expect(lines.slice(0, 2)).toEqual(said(workspace.at("texts")).slice(0, 2));
    expect(lines.slice(2)).toEqual([
      expect.stringMatching(/^8 more findings are not listed/),
      expect.stringMatching(/^12 documents read .*: 2 documents conform, 10 rejected; nothing was written$/),
      "to write the others and list these in rejects.jsonl:",
      `  docrows ${args.join(" ")} --on-invalid skip`,
    ]);
    expect(workspace.snapshot("data")).toEqual(before);
  });

  test("that cannot be read stop an export, under skip too, with 2; the others are checked", async ({
    workspace,
    expect,
  }) => {
    workspace.write({ "old/a.txt": GOOD });
    expect((await workspace.docrows(["export", "old", "--quiet"])).exitCode).toBe(0);
    const before = workspace.snapshot("out");
    workspace.write({ "t/a.txt": GOOD, "t/z.txt": "" });
    symlinkSync("nowhere", workspace.at("t/m.txt"));
    const { exitCode, stderr } = await workspace.docrows([
      "export",
      "t/a.txt",
      "t/m.txt",
      "t/z.txt",
      "--on-invalid",
      "skip",
      "--quiet",
    ]);
    expect(exitCode).toBe(2);
    const lines = reportLines(stderr);
    expect(lines.slice(0, 2)).toEqual([
      "t/m.txt:1:1: error: cannot be read: no such file or folder (input/unreadable)",
      "t/z.txt:1:1: error: is empty: there is no header line (document/empty)",
    ]);
    expect(lines[2]).toMatch(
      /^2 documents read .*: 1 document conform.*, 1 rejected, 1 unreadable; nothing was written$/,
    );
    expect(lines[3]).toBe("every document must be readable: repair what is listed above, or --exclude it");
    expect(workspace.snapshot("out")).toEqual(before);
  });

  test("say how a number that a condition asks for is read; sound decimals are not among them", async ({
    workspace,
    expect,
  }) => {
    const schema = {
      properties: { kind: { enum: ["num", "date"] }, price: { type: "number", multipleOf: 0.01 } },
      if: { properties: { kind: { const: "num" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { v: { type: "integer" } } },
    };
    workspace.write({
      "s.json": JSON.stringify(schema),
      "t/a.txt": "kind: num\nv: 5\nprice: 19.99\n",
      "t/b.txt": "kind: date\nv: 5\nprice: 4.355\n",
      "t/c.txt": "kind: num\nv: x\nprice: 1e999\n",
    });
    const { stdout } = await workspace.docrows(["validate", "t", "--schema", "s.json", "--header", "fields"]);
    expect(reportLines(stdout)).toEqual([
      `t/a.txt:2:4: error: "5" is not of type integer; header text (unquoted) is read as integer only where the property's own schema names the type, itself or through $ref and allOf: name it there (schema/type)`,
      "t/b.txt:3:8: error: 4.355 is not a multiple of 0.01 (schema/multipleOf)",
      't/c.txt:2:4: error: "x" is not of type integer (schema/type)',
      't/c.txt:3:8: error: "1e999" cannot be stored as float64: outside of -1.7976931348623157e308 to 1.7976931348623157e308 (value/not-representable)',
    ]);
  });
});
