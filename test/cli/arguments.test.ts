/** From the argument list to option values: what yargs would read otherwise than docrows promises. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { givenOptions, normaliseArguments, optionsOf, positionals } from "../../src/cli/arguments.ts";
import { UsageError } from "../../src/findings/errors.ts";
import { options } from "../../src/options.ts";

const STANDARD_INPUT = "\0-";

describe("normaliseArguments", () => {
  test.each<[string[], string[]]>([
    [["--out", "-"], ["--out=-"]],
    [["--out=-"], ["--out=-"]],
    [["-"], [STANDARD_INPUT]],
    [
      ["export", "-", "--out", "-", "-"],
      ["export", STANDARD_INPUT, "--out=-", STANDARD_INPUT],
    ],
    [
      ["--", "-", "--out", "-"],
      ["--", "-", "--out", "-"],
    ],
    [
      ["a", "--", "--quiet"],
      ["a", "--", "--quiet"],
    ],
    // A value is bound to its option, so that it never takes a second one.
    [
      ["--format", "csv", "texts"],
      ["--format=csv", "texts"],
    ],
    [
      ["--include", "*.md", "texts", "more"],
      ["--include=*.md", "texts", "more"],
    ],
    [["--header", "date {date}=x {url}"], ["--header=date {date}=x {url}"]],
    [["--header="], ["--header="]],
    [["--max-findings", "-1"], ["--max-findings=-1"]],
    [["--csv-delimiter", "\n"], ["--csv-delimiter=\n"]],
    // Nor is another option its value, and help comes first.
    [
      ["--format", "--help"],
      ["--format", "--help"],
    ],
    // Switches take no value, so that they never take an input.
    [
      ["--quiet", "texts"],
      ["--quiet=true", "texts"],
    ],
    [
      ["--no-quiet", "texts"],
      ["--quiet=false", "texts"],
    ],
    [["--quiet=true"], ["--quiet=true"]],
    [["--quiet=false"], ["--quiet=false"]],
    [["--no-quiet=false"], ["--quiet=true"]],
    // What is unknown is left for the check of names.
    [
      ["--fromat", "csv"],
      ["--fromat", "csv"],
    ],
    [
      ["-q", "-x=1"],
      ["-q", "-x=1"],
    ],
    [["--help"], ["--help"]],
    [[], []],
  ])("%j → %j", (args, expected) => {
    expect(normaliseArguments(args)).toEqual(expected);
  });

  test.each([
    ["--quiet=yes", '--quiet is a switch: it takes no value, found "yes"'],
    ["--config", "--config needs a value: --config FILE"],
    ["--format", "--format needs a value: --format csv|jsonl|arrow"],
    ["--on-invalid", "--on-invalid needs a value: --on-invalid fail|skip"],
    ["--quiet=", '--quiet is a switch: it takes no value, found ""'],
    ["--no-hidden=1", '--hidden is a switch: it takes no value, found "1"'],
    ["--no-out", "there is no option --no-out: --out is no switch, it takes a value"],
    ["--no-format=csv", "there is no option --no-format"],
  ])("%s is refused", (argument, message) => {
    expect(() => normaliseArguments(["export", argument])).toThrow(UsageError);
    expect(() => normaliseArguments(["export", argument])).toThrow(message);
  });

  test("leaves inputs as they are and in their order", () => {
    const input = fc.string({ minLength: 1 }).filter((text) => !text.startsWith("-"));
    fc.assert(
      fc.property(fc.array(input), (inputs) => {
        expect(normaliseArguments(inputs)).toEqual(inputs);
        expect(normaliseArguments(["--out", "-", ...inputs])).toEqual(["--out=-", ...inputs]);
      }),
    );
  });
});

describe("positionals", () => {
  test.each<[Record<string, unknown>, string[]]>([
    [{ inputs: ["a", "b"] }, ["a", "b"]],
    [{ inputs: [STANDARD_INPUT] }, ["-"]],
    [{ inputs: ["a"], "--": ["--quiet", "-"] }, ["a", "--quiet", "-"]],
    [{ inputs: "a" }, ["a"]],
    [{ _: ["export"] }, []],
    [{ _: ["export", "b", STANDARD_INPUT], inputs: "a" }, ["a", "b", "-"]],
    [{}, []],
  ])("%j → %j", (parsed, expected) => {
    expect(positionals(parsed, "inputs")).toEqual(expected);
  });
});

describe("givenOptions", () => {
  const given = (parsed: Record<string, unknown>) => givenOptions(parsed, "export", "inputs");

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["a list, comma-separated", { format: "csv,jsonl" }, { format: ["csv", "jsonl"] }],
    ["a list, repeated", { format: ["csv", "jsonl"] }, { format: ["csv", "jsonl"] }],
    ["a list, both", { format: ["csv,arrow", "jsonl"] }, { format: ["csv", "arrow", "jsonl"] }],
    ["a list with empty places", { format: ",csv,," }, { format: ["csv"] }],
    ["an empty list", { format: "" }, { format: [] }],
    ["globs with braces", { include: "*.{txt,md},b" }, { include: ["*.{txt,md}", "b"] }],
    ["globs with braces in braces", { include: "{a,{b,c}},d" }, { include: ["{a,{b,c}}", "d"] }],
    ["a brace that is not closed", { include: "a{b,c" }, { include: ["a{b", "c"] }],
    ["a brace that was not opened", { include: "a}b,c" }, { include: ["a}b", "c"] }],
    ["pairs", { column: "a=b,c=d" }, { column: { a: "b", c: "d" } }],
    ["pairs, repeated", { column: ["a=b", "c=d"] }, { column: { a: "b", c: "d" } }],
    ["a pair with = in the name", { column: "a=b=c" }, { column: { a: "b=c" } }],
    [
      "a pair whose property is __proto__",
      { column: "__proto__=x" },
      { column: JSON.parse('{"__proto__":"x"}') },
    ],
    ["a text with commas", { schema: "a,b.json" }, { schema: "a,b.json" }],
    ["texts, which are not cut at commas", { header: "a,b {c}" }, { header: ["a,b {c}"] }],
    ["texts, repeated", { header: ["a,b {c}", "none"] }, { header: ["a,b {c}", "none"] }],
    ["a number", { "max-findings": "0" }, { maxFindings: 0 }],
    ["a switch, the last one wins", { quiet: [true, false] }, { quiet: false }],
    ["camelCase names", { "csv-escape-formulas": true }, { csvEscapeFormulas: true }],
    ["what yargs adds", { _: [], $0: "x", "--": ["y"], inputs: ["z"], help: false, version: false }, {}],
    ["what was not given", { out: undefined }, {}],
  ])("%s", (_what, parsed, expected) => {
    expect(given(parsed)).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a repeated text", { out: ["a", "b"] }, "--out was given 2 times; give it once"],
    ["a repeated choice", { "on-invalid": ["fail", "skip", "fail"] }, "--on-invalid was given 3 times"],
    ["a repeated number", { "max-findings": ["1", "1"] }, "--max-findings was given 2 times"],
    ["a pair without =", { column: "a" }, '--column: "a" is not of the form from=to'],
    ["a pair without a name", { column: "a=" }, '--column: "a=" is not of the form from=to'],
    ["a pair without a property", { column: "=a" }, '--column: "=a" is not of the form from=to'],
    ["an empty pair", { column: "a=b," }, '--column: "" is not of the form from=to'],
    ["a mistyped option", { fromat: "csv" }, "docrows export has no option --fromat. Did you mean --format?"],
    ["a short option", { o: true }, "docrows export has no option -o. Did you mean --out?"],
    ["a short option of several", { f: true }, "docrows export has no option -f. Did you mean --format?"],
    [
      "a short option",
      { x: true },
      "docrows export has no option -x. docrows export --help lists the options.",
    ],
    ["another command's option", { rows: "3" }, "docrows export has no option --rows."],
    ["a name that objects have", { constructor: "x" }, "docrows export has no option --constructor."],
  ])("refuses %s", (_what, parsed, message) => {
    expect(() => given(parsed)).toThrow(UsageError);
    expect(() => given(parsed)).toThrow(message);
  });

  test.each(["", "-1", "+1", "1.5", "1e3", "0x10", " 1", "1 ", "ten", "١", "NaN", "Infinity"])(
    "%j is no number",
    (text) => {
      expect(() => given({ "max-findings": text })).toThrow(
        `--max-findings: ${JSON.stringify(text)} is not a whole number from 0`,
      );
    },
  );

  test("each option has a place for its value, or is a switch", () => {
    for (const command of ["export", "validate", "explain", "inspect", "schema"] as const)
      expect(optionsOf(command).length).toBeGreaterThan(0);
    expect(
      options.filter(({ type, choices, placeholder }) => type !== "boolean" && !choices && !placeholder),
    ).toEqual([]);
  });
});
