/**
 * Which entries of a folder are read: extensions, `--include`, `--exclude`, `--hidden`. Separate from the walk because
 * it looks at names alone and never at the disk.
 */
import { UsageError } from "../findings/errors.ts";
import { type BytePath, toText } from "./byte-path.ts";
import { expandBraces } from "./glob-braces.ts";
import { matchesName, matchesPath, type PathPattern, parsePathPattern } from "./glob-pattern.ts";

export interface SelectionOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Whether names that start with a dot are read. */
  readonly hidden: boolean;
  /** With the dot, ASCII, in any case; not looked at if there are include globs. */
  readonly extensions: readonly string[];
}

/** A glob that picks entries of folders. */
interface Selector {
  readonly pattern: PathPattern;
  /** Compared with the path from the root, not with the name alone. */
  readonly wholePath: boolean;
  readonly foldersOnly: boolean;
}

/**
 * Globs are compared with the path relative to the root, those without `/` with the last part of it. One that ends
 * with `/` means folders: as an include glob all that is in them. Throws UsageError for a glob that is empty or cannot
 * be understood.
 */
export class Selection {
  #include: readonly Selector[];
  #exclude: readonly Selector[];
  #extensions: readonly string[];
  #hidden: boolean;

  constructor(options: SelectionOptions) {
    this.#include = options.include.flatMap((glob) => parseSelectors("--include", inside(glob)));
    this.#exclude = options.exclude.flatMap((glob) => parseSelectors("--exclude", glob));
    this.#extensions = options.extensions.map((extension) => extension.toLowerCase());
    this.#hidden = options.hidden;
  }

  /** Whether a name is passed over because it starts with a dot. */
  hides(name: BytePath): boolean {
    return !this.#hidden && name.startsWith(".");
  }

  /** Whether an exclude glob matches; a folder is then not entered. `path` is relative to the root. */
  excludes(path: BytePath, isFolder: boolean): boolean {
    return this.#exclude.length > 0 && matchesAny(this.#exclude, path, isFolder);
  }

  /** Whether a file is one to read, exclude globs and hidden names apart. `path` is relative to the root. */
  includes(path: BytePath): boolean {
    if (this.#include.length > 0) return matchesAny(this.#include, path, false);
    const lower = path.toLowerCase();
    return this.#extensions.some((extension) => lower.endsWith(extension));
  }
}

function parseSelectors(option: string, glob: string): Selector[] {
  return expandBraces(glob).map((text) => {
    const pattern = parsePathPattern(text);
    if (pattern.length === 0) throw new UsageError(`${option}: "${glob}" is no pattern`);
    const foldersOnly = text.endsWith("/");
    return { pattern, foldersOnly, wholePath: text.slice(0, foldersOnly ? -1 : undefined).includes("/") };
  });
}

// `drafts/` means all files of every folder of that name.
function inside(glob: string): string {
  if (!glob.endsWith("/")) return glob;
  return glob.indexOf("/") < glob.length - 1 ? `${glob}**` : `**/${glob}**`;
}

function matchesAny(selectors: readonly Selector[], path: BytePath, isFolder: boolean): boolean {
  const parts = toText(path).split("/");
  return selectors.some(({ pattern, wholePath, foldersOnly }) => {
    if (foldersOnly && !isFolder) return false;
    if (wholePath) return matchesPath(pattern, parts);
    const [namePattern] = pattern;
    return namePattern === null || matchesName(namePattern!, parts.at(-1)!);
  });
}
