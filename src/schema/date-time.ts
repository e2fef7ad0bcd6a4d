/**
 * Dates and times of day as numbers, by the grammar of RFC 3339, section 5.6. Separate from the other values because of its
 * calendar; JavaScript's `Date` is not used: it has no microseconds and accepts days that do not exist.
 */
import type { UnrepresentableReason } from "../findings/unrepresentable.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** What people write for a date-time, its offset apart. */
const ALMOST_DATE_TIME = /^\d{4}-\d{2}-\d{2}(.)\d{2}:\d{2}:(\d{2})(?:\.(\d+))?(.*)$/s;
const OFFSET = /^(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** The character 0. */
const ZERO = 0x30;

const MICROSECONDS = 1_000_000n;
const SECONDS_PER_DAY = 86_400;

/** 0001-01-01 and 9999-12-31. */
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Days since 1970-01-01 of a date in the years 0001 to 9999 (proleptic Gregorian calendar), or null. */
export function parseDate(text: string): number | null {
  if (!DATE.test(text)) return null;
  const days = daysSinceEpoch(digitsOf(text, 0, 4), digitsOf(text, 5, 7), digitsOf(text, 8, 10));
  return days !== null && days >= FIRST_DAY ? days : null;
}

/**
 * Microseconds since 1970-01-01T00:00:00Z of an RFC 3339 date-time with an offset, at most six fraction digits, and no leap
 * second, if that instant lies in the years 0001 to 9999 of UTC; else null.
 */
export function parseDateTime(text: string): bigint | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetMinutes = parseOffset(match[8], Number(match[9]), Number(match[10]));
  const days = daysSinceEpoch(year, month, day);
  if (days === null || offsetMinutes === null || hour > 23 || minute > 59 || second > 59) return null;
  const seconds = days * SECONDS_PER_DAY + hour * 3600 + (minute - offsetMinutes) * 60 + second;
  if (seconds < FIRST_DAY * SECONDS_PER_DAY || seconds >= (LAST_DAY + 1) * SECONDS_PER_DAY) return null;
  return BigInt(seconds) * MICROSECONDS + BigInt((match[7] ?? "").padEnd(6, "0"));
}

/** Why `parseDate` does not take a text. */
export function whyNoDate(text: string): UnrepresentableReason {
  return DATE.test(text) && parseDate(inOtherYear(text)) !== null ? "year-range" : "date-form";
}

/** Why `parseDateTime` does not take a text: the first reason that there is. */
export function whyNoDateTime(text: string): UnrepresentableReason {
  const match = ALMOST_DATE_TIME.exec(text);
  if (match === null) return "date-time-form";
  const [, separator, second, fraction = "", offset = ""] = match;
  if (separator !== "T" && separator !== "t") return "date-time-separator";
  if (fraction.length > 6) return "fraction-digits";
  if (!OFFSET.test(offset)) return "offset-form";
  if (second === "60") return "leap-second";
  return parseDateTime(inOtherYear(text)) === null ? "date-time-form" : "utc-year-range";
}

/** The same day in the years 2000 to 2399: the calendar begins anew every 400 years. */
function inOtherYear(text: string): string {
  return `${2000 + (digitsOf(text, 0, 4) % 400)}${text.slice(4)}`;
}

/** The number that the digits text[start, end) are. To capture them and have `Number` read them takes twice as long. */
function digitsOf(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = 10 * value + text.charCodeAt(at) - ZERO;
  return value;
}

/** Minutes that local time is ahead of UTC, or null; no sign stands for `Z`. */
function parseOffset(sign: string | undefined, hours: number, minutes: number): number | null {
  if (sign === undefined) return 0;
  if (hours > 23 || minutes > 59) return null;
  return (hours * 60 + minutes) * (sign === "-" ? -1 : 1);
}

/** Days since 1970-01-01, or null if the calendar has no such day. The year is 0 to 9999. */
function daysSinceEpoch(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return daysBeforeYear(year) - daysBeforeYear(1970) + daysBeforeMonth[month - 1]! + leapDay + day - 1;
}

/** Days from 0000-01-01 to the start of a year. */
function daysBeforeYear(year: number): number {
  const leapYears = Math.ceil(year / 4) - Math.ceil(year / 100) + Math.ceil(year / 400);
  return 365 * year + leapYears;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
