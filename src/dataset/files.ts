/**
 * Durable file system steps: writing a file to the disk for good, renaming, removing. Every failure is an InputError that holds the path,
 * whatever the call was.
 */
import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { InputError, systemReason } from "../findings/errors.ts";

/** A finished file. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Runs a file system call; its failure becomes one line: what was tried, where, why. */
export function attempt<T>(what: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new InputError(`cannot ${what} ${path}: ${systemReason(error)}`, { cause: error });
  }
}

/** Creates a folder and those above it; returns the uppermost one that was not there, undefined if all were. */
export function makeFolder(path: string): string | undefined {
  return attempt("create the folder", path, () => {
    try {
      return mkdirSync(path, { recursive: true });
    } catch (error) {
      // What Node.js says of a read-only file system; asked for one folder alone, the system gives its own reason.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") mkdirSync(firstMissing(path));
      throw error;
    }
  });
}

/** Undoes `makeFolder`, as far as folders are empty: removes `path` and those above it, up to the one that it returned. */
export function removeMadeFolders(path: string, uppermost: string | undefined): void {
  if (uppermost === undefined) return;
  for (let folder = path; folder.length >= uppermost.length; folder = dirname(folder)) {
    if (!removeEmptyFolder(folder)) return;
  }
}

/** The uppermost of the folders of a path that is not there. */
function firstMissing(path: string): string {
  return existsSync(dirname(path)) ? path : firstMissing(dirname(path));
}

/** Removes a file or folder; that it is not there is no error. */
export function removePath(path: string): void {
  attempt("remove", path, () => rmSync(path, { recursive: true, force: true }));
}

/** Removes a folder that holds nothing; returns whether it did. */
export function removeEmptyFolder(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}

export function renamePath(from: string, to: string): void {
  attempt("write", to, () => renameSync(from, to));
}

/** Makes the names in a folder durable. Windows has no such call and needs none. */
export function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const descriptor = attempt("open", path, () => openSync(path, "r"));
  try {
    attempt("write", path, () => fsyncSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the SHA-256 of a file while it is written. */
export interface FileHash {
  /** Takes bytes when they are written; the file has `total` by then. They change afterwards. */
  wrote(bytes: Uint8Array, total: number): void;
  /** Lower-case hexadecimal, once all is written. */
  digest(): string | Promise<string>;
}

/** Hashes where it is called. */
class DirectHash implements FileHash {
  readonly #hash: Hash = createHash("sha256");

  wrote(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}

/** A new file that is hashed as it is written. `shownPath` is the path that errors speak of. */
export class NewFile {
  readonly name: string;
  readonly path: string;
  readonly #shownPath: string;
  readonly #descriptor: number;
  #hash: FileHash = new DirectHash();
  #bytes = 0;
  #open = true;

  constructor(name: string, path: string, shownPath: string) {
    this.name = name;
    this.path = path;
    this.#shownPath = shownPath;
    this.#descriptor = attempt("write", shownPath, () => openSync(path, "wx"));
  }

  /** Leaves the hashing to another, of what was written before as well, which the other has to read. */
  hashWith(hash: FileHash): void {
    this.#hash = hash;
    hash.wrote(new Uint8Array(0), this.#bytes);
  }

  /** Writes all bytes; they are the caller's again afterwards. */
  write(bytes: Uint8Array): void {
    attempt("write", this.#shownPath, () => {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes, written);
    });
    this.#bytes += bytes.length;
    this.#hash.wrote(bytes, this.#bytes);
  }

  /** Forces the file to the disk and closes it. Rejects as its hash does. */
  async finish(): Promise<WrittenFile> {
    attempt("write", this.#shownPath, () => fsyncSync(this.#descriptor));
    this.close();
    return { name: this.name, bytes: this.#bytes, sha256: await this.#hash.digest() };
  }

  /** Closes the file; does nothing if it is closed. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
  }
}
