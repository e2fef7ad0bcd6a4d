#!/usr/bin/env node
/** The command line's process: streams, signals, and the exit code of what came of a command. */
import { InputError, UsageError } from "../findings/errors.ts";
import { printable } from "../findings/printable.ts";
import { useCompiledCode } from "../package/compiled-code.ts";
import { version } from "../package/version.ts";
import { ClosedPipe, Interrupted, openTerminal, type Terminal } from "./terminal.ts";

/** 128 and the signal's number, as shells have it also where a signal ends a process. */
const exitCodesOfSignals: ReadonlyMap<NodeJS.Signals, number> = new Map([
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
]);

/**
 * Aborted by the first of these signals, once it listens. A second SIGINT or SIGTERM ends the process at once; not so SIGHUP, which
 * a terminal that is closed sends twice, through the shell and by itself. That it was to be ignored (nohup) Node.js does not keep.
 */
class Interruption {
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal;
  exitCode: number | null = null;

  readonly listen = (): void => {
    for (const [name, exitCode] of exitCodesOfSignals) {
      process[name === "SIGHUP" ? "on" : "once"](name, () => {
        this.exitCode ??= exitCode;
        this.#controller.abort();
      });
    }
  };
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
  const { signal, listen } = interruption;
  const terminal = openTerminal(signal);
  try {
    useCompiledCode();
    // Not imported above: that would be before.
    const { runCommandLine } = await import("./command-line.ts");
    process.exitCode = await runCommandLine(process.argv.slice(2), { terminal, signal, listen });
  } catch (error) {
    terminal.progress("");
    const { exitCode } = interruption;
    if (exitCode !== null && (error === signal.reason || error instanceof Interrupted)) {
      terminal.message(`docrows: interrupted${error instanceof Interrupted ? `; ${error.message}` : ""}\n`);
      // A read or a write that nobody answers would keep the process alive.
      endInterrupted(exitCode);
    }
    process.exitCode = error instanceof ClosedPipe ? 0 : 2;
    if (!(error instanceof ClosedPipe)) reportFailure(error, terminal);
  }
}

/** Where the terminal has gone, Node.js fails to give it back as it was and calls that a bug: the signal ends the process without. */
function endInterrupted(exitCode: number): void {
  if (exitCode !== exitCodesOfSignals.get("SIGHUP")) process.exit(exitCode);
  process.removeAllListeners("SIGHUP");
  process.kill(process.pid, "SIGHUP");
}

main();
