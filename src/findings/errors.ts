/**
 * The two errors that a caller can act on. Everything else that is thrown is a bug and keeps its stack.
 */

/** Wrong use: an unknown option, an unusable schema or configuration. The message says what is wrong, where, and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The message; where several things are wrong at once, a line for each. */
  readonly lines: readonly string[];

  constructor(message: string | readonly string[], options?: ErrorOptions) {
    const lines = [message].flat();
    super(lines.join("\n"), options);
    this.lines = lines;
  }
}

/** The world said no: a file that cannot be read, a disk that is full. The message holds the path. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** Text of a failed system call without Node's decoration: `permission denied`, `no space left on device`. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return (code && reasons[code]) || (error instanceof Error ? error.message : String(error));
}

const reasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  ENOSPC: "no space left on device",
  EDQUOT: "disk quota exceeded",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
  EIO: "input/output error",
  EFBIG: "the file is too large",
  EEXIST: "it exists already",
};
