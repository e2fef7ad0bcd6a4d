/** What `--reporter` asks for, and its mistakes. */
import { describe, expect, test } from "vitest";
import { reportTargets } from "../../src/cli/report-targets.ts";

type Given = Parameters<typeof reportTargets>;

function placesOf(...given: Given) {
  return reportTargets(...given).map(({ format, place }) => [format.name, place]);
}

describe("report targets", () => {
  test.each<[Given, unknown]>([
    [[["text"], "output"], [["text", "output"]]],
    [[["text"], "messages", true], [["text", "messages"]]],
    [[["text=-"], "messages"], [["text", "output"]]],
    [
      [["text", "sarif=out/a=b.sarif"], "output"],
      [
        ["text", "output"],
        ["sarif", { file: "out/a=b.sarif" }],
      ],
    ],
    [
      [["text", "json=-"], "messages"],
      [
        ["text", "messages"],
        ["json", "output"],
      ],
    ],
    [
      [["json=a", "json=b"], "output"],
      [
        ["json", { file: "a" }],
        ["json", { file: "b" }],
      ],
    ],
  ])("%j", (given, expected) => {
    expect(placesOf(...given)).toEqual(expected);
  });

  test.each<[Given, string]>([
    [[["srif"], "output"], '"srif" is none of text, json, github, gitlab, sarif, junit. Did you mean sarif?'],
    [
      [["Text=a"], "output"],
      '"Text" is none of text, json, github, gitlab, sarif, junit. Did you mean text?',
    ],
    [[["out.sarif"], "output"], '"out.sarif" is none of text, json, github, gitlab, sarif, junit.'],
    [[["=a"], "output"], '"" is none of text, json, github, gitlab, sarif, junit.'],
    [[["sarif="], "output"], '"sarif=" names no file'],
    [
      [["text", "json"], "output"],
      "text and json cannot both go to standard output; give one of them a file, as in json=FILE",
    ],
    [
      [["text", "json"], "messages"],
      "text and json cannot both go to standard error; give one of them a file, as in json=FILE",
    ],
    [
      [["text", "text=-"], "output"],
      "text and text cannot both go to standard output; give one of them a file, as in text=FILE",
    ],
    [[["json=a", "sarif=./x/../a"], "output"], "json and sarif cannot both be written to ./x/../a"],
    [
      [["text=-"], "messages", true],
      "standard output takes the data (--out -); send the report to a file, as in --reporter text=FILE",
    ],
  ])("%j is wrong", (given, message) => {
    expect(() => placesOf(...given)).toThrow(
      expect.objectContaining({ name: "UsageError", message: `--reporter: ${message}` }),
    );
  });

  test("of an empty list is wrong", () => {
    expect(() => placesOf([], "output")).toThrow("no report format was named");
  });
});
