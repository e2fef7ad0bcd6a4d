/**
 * Documents with findings: every folder beside this file is a case (README.md there tells how one is made). A case
 * becomes a test by existing.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
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

/** Controls, line and paragraph separators, direction marks: what breaks a line of a log or turns it around. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** What a message says where a value that it needs is missing. */
const holes = ["undefined", "NaN", "[object", '""'];

const here = fileURLToPath(new URL(".", import.meta.url));
const cases = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

function textOf(...path: string[]): string {
  return readFileSync(join(here, ...path), "utf8");
}

function expectedOf(name: string): ExpectedFinding[] {
  return JSON.parse(textOf(name, "expected.json")) as ExpectedFinding[];
}

async function validate(name: string): Promise<ValidationResult> {
  const [header, schema] = [join(here, name, "header"), join(here, name, "schema.json")];
  return await validateCorpus({
    inputs: [join(here, name)],
    header: existsSync(header) ? readFileSync(header, "utf8").split("\n") : undefined,
    schema: existsSync(schema) ? schema : undefined,
  });
}

describe.each(cases)("%s", (name) => {
  const expected = expectedOf(name);
  let result: ValidationResult;
  beforeAll(async () => {
    result = await validate(name);
  });

  it("has exactly the findings that are expected, each in its place", () => {
    const found = result.findings.map(
      ({ path, code, line, column, byte, pointer }): ExpectedFinding => ({
        path,
        code,
        line,
        column,
        byte,
        pointer,
      }),
    );
    expect(found).toEqual(expected);
  });

  it("counts documents, rejected documents and findings", () => {
    const documents = readdirSync(join(here, name)).filter((file) => file.endsWith(".txt"));
    expect(result.counts).toMatchObject({
      documents: documents.length,
      rejected: new Set(expected.map(({ path }) => path)).size,
      unreadable: 0,
      findings: expected.length,
    });
    expect(result.findingCount).toBe(expected.length);
  });

  it("says what is wrong in one printable line", () => {
    expect(result.findings).not.toEqual([]);
    for (const finding of result.findings) {
      const message = messageOf(finding);
      expect(message).toMatch(/^\S.*\S$/);
      expect(describeFinding(finding)).not.toMatch(unprintable);
      // A document may well hold these words.
      const said = holes.filter(
        (hole) => message.includes(hole) && !textOf(name, finding.path).includes(hole),
      );
      expect({ message, said }).toEqual({ message, said: [] });
    }
  });

  it("is named after one of its findings", () => {
    const folders = expected.map(({ code }) => code.replace("/", "-"));
    expect([...folders, "several-findings"].some((folder) => name.startsWith(folder))).toBe(true);
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
    const rows = textOf("README.md").matchAll(/^\| `([^`]+)` \|/gm);
    expect([...rows].map(([, name]) => name)).toEqual(cases);
  });
});
