/**
 * Integers as ASCII, written into bytes without a string between. Every function returns the offset after the last byte
 * written; the caller has made room.
 */

/** Room that `writeInteger` and `writeInt64` need at most. */
export const INTEGER_BYTES = 20;

/** Writes an integer of at most 2^53 - 1 either way in decimal. */
export function writeInteger(value: number, target: Uint8Array, at: number): number {
  if (value < 0) {
    target[at] = 0x2d;
    return writeInteger(-value, target, at + 1);
  }
  if (value < 1e9) return writeDigits(value, digitCount(value), target, at);
  const low = value % 1e9;
  return writeDigits(low, 9, target, writeInteger((value - low) / 1e9, target, at));
}

/** Writes the 64-bit integer `high * 2^32 + (low >>> 0)` in decimal. */
export function writeInt64(low: number, high: number, target: Uint8Array, at: number): number {
  if (high >= -0x200000 && high < 0x200000) {
    return writeInteger(high * 0x100000000 + (low >>> 0), target, at);
  }
  const value = BigInt(high) * 0x100000000n + BigInt(low >>> 0);
  const next = writeInteger(Number(value / 1_000_000_000n), target, at);
  return writeDigits(Math.abs(Number(value % 1_000_000_000n)), 9, target, next);
}

/** Writes the last `count` digits of an integer from 0 to 2^31 - 1. */
export function writeDigits(value: number, count: number, target: Uint8Array, at: number): number {
  let rest = value;
  for (let index = at + count - 1; index >= at; index--) {
    const tenth = (rest / 10) | 0;
    target[index] = 0x30 + rest - tenth * 10;
    rest = tenth;
  }
  return at + count;
}

function digitCount(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count++;
  return count;
}
