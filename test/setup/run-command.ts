/** Runs a program for the test setup and tells what went wrong in one line. */
import { type ExecFileException, execFile } from "node:child_process";

/** What is installed takes less than this, even on a slow line. */
export const INSTALLATION_LIMIT_MS = 600_000;

export interface Run {
  readonly failed: boolean;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command to its end. Never rejects. */
export function run(command: string, args: readonly string[]): Promise<Run> {
  return new Promise((done) => {
    execFile(
      command,
      args,
      { timeout: INSTALLATION_LIMIT_MS },
      (error: ExecFileException | null, output, errors) =>
        done({ failed: error !== null, output, errors: errors || (error?.message ?? "") }),
    );
  });
}

/** The line that says what went wrong: the last one of the errors; venv explains itself on standard output instead. */
export function lastLine({ output, errors }: Run): string {
  const lines = `${output}\n${errors}`.split("\n").filter((line) => line.trim() !== "");
  return (lines.at(-1) ?? "no message").trim();
}
