/**
 * White_Space and line ends over UTF-8 bytes. The set is Unicode's property White_Space (PropList.txt), which differs
 * from JavaScript's `\s` and `trim`: those take U+FEFF and leave out U+0085. It stands alone because the readers of
 * headers need the same answers as the paragraph kernel.
 *
 * Ranges are half-open and nothing outside of them is read: a sequence that the range cuts off is not White_Space.
 */

/**
 * Length in bytes (1 to 3) of the White_Space character at `at`, or 0 if the character there is another one or
 * `at` is `end`. It is 0 too where `at` is inside of a character.
 */
export function whiteSpaceLength(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  const byte = bytes[at]!;
  if (byte <= 0x20) return isAsciiWhiteSpace(byte) ? 1 : 0;
  if (byte < 0xc2 || byte > 0xe3) return 0;
  if (byte === 0xc2) return at + 1 < end && isLatinWhiteSpace(bytes[at + 1]!) ? 2 : 0;
  return at + 2 < end && isWideWhiteSpace(byte, bytes[at + 1]!, bytes[at + 2]!) ? 3 : 0;
}

/**
 * Length in bytes (1 to 3) of the White_Space character that ends directly before `at`, or 0 if the character there is
 * another one or `at` is `start`.
 */
export function whiteSpaceLengthBefore(bytes: Uint8Array, start: number, at: number): number {
  if (at <= start) return 0;
  const last = bytes[at - 1]!;
  if (last < 0x80) return isAsciiWhiteSpace(last) ? 1 : 0;
  if (at - 2 < start) return 0;
  const middle = bytes[at - 2]!;
  if (middle === 0xc2) return isLatinWhiteSpace(last) ? 2 : 0;
  return at - 3 >= start && isWideWhiteSpace(bytes[at - 3]!, middle, last) ? 3 : 0;
}

/** Offset of the first character of bytes[at, end) that is not White_Space, or `end`. */
export function skipWhiteSpace(bytes: Uint8Array, at: number, end: number): number {
  let offset = at;
  for (let length = 1; length > 0; offset += length) length = whiteSpaceLength(bytes, offset, end);
  return offset;
}

/** Offset after the last character of bytes[start, end) that is not White_Space, or `start`. */
export function skipWhiteSpaceBack(bytes: Uint8Array, start: number, end: number): number {
  let offset = end;
  for (let length = 1; length > 0; offset -= length) length = whiteSpaceLengthBefore(bytes, start, offset);
  return offset;
}

/**
 * Length in bytes of the line end at `at`: 2 for CRLF, 1 for LF or a CR that no LF follows before `end`, else 0.
 * The other characters that Unicode breaks lines at (U+000B, U+000C, U+0085, U+2028, U+2029) do not end a line here.
 */
export function lineEndLength(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  const byte = bytes[at]!;
  if (byte === 0x0a) return 1;
  if (byte !== 0x0d) return 0;
  return at + 1 < end && bytes[at + 1] === 0x0a ? 2 : 1;
}

/** U+0009 to U+000D and U+0020. */
function isAsciiWhiteSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** U+0085 and U+00A0, by their byte after C2. */
function isLatinWhiteSpace(second: number): boolean {
  return second === 0x85 || second === 0xa0;
}

/** U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000, by their three bytes. */
function isWideWhiteSpace(first: number, second: number, third: number): boolean {
  if (first !== 0xe2)
    return third === 0x80 && ((first === 0xe1 && second === 0x9a) || (first === 0xe3 && second === 0x80));
  if (second !== 0x80) return second === 0x81 && third === 0x9f;
  return (third >= 0x80 && third <= 0x8a) || third === 0xa8 || third === 0xa9 || third === 0xaf;
}
