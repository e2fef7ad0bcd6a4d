/** Mirror tests of the writers of dates and timestamps, with JavaScript's own calendar as oracle. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeDate, writeTimestamp } from "../../src/formats/number-text.ts";
import { momentText } from "./value-batches.ts";

function written(write: (target: Uint8Array, at: number) => number): string {
  const target = new Uint8Array(40).fill(0x21);
  const end = write(target, 3);
  expect([target[2], target[end]]).toEqual([0x21, 0x21]);
  return Buffer.from(target.subarray(3, end)).toString("latin1");
}

function timestampText(value: bigint): string {
  const low = Number(BigInt.asIntN(32, value));
  return written((target, at) => writeTimestamp(low, Number(value >> 32n), target, at));
}

function dateText(day: number): string {
  return written((target, at) => writeDate(day, target, at));
}

describe("writeDate", () => {
  it("writes each day of the 400-year cycle as Date does, from 0001 to 9999", () => {
    // 23 and the 146,097 days of the calendar's cycle have no common divisor, so each day of the cycle comes by.
    for (let day = -719_162; day <= 2_932_896; day += 23) {
      const target = new Uint8Array(10);
      writeDate(day, target, 0);
      const text = Buffer.from(target).toString("latin1");
      if (text !== new Date(day * 86_400_000).toISOString().slice(0, 10)) expect(text).toBe(`day ${day}`);
    }
    expect(dateText(18_514)).toBe("2020-09-09");
  });

  it("knows leap days and the ends of the range", () => {
    const days = [
      "0001-01-01",
      "0004-02-29",
      "1900-02-28",
      "1900-03-01",
      "2000-02-29",
      "2024-12-31",
      "2100-02-28",
      "9999-12-31",
    ];
    for (const text of days) expect(dateText(Date.parse(`${text}T00:00:00Z`) / 86_400_000)).toBe(text);
  });

  it("refuses days outside four-digit years", () => {
    expect(() => dateText(-719_163)).toThrow(RangeError);
    expect(() => dateText(2_932_897)).toThrow(RangeError);
  });
});

describe("writeTimestamp", () => {
  it("writes every microsecond as the calendar says", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }), (value) => {
        expect(timestampText(value)).toBe(momentText(value));
      }),
    );
  });

  it("keeps six digits on both sides of 1970 and at the ends of the range", () => {
    expect(timestampText(0n)).toBe("1970-01-01T00:00:00.000000Z");
    expect(timestampText(-1n)).toBe("1969-12-31T23:59:59.999999Z");
    expect(timestampText(1_599_652_800_000_000n)).toBe("2020-09-09T12:00:00.000000Z");
    expect(timestampText(1_599_652_800_000_001n)).toBe("2020-09-09T12:00:00.000001Z");
    expect(timestampText(-62_135_596_800_000_000n)).toBe("0001-01-01T00:00:00.000000Z");
    expect(timestampText(253_402_300_799_999_999n)).toBe("9999-12-31T23:59:59.999999Z");
  });

  it("refuses moments outside four-digit years", () => {
    expect(() => timestampText(-62_135_596_800_000_001n)).toThrow(RangeError);
    expect(() => timestampText(253_402_300_800_000_000n)).toThrow(RangeError);
    expect(() => timestampText(2n ** 63n - 1n)).toThrow(RangeError);
    expect(() => timestampText(-(2n ** 63n))).toThrow(RangeError);
  });
});
