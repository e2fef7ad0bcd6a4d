/** What the options say about a schema reaches the loader: folder, strictness, patterns. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UsageError } from "../../src/findings/errors.ts";
import { loadSettledSchema } from "../../src/load-rules.ts";
import { corpusSettings } from "../../src/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "docrows-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "library"));
const write = (name: string, schema: object) => {
  writeFileSync(join(folder, name), JSON.stringify(schema));
  return join(folder, name);
};
write("library/part.json", { $id: "urn:x:part" });
const schema = write("s.json", { $ref: "urn:x:part" });
const loose = write("loose.json", { titel: "", properties: { x: { format: "dat" } } });
const looking = write("looking.json", { properties: { x: { pattern: "(?=a)" } } });

const settle = (options: object) => loadSettledSchema(corpusSettings({ inputs: [], ...options }));

describe("schemaDir", () => {
  it("is where references are found by their $id", () => {
    expect(() => settle({ schema })).toThrow("--schema-dir DIR names a folder");
    expect(settle({ schema, schemaDir: join(folder, "library") }).others).toHaveLength(1);
  });
});

describe("strictSchema", () => {
  it("makes every warning a line of one error", () => {
    expect(settle({ schema: loose }).id).toBeNull();
    let lines: readonly string[] = [];
    try {
      settle({ schema: loose, strictSchema: true });
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      ({ lines } = error as UsageError);
    }
    expect(lines).toEqual([
      `${loose}:1:2: the keyword "titel" is unknown and has no effect; did you mean "title"? (schema-file/unknown-keyword)`,
      `${loose}:1:41: the format "dat" is unknown and is not checked; did you mean "date"? (schema-file/unknown-format)`,
    ]);
  });

  it("has nothing against the built-in schema", () => {
    expect(settle({ strictSchema: true }).id).toBe("urn:docrows:schema:document:1");
  });
});

describe("unsafePatterns", () => {
  it("allows what cannot run in linear time", () => {
    expect(() => settle({ schema: looking })).toThrow("--unsafe-patterns");
    expect(settle({ schema: looking, unsafePatterns: true }).unsafePatterns).toBe(true);
  });
});
