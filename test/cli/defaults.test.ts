/** What the commands say of defaults: in summaries, in explanations, of schemas, and where one is refused. */
import { describe } from "vitest";
import { defaultsLine } from "../../src/cli/summary.ts";
import { noCounts } from "../../src/dataset/data-package.ts";
import { test } from "./workspace.ts";

const SCHEMA = JSON.stringify({
  properties: {
    language: { type: "string", default: "en" },
    edition: { type: "integer", default: 9 },
    tags: { type: "array", items: { type: "string" }, default: ["new"] },
  },
  required: ["language", "edition"],
});

const texts = {
  "my.json": SCHEMA,
  "texts/a.txt": "language: de\n\nText.\n",
  "texts/b.txt": "language: fr\nedition: 2\n\nText.\n",
};

const given = ["texts", "--schema", "my.json", "--header", "fields"];

describe.concurrent("defaults", () => {
  test("are counted in the summaries", async ({ workspace, expect }) => {
    workspace.write(texts);
    const validated = await workspace.docrows(["validate", ...given]);
    expect([validated.exitCode, validated.stderr]).toEqual([
      0,
      "2 documents read (51 bytes): 2 documents conform\n3 fields took their default\n",
    ]);
    const exported = await workspace.docrows(["export", ...given, "--format", "jsonl"]);
    expect([exported.exitCode, exported.stdout]).toEqual([0, ""]);
    expect(exported.stderr.split("\n")[1]).toBe("3 fields took their default");
    const streamed = await workspace.docrows(["export", ...given, "--format", "jsonl", "--out", "-"]);
    expect(streamed.stderr).toMatch(/ written as 2 paragraphs\n3 fields took their default\n$/);
    expect(defaultsLine({ ...noCounts(), defaultedFields: 1 })).toBe("1 field took its default\n");
  });

  test("are not spoken of where none was taken", async ({ workspace, expect }) => {
    workspace.write({ ...texts, "my.json": '{"properties": {"language": {"default": "en"}}}' });
    const { exitCode, stderr } = await workspace.docrows(["validate", ...given]);
    expect([exitCode, stderr]).toEqual([0, "2 documents read (51 bytes): 2 documents conform\n"]);
  });

  test("are marked where a document is explained", async ({ workspace, expect }) => {
    workspace.write(texts);
    const { exitCode, stdout } = await workspace.docrows(["explain", "texts/a.txt", ...given.slice(1)]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      [
        "  line 1, bytes 0 to 13",
        "  language  de  at 1:11 → column language, utf8",
        "  edition   9  by default → column edition, int64",
        '  tags      ["new"]  by default → no column',
        "",
      ].join("\n"),
    );
    const none = await workspace.docrows([
      ...["explain", "texts/a.txt", "--schema", "my.json", "--header", "none"],
    ]);
    expect(none.stdout).toContain("  no fields\n  language  en  by default → column language, utf8\n");
  });

  test("are listed with the columns", async ({ workspace, expect }) => {
    workspace.write(texts);
    const options = ["--header", "{title}", "--column", "edition=number"];
    const printed = await workspace.docrows(["schema", "print", "--schema", "my.json", ...options]);
    expect(printed.stdout).toBe(
      [
        "column    type   nullable  property  from    default",
        'language  utf8   no        language  schema  "en"',
        "number    int64  no        edition   schema  9",
        "title     utf8   yes       title     header",
        "",
      ].join("\n"),
    );
    const checked = await workspace.docrows(["schema", "check", "my.json", ...options]);
    expect([checked.exitCode, checked.stdout]).toEqual([
      0,
      [
        "my.json: usable, 3 columns",
        '  column language: default "en"',
        "  column number: default 9",
        '  property tags (no column): default ["new"]',
        "",
      ].join("\n"),
    ]);
  });

  test("show nothing that could change the terminal", async ({ workspace, expect }) => {
    const value = "\u001b[31m\u202e\n::error::";
    workspace.write({
      ...texts,
      "my.json": JSON.stringify({ properties: { language: { default: value } } }),
    });
    const commands = [
      ["schema", "check", "my.json", "--header", "{x}"],
      ["explain", "texts/a.txt", "--schema", "my.json", "--header", "none"],
    ];
    for (const command of commands) {
      const { exitCode, stdout } = await workspace.docrows(command);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("[31m");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^\s*::/m);
    }
  });

  test("that cannot be taken are an error before anything is read", async ({ workspace, expect }) => {
    workspace.write({ ...texts, "my.json": '{"properties": {\n"x": {"type": "integer", "default": "y"}}}' });
    const { exitCode, stdout, stderr } = await workspace.docrows(["validate", ...given]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      'docrows: my.json:2:37: the default of "x" does not conform to its own schema: "y" is not of type integer\n',
    );
  });
});
