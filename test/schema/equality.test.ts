/** Equality of JSON values, alone and in the keywords that compare. */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalValues, lastRepeated } from "../../src/schema/equality.ts";
import { compileValidator, type DocumentValue } from "../../src/schema/validate.ts";
import { load } from "./schema-file.ts";

/** JSON without -0, which is 0 there; objects with and without a prototype, names of Object's methods among theirs. */
const values = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('""', '"valueOf"')) as unknown);

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.assign(
    Object.create(null),
    Object.fromEntries(entries.map(([name, each]) => [name, bare(each)])),
  );
}

it("is that of JSON", () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(equalValues(a, bare(structuredClone(a)))).toBe(true);
      expect(equalValues(a, bare(b))).toBe(isDeepStrictEqual(a, b));
    }),
    { numRuns: 300 },
  );
});

it.each<[unknown, unknown]>([
  [{ valueOf: 1 }, {}],
  [{ a: 1 }, { b: 1 }],
  [{ a: undefined }, { b: undefined }],
  [[], {}],
  [{ 0: "a", length: 1 }, ["a"]],
  [null, {}],
  ["1", 1],
  [
    [1, 2],
    [2, 1],
  ],
])("%j and %j differ", (a, b) => {
  expect([equalValues(a, b), equalValues(b, a), lastRepeated([a, b])]).toEqual([false, false, null]);
});

it("finds the last item that repeats one, and the nearest before it", () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 6 }), (items) => {
      const all = [...items, ...items.slice(0, 2).map(bare)];
      let expected: [number, number] | null = null;
      for (let i = all.length - 1; i > 0 && expected === null; i--)
        for (let j = i - 1; j >= 0 && expected === null; j--)
          if (equalValues(all[i], all[j])) expected = [i, j];
      expect(lastRepeated(all)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

describe("the keywords that compare", () => {
  const check = (schema: unknown, x: unknown) => {
    const document = Object.assign(Object.create(null), { x: bare(x) }) as DocumentValue;
    return compileValidator(load({ properties: { x: schema } }))
      .validate(document)
      .map(({ code, params }) => [code, params.index, params.firstIndex]);
  };
  const none: unknown[] = [];
  const fault = (keyword: string) => [[`schema/${keyword}`, undefined, undefined]];

  it.each<[string, unknown, unknown, unknown[]]>([
    ["const", { const: { a: [1], toString: 2 } }, { toString: 2, a: [1] }, none],
    ["const", { const: { a: 1 } }, { a: 1, valueOf: 2 }, fault("const")],
    ["const", { const: [] }, [], none],
    ["const of a scalar", { const: 5 }, { valueOf: 5 }, fault("const")],
    ["enum", { enum: [1, { a: 1 }] }, { a: 1 }, none],
    ["enum", { enum: [1, { a: 1 }] }, { valueOf: 1 }, fault("enum")],
    ["enum of scalars", { enum: [1, null] }, { constructor: 1 }, fault("enum")],
    ["uniqueItems", { uniqueItems: true }, [{ valueOf: 1 }, { toString: 1 }, { valueOf: 2 }], none],
    [
      "uniqueItems",
      { uniqueItems: true },
      [{ valueOf: 1, b: 1 }, "a", { b: 1, valueOf: 1 }],
      [["schema/uniqueItems", 2, 0]],
    ],
    [
      "uniqueItems of scalars",
      { uniqueItems: true, items: { type: "string" } },
      ["a", "b", "a"],
      [["schema/uniqueItems", 2, 0]],
    ],
    ["uniqueItems: false", { uniqueItems: false }, [{}, {}], none],
  ])("%s %j of %j", (_name, schema, x, expected) => {
    expect(check(schema, x)).toEqual(expected);
  });
});
