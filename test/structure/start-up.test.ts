/**
 * What a command loads before it does its work. Packages are large: the first document waits for each of them, so none may
 * come back by accident. Read off the coverage that V8 writes, in which every file that was run stands.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { projectFolder } from "./project.ts";

const document = "date 2020-09-09 https://www.example.org/\n\nOne.\n";

/** Packages as the bundle has them: in a file for each, yargs in one with the code that uses it; and any beside the bundle. */
const packageOf = /\/bundle\/packages\/(\w+)\.cjs$|\/bundle\/(yargs)-parser\.cjs$|\/node_modules\/(.+)$/;

/** What a command loads of packages, in the order of their names. */
async function loadedBy(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "docrows-start-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const env = { PATH: process.env.PATH, NODE_V8_COVERAGE: join(folder, "coverage") };
    const command = [join(projectFolder, "dist/bundle/docrows.cjs"), ...args];
    const child = spawn(process.execPath, command, { cwd: folder, env, stdio: "ignore" });
    const [exitCode] = await once(child, "exit");
    const urls = readdirSync(env.NODE_V8_COVERAGE).flatMap((name) =>
      urlsIn(join(env.NODE_V8_COVERAGE, name)),
    );
    const loaded = new Set(urls.flatMap((url) => packageOf.exec(url)?.slice(1).find(Boolean) ?? []));
    return { exitCode, loaded: [...loaded].sort() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function urlsIn(file: string): string[] {
  const { result } = JSON.parse(readFileSync(file, "utf8")) as { result: { url: string }[] };
  return result.map(({ url }) => url);
}

describe.concurrent("loaded packages", () => {
  const cases: readonly (readonly [
    what: string,
    args: string[],
    string[],
    files?: Record<string, string>,
  ])[] = [
    ["help", ["--help"], ["yargs"]],
    ["one document to CSV and JSONL", ["export", "a.txt", "--format", "csv,jsonl"], ["ajv"]],
    ["one document to all formats", ["export", "a.txt"], ["ajv", "apache"]],
    ["a check of one document", ["validate", "a.txt"], ["ajv"]],
    ["an explanation", ["explain", "a.txt"], ["ajv"]],
    ["a dialect of CSV", ["export", "a.txt", "--format", "csv", "--csv-bom"], ["ajv", "csv"]],
    ["front matter", ["validate", "b.txt", "--header", "yaml"], ["ajv", "yaml"]],
    [
      "a schema of one's own",
      ["validate", "a.txt", "--schema", "s.json"],
      ["ajv"],
      { "s.json": '{ "properties": { "url": { "pattern": "^https:" } } }' },
    ],
  ];
  for (const [what, args, packages, files] of cases) {
    test(`for ${what}`, async ({ expect }) => {
      const frontMatter = "---\ndate: 2020-09-09\nurl: https://www.example.org/\n---\n\nOne.\n";
      const outcome = await loadedBy(args, { "a.txt": document, "b.txt": frontMatter, ...files });
      expect(outcome).toEqual({ exitCode: 0, loaded: packages });
    });
  }
});

test("the help has no set of all emoji made", ({ expect }) => {
  const bundle = join(projectFolder, "dist/bundle");
  const code = readdirSync(bundle)
    .filter((name) => name.endsWith(".cjs"))
    .map((name) => readFileSync(join(bundle, name), "utf8"))
    .join("\n");
  expect(code).toContain("stringWidth");
  expect(code).not.toContain("p{RGI_Emoji}$");
});
