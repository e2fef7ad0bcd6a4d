/** The registries: formats, commands, report formats, kinds of documents, options. Names are unique, spelled alike, described, and agree. */
import { describe, expect, test } from "vitest";
import { optionsOf } from "../../src/cli/arguments.ts";
import { commands } from "../../src/cli/commands/index.ts";
import { configSchema } from "../../src/config-schema.ts";
import { documentKinds } from "../../src/documents/index.ts";
import { formats } from "../../src/formats/index.ts";
import { headReaders } from "../../src/formats/table-head.ts";
import { camelCase, defaultOf, options, reporterNames } from "../../src/options.ts";
import { reportFormats } from "../../src/reporters/index.ts";
import { filesBelow } from "./project.ts";

interface Named {
  readonly name: string;
  readonly description: string;
}

const registries: readonly (readonly [what: string, registry: readonly Named[], folder: string | null])[] = [
  ["formats", formats, "src/formats"],
  ["commands", commands, "src/cli/commands"],
  ["report formats", reportFormats, "src/reporters"],
  ["kinds of documents", documentKinds, "src/documents"],
  ["options", options, null],
];

describe.each(registries)("%s", (_what, registry, folder) => {
  test("have unique names in kebab-case, and descriptions", () => {
    const names = registry.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
    expect(registry.filter(({ description }) => description.trim().length < 10)).toEqual([]);
  });

  test("stand in files of their names", () => {
    const files = folder === null ? [] : filesBelow(folder, ".ts");
    const missing = registry
      .map(({ name }) => `${folder}/${name}.ts`)
      .filter((path) => !files.includes(path));
    expect(folder === null ? [] : missing).toEqual([]);
  });
});

describe("formats", () => {
  test("have an extension and a media type of their own, and a line that loads them", () => {
    for (const key of ["extension", "mediaType"] as const)
      expect(new Set(formats.map((format) => format[key])).size).toBe(formats.length);
    for (const { extension, mediaType, load } of formats) {
      expect(extension).toMatch(/^\.[a-z]+$/);
      expect(mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
      expect(load.line).toContain("(PATH");
      expect(load.line.startsWith(load.module) || load.line.startsWith("pd.")).toBe(true);
    }
  });

  test("can all be inspected, and asked for", () => {
    const names = formats.map(({ name }) => name);
    expect(headReaders.map(({ format }) => format)).toEqual(names);
    expect(options.find(({ name }) => name === "format")?.choices).toEqual(names);
    expect(defaultOf("format")).toEqual(names);
  });
});

describe("report formats", () => {
  test("can all be asked for", () => {
    expect(reportFormats.map(({ name }) => name)).toEqual([...reporterNames]);
  });
});

describe("commands", () => {
  test("are those that options are for, and each option is for one", () => {
    const names = commands.map(({ name }) => name);
    expect([...new Set(options.flatMap((option) => option.commands))].sort()).toEqual([...names].sort());
    expect(options.filter((option) => option.commands.length === 0)).toEqual([]);
  });

  test.each(commands)("$name has examples that it takes", ({ name, examples, positional }) => {
    expect(examples.length).toBeGreaterThan(0);
    expect(positional.description).toMatch(/\.$/);
    const known = optionsOf(name).map((option) => `--${option.name}`);
    for (const [command, what] of examples) {
      expect(command.split(" ").slice(0, 2)).toEqual(["docrows", name]);
      expect(known).toEqual(expect.arrayContaining(command.match(/--[a-z-]+/g) ?? []));
      expect(what).not.toBe("");
    }
  });
});

describe("options", () => {
  test.each(options)("--$name fits together", (option) => {
    const { name, type, choices, default: preset, description, placeholder } = option;
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(name).not.toMatch(/^no-|^help$|^version$/);
    if (type === "boolean") expect(preset).toBe(false);
    if (type === "choice") expect(choices?.length).toBeGreaterThan(1);
    // How many threads there are is the machine's matter.
    if (type === "count" && name !== "threads") expect(Number.isSafeInteger(preset)).toBe(true);
    if (placeholder !== undefined) expect(placeholder).toMatch(/^[A-Z]/);
    if (choices !== undefined && preset !== undefined)
      expect(choices).toEqual(expect.arrayContaining([preset].flat() as string[]));
  });

  test("have names that stay apart in camelCase, in which configuration files use them", () => {
    const keys = options.filter(({ config }) => config !== false).map(({ name }) => camelCase(name));
    expect(new Set(keys).size).toBe(keys.length);
    const { properties } = configSchema() as { properties: Record<string, unknown> };
    expect(Object.keys(properties).sort()).toEqual(["$schema", "inputs", ...keys].sort());
  });

  test("that are paths are told to start at the configuration file", () => {
    const paths = options.filter(({ placeholder }) => placeholder === "DIR" || placeholder === "FILE");
    expect(paths.filter(({ config, name }) => config !== "path" && name !== "config")).toEqual([]);
  });
});
