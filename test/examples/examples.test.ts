/** The sample corpora: every folder of examples/ is exported as its README.md says, seeds/ by default. None has a finding. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/cli/config-file.ts";
import { exportDataset } from "../../src/run.ts";
import type { ExportOptions } from "../../src/settings.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const builtCommand = join(repository, "dist/bundle/docrows.cjs");
const temporary = mkdtempSync(join(tmpdir(), "docrows-examples-"));
afterAll(() => rmSync(temporary, { recursive: true }));

const examples = readdirSync(join(repository, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Paths of the documents below a folder, relative to it. */
function documentsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".txt"));
}

/** The files of a dataset as text; Arrow as hexadecimal digits. */
function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      readFileSync(join(folder, name)).toString(name.endsWith(".arrow") ? "hex" : "utf8"),
    ]),
  );
}

it("finds the examples", () => {
  expect(examples).toEqual(expect.arrayContaining(["bracketed", "renamed", "titled", "typed"]));
});

describe.each(examples)("examples/%s", (name) => {
  const folder = join(repository, "examples", name);
  const out = join(temporary, name);

  it("is exported through its configuration without a finding", async () => {
    const config = readConfig(join(folder, "docrows.config.json")) as unknown as ExportOptions;
    const { complete, counts, findings, files } = await exportDataset({ ...config, out });
    expect(findings).toEqual([]);
    expect(complete).toBe(true);
    expect(counts.documents).toBe(documentsBelow(join(folder, "documents")).length);
    expect(counts.paragraphs).toBeGreaterThan(counts.documents);
    expect(files.length).toBe(7);
  });

  it("has a README.md with the command that does it", async () => {
    const blocks = [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/^```\w*\n(.*?)^```$/gms)];
    const expected = `docrows export --config examples/${name}/docrows.config.json --out out/${name}`;
    expect(blocks.map(([, block]) => block!.trim())).toEqual([expected]);
    const typed = expected.replace(`out/${name}`, `${out}-typed`).split(" ").slice(1);
    expect(existsSync(builtCommand), "npm run build comes first").toBe(true);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [builtCommand, ...typed], {
      cwd: repository,
    });
    expect(stdout).toBe("");
    expect(stderr).not.toMatch(/error|warning|\(\w+\/\w+\)/);
    expect(filesOf(`${out}-typed`)).toEqual(filesOf(out));
  });

  it("gives its schema an identifier of its own, a title and a description", () => {
    const schema = JSON.parse(readFileSync(join(folder, "schema.json"), "utf8")) as Record<string, unknown>;
    expect(schema.$id).toBe(`urn:docrows:example:${name}`);
    expect(schema.title).toMatch(/\S/);
    expect(schema.description).toMatch(/\S/);
  });
});

describe("seeds/", () => {
  const folder = join(repository, "seeds");

  it("is exported without a finding", async () => {
    const { complete, counts, findings } = await exportDataset({
      inputs: [folder],
      out: join(temporary, "seeds"),
    });
    expect(findings).toEqual([]);
    expect(complete).toBe(true);
    expect(counts).toMatchObject({ documents: documentsBelow(folder).length, rejected: 0, unreadable: 0 });
    expect(counts.documents).toBeGreaterThanOrEqual(16);
  });

  it("has a README.md that tells of each document what it shows", () => {
    const rows = [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/^\| `([^`]+\.txt)` \| \S/gm)];
    expect(rows.map(([, path]) => path).sort()).toEqual(documentsBelow(folder).sort());
  });
});
