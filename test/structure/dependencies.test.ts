/**
 * Dependencies between the parts of src/ point one way, as docs/architecture.md says, and no two files load each other. Read off
 * the import statements.
 */
import { describe, expect, test } from "vitest";
import { filesBelow, importsOf, read, readJson } from "./project.ts";

/** Which parts each part may import, itself apart. `…` stands for all that another part may. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  findings: [],
  batch: [],
  options: [],
  package: [],
  corpus: ["findings"],
  reporters: ["findings"],
  kernel: ["findings", "batch", "package"],
  documents: ["kernel", "…kernel"],
  schema: ["kernel", "…kernel"],
  formats: ["kernel", "…kernel"],
  tables: ["documents", "schema", "formats", "…kernel", "kernel"],
  workers: ["tables", "…tables", "corpus"],
  dataset: ["workers", "…workers"],
  run: ["dataset", "…dataset", "options", "package"],
  "config-schema": ["options"],
  index: ["run", "…run"],
  cli: ["run", "…run", "config-schema", "reporters"],
};

/** Files of src/ itself and the part that each is. */
const topLevel: Readonly<Record<string, string>> = {
  "src/corpus-inputs.ts": "run",
  "src/corpus-run.ts": "run",
  "src/load-rules.ts": "run",
  "src/run.ts": "run",
  "src/explain.ts": "run",
  "src/check-schema.ts": "run",
  "src/infer-schema.ts": "run",
  "src/settings.ts": "run",
  "src/check-options.ts": "run",
  "src/options.ts": "options",
  "src/config-schema.ts": "config-schema",
  "src/index.ts": "index",
};

const files = filesBelow("src", ".ts");

function partOf(path: string): string | undefined {
  return topLevel[path] ?? /^src\/([\w-]+)\//.exec(path)?.[1];
}

function allowedFor(part: string): Set<string> {
  const all = (allowed[part] ?? []).flatMap((name) =>
    name.startsWith("…") ? [...allowedFor(name.slice(1))] : [name],
  );
  return new Set([part, ...all]);
}

describe("parts", () => {
  test("every file of src/ belongs to one, and every one has files", () => {
    expect(files.filter((path) => !Object.hasOwn(allowed, partOf(path) ?? ""))).toEqual([]);
    expect([...new Set(files.map(partOf))].sort()).toEqual(Object.keys(allowed).sort());
  });

  test("no two depend on each other", () => {
    const names = Object.keys(allowed);
    const both = names.flatMap((a) =>
      names.filter((b) => a !== b && allowedFor(a).has(b) && allowedFor(b).has(a)).map((b) => `${a} ↔ ${b}`),
    );
    expect(both).toEqual([]);
  });

  test.each(files)("%s imports only what its part may", (path) => {
    const may = allowedFor(partOf(path)!);
    const wrong = importsOf(path)
      .filter(({ isRelative }) => isRelative)
      .map(({ target }) => target)
      .filter((target) => !may.has(partOf(target) ?? "nothing"));
    expect(wrong).toEqual([]);
  });
});

describe("files", () => {
  test("relative imports name a file with its extension", () => {
    const targets = files.flatMap((path) => importsOf(path).filter(({ isRelative }) => isRelative));
    expect(targets.map(({ target }) => target).filter((target) => !files.includes(target))).toEqual([]);
    expect(targets.length).toBeGreaterThan(100);
  });

  test("none loads itself by way of others; importing types loads nothing", () => {
    const loads = new Map(
      files.map((path) => [
        path,
        importsOf(path)
          .filter(({ isRelative, isType }) => isRelative && !isType)
          .map(({ target }) => target),
      ]),
    );
    const finished = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, way: readonly string[]) => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" → "));
      if (finished.has(path) || way.includes(path)) return;
      for (const target of loads.get(path) ?? []) visit(target, [...way, path]);
      finished.add(path);
    };
    for (const path of files) visit(path, []);
    expect(circles).toEqual([]);
  });

  test("packages that src/ imports are run-time dependencies, and the other way round", () => {
    const imported = files
      .flatMap((path) => importsOf(path))
      .filter(({ isRelative, target }) => !isRelative && !target.startsWith("node:"))
      .map(({ target }) => /^(?:@[^/]+\/)?[^/]+/.exec(target)![0]);
    const { dependencies } = readJson("package.json") as { dependencies: Record<string, string> };
    expect([...new Set(imported)].sort()).toEqual(Object.keys(dependencies).sort());
  });

  test("each opens with a comment that says what it holds", () => {
    expect(files.filter((path) => !/^(?:#!.*\n)?\/\*\*\s+\S/.test(read(path)))).toEqual([]);
  });
});
