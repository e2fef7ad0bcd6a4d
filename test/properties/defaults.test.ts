/** A field that is left out is as good as one that is written with its default: the same columns, the same verdict. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ParagraphSpans } from "../../src/kernel/paragraph-spans.ts";
import { typescriptKernel } from "../../src/kernel/typescript.ts";
import { loadDocumentRules } from "../../src/load-rules.ts";
import { corpusSettings } from "../../src/settings.ts";
import { readyRules } from "../../src/workers/document-rules.ts";
import { DocumentExaminer } from "../../src/workers/examine.ts";

/** A property: the text of its schema without the default, and the default as JSON text. */
interface RandomProperty {
  readonly schema: string;
  readonly preset: string;
}

const quotedOf = (texts: fc.Arbitrary<string>) => texts.map((text) => JSON.stringify(text));
const words = fc.constantFrom(
  "a",
  "en",
  "two words",
  "NA",
  "null.",
  "-",
  "=1+1",
  "ünïcode",
  "👩🏽‍🚀",
  "\\n",
  "x:y",
);
const integers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const numbers = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom("0.10", "-0", "1e3", "12345678901234567890", "2.50E-1"),
);
const days = fc.constantFrom("2020-09-09", "0001-01-01", "9999-12-31", "2024-02-29");
const times = fc.constantFrom(
  "2020-09-09T12:00:00Z",
  "1969-12-31t23:59:59.999999z",
  "0001-01-02T00:30:00.1+23:59",
);
const addresses = fc.constantFrom(
  "https://User@WWW.Example.org:8443/a?b#c",
  "mailto:desk@example.org",
  "http://[2001:DB8::1]/",
);
const anything = fc
  .anything({
    key: fc.constantFrom("a", "constructor", "1", "é", "a b"),
    values: [words, fc.constant(null), fc.boolean(), fc.double({ noDefaultInfinity: true, noNaN: true })],
    maxDepth: 3,
  })
  .map((value) => JSON.stringify(value));

function property(schema: string, presets: fc.Arbitrary<string>): fc.Arbitrary<RandomProperty> {
  return presets.map((preset) => ({ schema, preset }));
}

const scalars = [
  property('"type": "string"', quotedOf(words)),
  property('"minLength": 1', quotedOf(words)),
  property('"type": "string", "format": "date"', quotedOf(days)),
  property('"format": "date-time"', quotedOf(times)),
  property('"type": "string", "format": "uri"', quotedOf(addresses)),
  property('"type": "integer"', integers),
  property('"type": "number"', numbers),
  property('"type": "boolean"', fc.constantFrom("true", "false")),
  property('"enum": ["en", "de"]', fc.constantFrom('"en"', '"de"')),
  property('"const": 5', fc.constant("5")),
  property('"type": ["integer", "string"]', fc.oneof(integers, quotedOf(words))),
  property('"type": ["boolean", "number"]', fc.oneof(numbers, fc.constant("true"))),
];

const nested = [
  property(
    '"type": "array"',
    anything.map((value) => `[${value}]`),
  ),
  property(
    '"type": "object"',
    anything.map((value) => `{"constructor":${value},"1":[]}`),
  ),
  property('"type": ["integer", "null"]', fc.constant("null")),
];

const names = ["a", "b", "url", "constructor", "7"];

interface Case {
  readonly properties: readonly (RandomProperty & {
    readonly name: string;
    /** Whether the first document lacks it. */
    readonly isLeftOut: boolean;
    readonly isRequired: boolean;
  })[];
  /** Rules for the document as a whole. */
  readonly rules: readonly string[];
}

function cases(kinds: readonly fc.Arbitrary<RandomProperty>[]): fc.Arbitrary<Case> {
  const rule = fc.constantFrom(
    '"minProperties": 6',
    '"maxProperties": 5',
    '"propertyNames": {"pattern": "^[a-z]"}',
    '"dependentRequired": {"a": ["b"]}',
    '"if": {"properties": {"a": {"type": "string"}}}, "then": {"properties": {"b": {"type": "number"}}}',
    '"anyOf": [{"required": ["a"]}, {"properties": {"url": {"const": "urn:x:y"}}, "required": ["url"]}]',
    '"not": {"required": ["7"]}',
    '"unevaluatedProperties": {"type": "string"}',
  );
  const one = fc
    .tuple(fc.constantFrom(...names), fc.oneof(...kinds), fc.boolean(), fc.boolean())
    .map(([name, { schema, preset }, isLeftOut, isRequired]) => ({
      name,
      schema,
      preset,
      isLeftOut,
      isRequired,
    }));
  return fc.record({
    properties: fc.uniqueArray(one, { selector: ({ name }) => name, minLength: 1, maxLength: names.length }),
    rules: fc.uniqueArray(rule, { maxLength: 3 }),
  });
}

function schemaOf({ properties, rules }: Case): string {
  const members = properties.map(
    ({ name, schema, preset }) => `${JSON.stringify(name)}: {${schema}, "default": ${preset}}`,
  );
  const required = properties.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return `{${[`"properties": {${members.join()}}`, `"required": ${JSON.stringify(required)}`, ...rules].join()}}`;
}

/** The document with `lines` as header; one more field keeps the header from being empty. */
function documentOf(header: string, lines: readonly string[]): Buffer {
  const block = ["other: x", ...lines].join("\n");
  return Buffer.from(`${header === "yaml" ? `---\n${block}\n---` : block}\n\nA paragraph.\n`);
}

function check(header: "fields" | "yaml", each: Case): void {
  const folder = mkdtempSync(join(tmpdir(), "docrows-defaults-"));
  try {
    const path = join(folder, "s.json");
    writeFileSync(path, schemaOf(each));
    const rules = loadDocumentRules(corpusSettings({ inputs: [], schema: path, header }));
    const examine = (lines: readonly string[]) => {
      const examiner = new DocumentExaminer({ kernel: typescriptKernel, ...readyRules(rules) });
      const bytes = documentOf(header, lines);
      const file = { sourcePath: "x.txt", nameIsUtf8: true };
      const { cells, host, defaulted, findings } = examiner.examine(
        file,
        bytes,
        0,
        bytes.length,
        new ParagraphSpans(),
      );
      const said = findings.map(({ code, pointer, params: { defaultOf: _, ...params } }) =>
        JSON.stringify([code, pointer, params]),
      );
      return {
        values: { cells, host, said: said.sort() },
        defaulted: defaulted.map(({ property: name }) => name),
      };
    };
    const lineOf = ({ name, preset }: Case["properties"][number]) => {
      const isText = header === "fields" && preset.startsWith('"');
      return `${name}: ${isText ? (JSON.parse(preset) as string) : preset}`;
    };
    const written = examine(each.properties.map(lineOf));
    const leftOut = examine(each.properties.filter(({ isLeftOut }) => !isLeftOut).map(lineOf));
    expect(leftOut.values).toEqual(written.values);
    expect(written.defaulted).toEqual([]);
    const expected = each.properties.filter(({ isLeftOut }) => isLeftOut).map(({ name }) => name);
    expect(leftOut.defaulted.toSorted()).toEqual(expected.sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("in lines of text", () => {
  fc.assert(
    fc.property(cases(scalars), (each) => check("fields", each)),
    { numRuns: 100 },
  );
});

it("in front matter, lists and maps among them", () => {
  fc.assert(
    fc.property(cases([...scalars, ...nested]), (each) => check("yaml", each)),
    { numRuns: 100 },
  );
});
