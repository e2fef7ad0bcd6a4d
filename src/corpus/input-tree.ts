/**
 * The inputs as one tree, so that files and folders named in any order, nested or repeated, are walked once and in one
 * order. A set of file names per folder and no object per file: a shell may name 100,000 files.
 */
import type { BytePath } from "./byte-path.ts";

/** A folder that was named, or that leads to something named. */
export class InputTree {
  /** Named itself: its entries are read as far as the selection goes. */
  walked = false;
  /** Names of files that are read whatever the selection says. */
  readonly files = new Set<BytePath>();
  readonly folders = new Map<BytePath, InputTree>();

  /** Adds a file; `path` is relative to this folder. */
  addFile(path: BytePath): void {
    const slash = path.lastIndexOf("/");
    this.#folderAt(slash < 0 ? "" : path.slice(0, slash)).files.add(path.slice(slash + 1));
  }

  /** Adds a folder; `path` is relative to this folder, and empty for this folder itself. */
  addFolder(path: BytePath): void {
    this.#folderAt(path).walked = true;
  }

  #folderAt(path: BytePath): InputTree {
    let folder: InputTree = this;
    for (const name of path === "" ? [] : path.split("/")) {
      let next = folder.folders.get(name);
      if (next === undefined) {
        next = new InputTree();
        folder.folders.set(name, next);
      }
      folder = next;
    }
    return folder;
  }
}
