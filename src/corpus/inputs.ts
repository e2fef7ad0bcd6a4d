/**
 * What a command was given, checked and made one: the root, the tree of inputs, and what is read in folders. All
 * mistakes in inputs are found here, before any document is read.
 */
import { UsageError } from "../findings/errors.ts";
import { type BytePath, isWithin, toBytePath, toReadablePath, withSlash } from "./byte-path.ts";
import { absolutePath, futureRealPath, realPath, slashed, targetKindAt } from "./disk.ts";
import { InputTree } from "./input-tree.ts";
import { Selection, type SelectionOptions } from "./selection.ts";
import { STANDARD_INPUT } from "./source-file.ts";
import { type Target, TargetFinder } from "./targets.ts";

export interface InputOptions extends SelectionOptions {
  /** Files, folders, globs, or `-` alone. */
  readonly inputs: readonly string[];
  /** The folder that relative paths start from; absolute. */
  readonly cwd: string;
  /** The folder that every `source_path` is relative to; without it, it follows from the inputs. */
  readonly root?: string;
  /** Never read, whether it exists already or not. */
  readonly outFolder?: string;
}

export interface StandardInput {
  readonly kind: "standard input";
}

export interface FileInputs {
  readonly kind: "files";
  /** Absolute; `toLocation` makes something for `fs` of it, `toReadablePath` something for people. */
  readonly root: BytePath;
  /** The root with all links followed: links out of it are not. */
  readonly realRoot: BytePath;
  readonly tree: InputTree;
  readonly selection: Selection;
  /** Real path, or null. */
  readonly outFolder: BytePath | null;
  /** Inputs that were left out because they lie in the output folder. */
  readonly outFolderInputs: number;
}

export type ResolvedInputs = StandardInput | FileInputs;

/**
 * Checks the inputs and merges them. Globs and braces are expanded first, unless an input exists under just that name.
 * The root is `root`; else the one folder, or the folder of the one file; with several inputs `cwd`. Inputs in the
 * output folder do not count. Throws UsageError (no inputs, an input outside the root, `root` no folder) and InputError
 * (an input that does not exist, a glob without a match).
 */
export function resolveInputs(options: InputOptions): ResolvedInputs {
  const { inputs } = options;
  if (inputs.length === 0) {
    throw new UsageError("no inputs: name files, folders or globs, or - for standard input");
  }
  if (inputs.includes(STANDARD_INPUT)) {
    if (inputs.length === 1) return { kind: "standard input" };
    throw new UsageError(
      "- (standard input) stands alone: name it once and nothing beside it, or ./- for a file",
    );
  }
  const selection = new Selection(options);
  const cwd = toBytePath(slashed(options.cwd));
  const outFolder = options.outFolder === undefined ? null : realOutFolder(cwd, options.outFolder);
  const { targets, outFolderInputs } = findTargets(options, cwd, outFolder);
  const root = findRoot(options, cwd, targets);
  return {
    kind: "files",
    root,
    realRoot: realPath(root) ?? root,
    tree: plant(root, targets, options.root),
    selection,
    outFolder,
    outFolderInputs,
  };
}

function realOutFolder(cwd: BytePath, outFolder: string): BytePath {
  return futureRealPath(absolutePath(cwd, toBytePath(slashed(outFolder))));
}

/** All targets, each once, without those in the output folder. */
function findTargets(options: InputOptions, cwd: BytePath, outFolder: BytePath | null) {
  const finder = new TargetFinder(cwd, options.hidden);
  const targets = new Map<BytePath, Target>();
  const inOutFolder = new Set<BytePath>();
  for (const input of options.inputs) {
    for (const target of finder.find(input)) {
      if (outFolder !== null && finder.isIn(target, outFolder)) inOutFolder.add(target.path);
      else targets.set(target.path, target);
    }
  }
  if (targets.size === 0) {
    const folder = options.outFolder ?? "";
    throw new UsageError(
      `${options.inputs[0]} lies in the output folder ${folder}, which is never read: choose another one with --out`,
    );
  }
  return { targets: [...targets.values()], outFolderInputs: inOutFolder.size };
}

function findRoot(options: InputOptions, cwd: BytePath, targets: readonly Target[]): BytePath {
  if (options.root !== undefined) {
    const root = absolutePath(cwd, toBytePath(slashed(options.root)));
    const kind = targetKindAt(root);
    if (kind === "folder") return root;
    throw new UsageError(`--root ${options.root}: ${kind === null ? "no such folder" : "it is no folder"}`);
  }
  const [first] = targets;
  return targets.length === 1 ? folderOf(first!) : absolutePath(cwd, ".");
}

/** The tree of all targets below the root. */
function plant(root: BytePath, targets: readonly Target[], rootOption: string | undefined): InputTree {
  const tree = new InputTree();
  const start = withSlash(root).length;
  for (const target of targets) {
    if (!isWithin(target.path, root)) throw outsideRoot(target, root, targets, rootOption);
    const path = target.path.slice(start);
    if (target.isFolder) tree.addFolder(path);
    else tree.addFile(path);
  }
  return tree;
}

function outsideRoot(
  target: Target,
  root: BytePath,
  targets: readonly Target[],
  rootOption: string | undefined,
): UsageError {
  const why =
    rootOption === undefined ? "the working directory, as there are several inputs" : "given by --root";
  const better = shellQuoted(toReadablePath(commonFolder(targets)));
  return new UsageError(
    `${target.typed} is outside the root ${toReadablePath(root)} (${why}): use --root ${better}`,
  );
}

/** The deepest folder that all targets lie in. */
function commonFolder(targets: readonly Target[]): BytePath {
  let common = folderOf(targets[0]!);
  for (const { path } of targets) {
    while (!isWithin(path, common)) common = parentOf(common);
  }
  return common;
}

function folderOf(target: Target): BytePath {
  return target.isFolder ? target.path : parentOf(target.path);
}

function parentOf(path: BytePath): BytePath {
  return absolutePath(path, "..");
}

function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
