/** `multipleOf`: exact where ajv rounds, against rational arithmetic on the doubles' decimal texts and against ajv on integers. */
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMultipleOf } from "../../src/schema/multiple-of.ts";
import { compileValidator } from "../../src/schema/validate.ts";
import { documentOf, load } from "./schema-file.ts";

describe("isMultipleOf", () => {
  it.each<readonly [number, number]>([
    ...[19.99, 4.35, 1.15, 0.29, 0.07, -19.99, 0, -0, 100, 1e20].map((value) => [value, 0.01] as const),
    ...[0.3, 0.7, 1.1, 1e21].map((value) => [value, 0.1] as const),
    [1e-7, 1e-7],
    [3e-7, 1e-7],
    [1, 1e-7],
    [1e308, 0.5],
    [1e308, 5e-324],
    [Number.MAX_VALUE, 1],
    [5e-324, 5e-324],
    [1.5e-323, 5e-324],
    [0, 1e308],
    [0, 5e-324],
    [7.5, -2.5],
    [2 ** 53, 2],
    [0, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, 0.01],
    [Number.NEGATIVE_INFINITY, 3],
  ])("%d is a multiple of %d", (value, divisor) => {
    expect(isMultipleOf(value, divisor)).toBe(true);
  });

  it.each([
    [19.995, 0.01],
    [0.0075, 0.0001999],
    [1e-7, 1e-6],
    [1.5e-7, 1e-7],
    [1, 3],
    [-1, 0.3],
    [5e-324, 1e308],
    [1e308, 0.123456789],
    [1e308, 3],
    [5e-324, 1],
    // A place that the meta-schema does not see may hold 0.
    [1, 0],
    [0, 0],
    [0.5, 0],
    [5, Number.POSITIVE_INFINITY],
    [0.5, Number.POSITIVE_INFINITY],
  ])("%d is no multiple of %d", (value, divisor) => {
    expect(isMultipleOf(value, divisor)).toBe(false);
  });

  it("is that of rational numbers", () => {
    const decimals = fc
      .tuple(fc.integer({ min: -(10 ** 15), max: 10 ** 15 }), fc.integer({ min: -30, max: 30 }))
      .map(([digits, exponent]) => Number(`${digits}e${exponent}`));
    const numbers = fc.oneof(decimals, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
    const divisors = numbers.filter((number) => number > 0);
    fc.assert(
      fc.property(numbers, divisors, (value, divisor) => {
        expect(isMultipleOf(value, divisor)).toBe(isInteger(value, divisor));
      }),
      { numRuns: 3000 },
    );
  });

  it("holds for every price in cents", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
        fc.integer({ min: 1, max: 9 }),
        (cents, off) => {
          expect(isMultipleOf(Number(`${cents}e-2`), 0.01)).toBe(true);
          expect(isMultipleOf(Number(`${cents}${off}e-3`), 0.01)).toBe(false);
        },
      ),
    );
  });

  it("is ajv's for integers", () => {
    const integers = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    const ajv = new Ajv2020({ strict: false });
    fc.assert(
      fc.property(
        fc.oneof(integers, fc.integer({ max: 100, min: -100 })),
        fc.integer({ min: 1, max: 50 }),
        (value, multipleOf) => {
          expect(isMultipleOf(value, multipleOf)).toBe(ajv.validate({ multipleOf }, value));
        },
      ),
      { numRuns: 300 },
    );
  });
});

/**
 * Whether the quotient of two numbers has the denominator 1, as a fraction in its lowest terms of what
 * `toExponential` writes of them.
 */
function isInteger(value: number, divisor: number): boolean {
  const [a, b] = fractionOf(value);
  const [c, d] = fractionOf(divisor);
  const denominator = b * c;
  return denominator / greatestDivisor(a * d, denominator) === 1n;
}

function fractionOf(number: number): readonly [bigint, bigint] {
  const [, sign, whole, fraction = "", exponent] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(
    number.toExponential(),
  )!;
  const power = 10n ** BigInt(Math.abs(Number(exponent)));
  const numerator = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n);
  const denominator = BigInt(`1${"0".repeat(fraction.length)}`);
  return Number(exponent) < 0 ? [numerator, denominator * power] : [numerator * power, denominator];
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [large, small] = [a < 0n ? -a : a, b];
  while (small > 0n) [large, small] = [small, large % small];
  return large;
}

describe("the keyword", () => {
  const codes = (schema: object, price: unknown) =>
    compileValidator(load({ properties: { price: schema } }))
      .validate(documentOf({ price }) as never)
      .map(({ code, params }) => [code, params]);

  it("judges numbers alone, and says what it was asked for", () => {
    const cents = { multipleOf: 0.01 };
    expect([codes(cents, 19.99), codes(cents, "19.995"), codes(cents, Number.POSITIVE_INFINITY)]).toEqual([
      [],
      [],
      [],
    ]);
    expect(codes(cents, 19.995)).toEqual([["schema/multipleOf", { multipleOf: 0.01, value: "19.995" }]]);
  });

  it.each([
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
  ])("is exact in %s", ($schema) => {
    const loaded = load({ $schema, properties: { price: { multipleOf: 0.01 } } });
    expect(compileValidator(loaded).validate(documentOf({ price: 4.35 }) as never)).toEqual([]);
  });

  it("stands among a number's other keywords, also under a compound one", () => {
    const either = { anyOf: [{ multipleOf: 0.1, maximum: 1 }, { const: "free" }] };
    expect([codes(either, 0.7), codes(either, "free")]).toEqual([[], []]);
    expect(codes(either, 0.75).map(([code]) => code)).toEqual(["schema/anyOf"]);
  });
});
