/**
 * From what was typed to what it stands for on disk: each input becomes absolute paths of files and folders. Separate
 * from the choice of the root, which needs all of them.
 */
import { InputError, systemReason, UsageError } from "../findings/errors.ts";
import { type BytePath, baseName, isWithin, toBytePath, toReadablePath, withSlash } from "./byte-path.ts";
import {
  absolutePath,
  type EntryKind,
  isSystemError,
  joinedPath,
  kindAt,
  realPath,
  slashed,
  targetKindAt,
} from "./disk.ts";
import { expandBraces } from "./glob-braces.ts";
import { expandGlob, isGlob } from "./globs.ts";

/** A file or folder that the user named, or that a glob matched. */
export interface Target {
  /** Absolute, normalised, without `/` at its end. */
  readonly path: BytePath;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  /** As it was typed or matched, for messages. */
  readonly typed: string;
}

/** Finds the targets of inputs, all relative to one folder. */
export class TargetFinder {
  #cwd: BytePath;
  #hidden: boolean;
  /** Real paths of folders: many files share one. */
  #realFolders = new Map<BytePath, BytePath>();

  constructor(cwd: BytePath, hidden: boolean) {
    this.#cwd = cwd;
    this.#hidden = hidden;
  }

  /**
   * The targets of one input: itself if it exists, else what its braces and wildcards stand for. Throws InputError
   * where there is nothing.
   */
  *find(input: string): Generator<Target> {
    const typed = slashed(input);
    if (typed === "" || typed.includes("\0")) {
      throw new UsageError("an input is empty or holds a NUL character: name a file, a folder or a glob");
    }
    const target = this.#targetAt(toBytePath(typed));
    if (target !== null) yield target;
    else for (const text of expandBraces(typed)) yield* this.#findAlternative(text);
  }

  /** Whether a target is, or lies in, the folder with the real path `folder`. */
  isIn(target: Target, folder: BytePath): boolean {
    return isWithin(this.#realPathOf(target), folder);
  }

  /** As a shell does it: each alternative of the braces must exist, or match. */
  *#findAlternative(text: string): Generator<Target> {
    const named = this.#targetAt(toBytePath(text));
    if (named !== null) {
      yield named;
      return;
    }
    if (!isGlob(text)) throw new InputError(`${text}: no such file or folder`);
    let found = false;
    for (const { path, kind } of expandGlob(text, this.#cwd, this.#hidden)) {
      found = true;
      yield this.#target(path, kind);
    }
    if (!found) throw new InputError(`no file matches ${text}, seen from ${toReadablePath(this.#cwd)}`);
  }

  #targetAt(path: BytePath): Target | null {
    try {
      const kind = kindAt(joinedPath(this.#cwd, path));
      return kind === null ? null : this.#target(path, kind);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const typed = toReadablePath(path);
      // The text of a pattern is no name, and need not be one.
      if ((error.code === "ENAMETOOLONG" || error.code === "ENOTDIR") && isPattern(typed)) return null;
      throw new InputError(`${typed}: ${systemReason(error)}`, { cause: error });
    }
  }

  #target(path: BytePath, kind: EntryKind): Target {
    const isLink = kind === "link";
    // A broken link is a file that cannot be read, and is reported as one with all others.
    const isFolder = kind === "folder" || (isLink && targetKindAt(joinedPath(this.#cwd, path)) === "folder");
    return { path: this.#normalised(path), isFolder, isLink, typed: toReadablePath(path) };
  }

  /** `..` behind a link leads elsewhere than its text says; the text is only kept where both are the same. */
  #normalised(path: BytePath): BytePath {
    const plain = absolutePath(this.#cwd, path);
    const upwards = /^(?:.*\/)?\.\.(?=\/|$)/s.exec(path)?.[0];
    if (upwards === undefined) return plain;
    const real = this.#realFolder(joinedPath(this.#cwd, upwards));
    if (real === this.#realFolder(absolutePath(this.#cwd, upwards))) return plain;
    return absolutePath(real, `.${path.slice(upwards.length)}`);
  }

  #realPathOf(target: Target): BytePath {
    if (target.isFolder || target.isLink) return realPath(target.path) ?? target.path;
    const name = baseName(target.path);
    return withSlash(this.#realFolder(target.path.slice(0, -name.length - 1) || "/")) + name;
  }

  #realFolder(folder: BytePath): BytePath {
    let real = this.#realFolders.get(folder);
    if (real === undefined) {
      real = realPath(folder) ?? folder;
      this.#realFolders.set(folder, real);
    }
    return real;
  }
}

function isPattern(text: string): boolean {
  const alternatives = expandBraces(text);
  return alternatives.length > 1 || isGlob(alternatives[0]!);
}
