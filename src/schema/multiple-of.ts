/**
 * `multipleOf` as it is meant: division of the numbers as they are written, in decimals (JSON Schema Validation 2020-12, section
 * 6.2.1). Separate because ajv divides doubles, to which 19.99 is no multiple of 0.01.
 */
import type { KeywordCxt } from "ajv";
import { codeGenerator } from "./code-generator.ts";

/** The number digits · 10 ** exponent. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/**
 * Whether `value / divisor` is an integer, both taken as the shortest decimal numbers that stand for them: what a document or a
 * schema says, as long as it says at most 15 digits. 1e999 and the like, which no double holds, pass: their column objects.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  // Only in a place that the meta-schema does not see is there a divisor 0.
  if (divisor === 0) return false;
  if (!Number.isFinite(value)) return true;
  if (!Number.isFinite(divisor)) return value === 0;
  const dividend = decimalOf(value);
  const factor = decimalOf(divisor);
  // Exponents reach from -324 to 308, so that no more than some 650 digits are divided.
  const exponent = Math.min(dividend.exponent, factor.exponent);
  return shifted(dividend, exponent) % shifted(factor, exponent) === 0n;
}

/** Code for `multipleOf`. */
export function failUnlessMultiple(context: KeywordCxt): void {
  const { _ } = codeGenerator();
  const check = context.gen.scopeValue("func", { ref: isMultipleOf });
  context.fail(_`!${check}(${context.data}, ${context.schemaCode})`);
}

/** 1.5e-7 is 15 · 10 ** -8. */
function decimalOf(number: number): Decimal {
  const [significand, exponent = "0"] = String(number).split("e") as [string, string?];
  const [whole, fraction = ""] = significand.split(".") as [string, string?];
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/** How often a decimal has 10 ** `exponent`, which is no larger than its own. */
function shifted(decimal: Decimal, exponent: number): bigint {
  return decimal.digits * 10n ** BigInt(decimal.exponent - exponent);
}
