/**
 * A report on its way into a file. It is written under another name beside it and renamed when it is complete, so that a
 * run that fails leaves the report that was there.
 */
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { TEMPORARY_NAME } from "../corpus/source-file.ts";
import { attempt, makeFolder, removeMadeFolders, renamePath } from "../dataset/files.ts";
import { InputError } from "../findings/errors.ts";

/** Text that is kept until it is written, in characters. */
const BUFFER_LENGTH = 1 << 16;

export interface ReportFile {
  write(text: string): void;
  /** Writes what is still kept, so that `commit` finds a full disk no more. */
  flush(): void;
  /** Puts the file in its place. */
  commit(): void;
  /** Leaves what was there before, unless `commit` came first. */
  discard(): void;
}

/** Opens a report, and creates the folder that it is to stand in. This and its methods throw InputError with the path if it cannot be written. */
export function openReportFile(path: string): ReportFile {
  const there = statsOf(path);
  if (there?.isDirectory()) throw new InputError(`cannot write ${path}: it is a folder`);
  // What is no file, such as a pipe or /dev/null, is written to as it is. A link stays a link.
  const isFile = there === undefined || there.isFile();
  const target = there?.isFile() ? realpathSync(path) : path;
  const written = isFile
    ? join(dirname(target), `${TEMPORARY_NAME}${randomBytes(6).toString("hex")}.tmp`)
    : path;
  const folder = resolve(dirname(target));
  // What is there and no folder is told of as the file's path is, below.
  const made = isFile && !existsSync(folder) ? makeFolder(folder) : undefined;
  const remove = () => {
    if (!isFile) return;
    rmSync(written, { force: true });
    removeMadeFolders(folder, made);
  };
  let descriptor: number;
  try {
    descriptor = attempt("write", path, () => openSync(written, isFile ? "wx" : "w"));
  } catch (error) {
    removeMadeFolders(folder, made);
    throw error;
  }
  let buffer = "";
  let isOpen = true;
  const flush = () => {
    const bytes = Buffer.from(buffer);
    buffer = "";
    attempt("write", path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    });
  };
  const close = () => {
    isOpen = false;
    closeSync(descriptor);
  };
  return {
    write(text) {
      buffer += text;
      if (buffer.length >= BUFFER_LENGTH) flush();
    },
    flush,
    commit() {
      flush();
      close();
      if (!isFile) return;
      try {
        attempt("write", path, () => renamePath(written, target));
      } catch (error) {
        remove();
        throw error;
      }
    },
    discard() {
      if (!isOpen) return;
      close();
      remove();
    },
  };
}

/** Adds text to a file that others write to as well. Throws InputError with the path if it cannot be written. */
export function appendToFile(path: string, text: string): void {
  attempt("write", path, () => appendFileSync(path, text));
}

/** Of the file that a link leads to; undefined where there is nothing, also where a link leads nowhere. */
function statsOf(path: string): Stats | undefined {
  return attempt("write", path, () => statSync(path, { throwIfNoEntry: false }));
}
