/** Ordinary command lines are read as yargs reads them; what is not ordinary is left to it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { givenOptions, normaliseArguments, optionsOf, positionals } from "../../src/cli/arguments.ts";
import { commands } from "../../src/cli/commands/index.ts";
import { type ParsedCommand, readPlainArguments } from "../../src/cli/plain-arguments.ts";
import { parseArguments } from "../../src/cli/yargs-parser.ts";
import { UsageError } from "../../src/findings/errors.ts";

/** What a command would be called with, or why it is not called. */
function outcome(parse: () => ParsedCommand) {
  try {
    const { command, parsed } = parse();
    const { name } = command.positional;
    return {
      command: command.name,
      inputs: positionals(parsed, name),
      options: givenOptions(parsed, command.name, name),
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 6, unit: "binary" }).filter((each) => !each.includes("\0")),
  fc.stringMatching(/^[-=.,"'\\ {}0-9a-z]{1,5}$/),
  fc.constantFrom(
    "-",
    "--",
    "help",
    "true",
    "false",
    "0x10",
    "1e3",
    "007",
    "a=b",
    "$0",
    "_",
    "NaN",
    "",
    "export",
  ),
);

/** Arguments of a command: its own options, with and without `=`, and inputs. */
const commandLine = fc.constantFrom(...commands).chain((command) => {
  const option = fc.tuple(fc.constantFrom(...optionsOf(command.name)), text, fc.boolean());
  const given = option.map(([{ name, type }, value, joined]) => {
    if (type === "boolean") return [value.length > 3 ? `--no-${name}` : `--${name}`];
    return joined || value.startsWith("--") ? [`--${name}=${value}`] : [`--${name}`, value];
  });
  const inputs = fc.array(text, { maxLength: 3 });
  return fc
    .tuple(fc.array(given, { maxLength: 4 }), inputs, fc.array(given, { maxLength: 2 }))
    .map(([before, words, after]) => [...before.flat(), command.name, ...words, ...after.flat()]);
});

describe("readPlainArguments", () => {
  test("reads what it reads as yargs does", async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(commandLine, async (args) => {
        const normal = normaliseArguments(args);
        const read = readPlainArguments(normal);
        if (read === null) return;
        plain++;
        const parsed = await parseArguments(normal);
        expect(parsed).not.toBeNull();
        expect(parsed).not.toHaveProperty("help");
        expect(outcome(() => read)).toEqual(outcome(() => parsed as ParsedCommand));
      }),
      { numRuns: 80 },
    );
    expect(plain).toBeGreaterThan(10);
  });

  test.each<[string[], string[], Record<string, unknown>]>([
    [["export", "texts", "--out=data"], ["texts"], { out: "data" }],
    [["--quiet=true", "export", "--quiet=false"], [], { quiet: false }],
    [
      ["export", "a", "\0-", "--format=csv", "b", "--format=arrow"],
      ["a", "-", "b"],
      { format: ["csv", "arrow"] },
    ],
    [["export", "--header=a=b\n{c}"], [], { header: ["a=b\n{c}"] }],
    [["export", "export"], ["export"], {}],
  ])("reads %j", (args, inputs, options) => {
    expect(outcome(() => readPlainArguments(args)!)).toEqual({ command: "export", inputs, options });
  });

  test.each([
    [[]],
    [["--help"]],
    [["--version"]],
    [["exprot", "texts"]],
    [["export", "--help"]],
    [["export", "-h"]],
    [["export", "texts", "help"]],
    [["export", "texts", "--", "--quiet"]],
    [["export", "--fromat=csv"]],
    [["export", "--rows=3"]],
    [["export", "--__proto__=x"]],
    [["export", "-q"]],
    [["export", "--out="]],
    [["export", "--out='data'"]],
    [["export", '"texts"']],
    [["export", ""]],
  ])("leaves %j to yargs", (args) => {
    expect(readPlainArguments(args)).toBeNull();
  });
});
