/**
 * Dates and timestamps as ASCII, written into bytes without a string between. CSV and JSONL share these spellings, so
 * they stand in one place. Every function returns the offset after the last byte written; the caller has made room.
 */
import { writeDigits } from "../kernel/integer-text.ts";

/** Length of a date: `2020-09-09`. */
export const DATE_BYTES = 10;
/** Length of a timestamp: `2020-09-09T12:00:00.000000Z`. */
export const TIMESTAMP_BYTES = 27;

/** Days from 1970-01-01 to 0001-01-01 and to 9999-12-31: the years that have four digits (RFC 3339, section 1). */
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;
const SECONDS_PER_DAY = 86_400;

/**
 * Writes a day, counted from 1970-01-01, as `YYYY-MM-DD` in the proleptic Gregorian calendar (RFC 3339, full-date).
 * A day outside the years 0001 to 9999 has no such form and is a `RangeError`.
 */
export function writeDate(day: number, target: Uint8Array, at: number): number {
  if (day < FIRST_DAY || day > LAST_DAY) throw new RangeError(`day ${day} is outside the years 0001 to 9999`);
  // Years are counted from March, so that the leap day is the last day of its year, and in cycles of 400 years.
  const sinceMarch = day + 719_468;
  const cycle = (sinceMarch / 146_097) | 0;
  const dayOfCycle = sinceMarch - cycle * 146_097;
  const leapDays = ((dayOfCycle / 1460) | 0) - ((dayOfCycle / 36_524) | 0) + ((dayOfCycle / 146_096) | 0);
  const yearOfCycle = ((dayOfCycle - leapDays) / 365) | 0;
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + (yearOfCycle >> 2) - ((yearOfCycle / 100) | 0));
  const monthFromMarch = ((5 * dayOfYear + 2) / 153) | 0;
  const dayOfMonth = dayOfYear - (((153 * monthFromMarch + 2) / 5) | 0) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0);
  writeDigits(year, 4, target, at);
  target[at + 4] = 0x2d;
  writeDigits(month, 2, target, at + 5);
  target[at + 7] = 0x2d;
  return writeDigits(dayOfMonth, 2, target, at + 8);
}

/**
 * Writes the microseconds `high * 2^32 + (low >>> 0)` since 1970-01-01T00:00Z as `YYYY-MM-DDThh:mm:ss.ffffffZ`
 * (RFC 3339, date-time). A moment outside the years 0001 to 9999 is a `RangeError`.
 */
export function writeTimestamp(low: number, high: number, target: Uint8Array, at: number): number {
  // 2^32 microseconds are 4294 seconds and 967,296 microseconds: in two parts all values stay exact in doubles.
  const rest = high * 967_296 + (low >>> 0);
  const microsecond = floorModulo(rest, 1e6);
  const seconds = high * 4294 + (rest - microsecond) / 1e6;
  const secondOfDay = floorModulo(seconds, SECONDS_PER_DAY);
  let next = writeDate((seconds - secondOfDay) / SECONDS_PER_DAY, target, at);
  const minuteOfDay = (secondOfDay / 60) | 0;
  next = writeAfter(0x54, (minuteOfDay / 60) | 0, 2, target, next);
  next = writeAfter(0x3a, minuteOfDay % 60, 2, target, next);
  next = writeAfter(0x3a, secondOfDay % 60, 2, target, next);
  next = writeAfter(0x2e, microsecond, 6, target, next);
  target[next] = 0x5a;
  return next + 1;
}

/** `writeDate` as a string. */
export function dateText(day: number): string {
  const bytes = new Uint8Array(DATE_BYTES);
  writeDate(day, bytes, 0);
  return String.fromCharCode(...bytes);
}

/** `writeTimestamp` as a string. */
export function timestampText(microseconds: bigint): string {
  const bytes = new Uint8Array(TIMESTAMP_BYTES);
  writeTimestamp(Number(BigInt.asIntN(32, microseconds)), Number(microseconds >> 32n), bytes, 0);
  return String.fromCharCode(...bytes);
}

/** Writes a separator and the last `count` digits of a number. */
function writeAfter(separator: number, value: number, count: number, target: Uint8Array, at: number): number {
  target[at] = separator;
  return writeDigits(value, count, target, at + 1);
}

/** The remainder that is never negative. */
function floorModulo(value: number, divisor: number): number {
  const remainder = value % divisor;
  return remainder < 0 ? remainder + divisor : remainder;
}
