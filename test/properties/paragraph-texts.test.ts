/**
 * Texts that do not matter to a schema are not looked at: for random schemas and documents that must change neither a verdict
 * nor a finding.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileHeader } from "../../src/documents/headers/index.ts";
import { UsageError } from "../../src/findings/errors.ts";
import { ParagraphSpans } from "../../src/kernel/paragraph-spans.ts";
import { typescriptKernel } from "../../src/kernel/typescript.ts";
import type { LoadedSchema } from "../../src/schema/load.ts";
import { compileValidator, type DocumentValue, type Validator } from "../../src/schema/validate.ts";
import { DocumentExaminer } from "../../src/workers/examine.ts";
import { drafts } from "../schema/paragraph-text-cases.ts";
import { documentOf, load } from "../schema/schema-file.ts";
import { randomSchemas } from "./random-schemas.ts";

const RUNS = 200;

/** Texts as a paragraph can be: with no blank at its ends and no blank line. */
const word = fc.oneof(
  fc.constantFrom("x", "a", "b", "ab", "bab", "2020-01-01", "urn:x:y", "a\nb", "\ufeff", "e\u0301"),
  fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom("a", "b", "\0", "\u{1F600}", "\u200b") }),
);
/** Several lists of paragraphs for each of some lengths. Short texts, the same ones again, and what stands in for them. */
const lists = fc.array(fc.array(word, { minLength: 3, maxLength: 3 }), { minLength: 6, maxLength: 6 });
const headers: readonly Readonly<Record<string, string>>[] = [
  {},
  { author: "a" },
  { author: "bab", url: "urn:x:y" },
];

interface Document {
  readonly fields: Readonly<Record<string, string>>;
  readonly paragraphs: readonly string[];
}

/** Documents in groups that differ in nothing but their texts. */
function groupsOf(texts: readonly (readonly string[])[]): Document[][] {
  const all = [["x", "x", "x"], ["a", "a", "a"], ["a", "ab", "b"], ...texts];
  return headers.flatMap((fields) =>
    [0, 1, 2, 3].map((length) => all.map((each) => ({ fields, paragraphs: each.slice(0, length) }))),
  );
}

function loadIfUsable(schema: object): LoadedSchema | undefined {
  try {
    return load(schema);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function conforms({ validate }: Validator, { fields, paragraphs }: Document): boolean {
  const value = { doc_id: "d.txt", ...fields, paragraphs };
  return validate(documentOf(value) as unknown as DocumentValue).length === 0;
}

/** All that is said of a document. */
function examine(validator: Validator, { fields, paragraphs }: Document) {
  const examiner = new DocumentExaminer({
    kernel: typescriptKernel,
    header: compileHeader(["fields"]),
    columns: { columns: [], hasHost: false, defaults: [] },
    undeclaredKind: () => null,
    validator,
    maxExcerpts: 100,
  });
  const header = ["other: y", ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)];
  const bytes = Buffer.from([header.join("\n"), ...paragraphs].join("\n\n"));
  const file = { sourcePath: "d.txt", nameIsUtf8: true };
  const examined = examiner.examine(file, bytes, 0, bytes.length, new ParagraphSpans());
  expect(examined.reading.paragraphCount).toBe(paragraphs.length);
  return examined;
}

describe.each(Object.entries(drafts))("random schemas of %s", (draft, $schema) => {
  it("say the same of all texts that they are said not to look at", () => {
    const count = { idle: 0, telling: 0, told: 0, conforming: 0, faulty: 0 };
    const check = (schema: object, texts: string[][]) => {
      const loaded = loadIfUsable({ $schema, ...schema });
      fc.pre(loaded !== undefined);
      const validator = compileValidator(loaded);
      const groups = groupsOf(texts);
      const told = groups.some(
        (group) => new Set(group.map((document) => conforms(validator, document))).size > 1,
      );
      if (validator.textsMatter) {
        count.telling++;
        if (told) count.told++;
        return;
      }
      count.idle++;
      expect(told).toBe(false);
      const careful = { ...validator, textsMatter: true };
      for (const document of groups.map((group) => group.at(-1)!)) {
        const examined = examine(validator, document);
        expect(examined).toEqual(examine(careful, document));
        count[examined.findings.length === 0 ? "conforming" : "faulty"]++;
      }
    };
    fc.assert(fc.property(randomSchemas(draft), lists, check), { numRuns: RUNS });
    // Otherwise the runs would show nothing.
    expect(count.idle).toBeGreaterThan(RUNS / 4);
    expect(count.told).toBeGreaterThan(RUNS / 40);
    expect(count.conforming).toBeGreaterThan(RUNS / 2);
    expect(count.faulty).toBeGreaterThan(RUNS / 2);
  });
});
