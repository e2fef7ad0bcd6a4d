/**
 * Paths as raw bytes. POSIX file names are bytes, not text, and documents are ordered by them; so discovery works on
 * byte paths and makes text of them only at its end. Separate because every file of this folder depends on it.
 */
import { isUtf8 } from "node:buffer";

/**
 * A path or name as its bytes: one UTF-16 code unit, U+0000 to U+00FF, for each byte ("latin1" in Node's terms).
 * `<` and `sort()` on such strings compare bytes, which they do not for ordinary strings: U+FF5E sorts after U+1F600
 * in UTF-16 and before it in UTF-8. On Windows the separator is `/` here too.
 */
export type BytePath = string;

const beyondAscii = /[\x80-\xff]/;

/** One well-formed UTF-8 sequence of two to four bytes (Unicode 16, table 3-7), or else one byte that is part of none, or a backslash. */
const wellFormedOrNot =
  /((?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+)|[\x80-\xff\\]/g;

/** The bytes of a text in UTF-8. */
export function toBytePath(text: string): BytePath {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Whether all bytes are ASCII, so that bytes and text are the same. */
export function isAsciiPath(bytes: BytePath): boolean {
  return !beyondAscii.test(bytes);
}

/** Whether the bytes are well-formed UTF-8. */
export function isUtf8Path(bytes: BytePath): boolean {
  return isAsciiPath(bytes) || isUtf8(Buffer.from(bytes, "latin1"));
}

/** The bytes read as UTF-8, U+FFFD where they are not: what patterns are compared with. */
export function toText(bytes: BytePath): string {
  return isAsciiPath(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

/**
 * The path as people see it: UTF-8, or where it is not, with each byte that is part of no well-formed sequence as `\xHH`
 * and with `\x5C` for a backslash, so that two such paths never look alike.
 */
export function toReadablePath(bytes: BytePath): string {
  if (isUtf8Path(bytes)) return toText(bytes);
  return bytes.replace(wellFormedOrNot, (found, wellFormed: string | undefined) =>
    wellFormed === undefined ? `\\x${found.charCodeAt(0).toString(16).toUpperCase()}` : toText(wellFormed),
  );
}

/** What `node:fs` takes: text where the path is UTF-8, else its bytes. */
export function toLocation(bytes: BytePath): string | Buffer {
  return isUtf8Path(bytes) ? toText(bytes) : Buffer.from(bytes, "latin1");
}

/** Whether `path` is `folder` or lies below it. Both are absolute and normalised. */
export function isWithin(path: BytePath, folder: BytePath): boolean {
  return path === folder || path.startsWith(withSlash(folder));
}

/** A folder's path with one `/` at its end. */
export function withSlash(folder: BytePath): BytePath {
  return folder.endsWith("/") ? folder : `${folder}/`;
}

/** The last part of a path; `path` has no `/` at its end. */
export function baseName(path: BytePath): BytePath {
  return path.slice(path.lastIndexOf("/") + 1);
}
