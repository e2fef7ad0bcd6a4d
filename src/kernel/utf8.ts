/**
 * Where UTF-8 is ill-formed. It stands alone because the other kernels rely on well-formed bytes: this one runs first.
 */
import { isUtf8 } from "node:buffer";

/**
 * Offset of the first byte of the first ill-formed sequence in bytes[start, end), or -1; the contract is
 * `Kernel.findInvalidUtf8`. A sequence that `end` cuts off is ill-formed.
 */
export function findInvalidUtf8(bytes: Uint8Array, start: number, end: number): number {
  // Nearly every document is well-formed, and Node's own check is many times faster than a loop.
  if (isUtf8(bytes.subarray(start, end))) return -1;
  let at = start;
  while (at < end) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** Length in bytes (1 to 4) of the well-formed sequence at `at`, or 0 if there is none (Unicode 16, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length = lengthByLead(lead);
  if (length === 0 || at + length > end) return 0;
  const second = bytes[at + 1]!;
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return 0;
  for (let offset = at + 2; offset < at + length; offset++) {
    if ((bytes[offset]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/** Length of the sequences that a byte from 80 on can begin. C0, C1 and F5 to FF begin none. */
function lengthByLead(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Below it the sequence would be overlong. */
function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

/** Above it the sequence would be a surrogate or beyond U+10FFFF. */
function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}
