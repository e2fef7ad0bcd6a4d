/** The contract of a command. A new command is one file in `commands/` and one line in `commands/index.ts`. */
import type { CommandName } from "../options.ts";
import type { GivenOptions } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** 0: done and clean; 1: findings of severity error; 2: wrong usage, or the world said no. */
export type ExitCode = 0 | 1 | 2;

export interface CommandCall {
  /** The positional arguments; the configuration's `inputs` where there are none, unless the first is to be a word. */
  readonly inputs: readonly string[];
  /** The configuration's `inputs`. */
  readonly configuredInputs: readonly string[];
  /** Command line over configuration; defaults are not filled in. */
  readonly options: GivenOptions;
  readonly terminal: Terminal;
  /** Aborted by SIGHUP, SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** The arguments as typed, for suggesting a command. */
  readonly typed: readonly string[];
}

export interface Command {
  readonly name: CommandName;
  readonly positional: {
    readonly name: string;
    readonly many: boolean;
    readonly description: string;
    /** What the first argument says is to be done, where a command does several things. */
    readonly words?: readonly string[];
  };
  /** One line for the list of commands. */
  readonly description: string;
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly run: (call: CommandCall) => Promise<ExitCode>;
}
