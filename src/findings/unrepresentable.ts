/**
 * Why a column cannot hold a value that its schema accepts: a word for each reason and what it says. Separate from the catalogue
 * because values are judged far from messages, and defaults of schemas are told in other words. The words are stable, like codes.
 */
import type { FindingParams } from "./finding.ts";

const reasons = {
  "integer-range": "outside of -9223372036854775808 to 9223372036854775807",
  "integer-form": "not written in digits alone",
  "number-range": "outside of -1.7976931348623157e308 to 1.7976931348623157e308",
  "date-form": "not a date of the calendar (YYYY-MM-DD)",
  "year-range": "outside of the years 0001 to 9999",
  "date-time-form": "not a date and time of the calendar (YYYY-MM-DDThh:mm:ssZ)",
  "date-time-separator": "no T between date and time",
  "fraction-digits": "more than 6 fraction digits",
  "offset-form": "the offset is neither Z nor of the form +05:30",
  "leap-second": "a leap second; seconds go from 00 to 59",
  "utc-year-range": "in UTC outside of the years 0001 to 9999",
  structure: "a list or a map, not a single value",
  "half-character": "half of a character (a lone surrogate)",
  "other-type": "a value of another type",
} as const satisfies Record<string, string>;

export type UnrepresentableReason = keyof typeof reasons;

/** `: more than 6 fraction digits`, to stand after what cannot be stored; nothing for a word that is not known. */
export function becauseOf(reason: FindingParams[string] | undefined): string {
  const text = Object.entries(reasons).find(([word]) => word === reason)?.[1];
  return text === undefined ? "" : `: ${text}`;
}
