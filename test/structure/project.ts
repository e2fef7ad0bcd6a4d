/** What the tests of the project's shape share: its files, the imports of its modules, the links and headings of its pages. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

export const projectFolder = resolve(import.meta.dirname, "../..");

export function read(path: string): string {
  return readFileSync(join(projectFolder, path), "utf8");
}

export function readJson(path: string): Record<string, unknown> {
  return JSON.parse(read(path)) as Record<string, unknown>;
}

/** Files below a folder whose name ends so, as `/`-separated paths from the project's folder. */
export function filesBelow(folder: string, ending: string): string[] {
  const entries = readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(projectFolder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** An import of a module. */
export interface Import {
  /** Path from the project's folder; the bare name for packages and Node's own modules. */
  readonly target: string;
  readonly isRelative: boolean;
  /** Whether only types are imported, so that nothing is loaded. */
  readonly isType: boolean;
}

const statement =
  /^(?:import|export)\s+(?<type>type\s)?(?:[\w*\s{},$]*?\sfrom\s+)?"(?<from>[^"]+)"(?:\s+with\s[^;]*)?;|\bimport\("(?<dynamic>[^"]+)"\)/gm;

/** The imports of a module: static ones, re-exports and those of `import()`. */
export function importsOf(path: string): Import[] {
  return [...read(path).matchAll(statement)].map(({ groups }) => {
    const name = (groups!.from ?? groups!.dynamic)!;
    const isRelative = name.startsWith(".");
    const target = isRelative
      ? relative(projectFolder, resolve(projectFolder, dirname(path), name))
          .split(sep)
          .join("/")
      : name;
    return { target, isRelative, isType: groups!.type !== undefined };
  });
}

/** The pages that belong to the project. */
export function pages(): string[] {
  const top = readdirSync(projectFolder).filter((name) => name.endsWith(".md"));
  const folders = ["docs", "seeds", "examples", "bench", "test"].filter((name) =>
    existsSync(join(projectFolder, name)),
  );
  return [...top, ...folders.flatMap((folder) => filesBelow(folder, ".md"))];
}

/** A page without its blocks of code and its code in lines. */
function prose(path: string): string {
  return read(path)
    .replace(/^(```+).*?^\1$/gms, "")
    .replace(/(`+)(?!`).+?\1/g, (code) => "x".repeat(code.length));
}

/** Where the links of a page lead: targets as they are written. */
export function linksOf(path: string): string[] {
  const inline = [...prose(path).matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const definitions = [...prose(path).matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)];
  return [...inline, ...definitions].map((match) => match[1]!);
}

/** The anchors of a page's headings, made as GitHub makes them. */
export function anchorsOf(path: string): string[] {
  const counts = new Map<string, number>();
  const text = read(path).replace(/^(```+).*?^\1$/gms, "");
  return [...text.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading]) => {
    const plain = heading!.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1");
    const anchor = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
      .replaceAll(" ", "-");
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** The blocks of code of a page, by the language that they name. */
export function codeBlocksOf(path: string): { readonly language: string; readonly code: string }[] {
  return [...read(path).matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, code]) => ({
    language: language!,
    code: code!,
  }));
}
