/** Schemas of several files: beside each other, found by their `$id`, in circles, hashed together, and never from a network. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { InputError, UsageError } from "../../src/findings/errors.ts";
import { deriveColumns } from "../../src/schema/columns.ts";
import { type LoadedSchema, loadSchema } from "../../src/schema/load.ts";
import { MAX_SCHEMA_BYTES } from "../../src/schema/schema-file.ts";
import { compileValidator } from "../../src/schema/validate.ts";
import { schemaWarnings } from "../../src/schema/warnings.ts";
import { documentOf } from "./schema-file.ts";

const draft07 = "http://json-schema.org/draft-07/schema#";

/** Writes files into a folder of their own, which goes with the test, and gives its path. */
function folderOf(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), "docrows-references-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

const codes = (loaded: LoadedSchema, document: object) =>
  compileValidator(loaded)
    .validate(documentOf(document) as never)
    .map(({ code, pointer }) => `${code} ${pointer}`);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("files beside the schema", () => {
  it("are followed from file to file, each from its own folder, and give columns", () => {
    const folder = folderOf({
      "s.json": {
        allOf: [{ $ref: "parts/base.json" }],
        properties: { views: { $ref: "parts/types.json#/$defs/count" } },
      },
      "parts/base.json": { properties: { day: { $ref: "types.json#/$defs/day" } }, required: ["day"] },
      "parts/types.json": { $defs: { day: { type: "string", format: "date" }, count: { type: "integer" } } },
    });
    const loaded = loadSchema(join(folder, "s.json"));
    expect(codes(loaded, { day: "2020-02-30", views: "x" }).sort()).toEqual([
      "schema/format /day",
      "schema/type /views",
    ]);
    expect(codes(loaded, { views: 1 })).toEqual(["schema/required "]);
    const { columns } = deriveColumns(loaded, {
      headerFields: ["day"],
      renames: new Map(),
      reserved: new Set(),
    });
    expect(columns.map(({ field }) => [field.name, field.type, field.nullable])).toEqual([
      ["day", "date32", false],
      ["views", "int64", true],
    ]);
  });

  it("may refer to each other in circles", () => {
    const folder = folderOf({
      "a.json": { properties: { x: { $ref: "b.json" } }, $defs: { short: { maxLength: 1 } } },
      "b.json": {
        anyOf: [{ type: "integer" }, { $ref: "./a.json#/$defs/short" }],
        properties: { y: { $ref: "b.json" } },
      },
    });
    const loaded = loadSchema(join(folder, "a.json"));
    expect(codes(loaded, { x: "ab" })).toEqual(["schema/anyOf /x"]);
    expect(codes(loaded, { x: "a" })).toEqual([]);
    expect(loaded.others).toHaveLength(1);
  });

  it("in a circle that never enters a part of the value are refused, at the reference that closes it", () => {
    const folder = folderOf({ "a.json": { $ref: "b.json" }, "b.json": '{\n "$ref": "a.json"}' });
    const file = relative("", join(folder, "b.json"));
    expect(() => loadSchema(join(folder, "a.json"))).toThrow(`${file}:2:10: this leads in a circle`);
  });

  it("are plain data as part of the schema, and give the same verdicts elsewhere", () => {
    const folder = folderOf({ "s.json": { $ref: "t.json" }, "t.json": { $id: "urn:t", required: ["x"] } });
    const loaded = structuredClone(loadSchema(join(folder, "s.json")));
    expect(codes(loaded, {})).toEqual(["schema/required "]);
  });

  it.each([
    [
      "that are missing",
      { "s.json": { $ref: "t.json" } },
      /s\.json:1:9: "\$ref": t\.json leads to .*t\.json, which cannot be read: no such file or folder$/,
    ],
    [
      "that are folders",
      { "s.json": { $ref: "t" }, "t/u.json": {} },
      /s\.json:1:9: "\$ref": t leads to what is no file$/,
    ],
    [
      "without such a part",
      { "s.json": { $ref: "t.json#/$defs/x" }, "t.json": {} },
      /s\.json:1:9: "\$ref": nothing stands at t\.json#\/\$defs\/x$/,
    ],
    [
      "that are no JSON",
      { "s.json": { $ref: "t.json" }, "t.json": "{\n ]" },
      /t\.json:2:2: the schema is not usable JSON: unexpected \]$/,
    ],
    [
      "that are no schemas",
      { "s.json": { $ref: "t.json" }, "t.json": '{"type":\n"strng"}' },
      /t\.json:2:1: not a valid JSON Schema \(draft 2020-12\): \/type must be/,
    ],
    [
      "of another draft",
      { "s.json": { $ref: "t.json" }, "t.json": { $schema: draft07 } },
      /s\.json:1:9: "\$ref": t\.json is of draft 07, this schema of draft 2020-12; all files must be of one draft$/,
    ],
    [
      "with a pattern that cannot be run",
      { "s.json": { $ref: "t.json" }, "t.json": { pattern: "(?=a)" } },
      /t\.json:1:12: "\(\?=a\)" has a look-ahead/,
    ],
  ])("%s are refused", (_what, files, message) => {
    const attempt = () => loadSchema(join(folderOf(files), "s.json"));
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(message);
  });

  it("take the draft of the schema where they name none", () => {
    const folder = folderOf({
      "s.json": { $schema: draft07, properties: { x: { $ref: "t.json" } } },
      "t.json": { type: "array", items: [{ type: "string" }], additionalItems: false },
    });
    expect(codes(loadSchema(join(folder, "s.json")), { x: ["a", "b"] })).toEqual([
      "schema/additionalItems /x",
    ]);
  });

  it("have warnings with their own path and place", () => {
    const folder = folderOf({ "s.json": { $ref: "t.json", titel: "" }, "t.json": '{\n "patern": "a"}' });
    expect(
      schemaWarnings(loadSchema(join(folder, "s.json"))).map(({ path, line, pointer }) => [
        path,
        line,
        pointer,
      ]),
    ).toEqual([
      [join(folder, "s.json"), 1, "/titel"],
      [relative("", join(folder, "t.json")), 2, "/patern"],
    ]);
  });
});

describe("--schema-dir", () => {
  const library = {
    "library/day.json": { $id: "https://example.org/day.json", type: "string", format: "date" },
    "library/names.json": {
      $id: "https://example.org/names",
      $defs: { short: { $anchor: "short", maxLength: 3 } },
    },
    "library/other.json": ["no schema"],
    "library/broken.json": "{",
    "library/note.txt": "no JSON",
  };

  it("gives schemas by their $id", () => {
    const folder = folderOf({
      ...library,
      "s.json": {
        $id: "https://example.org/s.json",
        properties: {
          a: { $ref: "day.json" },
          b: { $ref: "names#short" },
          c: { $ref: "/names#/$defs/short" },
        },
      },
    });
    const loaded = loadSchema(join(folder, "s.json"), "s.json", { schemaFolder: join(folder, "library") });
    expect(codes(loaded, { a: "2020-1-1", b: "abcd", c: "abc" })).toEqual([
      "schema/format /a",
      "schema/maxLength /b",
    ]);
    expect(loaded.others).toHaveLength(2);
  });

  it("is named where an $id is not found, with what could not be read there", () => {
    const folder = folderOf({ ...library, "s.json": { $ref: "https://example.org/week.json" } });
    const schemaFolder = join(folder, "library");
    expect(() => loadSchema(join(folder, "s.json"), "s.json", { schemaFolder })).toThrow(
      `s.json:1:9: "$ref": https://example.org/week.json is the $id of no *.json file in ${schemaFolder} (--schema-dir), and nothing is loaded from a network; `,
    );
  });

  const day = (more: object) => ({ $id: "https://example.org/day.json", ...more });
  const readWith = (folder: string) => () =>
    loadSchema(join(folder, "s.json"), "s.json", { schemaFolder: join(folder, "library") });

  it("with two files of the same $id is refused where a reference calls it", () => {
    const files = {
      "library/a.json": day({ type: "string" }),
      "library/b.json": `{"type": "integer",\n ${JSON.stringify(day({})).slice(1)}`,
      "library/c.json": { $id: "urn:x:c" },
    };
    const folder = folderOf({ ...files, "s.json": { $ref: "https://example.org/day.json#/$defs/x" } });
    const [a, b] = ["a.json", "b.json"].map((name) => relative("", join(folder, "library", name)));
    expect(readWith(folder)).toThrow(UsageError);
    expect(readWith(folder)).toThrow(
      `${b}:2:8: the "$id" https://example.org/day.json is also that of ${a}:1:8; give one of the two files another one, or take it out of the folder (--schema-dir)`,
    );
    const unconcerned = folderOf({ ...files, "s.json": { $ref: "urn:x:c" } });
    expect(readWith(unconcerned)().others).toHaveLength(1);
  });

  it("may hold one file under two names, and the schema itself", () => {
    const folder = folderOf({
      "library/a.json": day({ type: "string" }),
      "library/copy.json": day({ type: "string" }),
      "library/s.json": { $id: "urn:x:s", $ref: "https://example.org/day.json" },
    });
    symlinkSync("a.json", join(folder, "library/link.json"));
    const loaded = loadSchema(join(folder, "library/s.json"), "s.json", {
      schemaFolder: join(folder, "library"),
    });
    expect(loaded.others).toHaveLength(1);
  });

  it.each(["s.json", "t.json"])(
    "that does not exist is an InputError, whether %s needs it or not",
    (name) => {
      const folder = folderOf({ "s.json": { $ref: "urn:x:y" }, "t.json": {} });
      const schemaFolder = join(folder, "none");
      expect(() => loadSchema(join(folder, name), name, { schemaFolder })).toThrow(InputError);
    },
  );

  it("and a relative path may lead to the same file", () => {
    const folder = folderOf({
      "s.json": { allOf: [{ $ref: "urn:x:t" }, { $ref: "t.json" }] },
      "t.json": { $id: "urn:x:t", required: ["a"] },
    });
    const loaded = loadSchema(join(folder, "s.json"), "s.json", { schemaFolder: folder });
    expect(loaded.others).toHaveLength(1);
    expect(codes(loaded, {})).toEqual(["schema/required "]);
  });
});

describe("a schema's sha256", () => {
  it("is that of the file where there is one", () => {
    const folder = folderOf({ "s.json": "{}", "unused.json": "{}" });
    expect(loadSchema(join(folder, "s.json")).sha256).toBe(sha256("{}"));
  });

  it("covers all files that are used, wherever they are", () => {
    const files = {
      "s.json": '{"allOf":[{"$ref":"a.json"},{"$ref":"b.json"}]}',
      "a.json": '{"a":1}',
      "b.json": '{"b":1}',
    };
    const [own, ...others] = Object.values(files).map(sha256);
    const expected = sha256([own, ...others.sort()].map((each) => `${each}\n`).join(""));
    expect(loadSchema(join(folderOf(files), "s.json")).sha256).toBe(expected);
    expect(loadSchema(join(folderOf({ ...files, "b.json": '{"b":2}' }), "s.json")).sha256).not.toBe(expected);
  });

  it("does not change through a reference to a draft's own meta-schema", () => {
    const text = '{"properties":{"x":{"$ref":"https://json-schema.org/draft/2020-12/schema"}}}';
    const loaded = loadSchema(join(folderOf({ "s.json": text }), "s.json"));
    expect(loaded.sha256).toBe(sha256(text));
    expect(codes(loaded, { x: { type: "strng" } })).toContain("schema/anyOf /x/type");
  });
});

describe("dynamic references", () => {
  it("lead to the outermost schema of the name", () => {
    const schema = {
      $id: "urn:x:strict",
      $dynamicAnchor: "node",
      $ref: "urn:x:tree",
      unevaluatedProperties: false,
      $defs: {
        tree: {
          $id: "urn:x:tree",
          $dynamicAnchor: "node",
          properties: { value: true, child: { $dynamicRef: "#node" } },
        },
      },
    };
    const loaded = loadSchema(join(folderOf({ "s.json": schema }), "s.json"));
    expect(codes(loaded, { value: 1, child: { valeu: 1 } })).toEqual(["schema/unevaluatedProperties /child"]);
  });

  it("that lead in a circle nowhere are refused", () => {
    const schema = {
      $id: "urn:x:outer",
      $ref: "urn:x:inner",
      $defs: {
        again: { $dynamicAnchor: "a", $ref: "urn:x:inner" },
        inner: { $id: "urn:x:inner", $dynamicRef: "#a", $defs: { a: { $dynamicAnchor: "a" } } },
      },
    };
    expect(() => loadSchema(join(folderOf({ "s.json": schema }), "s.json"), "s.json")).toThrow(
      "s.json:1:1: the schema's dynamic references lead in a circle",
    );
  });
});

describe("large schemas", () => {
  it("over the bound are refused before they are read", () => {
    const folder = folderOf({ "s.json": `"${"x".repeat(10 << 20)}"` });
    const start = performance.now();
    expect(() => loadSchema(join(folder, "s.json"), "s.json")).toThrow(
      "s.json: the schema has 10,485,762 bytes, 1,048,576 are the most",
    );
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("are bounded with all their files together", () => {
    const part = { description: "x".repeat(MAX_SCHEMA_BYTES * 0.6) };
    const folder = folderOf({
      "s.json": { $ref: "a.json" },
      "a.json": { ...part, $ref: "b.json" },
      "b.json": part,
    });
    expect(() => loadSchema(join(folder, "s.json"))).toThrow(
      /a\.json:\d+:\d+: "\$ref": b\.json makes the schema larger than 1,048,576 bytes, all its files together$/,
    );
  });
});
