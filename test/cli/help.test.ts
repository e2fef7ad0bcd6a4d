/** Help texts: every command and option stands in them, with what a value looks like and without a second name for its type. */
import { describe, expect, test } from "vitest";
import { optionsOf } from "../../src/cli/arguments.ts";
import { commands } from "../../src/cli/commands/index.ts";
import { parseArguments } from "../../src/cli/yargs-parser.ts";

async function helpFor(...args: string[]): Promise<string> {
  const parsed = await parseArguments(args);
  if (parsed === null || !("help" in parsed)) throw new Error("no help was given");
  return parsed.help;
}

describe("help", () => {
  test("lists the commands", async () => {
    const help = await helpFor("--help");
    for (const { name, positional } of commands)
      expect(help).toContain(`docrows ${name} [${positional.name}`);
    expect(help).toContain("Exit codes: 0 done and clean");
  });

  test.each(commands)("of $name has its options, in their order, and its examples", async (command) => {
    const help = await helpFor(command.name, "--help");
    expect(help).toBe(await helpFor("--help", command.name));
    const listed = [...help.matchAll(/^ {6}--(\S+)/gm)].map(([, name]) => name);
    expect(listed).toEqual(["version", ...optionsOf(command.name).map(({ name }) => name)]);
    expect(help).toContain(`\nPositionals:\n  ${command.positional.name}  `);
    expect(help.replaceAll(/\s+/g, " ")).toContain(command.examples[0]![1]);
  });

  test("says what a value looks like and names no type beside it", async () => {
    const help = (await helpFor("export", "--help")).replaceAll(/\s+/g, " ");
    expect(help).toContain(
      "How many findings are listed; all are counted. [N; default: 1000] --csv-delimiter",
    );
    expect(help).toContain("Ends the records of CSV files. [lf, crlf; default: lf] --csv-quoting");
    expect(help).toContain("inputs Files, folders and globs; - for standard input. Options:");
    expect(help).not.toMatch(/\[(?:string|boolean|array|number)\]|default: \[\]/);
  });
});
