#!/usr/bin/env node
/** The command line: parses arguments, runs one command, turns errors into messages and exit codes. */
import yargs, { type Argv } from "yargs";
import { InputError, UsageError } from "../findings/errors.ts";
import { didYouMean } from "../findings/nearest.ts";
import { printable } from "../findings/printable.ts";
import { type CommandName, camelCase, type OptionDefinition } from "../options.ts";
import { version } from "../version.ts";
import { type GivenOptions, givenOptions, normaliseArguments, optionsOf, positionals } from "./arguments.ts";
import type { Command, ExitCode } from "./command.ts";
import { commands } from "./commands/index.ts";
import { ClosedPipe, Interrupted, openTerminal, type Terminal } from "./terminal.ts";

const exitCodesOfSignals = { SIGINT: 130, SIGTERM: 143 } as const;

/** Commands that write files, which an interruption must clear away. The others a signal may end where they stand. */
const writing: ReadonlySet<CommandName> = new Set(["export", "validate"]);

/** Aborted by the first SIGINT or SIGTERM, once it listens; a second one ends the process at once. */
class Interruption {
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal;
  exitCode: number | null = null;

  listen(): void {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      process.once(name, () => {
        this.exitCode ??= exitCodesOfSignals[name];
        this.#controller.abort();
      });
    }
  }
}

/** Parses the arguments and runs what they ask for. Returns the exit code; throws what the command throws. */
async function run(
  args: readonly string[],
  terminal: Terminal,
  interruption: Interruption,
): Promise<ExitCode> {
  let chosen: (() => Promise<ExitCode>) | null = null;
  let help = "";
  const parser = commands.reduce<Argv>(
    (all, command) =>
      all.command(
        `${command.name} ${positionalUsage(command)}`,
        command.description,
        (builder) => describe(builder, command),
        (parsed) => {
          if (writing.has(command.name)) interruption.listen();
          chosen = () => runCommand(command, parsed, args, terminal, interruption.signal);
        },
      ),
    yargs()
      .scriptName("docrows")
      .usage(
        "docrows turns text documents into a dataset: one row per paragraph, checked against a JSON Schema.\n\n$0 <command>",
      ),
  );
  const configured = parser
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
    .epilogue("Exit codes: 0 done and clean, 1 findings, 2 wrong usage or a failed read or write.");
  try {
    await configured.parseAsync(normaliseArguments(args), {}, (_error, _parsed, output) => {
      help = output;
    });
  } catch (error) {
    // Some of yargs' errors are thrown, others reject.
    throw error instanceof Error && error.name === "YError"
      ? new UsageError(`${error.message}. docrows --help shows the usage.`)
      : error;
  }
  if (help !== "") {
    await terminal.write(`${help}\n`);
    return 0;
  }
  if (chosen !== null) return await (chosen as () => Promise<ExitCode>)();
  throw unknownCommand(args);
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

async function runCommand(
  command: Command,
  parsed: Record<string, unknown>,
  typed: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const typedOptions = givenOptions(parsed, command.name, command.positional.name);
  const takesConfig = optionsOf(command.name).some(({ name }) => name === "config");
  const configured = takesConfig ? await configuration(typedOptions.config as string | undefined) : {};
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

/** Loaded only by commands that read one: help and inspection answer sooner. */
async function configuration(path: string | undefined): Promise<GivenOptions> {
  const { readConfig } = await import("./config-file.ts");
  return readConfig(path);
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

/** What a failure is for the person at the terminal. A bug keeps its stack. */
function reportFailure(error: unknown, terminal: Terminal): void {
  if (error instanceof UsageError || error instanceof InputError)
    terminal.message(`docrows: ${linesOf(error).map(printable).join("\n")}\n`);
  else
    terminal.message(
      `docrows: this is a bug in docrows ${version}; please report it with these lines:\n${(error as Error)?.stack ?? error}\n`,
    );
}

/** Only messages that were made as lines have some: a line break in a file's name is none. */
function linesOf(error: UsageError | InputError): readonly string[] {
  return error instanceof UsageError ? error.lines : [error.message];
}

/** Runs the command line and ends with the exit code of what came of it. */
async function main(): Promise<void> {
  const interruption = new Interruption();
  const terminal = openTerminal(interruption.signal);
  try {
    process.exitCode = await run(process.argv.slice(2), terminal, interruption);
  } catch (error) {
    terminal.progress("");
    const { exitCode, signal } = interruption;
    if (exitCode !== null && (error === signal.reason || error instanceof Interrupted)) {
      terminal.message(`docrows: interrupted${error instanceof Interrupted ? `; ${error.message}` : ""}\n`);
      // A read or a write that nobody answers would keep the process alive.
      process.exit(exitCode);
    }
    process.exitCode = error instanceof ClosedPipe ? 0 : 2;
    if (!(error instanceof ClosedPipe)) reportFailure(error, terminal);
  }
}

await main();
