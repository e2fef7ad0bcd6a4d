/** Mirror tests of the digit writers, with JavaScript's own spelling as oracle; lines.test.ts has what kernels write. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INTEGER_BYTES, writeDigits, writeInt64, writeInteger } from "../../src/kernel/integer-text.ts";

function written(write: (target: Uint8Array, at: number) => number): string {
  const target = new Uint8Array(40).fill(0x21);
  const end = write(target, 3);
  expect([target[2], target[end]]).toEqual([0x21, 0x21]);
  expect(end - 3).toBeLessThanOrEqual(INTEGER_BYTES);
  return Buffer.from(target.subarray(3, end)).toString("latin1");
}

function int64Text(value: bigint): string {
  const low = Number(BigInt.asIntN(32, value));
  return written((target, at) => writeInt64(low, Number(value >> 32n), target, at));
}

describe("writeInteger", () => {
  it("writes all safe integers as JavaScript does", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(written((target, at) => writeInteger(value, target, at))).toBe(String(value));
      }),
    );
  });

  it("writes the numbers around every power of ten", () => {
    const values = [0, -0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, -(2 ** 31)];
    for (let power = 1; power < 1e16; power *= 10)
      values.push(power - 1, power, power + 1, -power, 1 - power);
    for (const value of values.filter(Number.isSafeInteger)) {
      expect(written((target, at) => writeInteger(value, target, at))).toBe(String(value));
    }
  });
});

describe("writeInt64", () => {
  it("writes all 64-bit integers as BigInt does", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(int64Text(value)).toBe(String(value));
      }),
    );
  });

  it("writes the numbers around every power of two and of ten", () => {
    const values = [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)];
    for (let power = 1n; power < 2n ** 62n; power *= 2n)
      values.push(power - 1n, power, power + 1n, -power, 1n - power);
    for (let power = 1n; power < 2n ** 63n; power *= 10n) values.push(power - 1n, power, power + 1n, -power);
    for (const value of values) expect(int64Text(value)).toBe(String(value));
  });
});

describe("writeDigits", () => {
  it("writes the last digits, with zeros in front", () => {
    const digits = (value: number, count: number) =>
      written((target, at) => writeDigits(value, count, target, at));
    expect([digits(7, 4), digits(2020, 4), digits(12_345, 2), digits(0, 1), digits(5, 0)]).toEqual([
      "0007",
      "2020",
      "45",
      "0",
      "",
    ]);
    expect(digits(2 ** 31 - 1, 10)).toBe("2147483647");
  });
});
