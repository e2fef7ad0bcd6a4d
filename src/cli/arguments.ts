/**
 * From the argument list to option values. yargs reads the arguments; what it would read otherwise than docrows promises
 * is settled before (a lone `-`, switches with values) and after (repeated options, lists, numbers, unknown names).
 */
import { UsageError } from "../findings/errors.ts";
import { nearestName } from "../findings/nearest.ts";
import { type CommandName, camelCase, type OptionDefinition, options } from "../options.ts";

/** Option values by camelCase name, as given: defaults are filled in later. */
export type GivenOptions = Record<string, unknown>;

/** Stands for a lone `-`, which yargs drops. No argument can hold a NUL character. */
const STANDARD_INPUT = "\0-";

/** The options that a command takes. */
export function optionsOf(command: CommandName): OptionDefinition[] {
  return options.filter(({ commands }) => commands.includes(command));
}

/**
 * Binds each value to its option (`--out -` → `--out=-`), so that an option never takes an input, and each switch to `true` or
 * `false`. Throws UsageError for a switch with another value, for `--no-` before an option that is no switch, and for one that
 * lacks its value.
 */
export function normaliseArguments(args: readonly string[]): string[] {
  const normal: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!;
    if (argument === "--") return [...normal, ...args.slice(index)];
    const [, negated, name, value] = /^--(no-)?([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const option = options.find((each) => each.name === name);
    if (argument === "-") normal.push(STANDARD_INPUT);
    else if (option === undefined) normal.push(argument);
    else if (option.type === "boolean")
      normal.push(`--${name}=${readSwitch(name!, negated !== undefined, value)}`);
    else if (negated !== undefined)
      throw new UsageError(`there is no option --no-${name}: --${name} is no switch, it takes a value`);
    else if (value === undefined && args[index + 1]?.startsWith("--") === false)
      normal.push(`${argument}=${args[++index]}`);
    else if (value === undefined && args[index + 1] !== "--help") throw withoutValue(option);
    else normal.push(argument);
  }
  return normal;
}

function withoutValue({ name, choices, placeholder }: OptionDefinition): UsageError {
  return new UsageError(`--${name} needs a value: --${name} ${choices?.join("|") ?? placeholder ?? "VALUE"}`);
}

function readSwitch(name: string, negated: boolean, value: string | undefined): boolean {
  if (value !== undefined && value !== "true" && value !== "false")
    throw new UsageError(`--${name} is a switch: it takes no value, found ${JSON.stringify(value)}`);
  return (value !== "false") !== negated;
}

/**
 * The positional arguments of a parsed command line, those after `--` and those that are more than the command takes
 * among them.
 */
export function positionals(parsed: Record<string, unknown>, name: string): string[] {
  const before = (parsed[name] ?? []) as string | string[];
  const [_command, ...more] = (parsed._ ?? []) as string[];
  const after = (parsed["--"] ?? []) as string[];
  return [before, more, after].flat().map((argument) => (argument === STANDARD_INPUT ? "-" : argument));
}

/** The options of a parsed command line. Throws UsageError, with the nearest name, for what the command does not take. */
export function givenOptions(
  parsed: Record<string, unknown>,
  command: CommandName,
  positional: string,
): GivenOptions {
  const known = optionsOf(command);
  const given: GivenOptions = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (["_", "$0", "--", positional, "help", "version"].includes(name) || value === undefined) continue;
    const option = known.find((each) => each.name === name);
    if (option === undefined) throw unknownOption(name, command, known);
    given[camelCase(name)] = readValue(option, value);
  }
  return given;
}

function unknownOption(name: string, command: CommandName, known: readonly OptionDefinition[]): UsageError {
  const dashes = name.length === 1 ? "-" : "--";
  const names = known.map((option) => option.name);
  const nearest = name.length === 1 ? shortestFrom(name, names) : nearestName(name, names);
  const hint = nearest ? `Did you mean --${nearest}?` : `docrows ${command} --help lists the options.`;
  return new UsageError(`docrows ${command} has no option ${dashes}${name}. ${hint}`);
}

/** Other programs shorten an option to its first letter: the shortest name that begins with it. */
function shortestFrom(letter: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => name.startsWith(letter))
    .sort((a, b) => a.length - b.length)
    .at(0);
}

function readValue({ name, type }: OptionDefinition, value: unknown): unknown {
  const repeats = [value].flat() as (string | boolean)[];
  if (type === "list")
    return repeats.flatMap((each) => splitList(String(each))).filter((each) => each !== "");
  if (type === "texts") return repeats.map(String);
  if (type === "map")
    return Object.fromEntries(
      repeats.flatMap((each) => String(each).split(",")).map((each) => readPair(name, each)),
    );
  if (type === "boolean") return repeats.at(-1);
  if (repeats.length > 1) throw new UsageError(`--${name} was given ${repeats.length} times; give it once`);
  if (type !== "count") return String(repeats[0]);
  if (!/^\d+$/.test(String(repeats[0])))
    throw new UsageError(`--${name}: ${JSON.stringify(repeats[0])} is not a whole number from 0`);
  return Number(repeats[0]);
}

/** Cuts at commas, but not within braces: `*.{txt,md},*.text` are two globs. */
function splitList(text: string): string[] {
  let depth = 0;
  const parts = [""];
  for (const character of text) {
    if (character === "{") depth++;
    if (character === "}" && depth > 0) depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  // A brace that is never closed is an ordinary character.
  return depth === 0 ? parts : text.split(",");
}

function readPair(name: string, pair: string): [string, string] {
  const at = pair.indexOf("=");
  if (at <= 0 || at === pair.length - 1)
    throw new UsageError(`--${name}: ${JSON.stringify(pair)} is not of the form from=to`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}
