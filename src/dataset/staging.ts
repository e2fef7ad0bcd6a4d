/**
 * How a dataset appears: all its files are written and forced to the disk in a folder of their own, then put in place
 * together. Whatever happens, the output folder holds the old dataset, the new one, or a state that the next command
 * completes (docs/architecture.md, "Staging and commit").
 *
 *     out/.docrows/lock          who writes
 *     out/.docrows/staging/      the new files
 *     out/.docrows/commit.json   exists once the new dataset is decided: from here on it is completed, never undone
 */
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError, UsageError } from "../findings/errors.ts";
import { DATA_PACKAGE_FILE, readDataPackage } from "./data-package.ts";
import {
  attempt,
  makeFolder,
  NewFile,
  removeEmptyFolder,
  removeMadeFolders,
  removePath,
  renamePath,
  syncFolder,
  type WrittenFile,
} from "./files.ts";
import { acquireLock, isLocked, releaseLock } from "./lock.ts";

const WORK_FOLDER = ".docrows";
const STAGING_FOLDER = "staging";
const COMMIT_FILE = "commit.json";

/** What a commit does: the names to put in place, in order, and those of the old dataset that go. */
interface CommitPlan {
  readonly place: readonly string[];
  readonly remove: readonly string[];
}

/** The new dataset while it is written. One at a time for an output folder. */
export class Staging {
  readonly #out: string;
  /** The uppermost folder that this run created; it goes again if nothing comes of the run. */
  readonly #created: string | undefined;
  readonly #files: NewFile[] = [];
  /** Whether the new dataset was decided and could not be put in place: the next command completes it. */
  #unfinished = false;

  /**
   * Takes the output folder, which is created if need be, and completes or clears what an earlier command left. `names`: the
   * files that the dataset will have. Throws UsageError if another docrows is writing there or a file of such a name was not
   * written by docrows, InputError if the folder cannot be written; the folder is then as it was.
   */
  constructor(out: string, names: readonly string[]) {
    this.#out = out;
    this.#created = makeFolder(workPath(out));
    let locked = false;
    try {
      acquireLock(workPath(out), out);
      locked = true;
      settle(out);
      refuseForeignFiles(out, names, ownedFiles(out));
      makeFolder(join(workPath(out), STAGING_FOLDER));
    } catch (error) {
      if (locked) releaseLock(workPath(out));
      this.#removeCreated();
      throw error;
    }
  }

  /** Opens a new file of the dataset. */
  create(name: string): NewFile {
    const file = new NewFile(name, join(workPath(this.#out), STAGING_FOLDER, name), join(this.#out, name));
    this.#files.push(file);
    return file;
  }

  /**
   * Puts the finished files in place, datapackage.json last, and removes those of the old dataset that the new one lacks. Throws
   * UsageError, before anything is changed, if a file in the way was not written by docrows.
   */
  commit(files: readonly WrittenFile[]): void {
    const place = files.map(({ name }) => name);
    const owned = ownedFiles(this.#out);
    refuseForeignFiles(this.#out, place, owned);
    const remove = owned.filter((name) => !place.includes(name));
    syncFolder(join(workPath(this.#out), STAGING_FOLDER));
    writeCommitPlan(this.#out, { place, remove });
    this.#unfinished = true;
    complete(this.#out);
    this.#unfinished = false;
  }

  /** Removes what was staged, unless it is decided, and lets go of the output folder. Always call it last. */
  close(): void {
    for (const file of this.#files) file.close();
    if (!this.#unfinished) removeWorkFiles(this.#out);
    releaseLock(workPath(this.#out));
    this.#removeCreated();
  }

  /** Removes the work folder, and the folders that this run created, as far as they are empty. */
  #removeCreated(): void {
    removeEmptyFolder(workPath(this.#out));
    removeMadeFolders(this.#out, this.#created);
  }
}

/** Refuses an output folder that holds files under the names of the dataset which docrows did not write, or not as they are. */
function refuseForeignFiles(out: string, names: readonly string[], owned: readonly string[]): void {
  const foreign = [...names, DATA_PACKAGE_FILE].find(
    // A link that leads nowhere is a file of somebody's, too.
    (name) => !owned.includes(name) && lstatSync(join(out, name), { throwIfNoEntry: false }) !== undefined,
  );
  if (foreign === undefined) return;
  throw new UsageError(
    `${join(out, foreign)} exists and was not written by docrows, or was changed since; move it away or name another folder with --out`,
  );
}

/** Completes a commit that was interrupted, if no command is at work in the folder. For commands that read a dataset. */
export function recover(out: string): void {
  if (!existsSync(join(workPath(out), COMMIT_FILE)) || isLocked(workPath(out))) return;
  acquireLock(workPath(out), out);
  try {
    settle(out);
  } finally {
    releaseLock(workPath(out));
    removeEmptyFolder(workPath(out));
  }
}

/** Completes an interrupted commit, or clears an interrupted staging. */
function settle(out: string): void {
  if (existsSync(join(workPath(out), COMMIT_FILE))) complete(out);
  removeWorkFiles(out);
}

/** Carries out the commit plan; doing it twice does no harm. */
function complete(out: string): void {
  const planPath = join(workPath(out), COMMIT_FILE);
  const { place, remove } = readCommitPlan(planPath);
  const stagingPath = join(workPath(out), STAGING_FOLDER);
  const staged = new Set(existsSync(stagingPath) ? readdirSync(stagingPath) : []);
  if (staged.has(DATA_PACKAGE_FILE)) removePath(join(out, DATA_PACKAGE_FILE));
  for (const name of remove) removePath(join(out, name));
  const last = place.filter((name) => name === DATA_PACKAGE_FILE);
  for (const group of [place.filter((name) => name !== DATA_PACKAGE_FILE), last]) {
    for (const name of group) {
      if (staged.has(name)) renamePath(join(stagingPath, name), join(out, name));
    }
    syncFolder(out);
  }
}

/** Reads the commit plan; it is written whole or not at all, so that another content is not from docrows. */
function readCommitPlan(path: string): CommitPlan {
  const content = attempt("read", path, () => readFileSync(path, "utf8"));
  try {
    const { place, remove } = JSON.parse(content) as CommitPlan;
    if ([...place, ...remove].every((name) => /^[a-z]+\.[a-z]+$/.test(name))) return { place, remove };
  } catch {
    // The same as a plan with other names.
  }
  throw new InputError(`${path} is damaged; remove the folder ${dirname(path)} and export again`);
}

function writeCommitPlan(out: string, plan: CommitPlan): void {
  const path = join(workPath(out), COMMIT_FILE);
  attempt("write", path, () => writeFileSync(`${path}.new`, JSON.stringify(plan), { flush: true }));
  renamePath(`${path}.new`, path);
  syncFolder(workPath(out));
}

/**
 * The files of the dataset in `out`, by its own account; none if there is no dataset. A file of another size than it was
 * written with is somebody else's by now.
 */
function ownedFiles(out: string): string[] {
  const dataPackage = existsSync(join(out, DATA_PACKAGE_FILE)) ? readDataPackage(out) : null;
  if (dataPackage === null) return [];
  const isAsWritten = ({ name, bytes }: { name: string; bytes: number }) =>
    (lstatSync(join(out, name), { throwIfNoEntry: false })?.size ?? bytes) === bytes;
  return [...dataPackage.files.filter(isAsWritten).map(({ name }) => name), DATA_PACKAGE_FILE];
}

/** The staging folder goes last but one, so that a crash leaves nothing that looks like a commit. */
function removeWorkFiles(out: string): void {
  removePath(join(workPath(out), `${COMMIT_FILE}.new`));
  removePath(join(workPath(out), COMMIT_FILE));
  removePath(join(workPath(out), STAGING_FOLDER));
}

function workPath(out: string): string {
  return join(out, WORK_FOLDER);
}
