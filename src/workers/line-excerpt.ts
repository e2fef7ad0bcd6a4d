/**
 * The piece of a line that a report shows below a finding. It is taken while the document lies in memory, and its size does not
 * depend on the line's: a line may be the whole document.
 */
import type { LineExcerpt } from "../findings/finding.ts";
import { byteOrderMarkLength } from "../findings/position.ts";

/** Most code points of an excerpt, and of the part of it that stands before the place. */
const MAX_LENGTH = 200;
const MAX_LENGTH_BEFORE = 100;

/** Most bytes of a code point in UTF-8. */
const MAX_BYTES = 4;

const LF = 0x0a;
const CR = 0x0d;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The line around `offset` in the document bytes[start, end), both indexes into the array. All before `offset` must be
 * well-formed; a place in a character counts as its first byte, a place in a line end as the end of the line.
 */
export function excerptLine(bytes: Uint8Array, start: number, end: number, offset: number): LineExcerpt {
  const first = start + byteOrderMarkLength(bytes, start, end);
  const place = alignBack(bytes, first, Math.min(Math.max(offset, first), end), end);
  const before = textBefore(bytes, first, place).slice(-MAX_LENGTH_BEFORE);
  const after = textAfter(bytes, place, end).slice(0, MAX_LENGTH - before.length);
  return { text: [...before, ...after].join(""), column: before.length + 1 };
}

/** Where the character or the line end at `offset` starts. A stray continuation byte is a character of its own. */
function alignBack(bytes: Uint8Array, first: number, offset: number, end: number): number {
  if (offset >= end) return end;
  if (bytes[offset] === LF && offset > first && bytes[offset - 1] === CR) return offset - 1;
  let at = offset;
  while (at > first && offset - at < MAX_BYTES - 1 && isContinuation(bytes[at]!)) at--;
  return at + characterLength(bytes[at]!) > offset ? at : offset;
}

/** The last code points of bytes[first, place) that are on the line of `place`. */
function textBefore(bytes: Uint8Array, first: number, place: number): string[] {
  let from = Math.max(first, place - MAX_LENGTH_BEFORE * MAX_BYTES);
  while (from < place && isContinuation(bytes[from]!)) from++;
  for (let at = place - 1; at >= from; at--) if (isLineEnd(bytes[at]!)) from = at + 1;
  return [...decoder.decode(bytes.subarray(from, place))];
}

function textAfter(bytes: Uint8Array, place: number, end: number): string[] {
  const limit = Math.min(end, place + MAX_LENGTH * MAX_BYTES);
  let to = place;
  while (to < limit && !isLineEnd(bytes[to]!)) to++;
  return [...decoder.decode(bytes.subarray(place, to))];
}

function isLineEnd(byte: number): boolean {
  return byte === LF || byte === CR;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function characterLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
