/**
 * The same documents and options give the same bytes, datapackage.json included: whatever the place, the way in which
 * inputs are named, the order of the disk, the time zone and the language.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/cli/config-file.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { exportDataset } from "../../src/run.ts";
import type { ExportOptions } from "../../src/settings.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "docrows-determinism-"));
const corpus = join(temporary, "corpus");
const typedConfig = join(repository, "test/golden/typed-columns/docrows.config.json");
let outCount = 0;
let expected: Dataset;
let expectedTyped: Dataset;

interface Dataset {
  readonly files: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}

beforeAll(async () => {
  cpSync(join(repository, "seeds"), corpus, { recursive: true, filter: (path) => !path.endsWith(".md") });
  cpSync(join(repository, "test/golden/skip-invalid/documents"), corpus, { recursive: true });
  writeFileSync(join(corpus, "news/passed-over.md"), "not a document");
  expected = await exported({});
  expectedTyped = await exported({ ...(readConfig(typedConfig) as object), onInvalid: "fail" });
});

afterAll(() => rmSync(temporary, { recursive: true }));

function newFolder(): string {
  return join(temporary, `out-${outCount++}`);
}

/** Hashes of all files below a folder, the work files of docrows too, by name. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(folder, name)))]));
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function exported(options: Partial<ExportOptions>): Promise<Dataset> {
  const out = options.out ?? newFolder();
  const result = await exportDataset({ inputs: [corpus], onInvalid: "skip", ...options, out });
  expect(result.complete).toBe(true);
  return { files: filesOf(out), findings: result.findings };
}

/** The documents of the corpus as absolute paths, in the order of the disk. */
function documents(): string[] {
  return readdirSync(corpus, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".txt"))
    .map((path) => join(corpus, path));
}

it("is tested with documents of both fates", () => {
  expect(Object.keys(expected.files)).toHaveLength(8);
  expect(new Set(expected.findings.map(({ code }) => code)).size).toBeGreaterThan(3);
});

describe("the inputs", () => {
  const root = corpus;
  const namings: Record<string, () => Partial<ExportOptions>> = {
    "the folder again": () => ({}),
    "the folder, relative to the working directory": () => ({ inputs: [relative("", corpus)] }),
    "the folder by a detour": () => ({ inputs: [`${corpus}/news/..//./`] }),
    "the folder and the root": () => ({ root }),
    "the folder through a link": () => {
      symlinkSync(corpus, join(temporary, "link"));
      return { inputs: [join(temporary, "link")] };
    },
    "a glob": () => ({ inputs: [`${corpus}/**/*.txt`], root }),
    "a glob that matches folders": () => ({ inputs: [`${corpus}/*`], root }),
    "globs with braces that overlap": () => ({
      inputs: [`${corpus}/{*,*/*}.txt`, `${corpus}/{news,w*}`],
      root,
    }),
    "all files, in the order of the disk": () => ({ inputs: documents(), root }),
    "all files, backwards and twice": () => ({
      inputs: [...documents().reverse(), ...documents()],
      root: relative("", root),
    }),
    "the folder and some files in it": () => ({ inputs: [...documents().slice(3, 6), corpus], root }),
  };

  it.each(Object.keys(namings))("may be named as %s", async (naming) => {
    expect(await exported(namings[naming]!())).toEqual(expected);
  });

  it("may lie elsewhere, written in another order at another time", async () => {
    const copy = join(temporary, "elsewhere/a b/ü");
    for (const path of documents().sort().reverse()) {
      const target = join(copy, relative(corpus, path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, readFileSync(path), { mode: 0o600 });
      utimesSync(target, 1, 2);
    }
    writeFileSync(join(copy, "also-passed-over.md"), "not a document");
    expect(await exported({ inputs: [copy] })).toEqual(expected);
  });
});

describe("the output", () => {
  it("may lie deep in another folder", async () => {
    expect(await exported({ out: join(newFolder(), "a b", "ü") })).toEqual(expected);
  });

  it("may lie in the input folder, also the second time", async () => {
    const out = join(corpus, "out");
    try {
      expect(await exported({ out })).toEqual(expected);
      expect(await exported({ out })).toEqual(expected);
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  it("may replace another dataset", async () => {
    const out = newFolder();
    await exported({ out, inputs: [join(corpus, "news")], onInvalid: "fail", format: ["csv"] });
    expect(await exported({ out })).toEqual(expected);
  });
});

describe("the options", () => {
  it("may be spelt out", async () => {
    const defaults: Partial<ExportOptions> = {
      header: "date {date} {url}",
      schema: join(repository, "schemas/document.schema.json"),
      column: {},
      include: [],
      exclude: ["*.md"],
      hidden: true,
      format: ["arrow", "jsonl", "csv", "arrow"],
      csvDelimiter: ",",
      csvRecordDelimiter: "lf",
      csvQuoting: "strings",
      csvBom: false,
      csvEscapeFormulas: false,
    };
    expect(await exported(defaults)).toEqual(expected);
  });

  it("that list findings or limit rejects decide nothing of what is written", async () => {
    const { files, findings } = await exported({ maxFindings: 1, maxRejected: "99%" });
    expect(files).toEqual(expected.files);
    expect(findings).toEqual(expected.findings.slice(0, 1));
  });

  it("may rename columns in any order", async () => {
    const out = newFolder();
    const forwards = await exported({ out, column: { date: "day", url: "link" } });
    const backwards = await exported({ column: { url: "link", date: "day" } });
    expect(backwards).toEqual(forwards);
    expect(readFileSync(join(out, "documents.csv"), "utf8")).toMatch(/^"doc_id","day","link","host",/);
  });
});

describe("the command", () => {
  const command = join(repository, "dist/bundle/docrows.cjs");

  async function run(args: readonly string[], cwd: string, environment: NodeJS.ProcessEnv) {
    expect(existsSync(command), "npm run build comes first").toBe(true);
    const out = newFolder();
    await promisify(execFile)(process.execPath, [command, "export", ...args, "--out", relative(cwd, out)], {
      cwd,
      env: { PATH: process.env.PATH, ...environment },
    });
    return filesOf(out);
  }

  it.each([
    [
      "in the corpus",
      ".",
      () => corpus,
      { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
    ],
    [
      "beside it",
      "corpus",
      () => temporary,
      { TZ: "America/St_Johns", LANG: "C", LC_ALL: "C", NO_COLOR: "1" },
    ],
    [
      "far away",
      corpus,
      () => "/",
      { TZ: "Asia/Kathmandu", LC_ALL: "ar_EG.UTF-8", LANGUAGE: "ar", COLUMNS: "20" },
    ],
  ])("gives the same bytes %s", async (_place, input, cwd, environment) => {
    const args = [input, "--on-invalid", "skip", "--quiet"];
    expect(await run(args, cwd(), environment)).toEqual(expected.files);
  });

  it("gives the same bytes from a configuration", async () => {
    const config = join(temporary, "docrows.config.yaml");
    writeFileSync(config, "inputs: [corpus]\nonInvalid: skip\nformat: [jsonl, arrow, csv]\n");
    expect(await run([], temporary, {})).toEqual(expected.files);
    rmSync(config);
  });

  it.each(["Pacific/Kiritimati", "America/New_York"])("gives the same dates and times in %s", async (TZ) => {
    expect(await run(["--config", typedConfig], repository, { TZ })).toEqual(expectedTyped.files);
  });
});
