/** yargs, set up from the registries of commands and options: it reads every command line, and writes the help texts. */
import yargs, { type Argv } from "yargs";
import { UsageError } from "../findings/errors.ts";
import type { OptionDefinition } from "../options.ts";
import { version } from "../package/version.ts";
import { optionsOf } from "./arguments.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands/index.ts";
import type { ParsedCommand } from "./plain-arguments.ts";

/** What yargs 18 has and its type declarations lack. */
interface UsageConfigurable {
  usageConfiguration(configuration: { readonly "hide-types": boolean }): Argv;
}

const INTRODUCTION =
  "docrows turns text documents into a dataset: one row per paragraph, checked against a JSON Schema.";
const EXIT_CODES = "Exit codes: 0 done and clean, 1 findings, 2 wrong usage or a failed read or write.";

/**
 * The command that the arguments name, or the help text or version that they ask for; null if they name no command. Takes
 * arguments as `normaliseArguments` leaves them. Throws UsageError.
 */
export async function parseArguments(
  args: readonly string[],
): Promise<ParsedCommand | { readonly help: string } | null> {
  const found: ParsedCommand[] = [];
  let help = "";
  const parser = createParser((command, parsed) => found.push({ command, parsed }));
  try {
    await parser.parseAsync([...args], {}, (_error, _parsed, output) => {
      help = output;
    });
  } catch (error) {
    // Some of yargs' errors are thrown, others reject.
    throw error instanceof Error && error.name === "YError"
      ? new UsageError(`${error.message}. docrows --help shows the usage.`)
      : error;
  }
  return help === "" ? (found[0] ?? null) : { help };
}

type OnCommand = (command: Command, parsed: Record<string, unknown>) => void;

function createParser(onCommand: OnCommand): Argv {
  const parser = yargs().scriptName("docrows").usage(`${INTRODUCTION}\n\n$0 <command>`);
  for (const command of commands) {
    parser.command(
      `${command.name} ${positionalUsage(command)}`,
      command.description,
      (builder) => describe(builder, command),
      (parsed) => onCommand(command, parsed),
    );
  }
  // The notes on a value say more than a type, which is a text for most of them.
  (parser as unknown as UsageConfigurable).usageConfiguration({ "hide-types": true });
  return parser
    .locale("en")
    .parserConfiguration({
      "camel-case-expansion": false,
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "populate--": true,
    })
    .help("help")
    .alias("help", "h")
    .version(version)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    })
    .wrap(Math.min(100, process.stdout.columns || 100))
    .epilogue(EXIT_CODES);
}

function positionalUsage({ positional: { name, many } }: Command): string {
  return many ? `[${name}..]` : `[${name}]`;
}

function describe(builder: Argv, command: Command): Argv {
  const { name, many, description } = command.positional;
  builder.positional(name, { description, type: "string", ...(many && { array: true }) });
  for (const option of optionsOf(command.name)) builder.option(option.name, yargsOption(option));
  for (const [example, what] of command.examples) builder.example(example, what);
  return builder;
}

function yargsOption({ type, description, default: preset, choices, placeholder }: OptionDefinition) {
  const isSwitch = type === "boolean";
  const values = choices ? [choices.join(", ")] : placeholder ? [placeholder] : [];
  const defaults = preset === undefined || preset === false ? [] : [`default: ${[preset].flat().join(",")}`];
  const notes = [...values, ...defaults].join("; ");
  return {
    type: isSwitch ? ("boolean" as const) : ("string" as const),
    description: notes === "" ? description : `${description} [${notes}]`,
    ...(!isSwitch && { requiresArg: true }),
  };
}
