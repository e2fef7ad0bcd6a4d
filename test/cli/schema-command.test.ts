/** The command `docrows schema`: its actions, what they print where, and their exit codes. */
import { describe, expect } from "vitest";
import { GOOD, reportLines, shell, test } from "./workspace.ts";

const SCHEMA = JSON.stringify({
  type: "object",
  properties: { date: { type: "string", format: "date" }, note: { type: ["integer", "null"] } },
  required: ["date"],
});

describe("docrows schema", () => {
  test("asks what is to be done", async ({ workspace }) => {
    const { exitCode, stderr, stdout } = await workspace.docrows(["schema"]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "docrows: say what to do with the schema: print, check, infer, as in docrows schema print\n",
    );
  });

  test("does not take the inputs of a configuration for an action", async ({ workspace }) => {
    workspace.write({ "docrows.config.json": '{ "inputs": ["texts"] }' });
    const { exitCode, stderr } = await workspace.docrows(["schema"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("say what to do");
  });

  test.for<[string, string]>([
    ["prnt", 'docrows: docrows schema cannot "prnt": print, check, infer. Did you mean print?\n'],
    ["constructor", 'docrows: docrows schema cannot "constructor": print, check, infer.\n'],
  ])("suggests the nearest action for %s", async ([word, message], { workspace }) => {
    const { exitCode, stderr } = await workspace.docrows(["schema", word]);
    expect([exitCode, stderr]).toEqual([2, message]);
  });
});

describe("docrows schema print", () => {
  test("shows the built-in columns", async ({ workspace }) => {
    const { exitCode, stdout, stderr } = await workspace.docrows(["schema", "print"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(
      [
        "column  type    nullable  property  from",
        "date    date32  no        date      schema",
        "url     utf8    no        url       schema",
        "host    utf8    yes       url       url",
        "",
      ].join("\n"),
    );
  });

  test("shows what schema, header and new names come to", async ({ workspace }) => {
    workspace.write({ "my.json": SCHEMA });
    const { stdout, exitCode } = await workspace.docrows([
      ...["schema", "print", "--schema", "my.json", "--header", "{date} {status} {title...}"],
      ...["--column", "status=state"],
    ]);
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/ +/)),
    ).toEqual([
      ["column", "type", "nullable", "property", "from"],
      ["date", "date32", "no", "date", "schema"],
      ["note", "int64", "yes", "note", "schema"],
      ["state", "utf8", "yes", "status", "header"],
      ["title", "utf8", "yes", "title", "header"],
    ]);
  });

  test("takes no file beside --schema", async ({ workspace }) => {
    const { exitCode, stderr } = await workspace.docrows(["schema", "print", "my.json"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("name a schema with --schema my.json");
  });
});

describe("docrows schema check", () => {
  test("counts the columns of a usable schema", async ({ workspace }) => {
    workspace.write({ "my.json": SCHEMA });
    for (const given of [["my.json"], ["--schema", "my.json"]]) {
      const { exitCode, stdout, stderr } = await workspace.docrows([
        "schema",
        "check",
        ...given,
        "--header",
        "{date}",
      ]);
      expect([exitCode, stdout, stderr]).toEqual([0, "my.json: usable, 2 columns\n", ""]);
    }
  });

  test("wins over the schema of a configuration, but not over the command line", async ({ workspace }) => {
    const config = '{ "schema": "missing.json", "header": "{date}" }';
    workspace.write({ "my.json": SCHEMA, "docrows.config.json": config });
    expect((await workspace.docrows(["schema", "check", "my.json"])).stdout).toContain("my.json: usable");
    const { exitCode, stderr } = await workspace.docrows([
      "schema",
      "check",
      "my.json",
      "--schema=other.json",
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("both name a schema");
  });

  test("warns with places, and refuses under --strict-schema", async ({ workspace }) => {
    const text = '{\n  "propertys": {},\n  "properties": { "a": { "format": "dat" } }\n}\n';
    workspace.write({ "my.json": text });
    const relaxed = await workspace.docrows(["schema", "check", "my.json", "--header", "{a}"]);
    expect([relaxed.exitCode, relaxed.stdout]).toEqual([0, "my.json: usable, 1 column\n"]);
    expect(reportLines(relaxed.stderr)).toEqual([
      expect.stringMatching(/^my\.json:2:3: warning: .*"propertys".*\(schema-file\/unknown-keyword\)$/),
      expect.stringMatching(/^my\.json:3:36: warning: .*"dat".*\(schema-file\/unknown-format\)$/),
    ]);
    const strict = await workspace.docrows([
      "schema",
      "check",
      "my.json",
      "--header",
      "{a}",
      "--strict-schema",
    ]);
    expect([strict.exitCode, strict.stdout]).toEqual([2, ""]);
    expect(strict.stderr.trimEnd().split("\n")).toHaveLength(2);
  });

  test("says why a schema is not usable with the header", async ({ workspace }) => {
    workspace.write({ "my.json": SCHEMA, "broken.json": '{ "type": 5 }' });
    const misfit = await workspace.docrows(["schema", "check", "my.json", "--header", "{title}"]);
    expect([misfit.exitCode, misfit.stdout]).toEqual([2, ""]);
    expect(misfit.stderr).toContain('the schema requires "date", which is not in the header');
    const broken = await workspace.docrows(["schema", "check", "broken.json"]);
    expect(broken.exitCode).toBe(2);
    expect(broken.stderr).toContain("broken.json:1:11: not a valid JSON Schema");
  });
});

describe("docrows schema infer", () => {
  test("prints a schema that validates what it came from", async ({ workspace }) => {
    workspace.write({ "texts/a.txt": GOOD, "texts/b.txt": GOOD });
    const { exitCode, stdout, stderr } = await workspace.docrows(["schema", "infer", "texts"]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^2 documents read \(\d+ bytes\): the schema is made from 2\n$/);
    expect(JSON.parse(stdout)).toMatchObject({
      properties: { date: { format: "date" }, url: { format: "uri" }, paragraphs: { minItems: 1 } },
      required: ["doc_id", "date", "url", "paragraphs"],
      additionalProperties: false,
    });
    workspace.write({ "my.json": stdout });
    expect((await workspace.docrows(["validate", "texts", "--schema", "my.json"])).exitCode).toBe(0);
  });

  test("takes inputs and header from a configuration, whose schema does not matter", async ({
    workspace,
  }) => {
    const config = '{ "inputs": ["texts"], "header": "fields", "schema": "later.json" }';
    workspace.write({ "docrows.config.json": config, "texts/a.txt": "Pages: 5\n\nText.\n" });
    const { exitCode, stdout } = await workspace.docrows(["schema", "infer"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ properties: { Pages: { type: "integer" } } });
  });

  test("reports documents without such a header and goes on", async ({ workspace }) => {
    workspace.write({
      "a.txt": GOOD,
      "b.txt": "no header\n",
      "c.txt": Buffer.from([0x61, 0xff]),
      "d.txt": "",
    });
    const { exitCode, stdout, stderr } = await workspace.docrows(["schema", "infer", "."]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).description).toBe("Inferred from 1 document.");
    expect(reportLines(stderr)).toEqual([
      expect.stringMatching(/^b\.txt:1:1: error: .*\(header\/mismatch\)$/),
      expect.stringMatching(/^c\.txt:1:2: error: .*\(input\/invalid-utf8\)$/),
      expect.stringMatching(/^d\.txt:1:1: error: .*\(document\/empty\)$/),
      expect.stringMatching(/^4 documents read .*: the schema is made from 1, 3 could not be used$/),
    ]);
  });

  test("prints nothing and ends with 1 where no document could be used", async ({ workspace }) => {
    workspace.write({ "a.txt": "no header\n" });
    const { exitCode, stdout, stderr } = await workspace.docrows(["schema", "infer", "a.txt"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("no schema was made, 1 could not be used");
  });

  test("prints nothing and ends with 2 where a file cannot be read", async ({ workspace }) => {
    workspace.write({ "a.txt": GOOD });
    const { exitCode, stdout, stderr } = await shell(
      workspace.folder,
      "mkfifo b.txt; docrows schema infer a.txt b.txt",
    );
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("b.txt:1:1: error: cannot be read: it is not a regular file (input/unreadable)");
    expect(stderr).toContain("no schema was made, 1 unreadable");
  });

  test("reads standard input", async ({ workspace }) => {
    const { exitCode, stdout, stderr } = await workspace.docrows(["schema", "infer", "-", "--quiet"], {
      input: GOOD,
    });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout).required).toContain("url");
  });

  test("says which columns need another name, unless they have one", async ({ workspace }) => {
    workspace.write({ "a.txt": "status: new\nhost: a\nurl: https://a.b/\n\nText.\n" });
    const args = ["schema", "infer", "a.txt", "--header", "fields"];
    const { stdout, stderr } = await workspace.docrows(args);
    const renames = ["--column", "status=article_status", "--column", "host=article_host"];
    expect(stderr).toContain(`use the schema with ${renames.join(" ")}\n`);
    workspace.write({ "my.json": stdout });
    const use = ["validate", "a.txt", "--header", "fields", "--schema", "my.json"];
    expect((await workspace.docrows(use)).exitCode).toBe(2);
    expect((await workspace.docrows([...use, ...renames])).exitCode).toBe(0);
    expect((await workspace.docrows([...args, ...renames])).stderr).not.toContain("--column");
  });

  test.for<[string[], string]>([
    [["--schema", "my.json"], "makes a schema and takes none"],
    [["--header", "{doc_id}"], 'a header field cannot be called "doc_id"'],
  ])("refuses %j", async ([args, message], { workspace }) => {
    const { exitCode, stderr } = await workspace.docrows(["schema", "infer", "-", ...args], {
      input: GOOD,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
