/**
 * The schemas in `schemas/`, as an editor and a reader meet them: every part has a title and a description, examples and
 * defaults conform, the page shows them all, and a configuration file may name its schema.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/cli/config-file.ts";
import { configSchema } from "../../src/config-schema.ts";
import { options } from "../../src/options.ts";
import { codeBlocksOf, filesBelow, projectFolder, read, readJson } from "./project.ts";

type Schema = Record<string, unknown>;

const files = filesBelow("schemas", ".schema.json");

const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keywords whose value is a schema, and those whose value holds schemas by name. */
const single = ["items", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else"];
const named = ["properties", "patternProperties", "$defs"];
const several = ["allOf", "anyOf", "oneOf", "prefixItems"];

/** A schema and all schemas inside of it, each with its JSON Pointer. */
function partsOf(schema: Schema, pointer = "#"): (readonly [pointer: string, schema: Schema])[] {
  const inside = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    const at = `${pointer}/${keyword}`;
    if (single.includes(keyword)) return [[at, value]];
    if (!named.includes(keyword) && !several.includes(keyword)) return [];
    return Object.entries(value as object).map(([name, each]): [string, unknown] => [
      `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      each,
    ]);
  });
  return [
    [pointer, schema] as const,
    ...inside.flatMap(([at, part]) => (isObject(part) ? partsOf(part, at) : [])),
  ];
}

/** Parts without a title or a description that can be shown. A reference is explained where it leads to. */
function unexplained(schema: Schema): string[] {
  return partsOf(schema)
    .filter(([, { title, description, $ref }]) => {
      const isTitle = typeof title === "string" && /^[A-Za-z].*[^.\s]$/.test(title);
      const isDescription = typeof description === "string" && /^\S.{8,}\.$/.test(description);
      return $ref === undefined && !(isTitle && isDescription);
    })
    .map(([pointer]) => pointer);
}

/** Examples and defaults that the part in which they stand refuses, and how many there are in all. */
function refused(schema: Schema): { readonly wrong: unknown[]; readonly count: number } {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, formats: fullFormats });
  ajv.addSchema(schema);
  const values = partsOf(schema).flatMap(([pointer, part]) => [
    ...((part.examples as unknown[] | undefined) ?? []).map((value) => [pointer, value] as const),
    ...("default" in part ? [[pointer, part.default] as const] : []),
  ]);
  const wrong = values.filter(
    ([pointer, value]) => !ajv.validate({ $ref: `${String(schema.$id)}${pointer}` }, value),
  );
  return { wrong, count: values.length };
}

test("there are schemas, each with an identifier of its own", () => {
  expect(files).toEqual(
    expect.arrayContaining(["config", "document", "report"].map((name) => `schemas/${name}.schema.json`)),
  );
  const names = files.map((path) => /^schemas\/(.+)\.schema\.json$/.exec(path)![1]);
  const identifiers = files.map((path) => readJson(path).$id);
  expect(identifiers).toEqual(names.map((name) => `urn:docrows:schema:${name}:1`));
});

describe.each(files)("%s", (path) => {
  const schema = readJson(path);

  test("has a title and a description at every part", () => {
    expect(unexplained(schema)).toEqual([]);
    expect(partsOf(schema).length).toBeGreaterThan(5);
  });

  test("has examples and defaults that conform", () => {
    const { wrong, count } = refused(schema);
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(4);
    expect((schema.examples as unknown[]).length).toBeGreaterThan(0);
  });

  test("is on the page, with every property", () => {
    const page = read("docs/schemas.md");
    const section = page.split(/^## /m).find((each) => each.startsWith(`${String(schema.title)}\n`)) ?? "";
    expect(section).toContain(`\`${String(schema.$id)}\``);
    expect(section).toContain(schema.description);
    const names = partsOf(schema).flatMap(([pointer]) => /\/properties\/([^/]+)$/.exec(pointer)?.[1] ?? []);
    const lines = section.split("\n").filter((line) => line.startsWith("| `"));
    const missing = names.filter((name) => !lines.some((line) => line.split("`")[1]!.endsWith(name)));
    expect(missing).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(names.length);
  });
});

describe("the checks of this file see", () => {
  const good = { title: "Name", description: "What it is called." };

  test.each<[string, Schema, string]>([
    ["a missing title", { description: good.description }, "#/properties/a"],
    ["a missing description", { title: "Name" }, "#/properties/a"],
    ["a title that is a sentence", { ...good, title: "Its name." }, "#/properties/a"],
    ["an empty description", { ...good, description: "" }, "#/properties/a"],
    ["what is in a list", { ...good, items: { type: "string" } }, "#/properties/a/items"],
    ["other properties", { ...good, additionalProperties: {} }, "#/properties/a/additionalProperties"],
    ["alternatives", { ...good, anyOf: [good, {}] }, "#/properties/a/anyOf/1"],
  ])("%s", (_what, part, pointer) => {
    expect(unexplained({ ...good, properties: { a: part, b: good } })).toEqual([pointer]);
  });

  test.each<[string, Schema]>([
    ["an example of another type", { type: "string", examples: ["a", 1] }],
    ["an example that its format refuses", { type: "string", format: "date", examples: ["2024-02-30"] }],
    ["a default that is none of the choices", { enum: ["a"], default: "b" }],
    ["an example inside", { type: "array", items: { type: "integer", examples: [0.5] } }],
  ])("%s", (_what, part) => {
    expect(refused({ $id: "urn:docrows:test", properties: { "a/b": part } }).wrong).toHaveLength(1);
  });
});

describe("the schema of configuration files", () => {
  test("is the file that editors read", () => {
    expect(readJson("schemas/config.schema.json")).toEqual(configSchema());
  });

  test("explains one of several wherever an option takes several", () => {
    const many = options.filter(({ type }) => ["list", "texts", "map"].includes(type));
    expect(many.filter(({ item }) => item === undefined)).toEqual([]);
    expect(options.filter((option) => option.item && !many.includes(option))).toEqual([]);
  });

  test("has titles of its own for every option", () => {
    const titles = options.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.filter((title) => !/^[A-Z]\S*( \S+){0,5}$/.test(title))).toEqual([]);
  });
});

describe("docs/schemas.md", () => {
  const installed = "./node_modules/docrows/";
  const blocks = codeBlocksOf("docs/schemas.md").filter(({ code }) => code.includes("$schema"));

  /** Reads a configuration file of this content. */
  function readAs(name: string, content: string): unknown {
    const folder = mkdtempSync(join(tmpdir(), "docrows-schemas-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, name), content);
    return readConfig(join(folder, name));
  }

  test("shows how JSON and YAML name their schema", () => {
    expect(blocks.map(({ language }) => language)).toEqual(["json", "yaml"]);
  });

  test.each(blocks)("shows a configuration in $language that docrows reads", ({ language, code }) => {
    const read = readAs(`docrows.config.${language}`, code) as Record<string, unknown>;
    expect(Object.keys(read)).toEqual(["inputs", "header"]);
    expect(read.header).toBe("fields");
  });

  test("shows paths that a package with docrows in it has", () => {
    const paths = codeBlocksOf("docs/schemas.md").flatMap(
      ({ code }) => code.match(/\.\/node_modules\/[^"\s]+/g) ?? [],
    );
    expect(paths.length).toBeGreaterThanOrEqual(4);
    expect(paths.filter((path) => !path.startsWith(installed))).toEqual([]);
    expect(paths.filter((path) => !existsSync(join(projectFolder, path.slice(installed.length))))).toEqual(
      [],
    );
    expect(readJson("package.json").files).toContain("schemas");
  });

  test.each([
    ["JSON", "a.json", '{"$schema": "../schemas/config.schema.json", "hidden": true}'],
    ["YAML", "a.yaml", "$schema: ../schemas/config.schema.json\nhidden: true\n"],
  ])("may rely on the key in %s, which changes nothing", (_what, name, content) => {
    expect(readAs(name, content)).toEqual({ hidden: true });
  });

  test("may rely on it being a text", () => {
    expect(() => readAs("a.json", '{"$schema": 1}')).toThrow(/:1:13: \$schema must be string$/);
  });
});
