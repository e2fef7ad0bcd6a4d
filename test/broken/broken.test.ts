/**
 * Documents with findings: every folder beside this file is a case (README.md there tells how one is made). A case
 * becomes a test by existing.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { describeFinding, findingDefinitions, messageOf } from "../../src/findings/catalogue.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { type ValidationResult, validateCorpus } from "../../src/run.ts";

type ExpectedFinding = Pick<Finding, "path" | "code" | "line" | "column" | "byte" | "pointer">;

/** Codes that no document here can have, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  "input/unreadable": "needs a file that cannot be read, which no checkout keeps",
  "input/too-large": "needs a file of more than 2 GiB",
  "input/name-not-utf8": "needs a file name that not every file system takes",
  "value/too-long": "needs a paragraph of more than 512 MiB",
  "schema-file/unknown-keyword": "is about the schema, not about a document",
  "schema-file/unknown-format": "is about the schema, not about a document",
};

const here = fileURLToPath(new URL(".", import.meta.url));
const cases = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

function textOf(name: string, file: string): string | undefined {
  const path = join(here, name, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function expectedOf(name: string): ExpectedFinding[] {
  return JSON.parse(textOf(name, "expected.json")!) as ExpectedFinding[];
}

function documentsOf(name: string): string[] {
  return readdirSync(join(here, name)).filter((file) => file.endsWith(".txt"));
}

async function validate(name: string): Promise<ValidationResult> {
  const schema = join(here, name, "schema.json");
  return await validateCorpus({
    inputs: [join(here, name)],
    header: textOf(name, "header"),
    schema: existsSync(schema) ? schema : undefined,
  });
}

/** `schema/minItems` → `schema-minItems`. */
function folderOf(code: string): string {
  return code.replace("/", "-");
}

describe.each(cases)("%s", (name) => {
  it("reports exactly the findings that are expected, each in its place", async () => {
    const { findings } = await validate(name);
    const found = findings.map(
      ({ path, code, line, column, byte, pointer }): ExpectedFinding => ({
        path,
        code,
        line,
        column,
        byte,
        pointer,
      }),
    );
    expect(found).toEqual(expectedOf(name));
  });

  it("counts documents, rejected documents and findings", async () => {
    const { counts, findingCount } = await validate(name);
    const expected = expectedOf(name);
    expect(counts.documents).toBe(documentsOf(name).length);
    expect(counts.rejected).toBe(new Set(expected.map(({ path }) => path)).size);
    expect(counts.unreadable).toBe(0);
    expect(counts.findings).toBe(expected.length);
    expect(findingCount).toBe(expected.length);
  });

  it("says what is wrong in one printable line", async () => {
    const { findings } = await validate(name);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) {
      for (const text of [messageOf(finding), describeFinding(finding)]) {
        expect(text).not.toMatch(/undefined|NaN|\[object|\[\]|""/);
        // Controls, line and paragraph separators, direction marks: what breaks a line or turns it around.
        expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
      }
      expect(messageOf(finding)).toMatch(/^\S.*\S$/);
    }
  });

  it("begins with the code of one of its findings", () => {
    const folders = expectedOf(name).map(({ code }) => folderOf(code));
    expect(folders.some((folder) => name.startsWith(folder)) || name.startsWith("several-findings")).toBe(
      true,
    );
  });
});

describe("the cases together", () => {
  const covered = new Set(cases.flatMap((name) => expectedOf(name).map(({ code }) => code)));

  it.each(findingDefinitions.map(({ code }) => code))("cover %s, or tell why they cannot", (code) => {
    expect(covered.has(code)).toBe(!Object.hasOwn(elsewhere, code));
  });

  it("expect and excuse only codes of the catalogue", () => {
    const known = new Set(findingDefinitions.map(({ code }) => code));
    expect([...covered, ...Object.keys(elsewhere)].filter((code) => !known.has(code))).toEqual([]);
  });

  it("stand in the table of README.md, in order", () => {
    const rows = textOf(".", "README.md")!.matchAll(/^\| `([^`]+)` \|/gm);
    expect([...rows].map(([, name]) => name)).toEqual(cases);
  });
});
