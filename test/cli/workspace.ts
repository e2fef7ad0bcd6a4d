/**
 * What the tests of the command line share: a folder of its own for each test, sample documents, and the built command,
 * run in that folder.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test as base } from "vitest";

export const projectFolder = resolve(import.meta.dirname, "../..");
export const commandLine = join(projectFolder, "dist/bundle/docrows.cjs");

export const HEADER = "date 2020-09-09 https://www.example.org/some/page";
/** A document of two paragraphs that conforms. */
export const GOOD = ` ${HEADER}\n\nFirst paragraph.\n\nSecond one,\nof two lines.\n`;

/** What became of a command. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output, and the same as bytes. */
  readonly stdout: string;
  readonly output: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly environment?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** The lines of a text report without those that show the documents' own lines. */
export function reportLines(report: string): string[] {
  return report
    .trimEnd()
    .split("\n")
    .filter((line) => !/^ {2} *\d* \| /.test(line));
}

/** A folder that goes with the test. */
export interface Workspace {
  readonly folder: string;
  /** A path in the folder. */
  at(...parts: string[]): string;
  /** Writes files by their paths in the folder, with the folders above them. */
  write(files: Readonly<Record<string, string | Buffer>>): void;
  /** All files below a path in the folder with their bytes as latin1, for comparing; none if there is nothing. */
  snapshot(path: string): Record<string, string>;
  /** Runs docrows in the folder. */
  docrows(args: readonly string[], options?: RunOptions): Promise<Outcome>;
}

export const test = base.extend<{ workspace: Workspace }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed off this pattern
  workspace: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "docrows-cli-"));
    try {
      await use(workspaceIn(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

export function workspaceIn(folder: string): Workspace {
  return {
    folder,
    at: (...parts) => join(folder, ...parts),
    write: (files) => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
    },
    snapshot: (path) => snapshotOf(join(folder, path)),
    docrows: (args, options = {}) => finished(startDocrows(folder, args, options), options.input),
  };
}

/** All files below a folder, hidden ones too, with their bytes as latin1. */
export function snapshotOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, "latin1")]),
  );
}

/** Starts docrows in a folder. Colours and configurations of the person who runs the tests do not reach it. */
export function startDocrows(
  folder: string,
  args: readonly string[],
  { environment = {}, cwd = folder }: RunOptions = {},
): ChildProcess {
  if (!existsSync(commandLine)) throw new Error("dist/ is missing: npm run build makes it");
  const env = { PATH: process.env.PATH, HOME: folder, ...environment };
  return spawn(process.execPath, [commandLine, ...args], { cwd, env });
}

/** Waits for a process and collects what it says. */
export function finished(child: ChildProcess, input?: string | Buffer): Promise<Outcome> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout!.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr!.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.stdin!.on("error", () => {});
  child.stdin!.end(input);
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (exitCode, signal) => {
      const output = Buffer.concat(stdout);
      const text = Buffer.concat(stderr).toString();
      done({ exitCode, signal, output, stdout: output.toString(), stderr: text });
    });
  });
}

/** Runs a shell script in a folder, in which `docrows` is the built command. */
export function shell(folder: string, script: string, environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const command = `docrows() { "${process.execPath}" "${commandLine}" "$@"; }\n${script}`;
  const env = { PATH: process.env.PATH, HOME: folder, ...environment };
  return finished(spawn("bash", ["-c", command], { cwd: folder, env }));
}
