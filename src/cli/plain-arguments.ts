/**
 * Reads the arguments of ordinary command lines, in which every argument is either an input or an option that the command
 * has, with its value. All others are left to yargs, which reads these in the same way but takes longer to load than
 * some commands to run.
 */
import { optionsOf } from "./arguments.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands/index.ts";

/** A command and its arguments, as yargs gives them: options by name, inputs under the positional's name. */
export interface ParsedCommand {
  readonly command: Command;
  readonly parsed: Record<string, unknown>;
}

/** Reads arguments as `normaliseArguments` leaves them. Null if there is anything that yargs must decide. */
export function readPlainArguments(args: readonly string[]): ParsedCommand | null {
  const at = args.findIndex((argument) => !argument.startsWith("-"));
  const command = commands.find(({ name }) => name === args[at]);
  if (command === undefined) return null;
  const known = new Map(optionsOf(command.name).map((option) => [option.name, option]));
  const values = new Map<string, (string | boolean)[]>();
  const inputs: string[] = [];
  for (const argument of args.toSpliced(at, 1)) {
    const [, name = "", value] = /^--([^=]+)=(.*)$/s.exec(argument) ?? [];
    const option = known.get(name);
    if (option === undefined && argument.startsWith("-")) return null;
    if (isOddText(value ?? argument)) return null;
    if (option === undefined) inputs.push(argument);
    else
      values.set(name, [...(values.get(name) ?? []), option.type === "boolean" ? value === "true" : value!]);
  }
  // As a last word it asks yargs for help.
  if (inputs.at(-1) === "help") return null;
  return { command, parsed: { ...Object.fromEntries(values), [command.positional.name]: inputs } };
}

/** What yargs takes for something else than it is: it cuts off quotes, and an empty text may be none. */
function isOddText(text: string): boolean {
  return text === "" || text.startsWith('"') || text.startsWith("'");
}
