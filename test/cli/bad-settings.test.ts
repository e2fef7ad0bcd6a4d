/** Inputs, schemas and settings that cannot be used: told in one line before any document is read, and nothing is written. */
import { describe } from "vitest";
import { UsageError } from "../../src/findings/errors.ts";
import { exportDataset } from "../../src/run.ts";
import type { ExportOptions } from "../../src/settings.ts";
import { GOOD, test, type Workspace } from "./workspace.ts";

/** What an export of one good document says instead of being one. */
async function refusal(workspace: Workspace, options: Partial<ExportOptions>): Promise<string> {
  workspace.write({ "texts/a.txt": GOOD });
  try {
    await exportDataset({ inputs: [workspace.at("texts")], out: workspace.at("out"), ...options });
  } catch (error) {
    if (!(error instanceof UsageError)) return String(error);
    return error.message.replaceAll(`${workspace.folder}/`, "");
  }
  return "no refusal";
}

describe("inputs", () => {
  test("without documents are told, with what was passed over", async ({ workspace, expect }) => {
    workspace.write({ "none/a.md": "", "none/b.md": "", "none/.c.txt": "", "none/d": "" });
    const message = await refusal(workspace, { inputs: [workspace.at("none")] });
    expect(message).toBe(
      `InputError: no documents in ${workspace.at("none")} (passed over: 2 .md, 1 (hidden), 1 (no extension)); documents are files that end in .txt, or name them with --include`,
    );
    expect(workspace.snapshot("out")).toEqual({});
  });

  test("that are not there, or match nothing, are told", async ({ workspace, expect }) => {
    const at = (name: string) => ({ inputs: [workspace.at(name)] });
    expect(await refusal(workspace, at("nowhere"))).toBe(
      `InputError: ${workspace.at("nowhere")}: no such file or folder`,
    );
    expect(await refusal(workspace, at("*.nothing"))).toMatch(/^InputError: no file matches .*\*\.nothing/);
    expect(await refusal(workspace, { inputs: [] })).toMatch(/^no inputs: /);
    expect(await refusal(workspace, { root: workspace.at("nowhere") })).toMatch(
      /^--root .*: no such folder$/,
    );
  });
});

describe("a header that the built-in schema does not fit", () => {
  const hint = "name a schema of your own with --schema FILE";
  test.for([
    ["none", /^the built-in schema:\d+:\d+: the schema requires "date", which is not in the header/],
    [
      "{dte} {url}",
      /^the built-in schema:\d+:\d+: the schema forbids the header field "dte"\. Did you mean date\?/,
    ],
  ] as const)("%s: says so, and what to do", async ([header, reason], { workspace, expect }) => {
    const [first, ...others] = (await refusal(workspace, { header })).split("\n");
    expect(first).toMatch(reason);
    expect(others).toEqual([hint]);
  });
});

describe("a schema that is none", () => {
  const base = {
    type: "object",
    required: ["date", "url"],
    properties: { doc_id: {}, date: { type: "string" }, url: { type: "string" }, paragraphs: {} },
  };
  const schema = (change: object) => JSON.stringify({ ...base, ...change });
  const withProperty = (name: string, value: unknown) =>
    schema({ properties: { ...base.properties, [name]: value } });
  const cases: readonly (readonly [what: string, content: string | Buffer, message: RegExp])[] = [
    ["is not JSON", '{"type": "object",\n}', /^s\.json:2:1: the schema is not (?:usable )?JSON: /],
    ["is empty", "", /^s\.json:1:1: the schema is not (?:usable )?JSON: /],
    ["is cut off", '{"type": "object"', /^s\.json:1:18: the schema is not (?:usable )?JSON: /],
    ["is not UTF-8", Buffer.from([0x7b, 0x22, 0xff]), /^s\.json:1:3: the schema is not UTF-8: byte FF/],
    ["is a list", "[]", /^s\.json:1:1: a schema must be a JSON object/],
    ["is true", "true", /^s\.json:1:1: a schema must be a JSON object; `true` describes no columns$/],
    [
      "has an unknown dialect",
      schema({ $schema: "http://json-schema.org/draft-03/schema" }),
      /^s\.json:1:\d+: .*(draft|2020-12)/,
    ],
    [
      "has an unknown type",
      schema({ type: "objekt" }),
      /^s\.json:1:9: not a valid JSON Schema \(draft 2020-12\): \/type must be/,
    ],
    [
      "has a keyword of the wrong type",
      schema({ required: "date" }),
      /^s\.json:1:\d+: not a valid JSON Schema .*\/required must be array/,
    ],
    [
      "has a pattern that is none",
      withProperty("date", { type: "string", pattern: "(" }),
      /^s\.json:1:\d+: "\(" is not a regular expression: /,
    ],
    [
      "refers to the network",
      withProperty("date", { $ref: "https://example.org/date.json" }),
      /^s\.json:1:\d+: .*https:\/\/example\.org\/date\.json/,
    ],
    [
      "refers to nothing",
      withProperty("date", { $ref: "#/$defs/date" }),
      /^s\.json:1:\d+: .*#\/\$defs\/date/,
    ],
    [
      "refers to itself",
      withProperty("date", { $ref: "#/properties/date" }),
      /^s\.json:1:\d+: .*(circle|itself)/,
    ],
    [
      "names a property twice",
      schema({}).replace('"doc_id":{}', '"doc_id":{},"date":{}'),
      /^s\.json:1:\d+: the name "date" stands a second time in one object/,
    ],
    [
      "has a property without a name",
      withProperty("", {}),
      /^s\.json:1:\d+: the property "" gives a column without a name; /,
    ],
    [
      "has a property that is no Unicode",
      withProperty("\ud800", { type: "string" }),
      /^s\.json:1:\d+: the name "\\u\{d800\}" is not valid Unicode: /,
    ],
    [
      "takes a built-in column's name",
      withProperty("text", { type: "string" }),
      /^s\.json:1:\d+: the property "text" has the name of a built-in column; give its column another one: --column text=/,
    ],
    [
      "takes the name host beside a URL",
      schema({
        properties: { ...base.properties, url: { type: "string", format: "uri" }, host: { type: "string" } },
      }),
      /^s\.json:1:\d+: the property "host" has the name of a built-in column/,
    ],
    [
      "takes the name __proto__",
      `${withProperty("x", {}).replace('"x"', '"__proto__"')}`,
      /^s\.json:1:\d+: a property cannot be called "__proto__"$/,
    ],
    [
      "forbids a header field",
      schema({
        required: [],
        properties: { doc_id: {}, paragraphs: {}, dat: {}, url: {} },
        additionalProperties: false,
      }),
      /^s\.json:1:\d+: the schema forbids the header field "date"\. Did you mean dat\?$/,
    ],
    [
      "requires what the header does not give",
      schema({ required: ["date", "author"] }),
      /^s\.json:1:\d+: the schema requires "author", which is not in the header \(which gives date, url\)$/,
    ],
    [
      "wants a list where the header gives text",
      withProperty("date", { type: "array" }),
      /^s\.json:1:\d+: the schema wants an array or an object as "date"/,
    ],
  ];
  for (const [what, content, message] of cases) {
    test(`is refused before anything is read: it ${what}`, async ({ workspace, expect }) => {
      workspace.write({ "s.json": content });
      const said = await refusal(workspace, {
        schema: workspace.at("s.json"),
        onEvent: () => {
          throw new Error("a document was read");
        },
      });
      expect(said).toMatch(message);
      expect(said.split("\n")).toHaveLength(1);
      expect(workspace.snapshot("out")).toEqual({});
    });
  }

  test("is told on the command line with 2", async ({ workspace, expect }) => {
    workspace.write({ "texts/a.txt": GOOD, "s.json": '{\n  "type": 3\n}\n' });
    const { exitCode, stdout, stderr } = await workspace.docrows(["validate", "texts", "--schema", "s.json"]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^docrows: s\.json:2:11: not a valid JSON Schema .*\n$/);
  });

  test("is told with all its faults, a line for each", async ({ workspace, expect }) => {
    workspace.write({ "texts/a.txt": GOOD, "s.json": '{\n  "type": 3,\n  "required": "date"\n}\n' });
    const { exitCode, stderr } = await workspace.docrows(["validate", "texts", "--schema", "s.json"]);
    expect(exitCode).toBe(2);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^docrows: s\.json:2:11: not a valid JSON Schema .*: \/type must be/),
      expect.stringMatching(/^s\.json:3:15: not a valid JSON Schema .*: \/required must be array$/),
      "",
    ]);
  });

  test("has two files of one $id in its folder", async ({ workspace, expect }) => {
    workspace.write({
      "texts/a.txt": GOOD,
      "s.json": '{"$ref":"urn:x:a"}',
      "parts/a.json": '{"$id":"urn:x:a"}',
      "parts/b.json": '{"$id":"urn:x:a","title":""}',
    });
    const { exitCode, stderr } = await workspace.docrows([
      ...["validate", "texts", "--schema", "s.json", "--schema-dir", "parts"],
    ]);
    expect([exitCode, stderr]).toEqual([
      2,
      'docrows: parts/b.json:1:8: the "$id" urn:x:a is also that of parts/a.json:1:8; give one of the two files another one, or take it out of the folder (--schema-dir)\n',
    ]);
  });

  test("cannot be read", async ({ workspace, expect }) => {
    expect(await refusal(workspace, { schema: workspace.at("none.json") })).toMatch(
      /^InputError: .*none\.json: the schema cannot be read: no such file or folder$/,
    );
    expect(await refusal(workspace, { schema: workspace.folder })).toMatch(
      /the schema cannot be read: it is a folder$/,
    );
  });
});

describe("settings", () => {
  const cases: readonly (readonly [options: Partial<ExportOptions>, message: string])[] = [
    [{ format: [] }, "no output format was named; leave --format out for all of them"],
    [{ format: ["parkuet"] }, '--format: "parkuet" is none of csv, jsonl, arrow.'],
    [{ out: "" }, "--out: the value is empty"],
    [{ out: "-" }, "--out: a dataset is written to a folder, - (standard output) is none"],
    [
      { header: "{date" },
      'header template "{date": the brace in "{date" is not closed; a brace of its own is written {{',
    ],
    [
      { header: "{date} {text}" },
      'the header field "text" has the name of a built-in column; give its column another one: --column text=article_text',
    ],
    [{ header: "{date} {paragraphs}" }, 'a header field cannot be called "paragraphs"; give it another name'],
    [{ column: { dat: "day" } }, '--column dat=day: there is no property "dat". Did you mean date?'],
    [
      { column: { date: "url" } },
      'the properties "date" and "url" both give a column "url"; rename one with --column',
    ],
    [
      { column: { date: "text" } },
      '--column date=text: "text" is the name of a built-in column; choose another',
    ],
    [
      { column: { date: "host" } },
      '--column date=host: "host" is the name of a built-in column; choose another',
    ],
    [{ column: { paragraphs: "p" } }, '--column paragraphs=p: "paragraphs" is built in and keeps its name'],
    [
      { maxRejected: "5" },
      "--max-rejected limits what --on-invalid skip rejects; add --on-invalid skip, or leave it out",
    ],
    [
      { onInvalid: "skip", maxRejected: "-1" },
      '--max-rejected: "-1" is neither a number of documents (10) nor a share of them (2.5%)',
    ],
    [{ onInvalid: "skip", maxRejected: "101%" }, '--max-rejected: "101%" is neither'],
    [{ onInvalid: "skip", maxRejected: "many" }, '--max-rejected: "many" is neither'],
    [
      { csvDelimiter: ";;" },
      '--csv-delimiter: ";;" is not one character other than a quote, an apostrophe or a line break; write tab for a tab',
    ],
    [{ csvDelimiter: '"' }, '--csv-delimiter: "\\"" is not one character'],
    [{ maxFindings: -1 }, "--max-findings: -1 is not a whole number from 0"],
    [{ maxFindings: 1.5 }, "--max-findings: 1.5 is not a whole number from 0"],
    [{ hidden: "yes" as never }, '--hidden: "yes" is not true or false'],
    [{ include: "*.txt" as never }, '--include: "*.txt" is not a list of texts'],
    [{ include: [""] }, '--include: "" is no pattern'],
  ];
  for (const [options, message] of cases) {
    test(`${JSON.stringify(options)} is refused`, async ({ workspace, expect }) => {
      const header = options.header?.includes("{text}") || options.header?.includes("{paragraphs}");
      if (header) workspace.write({ "s.json": "{}" });
      const schema = header ? { schema: workspace.at("s.json") } : {};
      expect((await refusal(workspace, { ...schema, ...options })).slice(0, message.length)).toBe(message);
      expect(workspace.snapshot("out")).toEqual({});
    });
  }
});
