/**
 * Standard streams, colour and the progress line: the only part of docrows that writes to the terminal. Data goes to
 * standard output, everything else to standard error.
 */
import { styleText } from "node:util";
import { InputError, systemReason } from "../findings/errors.ts";
import type { Style } from "../reporters/reporter.ts";

/** Thrown where the reader of standard output has gone: a quiet success. */
export class ClosedPipe extends Error {
  override readonly name = "ClosedPipe";
}

/** Thrown by a command that can say what its interruption means. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

export interface Terminal {
  /**
   * Writes to standard output and waits until it has taken the data. Throws ClosedPipe if nobody reads it, InputError if
   * it cannot be written, and the reason of the terminal's signal once it is aborted.
   */
  write(data: string | Uint8Array): Promise<void>;
  /** Writes a message to standard error, above the progress line. */
  message(text: string): void;
  /** Shows `text` as the progress line; "" removes it. Does nothing where standard error is no terminal. */
  progress(text: string): void;
  readonly showsProgress: boolean;
  /** Styles for text on standard output and on standard error. */
  readonly outputStyle: Style;
  readonly messageStyle: Style;
  /** Widths of standard output and standard error as they are now, in columns; of what is no terminal, the one that is taken for it. */
  readonly outputColumns: number;
  readonly messageColumns: number;
}

/** Width of reports that go to a file or a pipe, in columns. */
export const DEFAULT_COLUMNS = 100;

/** The process's own streams. `signal` ends the waiting for a reader of standard output that takes nothing. */
export function openTerminal(signal: AbortSignal): Terminal {
  let line = "";
  let outputError: Error | null = null;
  const showsProgress = process.stderr.isTTY === true && process.env.TERM !== "dumb";
  const clear = () => {
    if (line !== "") process.stderr.write("\r\u001b[K");
    line = "";
  };
  process.stdout.on("error", (error) => {
    outputError = error;
  });
  // Nobody reads the messages: that is no reason to stop.
  process.stderr.on("error", () => {});
  return {
    write: (data) =>
      new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason);
        const done = (error?: Error | null) => {
          signal.removeEventListener("abort", stop);
          const failure = error ?? outputError;
          if (!failure) resolve();
          else reject(outputFailure(failure));
        };
        // Files are written synchronously: a failure is thrown here, and nothing calls back.
        try {
          if (signal.aborted) return stop();
          signal.addEventListener("abort", stop, { once: true });
          if (outputError) done();
          else process.stdout.write(data, done);
        } catch (error) {
          done(error as Error);
        }
      }),
    message(text) {
      clear();
      process.stderr.write(text);
    },
    progress(text) {
      if (!showsProgress) return;
      clear();
      line = text.slice(0, Math.max(0, (process.stderr.columns || DEFAULT_COLUMNS) - 1));
      process.stderr.write(line);
    },
    showsProgress,
    outputStyle: styleFor(process.stdout),
    messageStyle: styleFor(process.stderr),
    get outputColumns() {
      return process.stdout.columns || DEFAULT_COLUMNS;
    },
    get messageColumns() {
      return process.stderr.columns || DEFAULT_COLUMNS;
    },
  };
}

function outputFailure(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code === "EPIPE") return new ClosedPipe();
  return new InputError(`cannot write to standard output: ${systemReason(error)}`, { cause: error });
}

/** No marks at all, for files. */
export const plain: Style = { error: String, warning: String, strong: String, faint: String };

const coloured: Style = {
  error: (text) => styleText("red", text),
  warning: (text) => styleText("yellow", text),
  strong: (text) => styleText("bold", text),
  faint: (text) => styleText("dim", text),
};

/** Colour on terminals, unless NO_COLOR is set to anything but nothing (https://no-color.org). */
function styleFor(stream: NodeJS.WriteStream): Style {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb" ? coloured : plain;
}
