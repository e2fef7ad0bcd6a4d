/**
 * From the arguments to the command that they ask for: its options are those of the command line over those of a
 * configuration file.
 */
import { UsageError } from "../findings/errors.ts";
import { didYouMean } from "../findings/nearest.ts";
import { type CommandName, camelCase } from "../options.ts";
import { type GivenOptions, givenOptions, normaliseArguments, optionsOf, positionals } from "./arguments.ts";
import type { Command, CommandCall, ExitCode } from "./command.ts";
import { commands } from "./commands/index.ts";
import { findConfig } from "./find-config.ts";
import { type ParsedCommand, readPlainArguments } from "./plain-arguments.ts";

/** Commands that read documents: a signal stops them, and they clear away what they wrote. The others it may end where they stand. */
const reading: ReadonlySet<CommandName> = new Set(["export", "validate", "explain", "schema"]);

/** What a command needs of the process. */
export interface Surroundings extends Pick<CommandCall, "terminal" | "signal"> {
  /** From this call on SIGHUP, SIGINT and SIGTERM abort the signal; before it they end the process. */
  readonly listen: () => void;
}

/** Runs what the arguments ask for. Returns the exit code; throws what the command throws, and UsageError. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const normal = normaliseArguments(args);
  const parsed = readPlainArguments(normal) ?? (await parseWithYargs(normal));
  if (parsed === null) throw unknownCommand(args);
  if (!("help" in parsed)) return await runCommand(parsed, args, surroundings);
  await surroundings.terminal.write(`${parsed.help}\n`);
  return 0;
}

/** yargs is large: it is loaded only where the arguments are out of the ordinary, or where help is asked for. */
async function parseWithYargs(args: readonly string[]) {
  const { parseArguments } = await import("./yargs-parser.ts");
  return await parseArguments(args);
}

async function runCommand(
  { command, parsed }: ParsedCommand,
  typed: readonly string[],
  { terminal, signal, listen }: Surroundings,
): Promise<ExitCode> {
  if (reading.has(command.name)) listen();
  const typedOptions = givenOptions(parsed, command.name, command.positional.name);
  const takesConfig = optionsOf(command.name).some(({ name }) => name === "config");
  const configured = takesConfig ? await readConfiguration(typedOptions.config as string | undefined) : {};
  const typedInputs = positionals(parsed, command.positional.name);
  const { many, words } = command.positional;
  const configuredInputs = (configured.inputs ?? []) as string[];
  const inputs = typedInputs.length > 0 || !many || words !== undefined ? typedInputs : configuredInputs;
  return await command.run({
    inputs,
    configuredInputs,
    options: { ...applicable(withoutOverruled(configured, typedOptions), command), ...typedOptions },
    terminal,
    signal,
    typed,
  });
}

/** The parser of configurations is loaded only where there is one. */
async function readConfiguration(path: string | undefined): Promise<GivenOptions> {
  const found = findConfig(path);
  if (found === undefined) return {};
  const { readConfig } = await import("./config-file.ts");
  return readConfig(found);
}

/** The limit of `skip` says nothing once the command line asks for `fail`. */
function withoutOverruled(configured: GivenOptions, typed: GivenOptions): GivenOptions {
  const { maxRejected: _limit, ...rest } = configured;
  return typed.onInvalid === "fail" ? rest : configured;
}

/** A configuration serves all commands: each takes from it what concerns it. */
function applicable(configured: GivenOptions, command: Command): GivenOptions {
  const { inputs: _positional, ...rest } = configured;
  const keys = new Set(optionsOf(command.name).map(({ name }) => camelCase(name)));
  return Object.fromEntries(Object.entries(rest).filter(([key]) => keys.has(key)));
}

function unknownCommand(args: readonly string[]): UsageError {
  const names = commands.map(({ name }) => name);
  const given = args.find((argument) => !argument.startsWith("-"));
  if (given === undefined)
    return new UsageError(`no command was given: ${names.join(", ")}. docrows --help shows the usage.`);
  return new UsageError(
    `there is no command ${JSON.stringify(given)}: ${names.join(", ")}.${didYouMean(given, names)}`,
  );
}
