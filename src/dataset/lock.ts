/**
 * One writer per output folder. The lock is a file that names its owner; one whose owner is no longer alive is stale
 * and is taken over.
 */
import {
  constants,
  copyFileSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UsageError } from "../findings/errors.ts";
import { attempt, removePath } from "./files.ts";

const LOCK_FILE = "lock";

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the kernel's own words; "" where the system does not tell. Guards against a number used again. */
  readonly started: string;
}

/**
 * Takes the lock of `folder`. `out` is what the message speaks of. Throws UsageError if its owner is alive, InputError if
 * the folder cannot be written.
 */
export function acquireLock(folder: string, out: string): void {
  const path = join(folder, LOCK_FILE);
  for (let tries = 0; tries < 3; tries++) {
    if (attempt("write", path, () => tryLock(path))) {
      removeDrafts(folder);
      return;
    }
    const owner = readOwner(path);
    if (owner !== null && isAlive(owner)) throw heldBy(owner, folder, out);
    attempt("remove", path, () => removeStaleLock(path));
  }
  throw new UsageError(
    `${out} is being written by another docrows; wait for it, or name another folder with --out`,
  );
}

/** Whether a living process holds the lock of `folder`. */
export function isLocked(folder: string): boolean {
  const owner = readOwner(join(folder, LOCK_FILE));
  return owner !== null && isAlive(owner);
}

/** Lets go of the lock. */
export function releaseLock(folder: string): void {
  removePath(join(folder, LOCK_FILE));
}

/** The lock appears with its content at once: it is written under another name and then linked. */
function tryLock(path: string): boolean {
  const own: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(own));
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    return tryLockWithoutLinks(path, draft);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For file systems that have no hard links (FAT): the content follows the name a moment later. */
function tryLockWithoutLinks(path: string, draft: string): boolean {
  try {
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Two commands may find the same stale lock, and the slower one must not remove the new lock of the faster: what was
 * moved aside is looked at again, and put back if it is alive.
 */
function removeStaleLock(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    const owner = readOwner(aside);
    if (owner !== null && isAlive(owner)) linkSync(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Removes what processes left that died while they took the lock. */
function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^lock\.(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) removePath(join(folder, name));
  }
}

/** Null for a file that does not name an owner: it was not written to its end. */
function readOwner(path: string): Owner | null {
  try {
    const owner = JSON.parse(readFileSync(path, "utf8")) as Partial<Owner> | null;
    return Number.isSafeInteger(owner?.pid) && typeof owner?.host === "string" ? (owner as Owner) : null;
  } catch {
    return null;
  }
}

/** A process of another machine cannot be asked: it counts as alive. */
function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  return isRunning(owner.pid) && startOf(owner.pid) === owner.started;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of /proc/PID/stat (proc(5)): the start time in clock ticks since boot. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function heldBy(owner: Owner, folder: string, out: string): UsageError {
  const where = owner.host === hostname() ? `process ${owner.pid}` : `process ${owner.pid} on ${owner.host}`;
  const remedy =
    owner.host === hostname()
      ? "wait for it, or name another folder with --out"
      : `wait for it, or, if that machine no longer runs, remove ${join(folder, LOCK_FILE)}`;
  return new UsageError(`${out} is being written by another docrows (${where}); ${remedy}`);
}
