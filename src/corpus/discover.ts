/**
 * The walk: from resolved inputs to documents, in the order in which everything else will see them. A generator that
 * holds the names of one folder and of the folders above it, whatever the size of the corpus.
 */
import { systemReason } from "../findings/errors.ts";
import {
  type BytePath,
  baseName,
  isAsciiPath,
  isUtf8Path,
  isWithin,
  toLocation,
  toReadablePath,
  withSlash,
} from "./byte-path.ts";
import type { ChangedFiles } from "./changed-files.ts";
import { type Entry, isSystemError, listFolder, realPath, targetKindAt } from "./disk.ts";
import type { InputTree } from "./input-tree.ts";
import type { FileInputs, ResolvedInputs } from "./inputs.ts";
import { PASSED_OVER, type PassedOver } from "./passed-over.ts";
import { type SourceFile, STANDARD_INPUT, TEMPORARY_NAME } from "./source-file.ts";

interface Walk {
  readonly inputs: FileInputs;
  /** What alone is read, if not everything. */
  readonly changed: ChangedFiles | undefined;
  readonly passedOver: PassedOver;
  /** Length of the root's path with its `/`. */
  readonly rootLength: number;
}

/** What one folder holds to read: names in order, folders with `/` at their end. */
interface Contents {
  readonly names: readonly BytePath[];
  /** Of the folders that also lead to something named: those that the selection would enter by itself. */
  readonly entered: ReadonlySet<BytePath>;
  /** Why the folder cannot be listed, or null. */
  readonly reason: string | null;
}

/**
 * Yields the documents ordered by the bytes of their paths, each once, and counts in `passedOver` what is not read.
 * A symbolic link in a folder is read under its own path if it leads to a file within the real root. Folders change
 * while they are walked: a file may be gone when it is read. With `changed`, only documents that it holds.
 */
export function* discover(
  inputs: ResolvedInputs,
  passedOver: PassedOver,
  changed?: ChangedFiles,
): Generator<SourceFile> {
  if (inputs.kind === "standard input") {
    yield { kind: "file", sourcePath: STANDARD_INPUT, location: STANDARD_INPUT, nameIsUtf8: true };
    return;
  }
  for (let left = inputs.outFolderInputs; left > 0; left--) passedOver.count(PASSED_OVER.outFolder);
  const root = withSlash(inputs.root);
  const walk = { inputs, changed, passedOver, rootLength: root.length };
  yield* walkFolder(walk, root, inputs.tree, inputs.tree.walked);
}

/** Walks a folder, `folder` with `/` at its end. Not `listed`: only what was named in it is read. */
function* walkFolder(
  walk: Walk,
  folder: BytePath,
  tree: InputTree | undefined,
  listed: boolean,
): Generator<SourceFile> {
  const { names, entered, reason } = contentsOf(walk, folder, tree, listed);
  if (reason !== null) yield { kind: "unreadable", ...placeOf(walk, folder), reason };
  for (const name of names) {
    const path = folder + name;
    if (name.endsWith("/")) {
      const below = tree?.folders.get(name.slice(0, -1));
      yield* walkFolder(walk, path, below, below === undefined || below.walked || entered.has(name));
    } else {
      // Not spread, which takes longer: there may be very many files.
      const { sourcePath, location, nameIsUtf8 } = placeOf(walk, path);
      yield { kind: "file", sourcePath, location, nameIsUtf8 };
    }
  }
}

function placeOf(walk: Walk, path: BytePath): Pick<SourceFile, "sourcePath" | "location" | "nameIsUtf8"> {
  const relative = path.endsWith("/") ? path.slice(walk.rootLength, -1) : path.slice(walk.rootLength);
  // As most paths are: looked at once instead of for each of the three.
  if (isAsciiPath(path))
    return { sourcePath: relative === "" ? "." : relative, location: path, nameIsUtf8: true };
  return {
    sourcePath: relative === "" ? "." : identityOf(relative),
    location: toLocation(path),
    nameIsUtf8: isUtf8Path(relative),
  };
}

/** A path that is not UTF-8 ends with `/`, as no other does: it must not be taken for a file that is named as it is shown. */
function identityOf(relative: BytePath): string {
  return isUtf8Path(relative) ? toReadablePath(relative) : `${toReadablePath(relative)}/`;
}

function contentsOf(walk: Walk, folder: BytePath, tree: InputTree | undefined, listed: boolean): Contents {
  let names: BytePath[] = [];
  const entered = new Set<BytePath>();
  let reason: string | null = null;
  try {
    for (const entry of listed ? entriesOf(walk, folder) : []) {
      if (tree?.files.has(entry.name) || entry.name.startsWith(TEMPORARY_NAME)) continue;
      const namedFolder = tree?.folders.has(entry.name) ?? false;
      const name = choose(walk, folder, entry, namedFolder);
      if (name !== null && namedFolder) entered.add(name);
      else if (name !== null) names.push(name);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    reason = systemReason(error);
    // Half a folder would look like a whole one.
    names = [];
    entered.clear();
  }
  const { changed } = walk;
  for (const name of tree?.files ?? []) if (changed?.hasFile(folder, name) ?? true) names.push(name);
  for (const name of tree?.folders.keys() ?? []) {
    if (changed?.hasFolder(folder, name) ?? true) names.push(`${name}/`);
  }
  return { names: names.sort(), entered, reason };
}

function entriesOf({ changed }: Walk, folder: BytePath): Iterable<Entry> {
  return changed === undefined ? listFolder(folder) : changed.entriesOf(folder);
}

/** The name of an entry to read, with `/` if it is a folder; null if it is passed over, and then it is counted. */
function choose(walk: Walk, folder: BytePath, entry: Entry, namedFolder: boolean): BytePath | null {
  const kind = passedOverKind(walk, folder + entry.name, entry);
  if (kind === null) return entry.kind === "folder" ? `${entry.name}/` : entry.name;
  // What was named in it is read after all.
  if (namedFolder) return null;
  if (kind === "") walk.passedOver.countFile(entry.name);
  else walk.passedOver.count(kind);
  return null;
}

/** Why an entry is passed over; "": for what its name ends with; null: it is not. */
function passedOverKind(walk: Walk, path: BytePath, entry: Entry): string | null {
  const { selection } = walk.inputs;
  const relative = path.slice(walk.rootLength);
  if (selection.hides(entry.name)) return PASSED_OVER.hidden;
  if (entry.kind === "other") return PASSED_OVER.special;
  if (selection.excludes(relative, entry.kind === "folder")) return PASSED_OVER.excluded;
  if (entry.kind === "folder") return isOutFolder(walk, path) ? PASSED_OVER.outFolder : null;
  if (entry.kind === "link" && !leadsToReadableFile(walk, path)) return PASSED_OVER.link;
  return selection.includes(relative) ? null : "";
}

function leadsToReadableFile({ inputs }: Walk, path: BytePath): boolean {
  if (targetKindAt(path) !== "file") return false;
  const real = realPath(path);
  if (real === null || !isWithin(real, inputs.realRoot)) return false;
  return inputs.outFolder === null || !isWithin(real, inputs.outFolder);
}

/** A folder that is no link has its own name in its real path too, so that few folders need a look. */
function isOutFolder({ inputs: { outFolder } }: Walk, path: BytePath): boolean {
  return outFolder !== null && baseName(outFolder) === baseName(path) && realPath(path) === outFolder;
}
