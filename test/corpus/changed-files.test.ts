/** Unit: which documents are read when only what git says has changed is asked for. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { InputError, UsageError } from "../../src/findings/errors.ts";
import { type CorpusOptions, validateCorpus } from "../../src/index.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const sound = "date 2024-05-06 https://www.example.org/\n\nOne paragraph.\n";
let repository: string;

function git(...args: string[]): string {
  const identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"];
  return execFileSync("git", [...identity, ...args], { cwd: repository, encoding: "utf8", stdio: "pipe" });
}

function write(path: string, text = sound): void {
  mkdirSync(join(repository, path, ".."), { recursive: true });
  writeFileSync(join(repository, path), text);
}

/** Paths of the documents that are read, in order. */
async function changedDocuments(options: Partial<CorpusOptions> = {}): Promise<string[]> {
  const paths: string[] = [];
  await validateCorpus({
    inputs: [join(repository, "texts")],
    changedSince: "HEAD",
    onEvent: (event) => {
      if (event.type === "document") paths.push(event.path);
    },
    ...options,
  });
  return paths;
}

beforeEach(() => {
  repository = temporaryFolder();
  git("init", "--quiet", "--initial-branch=main");
  for (const path of ["texts/a.txt", "texts/b/ü 1.txt", "texts/b/c.txt", "texts/z.txt", "other/x.txt"])
    write(path);
  write(".gitignore", "ignored.txt\n");
  git("add", "--all");
  git("commit", "--quiet", "--message", "first");
});

describe("changed since a revision", () => {
  it("nothing is read if nothing has changed, and that is no error", async () => {
    expect(await changedDocuments()).toEqual([]);
  });

  it("changed, staged and untracked documents are read, in order; deleted and ignored ones are not", async () => {
    write("texts/z.txt", `${sound}\nMore.\n`);
    write("texts/b/ü 1.txt", `${sound}\nMore.\n`);
    git("add", "texts/z.txt");
    write("texts/new/n.txt");
    write("texts/ignored.txt");
    write("other/x.txt", `${sound}\nMore.\n`);
    rmSync(join(repository, "texts/a.txt"));
    expect(await changedDocuments()).toEqual(["b/ü 1.txt", "new/n.txt", "z.txt"]);
  });

  it("what is read in folders stays what is read in folders", async () => {
    write("texts/notes.md");
    write("texts/.hidden.txt");
    write("texts/drafts/d.txt");
    write("texts/kept.txt");
    expect(await changedDocuments({ exclude: ["drafts"] })).toEqual(["kept.txt"]);
  });

  it("files that are named are read only if they have changed", async () => {
    write("texts/a.txt", `${sound}\nMore.\n`);
    const inputs = ["texts/a.txt", "texts/z.txt", "texts/b"].map((path) => join(repository, path));
    expect(await changedDocuments({ inputs, root: repository })).toEqual(["texts/a.txt"]);
  });

  it("starts where the branch left the revision", async () => {
    git("checkout", "--quiet", "-b", "side");
    write("texts/side.txt");
    git("add", "--all");
    git("commit", "--quiet", "--message", "side");
    git("checkout", "--quiet", "main");
    write("texts/a.txt", `${sound}\nMore.\n`);
    git("commit", "--quiet", "--all", "--message", "main goes on");
    git("checkout", "--quiet", "side");
    expect(await changedDocuments({ changedSince: "main" })).toEqual(["side.txt"]);
  });

  it.each(["nowhere", "--output=x", "HEAD^{tree}:"])("%s is refused as a revision", async (changedSince) => {
    await expect(changedDocuments({ changedSince })).rejects.toThrow(UsageError);
  });

  it("needs a repository", async () => {
    repository = temporaryFolder("texts/a.txt");
    await expect(changedDocuments()).rejects.toThrow(InputError);
  });
});
