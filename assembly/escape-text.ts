/**
 * Text as the inside of a CSV field or a JSON string; the twin is src/kernel/escape-text.ts. 16 or 64 bytes are copied at once
 * and then looked at: what has to be escaped is rare.
 */
import { anyOf } from "./masks";

const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;
const hexDigits = memory.data<u8>([48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102]);

/** Copies memory[from, end) to `to` with every `"` doubled and returns the address after the last byte written. */
export function writeCsvText(from: usize, end: usize, to: usize): usize {
  const quote = i8x16.splat(<i8>QUOTE);
  while (from < end) {
    if (end - from >= 64 && !copiedQuotes(from, to)) {
      from += 64;
      to += 64;
      continue;
    }
    const bytes = v128.load(from);
    v128.store(to, bytes);
    const length = min<usize>(end - from, 16);
    const quotes = i8x16.bitmask(i8x16.eq(bytes, quote)) & ((1 << <i32>length) - 1);
    if (quotes == 0) {
      from += length;
      to += length;
    } else {
      const next = <usize>ctz(quotes) + 1;
      store<u8>(to + next, QUOTE);
      from += next;
      to += next + 1;
    }
  }
  return to;
}

/** Copies 64 bytes and returns whether there is a `"` among them. */
@inline
function copiedQuotes(from: usize, to: usize): bool {
  const quote = i8x16.splat(<i8>QUOTE);
  const v0 = v128.load(from);
  const v1 = v128.load(from, 16);
  const v2 = v128.load(from, 32);
  const v3 = v128.load(from, 48);
  v128.store(to, v0);
  v128.store(to, v1, 16);
  v128.store(to, v2, 32);
  v128.store(to, v3, 48);
  return anyOf(i8x16.eq(v0, quote), i8x16.eq(v1, quote), i8x16.eq(v2, quote), i8x16.eq(v3, quote));
}

/** Copies memory[from, end) to `to` as the inside of a JSON string and returns the address after the last byte written. */
export function writeJsonText(from: usize, end: usize, to: usize): usize {
  while (from < end) {
    const bytes = v128.load(from);
    v128.store(to, bytes);
    const length = min<usize>(end - from, 16);
    const special = i8x16.bitmask(isSpecial(bytes)) & ((1 << <i32>length) - 1);
    if (special == 0) {
      from += length;
      to += length;
      continue;
    }
    const next = <usize>ctz(special);
    from += next;
    to += next;
    const byte = <u32>load<u8>(from);
    if (byte < 0x80) {
      to = writeEscape(byte, to);
      from++;
      continue;
    }
    const lineBreak = lineBreakAt(from, end);
    if (lineBreak == 0) {
      // A lead byte like that of a line break: copied already.
      from++;
      to++;
    } else {
      to = writeUnicodeEscape(lineBreak, to);
      from += lineBreak < 0x100 ? 2 : 3;
    }
  }
  return to;
}

/** `"`, `\`, controls, and bytes that U+0085 (C2 85), U+2028 and U+2029 (E2 80 A8, E2 80 A9) may begin with. */
@inline
function isSpecial(bytes: v128): v128 {
  const quoted = v128.or(i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)), i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH)));
  const leads = v128.or(i8x16.eq(bytes, i8x16.splat(<i8>0xc2)), i8x16.eq(bytes, i8x16.splat(<i8>0xe2)));
  return v128.or(v128.or(quoted, leads), i8x16.lt_u(bytes, i8x16.splat(0x20)));
}

/** The code point at `at` if it is U+0085, U+2028 or U+2029 and ends before `end`, else 0. */
@inline
function lineBreakAt(at: usize, end: usize): u32 {
  if (load<u8>(at) == 0xc2) return at + 1 < end && load<u8>(at, 1) == 0x85 ? 0x85 : 0;
  if (at + 2 >= end || load<u8>(at, 1) != 0x80) return 0;
  const third = load<u8>(at, 2);
  return third == 0xa8 ? 0x2028 : third == 0xa9 ? 0x2029 : 0;
}

/** Writes the escape of an ASCII character: a letter after the backslash where JSON has one. */
function writeEscape(byte: u32, to: usize): usize {
  let letter: u32 = 0;
  if (byte == QUOTE || byte == BACKSLASH) letter = byte;
  else if (byte == 0x0a) letter = 0x6e; // n
  else if (byte == 0x0d) letter = 0x72; // r
  else if (byte == 0x09) letter = 0x74; // t
  else if (byte == 0x08) letter = 0x62; // b
  else if (byte == 0x0c) letter = 0x66; // f
  if (letter == 0) return writeUnicodeEscape(byte, to);
  store<u8>(to, BACKSLASH);
  store<u8>(to, letter, 1);
  return to + 2;
}

/** Writes `\uxxxx`. */
function writeUnicodeEscape(codePoint: u32, to: usize): usize {
  store<u16>(to, 0x755c); // \u
  store<u8>(to, load<u8>(hexDigits + (codePoint >> 12)), 2);
  store<u8>(to, load<u8>(hexDigits + ((codePoint >> 8) & 15)), 3);
  store<u8>(to, load<u8>(hexDigits + ((codePoint >> 4) & 15)), 4);
  store<u8>(to, load<u8>(hexDigits + (codePoint & 15)), 5);
  return to + 6;
}
