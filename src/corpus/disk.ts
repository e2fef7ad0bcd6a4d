/**
 * What discovery asks of the file system, in byte paths. Separate so that the rest of the folder is free of Node's
 * encodings and error codes.
 */
import { type Dirent, lstatSync, opendirSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, resolve, sep } from "node:path";
import { type BytePath, baseName, toBytePath, toLocation, toText, withSlash } from "./byte-path.ts";

export type EntryKind = "file" | "folder" | "link" | "other";

/** An entry of a folder; a symbolic link is not followed. */
export interface Entry {
  readonly name: BytePath;
  readonly kind: EntryKind;
}

/** The entries of a folder in no particular order, never `.` and `..`. Throws Node's error where it cannot be read. */
export function listFolder(folder: BytePath): Entry[] {
  try {
    return readEntries(folder, "latin1");
  } catch {
    // Some file systems do not tell what an entry is. Node then asks for each by its name, and must have that as bytes, which
    // takes twice as long. A folder that cannot be read at all cannot be read this way either.
    return readEntries(folder, "buffer");
  }
}

function readEntries(folder: BytePath, encoding: "latin1" | "buffer"): Entry[] {
  // Node takes "buffer" here, its types do not say so.
  const listing = opendirSync(bytesOf(folder), { encoding: encoding as BufferEncoding, bufferSize: 128 });
  const entries: Entry[] = [];
  try {
    for (let entry = listing.readSync(); entry !== null; entry = listing.readSync()) {
      const name = entry.name as string | Buffer;
      entries.push({ name: typeof name === "string" ? name : name.toString("latin1"), kind: kindOf(entry) });
    }
  } finally {
    listing.closeSync();
  }
  return entries;
}

function kindOf(entry: Dirent): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}

/** What stands at a path, a link not followed; null: nothing. Throws Node's error where that cannot be told. */
export function kindAt(path: BytePath): EntryKind | null {
  const stats = lstatSync(toLocation(path), { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  return stats.isSymbolicLink() ? "link" : "other";
}

/** What a path leads to when links are followed; null where it leads nowhere that can be reached. */
export function targetKindAt(path: BytePath): "file" | "folder" | "other" | null {
  try {
    const stats = statSync(toLocation(path));
    if (stats.isFile()) return "file";
    return stats.isDirectory() ? "folder" : "other";
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** The path with all links followed, or null where it leads nowhere that can be reached. */
export function realPath(path: BytePath): BytePath | null {
  try {
    return slashed(realpathSync.native(bytesOf(path), { encoding: "latin1" }));
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** The real path of something that need not exist yet: that of its nearest existing folder, and the rest as it is. */
export function futureRealPath(path: BytePath): BytePath {
  const real = realPath(path);
  if (real !== null) return real;
  const parent = slashed(dirname(path));
  return parent === path ? path : withSlash(futureRealPath(parent)) + baseName(path);
}

/** The file that a path leads to, or will lead to: the same text for all paths to it. */
export function destinationOf(path: string): string {
  return toText(futureRealPath(absolutePath(toBytePath(process.cwd()), toBytePath(path))));
}

/** An absolute, normalised path with `/` as separator. `..` is taken as text: it does not look at links. */
export function absolutePath(folder: BytePath, path: BytePath): BytePath {
  return slashed(resolve(folder, path));
}

/** A path as the system sees it, before any normalisation: `..` behind a link leads to the folder behind the link. */
export function joinedPath(folder: BytePath, path: BytePath): BytePath {
  return isAbsolute(path) ? path : withSlash(folder) + path;
}

/** Whether an error is the answer of a system call, and not a bug. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

/** Windows takes both separators; one of them keeps paths the same everywhere. */
export function slashed(path: string): string {
  return sep === "\\" ? path.replaceAll("\\", "/") : path;
}

function bytesOf(path: BytePath): Buffer {
  return Buffer.from(path, "latin1");
}
