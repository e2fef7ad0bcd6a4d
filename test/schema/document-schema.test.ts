import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { deriveColumns } from "../../src/schema/columns.ts";
import { loadSchema } from "../../src/schema/load.ts";
import { compileValidator } from "../../src/schema/validate.ts";
import { schemaWarnings } from "../../src/schema/warnings.ts";
import { documentOf } from "./schema-file.ts";

const loaded = loadSchema(
  fileURLToPath(new URL("../../schemas/document.schema.json", import.meta.url)),
  "document.schema.json",
);
const validator = compileValidator(loaded);
const valid = { doc_id: "a.txt", date: "2020-09-09", url: "https://www.example.org/a", paragraphs: ["One."] };

describe("the default schema", () => {
  it("has the identifier that datasets name", () => {
    expect(loaded.id).toBe("urn:docrows:schema:document:1");
  });

  it("gives no warnings", () => {
    expect(schemaWarnings(loaded)).toEqual([]);
  });

  it("gives a date, an address and its host", () => {
    const { columns, hasHost } = deriveColumns(loaded, {
      headerFields: ["date", "url"],
      renames: new Map(),
      reserved: new Set(),
    });
    expect(columns.map(({ field }) => [field.name, field.type, field.nullable])).toEqual([
      ["date", "date32", false],
      ["url", "utf8", false],
    ]);
    expect(hasHost).toBe(true);
  });

  it("accepts its own examples", () => {
    const examples = loaded.json.examples as unknown as (typeof valid)[];
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(validator.validate(documentOf(example))).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ["a good document", {}, []],
    ["a day that does not exist", { date: "2024-02-30" }, ["schema/format"]],
    ["no address", { url: "not-a-url" }, ["schema/format"]],
    ["no paragraphs", { paragraphs: [] }, ["schema/minItems"]],
    ["an empty paragraph", { paragraphs: ["a", ""] }, ["schema/minLength"]],
    ["another property", { author: "x" }, ["schema/additionalProperties"]],
  ])("judges %s", (_name, change, codes) => {
    expect(validator.validate(documentOf({ ...valid, ...change })).map(({ code }) => code)).toEqual(codes);
  });

  it.each(["doc_id", "date", "url", "paragraphs"])("requires %s", (name) => {
    const { [name as "date"]: _, ...rest } = valid;
    expect(validator.validate(documentOf(rest)).map(({ params }) => params.missing)).toEqual([name]);
  });
});
