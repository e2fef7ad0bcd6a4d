/**
 * What git says has changed below a folder. Discovery asks it in place of the disk, so that everything else (which files
 * are documents, their order, their identity) is decided as in any other run, without looking into folders where nothing changed.
 */
import { spawnSync } from "node:child_process";
import { InputError, systemReason, UsageError } from "../findings/errors.ts";
import { type BytePath, toLocation, toReadablePath, withSlash } from "./byte-path.ts";
import { type Entry, kindAt } from "./disk.ts";

/** Names of more changed files than this do not fit the answer of one git command. */
const MAX_ANSWER_BYTES = 1 << 28;

/** A folder with changes somewhere in it. */
interface ChangedFolder {
  readonly folders: Map<BytePath, ChangedFolder>;
  readonly files: Set<BytePath>;
}

export class ChangedFiles {
  readonly #root: BytePath;
  readonly #tree: ChangedFolder = { folders: new Map(), files: new Set() };

  /**
   * The files below `root` that differ from where the current branch left `revision` (from `revision` itself where
   * there is no such commit), those that git does not track among them, deleted and ignored ones not. Throws UsageError for a
   * revision that git does not know, and InputError if there is no git or `root` is in no repository.
   */
  constructor(root: BytePath, revision: string) {
    this.#root = withSlash(root);
    const commit = findCommit(root, revision);
    const base = git(root, ["merge-base", commit, "HEAD"]).output.trim() || commit;
    const changed = [
      "diff",
      "--name-only",
      "-z",
      "--no-renames",
      "--diff-filter=d",
      "--relative",
      base,
      "--",
    ];
    for (const paths of [changed, ["ls-files", "--others", "--exclude-standard", "-z"]]) {
      for (const path of ask(root, paths).split("\0")) if (path !== "") this.#add(path);
    }
  }

  /** The changed entries of a folder, as `listFolder` gives them; those that are gone by now are left out. */
  *entriesOf(folder: BytePath): Generator<Entry> {
    const changed = this.#folderAt(folder);
    for (const name of changed?.folders.keys() ?? []) yield { name, kind: "folder" };
    for (const name of changed?.files ?? []) {
      const kind = kindAt(folder + name);
      if (kind !== null && kind !== "folder") yield { name, kind };
    }
  }

  /** Whether the file `name` of a folder has changed. */
  hasFile(folder: BytePath, name: BytePath): boolean {
    return this.#folderAt(folder)?.files.has(name) ?? false;
  }

  /** Whether anything in the folder `name` of a folder has changed. */
  hasFolder(folder: BytePath, name: BytePath): boolean {
    return this.#folderAt(folder)?.folders.has(name) ?? false;
  }

  #add(path: BytePath): void {
    const names = path.split("/");
    const file = names.pop()!;
    let folder = this.#tree;
    for (const name of names) {
      let next = folder.folders.get(name);
      if (next === undefined) {
        next = { folders: new Map(), files: new Set() };
        folder.folders.set(name, next);
      }
      folder = next;
    }
    folder.files.add(file);
  }

  /** `folder` is absolute, ends with `/` and lies below the root. */
  #folderAt(folder: BytePath): ChangedFolder | undefined {
    let found: ChangedFolder | undefined = this.#tree;
    for (const name of folder.slice(this.#root.length).split("/")) {
      if (name !== "") found = found?.folders.get(name);
    }
    return found;
  }
}

function findCommit(root: BytePath, revision: string): string {
  const inside = git(root, ["rev-parse", "--is-inside-work-tree"]);
  if (inside.status !== 0)
    throw new InputError(`--changed-since asks git, and ${toReadablePath(root)} is in no git repository`);
  const found = git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  if (found.status === 0) return found.output.trim();
  throw new UsageError(
    `--changed-since: git knows no commit ${JSON.stringify(revision)}; fetch it first (CI systems often clone without history)`,
  );
}

function ask(root: BytePath, args: readonly string[]): string {
  const { status, output, errors } = git(root, args);
  if (status !== 0) throw new InputError(`git ${args[0]} failed: ${errors.trim().split("\n").at(-1)}`);
  return output;
}

/** Runs git in a folder; its output as bytes, which is what paths are. */
function git(root: BytePath, args: readonly string[]): { status: number; output: string; errors: string } {
  const { error, status, stdout, stderr } = spawnSync("git", args, {
    cwd: toLocation(root) as string,
    encoding: "latin1",
    maxBuffer: MAX_ANSWER_BYTES,
  });
  if (error) throw new InputError(`cannot run git: ${systemReason(error)}`, { cause: error });
  return { status: status ?? 1, output: stdout, errors: stderr };
}
