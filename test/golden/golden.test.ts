/**
 * Corpora and the datasets that they become, byte for byte: every folder beside this file that holds `documents/` is a
 * case, exported as its `docrows.config.json` says, else by default, and compared with its `expected/`. With
 * UPDATE_GOLDEN=1 in the environment `expected/` is written anew: look at the difference before it is committed.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/cli/config-file.ts";
import { exportDataset } from "../../src/run.ts";
import type { ExportOptions } from "../../src/settings.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "docrows-golden-"));
afterAll(() => rmSync(temporary, { recursive: true }));

const cases = readdirSync(here)
  .filter((name) => existsSync(join(here, name, "documents")))
  .sort();

function optionsOf(name: string): ExportOptions {
  const config = join(here, name, "docrows.config.json");
  const given = existsSync(config) ? readConfig(config) : { inputs: [join(here, name, "documents")] };
  return { ...(given as unknown as ExportOptions), out: join(temporary, name) };
}

/** A file's bytes; of datapackage.json without docrows's version, which its own hash depends on as well. */
function bytesOf(folder: string, file: string): Buffer {
  const bytes = readFileSync(join(folder, file));
  if (file !== "datapackage.json") return bytes;
  const text = bytes.toString("utf8");
  const { docrows } = JSON.parse(text) as { docrows: { version: string; sha256: string } };
  return Buffer.from(
    text
      .replace(`"version": "${docrows.version}"`, '"version": "any"')
      .replace(`"sha256": "${docrows.sha256}"`, '"sha256": "any"'),
  );
}

/** A file as lines that a difference can be read from. */
function readable(file: string, bytes: Buffer): string {
  return file.endsWith(".arrow") ? bytes.toString("hex").replace(/(.{64})/g, "$1\n") : bytes.toString("utf8");
}

it("finds its cases", () => {
  expect(cases.length).toBeGreaterThanOrEqual(7);
});

describe.each(cases)("%s", (name) => {
  const expected = join(here, name, "expected");
  const out = join(temporary, name);

  it("becomes the dataset that is expected, byte for byte", async () => {
    const { complete, files } = await exportDataset(optionsOf(name));
    expect(complete).toBe(true);
    if (process.env.UPDATE_GOLDEN === "1") {
      rmSync(expected, { recursive: true, force: true });
      cpSync(out, expected, { recursive: true });
    }
    const names = readdirSync(expected).sort();
    expect(readdirSync(out).sort()).toEqual(names);
    expect(files.map((file) => file.name).sort()).toEqual(names);
    for (const file of names) {
      const [found, wanted] = [bytesOf(out, file), bytesOf(expected, file)];
      expect(readable(file, found), file).toBe(readable(file, wanted));
      expect(found.equals(wanted), file).toBe(true);
    }
  });
});
