/** Configuration files: values, mistakes with their places, paths. */
import { mkdirSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect } from "vitest";
import { readConfig } from "../../src/cli/config-file.ts";
import { findConfig } from "../../src/cli/find-config.ts";
import { InputError, UsageError } from "../../src/findings/errors.ts";
import { GOOD, test, type Workspace } from "./workspace.ts";

/** Reads a file that holds `content`; messages name it `<config>`. */
function read(workspace: Workspace, name: string, content: string | Buffer): unknown {
  workspace.write({ [name]: content });
  return readConfig(workspace.at(name));
}

function failure(workspace: Workspace, name: string, content: string | Buffer): string {
  try {
    read(workspace, name, content);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.replaceAll(workspace.at(name), "<config>");
  }
  return "no failure";
}

describe("a configuration file", () => {
  test("is JSON", ({ workspace }) => {
    const content = JSON.stringify({
      $schema: "x",
      format: ["csv"],
      maxFindings: 3,
      hidden: true,
      column: { a: "b" },
    });
    expect(read(workspace, "a.json", content)).toEqual({
      format: ["csv"],
      maxFindings: 3,
      hidden: true,
      column: { a: "b" },
    });
  });

  test("is YAML", ({ workspace }) => {
    const content = 'format:\n  - csv # a comment\nheader: "[{date}] {title...}"\nonInvalid: skip\n';
    expect(read(workspace, "a.yaml", content)).toEqual({
      format: ["csv"],
      header: "[{date}] {title...}",
      onInvalid: "skip",
    });
  });

  for (const [what, content] of [
    ["JSON with tabs", '{\n\t"format": [\n\t\t"csv"\n\t]\n}\n'],
    ["JSON with CRLF", '{\r\n  "format": ["csv"]\r\n}\r\n'],
    ["JSON on one line", '{"format":["csv"]}'],
    ["JSON with escapes", '{"f\\u006frmat":["c\\u0073v"]}'],
    ["JSON with a byte order mark", '\ufeff{"format":["csv"]}'],
  ] as const) {
    test(`may be ${what}`, ({ workspace }) => {
      expect(read(workspace, "a.json", content)).toEqual({ format: ["csv"] });
    });
  }

  for (const content of ["", "# nothing\n", "null"]) {
    test(`may say nothing: ${JSON.stringify(content)}`, ({ workspace }) => {
      expect(read(workspace, "a.yaml", content)).toEqual({});
    });
  }

  test("has paths that start at its own folder", ({ workspace }) => {
    mkdirSync(workspace.at("conf"));
    const content = JSON.stringify({
      inputs: ["../texts", "*.txt", "-", "/absolute/x"],
      out: "../data",
      schema: "my.schema.json",
      root: "..",
      include: ["sub/*.md"],
    });
    const here = (path: string) => relative("", workspace.at(path)) || ".";
    expect(read(workspace, "conf/a.json", content)).toEqual({
      inputs: [here("texts"), here("conf/*.txt"), "-", "/absolute/x"],
      out: here("data"),
      schema: here("conf/my.schema.json"),
      root: here("."),
      include: ["sub/*.md"],
    });
  });

  test("names files that are called - in a way that is no standard stream", ({ workspace }) => {
    const content = '{"inputs": ["./-", "x/../-"], "out": "./-", "reporter": ["json=./-"]}';
    workspace.write({ "docrows.config.json": content });
    const here = process.cwd();
    try {
      process.chdir(workspace.folder);
      expect(readConfig(findConfig(undefined)!)).toEqual({
        inputs: ["./-", "./-"],
        out: "./-",
        reporter: ["json=./-"],
      });
    } finally {
      process.chdir(here);
    }
  });

  test("may limit what is rejected by a number or a share", ({ workspace }) => {
    expect(read(workspace, "a.json", '{"maxRejected": 5}')).toEqual({ maxRejected: 5 });
    expect(read(workspace, "a.json", '{"maxRejected": "5%"}')).toEqual({ maxRejected: "5%" });
  });

  test("may send the output to standard output", ({ workspace }) => {
    expect(read(workspace, "a.json", '{"out": "-"}')).toEqual({ out: "-" });
  });
});

describe("a mistake", () => {
  const cases: readonly (readonly [name: string, content: string, message: string])[] = [
    ["a.json", '{\n  "fromat": ["csv"]\n}', '<config>:2:3: unknown key "fromat". Did you mean format?'],
    ["a.yaml", "out: x\nzzzzzzzz: 1\n", '<config>:2:1: unknown key "zzzzzzzz".'],
    ["a.json", '{"on-invalid": "skip"}', '<config>:1:2: unknown key "on-invalid". Did you mean onInvalid?'],
    ["a.json", '{"quiet": true}', '<config>:1:2: unknown key "quiet".'],
    [
      "a.json",
      '{"é": 1, "constructor": 1}',
      '<config>:1:2: unknown key "é".\n<config>:1:10: unknown key "constructor".',
    ],
    ["a.json", '{"out": 3}', "<config>:1:9: out must be string"],
    ["a.json", '{"out": ""}', "<config>:1:9: out is empty"],
    ["a.json", '{"inputs": ["a", ""]}', "<config>:1:18: inputs/1 is empty"],
    ["a.json", '{"maxRejected": 1.5}', "<config>:1:17: maxRejected must be string,integer"],
    ["a.json", '{"maxRejected": -1}', "<config>:1:17: maxRejected must be >= 0"],
    [
      "a.json",
      '{"out": "x",\n "é": 1',
      "<config>:2:8: the configuration is not usable JSON: the text ends too early",
    ],
    ["a.json", "out: x\n", "<config>:1:1: the configuration is not usable JSON: unexpected o"],
    ["a.json", '{"inputs": "texts"}', "<config>:1:12: inputs must be array"],
    ["a.json", '{"inputs": []}', "<config>:1:12: inputs must NOT have fewer than 1 items"],
    ["a.json", '{"format": ["csv", "cvs"]}', "<config>:1:20: format/1 is none of csv, jsonl, arrow"],
    ["a.json", '{"onInvalid": "ignore"}', "<config>:1:15: onInvalid is none of fail, skip"],
    ["a.json", '{"maxFindings": -1}', "<config>:1:17: maxFindings must be >= 0"],
    ["a.json", '{"maxFindings": 1.5}', "<config>:1:17: maxFindings must be integer"],
    ["a.yaml", "hidden: yes\n", "<config>:1:9: hidden must be boolean"],
    ["a.json", '{"column": {"a": 1}}', "<config>:1:18: column/a must be string"],
    ["a.json", '{"column": {"a/b~c": 1}}', "<config>:1:22: column/a~1b~0c must be string"],
    ["a.json", "[1]", "<config>:1:1: the configuration must be object"],
    ["a.yaml", "text", "<config>:1:1: the configuration must be object"],
    [
      "a.json",
      '{"out": 1,\n "hidden": 2}',
      "<config>:1:9: out must be string\n<config>:2:12: hidden must be boolean",
    ],
  ];
  for (const [name, content, message] of cases) {
    test(`${JSON.stringify(content)} is told with its place`, ({ workspace }) => {
      expect(failure(workspace, name, content)).toBe(message);
    });
  }

  for (const [content, place] of [
    ['{"out": "x",\n "format": [}', "<config>:2:13: "],
    ['{"out": "x"', "<config>:1:12: "],
    ["out: [1\nhidden: true\n", "<config>:2:"],
    ["out: x\nout: y\n", "<config>:2:1: "],
    ['{"out": "x", "out": "y"}', "<config>:1:14: "],
  ] as const) {
    test(`${JSON.stringify(content)} is no syntax`, ({ workspace }) => {
      const message = failure(workspace, content.startsWith("{") ? "a.json" : "a.yaml", content);
      expect(message.slice(0, place.length)).toBe(place);
      expect(message.split("\n")).toHaveLength(1);
    });
  }

  test("two files, or one whose name is nearly right, are told", async ({ workspace }) => {
    workspace.write({ "a.txt": GOOD, "docrows.config.yml": "format: [csv]\n" });
    const nearly = await workspace.docrows(["validate", "a.txt"]);
    workspace.write({ "docrows.config.json": "{}", "docrows.config.yaml": "" });
    const both = await workspace.docrows(["validate", "a.txt"]);
    const named = await workspace.docrows(["validate", "a.txt", "--config", "docrows.config.json"]);
    expect([nearly.exitCode, nearly.stderr]).toEqual([
      2,
      "docrows: docrows.config.yml is not read: rename it to docrows.config.yaml, or name it with --config\n",
    ]);
    expect([both.exitCode, both.stderr]).toEqual([
      2,
      "docrows: docrows.config.json and docrows.config.yaml are both here: keep one, or name one with --config\n",
    ]);
    expect(named.exitCode).toBe(0);
  });

  test("is not a limit of skip when the command line asks for fail", async ({ workspace }) => {
    const content = '{"onInvalid": "skip", "maxRejected": 1}';
    workspace.write({ "a.txt": GOOD, "docrows.config.json": content });
    const { exitCode, stderr } = await workspace.docrows([
      "export",
      "a.txt",
      "--on-invalid",
      "fail",
      "--quiet",
    ]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const typed = ["export", "a.txt", "--on-invalid", "fail", "--max-rejected", "1"];
    expect((await workspace.docrows(typed)).exitCode).toBe(2);
  });

  test("aliases that grow without bound are refused", ({ workspace }) => {
    const lines = [
      "a0: &a0 [x]",
      ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`),
    ];
    expect(failure(workspace, "a.yaml", lines.join("\n"))).toMatch(/^<config>: Excessive alias count/);
  });

  test("a file that is not there, or a folder, cannot be read", ({ workspace }) => {
    expect(() => readConfig(workspace.at("none.json"))).toThrow(InputError);
    expect(() => readConfig(workspace.at("none.json"))).toThrow("none.json: no such file or folder");
    expect(() => readConfig(workspace.folder)).toThrow("it is a folder");
  });
});
