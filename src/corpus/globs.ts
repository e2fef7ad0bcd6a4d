/**
 * Globs given as inputs: which paths on disk they match. The result is what a shell would have put in their place, so
 * that quotes around a pattern make no difference.
 */
import { InputError, systemReason } from "../findings/errors.ts";
import { type BytePath, toBytePath, toReadablePath, toText } from "./byte-path.ts";
import {
  type Entry,
  type EntryKind,
  isSystemError,
  joinedPath,
  kindAt,
  listFolder,
  targetKindAt,
} from "./disk.ts";
import { matchesName, type NamePattern, type PathPattern, parsePathPattern } from "./glob-pattern.ts";

/** How Node shows bytes of an argument that are not UTF-8: the name meant can then only be found by comparing. */
const REPLACEMENT = "\ufffd";

/** A path that a glob matches, relative where the glob is, and what stands there (a link not followed). */
export interface Match {
  readonly path: BytePath;
  readonly kind: EntryKind;
}

interface Expansion {
  readonly cwd: BytePath;
  readonly pattern: PathPattern;
  readonly hidden: boolean;
  readonly foldersOnly: boolean;
  /** Folders that a `**` has led to, with the place in the pattern: two `**` reach a folder in many ways. */
  readonly entered: Set<string>;
}

/** Whether a text without braces has wildcards or escapes, or a character that stands for bytes that are not UTF-8. */
export function isGlob(text: string): boolean {
  return text.includes("\\") || parsePathPattern(text).some(needsListing);
}

/**
 * What a glob without braces matches, in no particular order, possibly repeated. A name that starts with a dot is
 * matched by a pattern that starts with one, or by any if `hidden`. Links to folders are followed except by `**`; a
 * final `**` matches the folder written before it and all below it. Throws InputError for a folder that must be
 * looked into and cannot be.
 */
export function expandGlob(text: string, cwd: BytePath, hidden: boolean): Generator<Match> {
  const pattern = parsePathPattern(text);
  const expansion = { cwd, pattern, hidden, foldersOnly: /\/\.?$/.test(text), entered: new Set<string>() };
  return matchFrom(expansion, text.startsWith("/") ? "/" : "", 0);
}

/** Matches the pattern's parts from `part` on below `folder`, which is empty or ends with `/`. */
function* matchFrom(expansion: Expansion, folder: BytePath, part: number): Generator<Match> {
  const pattern = expansion.pattern[part];
  if (pattern === undefined) return;
  if (pattern === null) yield* matchBelow(expansion, folder, part);
  else if (!needsListing(pattern)) {
    const path = folder + toBytePath(pattern.literal!);
    const kind = kindOf(expansion, path);
    if (kind !== null) yield* matchEntry(expansion, { path, kind }, part);
  } else {
    for (const { name, kind } of entriesOf(expansion, folder)) {
      const isVisible = !name.startsWith(".") || expansion.hidden || startsWithDot(pattern);
      if (!isVisible || !matchesName(pattern, toText(name))) continue;
      yield* matchEntry(expansion, { path: folder + name, kind }, part);
    }
  }
}

/** `match` fits the parts up to `part`: it is one to yield, or the folder to go on in. */
function* matchEntry(expansion: Expansion, match: Match, part: number): Generator<Match> {
  if (part + 1 < expansion.pattern.length) yield* matchFrom(expansion, `${match.path}/`, part + 1);
  else if (expansion.foldersOnly) yield* onlyFolder(expansion, match.path);
  else yield match;
}

/** The part `**`: what follows it is tried in `folder` and in every folder below. */
function* matchBelow(expansion: Expansion, folder: BytePath, part: number): Generator<Match> {
  const key = `${part} ${folder}`;
  if (expansion.entered.has(key)) return;
  expansion.entered.add(key);
  const isLast = part + 1 === expansion.pattern.length;
  if (!isLast) yield* matchFrom(expansion, folder, part + 1);
  else if (folder !== "") yield* onlyFolder(expansion, folder);
  const folders: BytePath[] = [];
  for (const { name, kind } of entriesOf(expansion, folder)) {
    if (name.startsWith(".") && !expansion.hidden) continue;
    if (kind === "folder") folders.push(name);
    else if (isLast) yield* matchEntry(expansion, { path: folder + name, kind }, part);
  }
  for (const name of folders) yield* matchBelow(expansion, `${folder}${name}/`, part);
}

function* onlyFolder(expansion: Expansion, path: BytePath): Generator<Match> {
  if (targetKindAt(onDisk(expansion, path)) === "folder") yield { path, kind: "folder" };
}

function* entriesOf(expansion: Expansion, folder: BytePath): Generator<Entry> {
  try {
    yield* listFolder(onDisk(expansion, folder === "" ? "." : folder));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // Not a folder: a pattern with more parts does not match here.
    if (error.code === "ENOTDIR" || error.code === "ENOENT") return;
    throw new InputError(`${toReadablePath(folder)}: ${systemReason(error)}`, { cause: error });
  }
}

function kindOf(expansion: Expansion, path: BytePath): EntryKind | null {
  try {
    return kindAt(onDisk(expansion, path));
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

function onDisk(expansion: Expansion, path: BytePath): BytePath {
  return joinedPath(expansion.cwd, path);
}

function needsListing(pattern: NamePattern | null): boolean {
  return pattern === null || pattern.literal === null || pattern.literal.includes(REPLACEMENT);
}

function startsWithDot(pattern: NamePattern): boolean {
  return pattern.tokens[0] === ".".codePointAt(0);
}
