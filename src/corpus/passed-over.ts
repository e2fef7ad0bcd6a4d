/**
 * What discovery did not read, counted by kind, so that nothing is left out silently. Separate because the closing
 * summary reads it when discovery is long over.
 */
import { type BytePath, toReadablePath } from "./byte-path.ts";

/** Kinds other than a file's extension. A folder that is not entered counts once, whatever it holds. */
export const PASSED_OVER = {
  noExtension: "(no extension)",
  hidden: "(hidden)",
  link: "(symbolic link)",
  excluded: "(excluded)",
  special: "(special file)",
  outFolder: "(output folder)",
  other: "(other)",
} as const;

/** Longer ones are rather the end of a sentence than an extension. */
const MAX_EXTENSION_CHARACTERS = 16;
/** File names such as `part.000001` must not make memory grow with the corpus. */
const MAX_KINDS = 100;

export class PassedOver {
  #counts = new Map<string, number>();

  /** Counts one entry of a kind: one of `PASSED_OVER`, or an extension such as `.jpg`. */
  count(kind: string): void {
    const known = this.#counts.has(kind) || this.#counts.size < MAX_KINDS || kind.startsWith("(");
    const key = known ? kind : PASSED_OVER.other;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Counts a file by its lower-cased extension. */
  countFile(name: BytePath): void {
    this.count(extensionOf(name));
  }

  /** Kinds with their counts, the most frequent first, then by name. Kinds are from file names: escape before printing. */
  entries(): [kind: string, count: number][] {
    return [...this.#counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
}

/** Example: `a.tar.GZ` → `.gz`, `README` and `.profile` → `(no extension)`. */
function extensionOf(name: BytePath): string {
  const dot = name.lastIndexOf(".");
  if (dot <= 0 || dot === name.length - 1) return PASSED_OVER.noExtension;
  const extension = toReadablePath(name.slice(dot)).toLowerCase();
  return extension.length > MAX_EXTENSION_CHARACTERS ? PASSED_OVER.other : extension;
}
