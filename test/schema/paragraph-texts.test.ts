/** Whether texts matter, on schemas with an answer known beforehand; test/properties/paragraph-texts.test.ts proves the rest. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadBuiltInSchema } from "../../src/schema/built-in-schema.ts";
import type { LoadedSchema } from "../../src/schema/load.ts";
import { paragraphTextsMatter } from "../../src/schema/paragraph-texts.ts";
import { compileValidator, type DocumentValue } from "../../src/schema/validate.ts";
import { type Answer, drafts, textCases } from "./paragraph-text-cases.ts";
import { referenceCases } from "./paragraph-text-references.ts";
import { documentOf, load } from "./schema-file.ts";

const words = ["x", "a", "ab", "abc", "2020-01-01"];
const lists = [words.map((word) => [word]), words.flatMap((first) => words.map((second) => [first, second]))];

/** Whether any two documents with as many paragraphs differ in their verdict. */
function verdictsDiffer(loaded: LoadedSchema): boolean {
  const { validate } = compileValidator(loaded);
  return lists.some((ofOneLength) => {
    const verdicts = ofOneLength.map((paragraphs) => {
      const document = documentOf({ doc_id: "d", author: "a", paragraphs }) as unknown as DocumentValue;
      return validate(document).length;
    });
    return verdicts.some((count) => (count === 0) !== (verdicts[0] === 0));
  });
}

function answerFor(loaded: LoadedSchema): Answer {
  if (!paragraphTextsMatter(loaded)) return verdictsDiffer(loaded) ? ("WRONG" as Answer) : "no";
  return verdictsDiffer(loaded) ? "yes" : "doubt";
}

describe.each(Object.entries(drafts))("%s", (draft, $schema) => {
  const cases = [...textCases, ...referenceCases].filter((each) => each.drafts.includes(draft as never));

  it("has cases of every answer", () => {
    for (const answer of ["no", "yes", "doubt"])
      expect(cases.filter((each) => each.answer === answer).length).toBeGreaterThan(5);
  });

  it.each(cases)("$name: $answer", ({ schema, answer }) => {
    expect(answerFor(load({ $schema, ...schema }))).toBe(answer);
  });
});

it("follows a chain of references that is longer than the call stack allows", () => {
  const length = 1950;
  const chain = Array.from({ length }, (_, index) => [`${index}`, { $ref: `#/$defs/${index + 1}` }]);
  const again = { $ref: "#/$defs/0" };
  const schemaWith = (last: object) => ({
    ...again,
    $defs: { ...Object.fromEntries(chain), [length]: { additionalProperties: again, items: again, ...last } },
  });
  expect(paragraphTextsMatter(load(schemaWith({ pattern: "^a" })))).toBe(true);
  expect(paragraphTextsMatter(load(schemaWith({ minLength: 1 })))).toBe(false);
});

it("says no of the built-in schema", () => {
  expect(paragraphTextsMatter(loadBuiltInSchema())).toBe(false);
});

it.each(["bracketed", "fields", "none", "renamed", "titled", "typed", "yaml"])(
  "says no of examples/%s",
  (name) => {
    const schema = readFileSync(new URL(`../../examples/${name}/schema.json`, import.meta.url));
    expect(paragraphTextsMatter(load(schema))).toBe(false);
  },
);
