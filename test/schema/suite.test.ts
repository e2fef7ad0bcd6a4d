/**
 * The JSON Schema Test Suite (https://github.com/json-schema-org/JSON-Schema-Test-Suite) through the loader: all required tests of
 * the three drafts. The suite is not part of this project; test/setup/schema-test-suite.ts fetches it. What is decided otherwise is listed here and in docs/writing-schemas.md.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { compileSchema } from "../../src/schema/compile.ts";
import { loadSchema } from "../../src/schema/load.ts";

const { folder: suite, missing } = inject("schemaTestSuite");

const drafts = [
  ["draft7", "http://json-schema.org/draft-07/schema#"],
  ["draft2019-09", "https://json-schema.org/draft/2019-09/schema"],
  ["draft2020-12", "https://json-schema.org/draft/2020-12/schema"],
] as const;

/** Tests that docrows decides otherwise: by file and the start of `group: test`. The text stands in docs/writing-schemas.md as well. */
const exceptions = [
  { file: "format.json", start: "", text: "`format` is always checked" },
  { file: "vocabulary.json", start: "", text: "A `$schema` of one's own is refused" },
  {
    file: "refRemote.json",
    start: "remote HTTP ref with different",
    text: "A file is known by its `$id` alone",
  },
  {
    file: "properties.json",
    start: "properties whose names are Javascript object property names: __proto__",
    text: "A property `__proto__` is refused",
  },
  {
    file: "unevaluatedItems.json",
    start: "unevaluatedItems depends on",
    text: "`unevaluatedItems` together with `contains` is refused",
  },
  {
    file: "unevaluatedItems.json",
    start: "unevaluatedItems and contains",
    text: "`unevaluatedItems` together with `contains` is refused",
  },
];

interface Group {
  readonly description: string;
  readonly schema: object | boolean;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Writes the schemas that the suite has on a server into one folder, with their addresses as `$id`. */
function writeRemotes(folder: string, draft: string, uri: string): void {
  const remotes = join(suite!, "remotes");
  const paths = readdirSync(remotes, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".json"),
  );
  for (const [index, path] of paths.entries()) {
    const isOther = path.startsWith("draft") && !path.startsWith(`${draft}/`);
    const json = readJson(join(remotes, path)) as Record<string, unknown>;
    if (isOther || (json.$schema !== undefined && json.$schema !== uri)) continue;
    const $id = `http://localhost:1234/${path}`;
    writeFileSync(join(folder, `${index}.json`), JSON.stringify({ $id, ...json }));
  }
}

function verdict(schema: object | boolean, uri: string, folder: string): (data: unknown) => boolean | string {
  const path = join(folder, "schema.json");
  // The root of a schema file is an object, which most schemas of the suite are.
  const root = typeof schema === "boolean" ? { allOf: [schema] } : schema;
  writeFileSync(path, JSON.stringify({ $schema: uri, ...root }));
  try {
    return compileSchema(loadSchema(path, "schema.json", { schemaFolder: join(folder, "remotes") }));
  } catch (error) {
    return () => (error as Error).message;
  }
}

// Whoever has no Python is not kept from working on docrows; CI has one, and a suite that is missing there is a fault.
it.skipIf(suite === null && process.env.CI !== "true")(
  `the suite is there${missing === null ? "" : ` (not here: ${missing})`}`,
  () => {
    expect(missing).toBeNull();
  },
);

describe.skipIf(suite === null)("the JSON Schema Test Suite", () => {
  it.each(drafts)("of %s", (draft, uri) => {
    const folder = mkdtempSync(join(tmpdir(), "docrows-suite-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "remotes"));
    writeRemotes(join(folder, "remotes"), draft, uri);
    const tests = join(suite!, "tests", draft);
    const wrong: string[] = [];
    let right = 0;
    for (const file of readdirSync(tests).filter((name) => name.endsWith(".json"))) {
      for (const group of readJson(join(tests, file)) as Group[]) {
        const validate = verdict(group.schema, uri, folder);
        for (const { description, data, valid } of group.tests) {
          const name = `${group.description}: ${description}`;
          if (exceptions.some((each) => each.file === file && name.startsWith(each.start))) continue;
          const found = validate(data);
          if (found === valid) right++;
          else wrong.push(`${file}: ${name}: ${found}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(800);
  });
});

describe("what docrows decides otherwise", () => {
  const page = readFileSync(new URL("../../docs/writing-schemas.md", import.meta.url), "utf8");
  it.each(exceptions)("$file $start stands in docs/writing-schemas.md", ({ text }) => {
    expect(page).toContain(`- ${text}`);
  });
});
