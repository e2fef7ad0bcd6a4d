/** Inferring schemas: the narrowest type by type, and for random headers that the documents conform to what they gave. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { readConfig } from "../../src/cli/config-file.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { type InferredSchema, inferSchema } from "../../src/infer-schema.ts";
import { validateCorpus } from "../../src/run.ts";
import type { ObservedValue } from "../../src/schema/field-evidence.ts";
import { SchemaInference } from "../../src/schema/infer.ts";
import type { JsonObject } from "../../src/schema/load.ts";
import type { CorpusOptions } from "../../src/settings.ts";

/** What is inferred from documents with the field `x` of these values; `undefined`: the document lacks it. */
function schemaOf(
  values: readonly (string | ObservedValue | undefined)[],
  headerFields: readonly string[] = [],
): JsonObject {
  const inference = new SchemaInference(headerFields);
  for (const [index, given] of values.entries()) {
    const place = () => `${index}.txt:1:1`;
    const value = typeof given === "string" ? ({ kind: "plain", text: given } as const) : given;
    const fields = value === undefined ? [] : [{ name: "x", value, place }];
    inference.add({ fields, paragraphCount: 1, place });
  }
  return inference.schema();
}

function propertyOf(...args: Parameters<typeof schemaOf>): JsonObject {
  const { description: _words, ...rest } = (schemaOf(...args).properties as Record<string, JsonObject>).x!;
  return rest;
}

function quoted(text: string): ObservedValue {
  return { kind: "quoted", text };
}

describe("types", () => {
  test.each<[string, readonly string[], JsonObject]>([
    ["boolean", ["true", "false"], { type: "boolean" }],
    ["integer", ["0", "-17", "9223372036854775807", "-9223372036854775808"], { type: "integer" }],
    ["number", ["1", "2.5", "-1e3"], { type: "number" }],
    ["date", ["2024-02-29", "0001-01-01"], { type: "string", format: "date" }],
    [
      "date-time",
      ["2024-02-29T12:00:00Z", "2020-01-01t00:00:00.123456+02:00"],
      { type: "string", format: "date-time" },
    ],
    ["uri", ["https://www.example.org/", "urn:x:y"], { type: "string", format: "uri" }],
    ["string, for words", ["a", "b"], { type: "string" }],
    ["string, for a day that is none", ["2024-02-30"], { type: "string" }],
    ["string, for the year 0", ["0000-01-01"], { type: "string" }],
    ["string, for seven fraction digits", ["2020-01-01T00:00:00.1234567Z"], { type: "string" }],
    ["string, for a leap second", ["2016-12-31T23:59:60Z"], { type: "string" }],
    ["string, for leading zeros", ["007"], { type: "string" }],
    ["string, for an integer beyond 64 bits", ["9223372036854775808"], { type: "string" }],
    ["string, for a number that is infinite", ["1e999"], { type: "string" }],
    ["string, for words like booleans", ["True", "yes"], { type: "string" }],
    ["string, for nothing at all", [""], { type: "string" }],
    ["string, for types that have nothing in common", ["true", "2020-01-01"], { type: "string" }],
    ["string, for what is longer than any number", [`1${"0".repeat(5000)}`, "1"], { type: "string" }],
  ])("%s", (_name, values, expected) => {
    expect(propertyOf(values)).toEqual(expected);
  });

  test("quoted text is no number and no boolean, but may be a date", () => {
    expect(propertyOf([quoted("5"), quoted("true")])).toEqual({ type: "string" });
    expect(propertyOf([quoted("2020-01-01")])).toEqual({ type: "string", format: "date" });
  });

  test("null and parts stand beside the type of the text", () => {
    expect(propertyOf(["5", { kind: "null" }])).toEqual({ type: ["integer", "null"] });
    expect(propertyOf([{ kind: "list" }])).toEqual({ type: "array" });
    expect(propertyOf([{ kind: "map" }, { kind: "list" }, "5"])).toEqual({
      type: ["integer", "array", "object"],
    });
  });

  test("null alone leaves the type open to text", () => {
    expect(propertyOf([{ kind: "null" }])).toEqual({ type: ["string", "null"] });
  });

  test("a field that a template names may always be text", () => {
    expect(propertyOf([undefined], ["x"])).toEqual({ type: "string" });
    expect(propertyOf([{ kind: "list" }], ["x"])).toEqual({ type: ["string", "array"] });
  });
});

describe("enum", () => {
  const three = (...values: string[]) => values.flatMap((value) => [value, value, value]);

  test("stands where each value occurs three times on average, sorted", () => {
    expect(propertyOf(three("open", "closed"))).toEqual({ type: "string", enum: ["closed", "open"] });
    expect(propertyOf([...three("open", "closed").slice(1)])).toEqual({ type: "string" });
  });

  test("has at most ten values", () => {
    const letters = [..."abcdefghijk"];
    expect(propertyOf(three(...letters.slice(0, 10))).enum).toHaveLength(10);
    expect(propertyOf(three(...letters))).toEqual({ type: "string" });
  });

  test("holds null where null occurs, and is left out where lists do", () => {
    expect(propertyOf([...three("a"), { kind: "null" }])).toEqual({
      type: ["string", "null"],
      enum: ["a", null],
    });
    expect(propertyOf([...three("a"), { kind: "list" }])).toEqual({ type: ["string", "array"] });
  });

  test("is for text alone: other types say enough", () => {
    expect(propertyOf(three("2020"))).toEqual({ type: "integer" });
    expect(propertyOf(three("2020-01-01"))).toEqual({ type: "string", format: "date" });
  });

  test("takes no long values", () => {
    expect(propertyOf(three("a".repeat(61)))).toEqual({ type: "string" });
  });
});

describe("evidence", () => {
  const words = (schema: JsonObject) => (schema.properties as Record<string, JsonObject>).x!.description;

  test("counts documents and types", () => {
    expect(words(schemaOf(["1", "2", undefined, { kind: "null" }]))).toBe(
      "In 3 of 4 documents: 2 integer, 1 null.",
    );
    expect(words(schemaOf(["a", "b", "a"]))).toBe("In 3 of 3 documents: 3 string (2 different).");
    expect(words(schemaOf([..."abcdefghijk"]))).toBe("In 11 of 11 documents: 11 string (many different).");
    expect(words(schemaOf([undefined], ["x"]))).toBe("In 0 of 1 documents.");
  });

  test("names the type that nearly fits, how often it does not and the first three places", () => {
    const most = ["1", "2", "3", "4", "5", "6"];
    expect(propertyOf([...most, "n/a"]).$comment).toBe("Not integer because of 1 of 7 values: 6.txt:1:1");
    expect(propertyOf([...most, "a", "b", "c", "d", "e"]).$comment).toBe(
      "Not integer because of 5 of 11 values: 6.txt:1:1, 7.txt:1:1, 8.txt:1:1 and 2 more",
    );
    expect(propertyOf([...most, "0.5"]).$comment).toBe("Not integer because of 1 of 7 values: 6.txt:1:1");
    expect(propertyOf([...most, "0.5", "a"]).$comment).toMatch(/^Not number because of 1 of 8/);
  });

  test("says nothing of a type that half of the values do not fit", () => {
    expect(propertyOf(["1", "a"]).$comment).toBeUndefined();
  });
});

describe("documents", () => {
  test("all of them must have a field for it to be required", () => {
    expect(schemaOf(["1", "2"]).required).toEqual(["doc_id", "x", "paragraphs"]);
    expect(schemaOf(["1", undefined]).required).toEqual(["doc_id", "paragraphs"]);
  });

  test("one without paragraphs takes the minimum away, and is named", () => {
    const inference = new SchemaInference([]);
    inference.add({ fields: [], paragraphCount: 4, place: () => "a.txt:1:1" });
    const paragraphs = () => (inference.schema().properties as Record<string, JsonObject>).paragraphs!;
    expect(paragraphs()).toMatchObject({ minItems: 1, description: "From 4 to 4 in each of 1 documents." });
    inference.add({ fields: [], paragraphCount: 0, place: () => "b.txt:1:1" });
    expect(paragraphs().minItems).toBeUndefined();
    expect(paragraphs().$comment).toBe("1 of 2 documents have none: b.txt:1:1");
  });

  test("with more fields than are described leave the schema open", () => {
    const inference = new SchemaInference([]);
    const fields = Array.from({ length: 300 }, (_, index) => ({
      name: `field ${index}`,
      value: { kind: "plain", text: "1" } as const,
      place: () => `a.txt:${index}:1`,
    }));
    inference.add({ fields, paragraphCount: 1, place: () => "a.txt:1:1" });
    const { properties, additionalProperties, $comment } = inference.schema();
    expect(Object.keys(properties as JsonObject)).toHaveLength(202);
    expect(additionalProperties).toBe(true);
    expect($comment).toContain("Others occur 100 times: a.txt:200:1, ");
  });
});

const folder = mkdtempSync(join(tmpdir(), "docrows-infer-"));
beforeAll(() => expect(readdirSync(folder)).toEqual([]));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Infers from a corpus and validates it with what came of it. Null if no document could be read. */
async function inferAndValidate(
  options: CorpusOptions,
): Promise<{ inferred: InferredSchema; before: Finding[]; after: Finding[] } | null> {
  const before: Finding[] = [];
  const inferred = await inferSchema({ ...options, onFinding: (finding) => before.push(finding) });
  if (inferred.schema === null) return null;
  const schema = join(folder, "schema.json");
  writeFileSync(schema, JSON.stringify(inferred.schema));
  const column = Object.fromEntries(inferred.reserved.map((name) => [name, `my_${name}`]));
  const after: Finding[] = [];
  await validateCorpus({
    ...options,
    schema,
    strictSchema: true,
    column: { ...options.column, ...column },
    onFinding: (finding) => after.push(finding),
  });
  return { inferred, before, after };
}

const names = fc.constantFrom(
  "a",
  "url",
  "host",
  "text",
  "status",
  "constructor",
  "toString",
  "1",
  "Ü",
  "x y",
);
const texts = fc.oneof(
  {
    arbitrary: fc.constantFrom("true", "false", "0", "-0", "5", "1.5", "1e400", "9223372036854775808"),
    weight: 3,
  },
  {
    arbitrary: fc.constantFrom("2020-02-29", "2020-02-30", "0000-01-01", "9999-12-31T23:59:59-01:00"),
    weight: 2,
  },
  {
    arbitrary: fc.constantFrom(
      "2020-01-01T00:00:00Z",
      "https://a.b/c",
      "urn:a:b",
      "http://ü/",
      "",
      "null",
      "~",
    ),
    weight: 2,
  },
  fc.string({ maxLength: 6 }),
  fc.string({ unit: "binary", maxLength: 4 }).map((text) => text.replace(/\p{Cs}/gu, "")),
);
const bodies = fc.constantFrom("\n\nOne.\n\nTwo.\n", "\n\nOne.\n", "\n", "");
const fieldsHeader = fc.uniqueArray(fc.tuple(names, texts), { selector: ([name]) => name, maxLength: 4 });
const yamlValue = fc.oneof(
  texts,
  fc.constantFrom(null, true, 5, 2.5),
  fc.array(texts, { maxLength: 2 }),
  fc.dictionary(names, texts, { maxKeys: 2 }),
);
const yamlHeader = fc.dictionary(fc.oneof(names, fc.constant("")), yamlValue, { maxKeys: 4 });

const asFields = fieldsHeader.map((fields) => fields.map(([name, text]) => `${name}: ${text}\n`).join(""));
const asYaml = yamlHeader.map((fields) => `---\n${stringify(fields)}---\n`);
const asRawYaml = fieldsHeader.map(
  (fields) => `---\n${fields.map(([name, text]) => `${name}: ${text}\n`).join("")}---\n`,
);
const asTemplate = fc.tuple(texts, texts).map(([first, rest]) => `${first} ${rest}`);

describe("an inferred schema fits the documents that it came from", () => {
  const readings: [string, readonly string[], fc.Arbitrary<string>][] = [
    ["fields", ["fields"], asFields],
    ["yaml", ["yaml"], fc.oneof(asYaml, asRawYaml)],
    ["a template", ["{url} {a...}"], asTemplate],
    ["several forms", ["{url} {x...}", "yaml", "none"], fc.oneof(asYaml, asTemplate)],
    ["a template for what yaml gives as well", ["yaml", "{a}"], fc.oneof(asYaml, texts)],
    ["none", ["none"], texts],
  ];
  test.each(readings)("%s", async (_name, header, headers) => {
    let fitted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(headers, bodies), { minLength: 1, maxLength: 5 }),
        async (documents) => {
          const inputs = documents.map(([head, body], index) => {
            const path = join(folder, `${index}.txt`);
            writeFileSync(path, head + body);
            return path;
          });
          const result = await inferAndValidate({ inputs, header, root: folder });
          if (result === null) return;
          fitted++;
          expect(result.after).toEqual(result.before);
          const again = await inferSchema({ inputs: [...inputs].reverse(), header, root: folder });
          expect(JSON.stringify(again.schema)).toBe(JSON.stringify(result.inferred.schema));
        },
      ),
      { numRuns: 40 },
    );
    expect(fitted).toBeGreaterThan(5);
  });

  const root = join(import.meta.dirname, "../..");
  const examples = readdirSync(join(root, "examples"));
  test.each(["seeds", ...examples.map((name) => `examples/${name}`)])("%s", async (path) => {
    const config =
      path === "seeds"
        ? { inputs: [join(root, path)] }
        : (readConfig(join(root, path, "docrows.config.json")) as unknown as CorpusOptions);
    const result = await inferAndValidate(config);
    expect(result?.before).toEqual([]);
    expect(result?.after).toEqual([]);
  });
});
