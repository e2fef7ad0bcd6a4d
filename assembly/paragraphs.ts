/**
 * Paragraphs by the rule `blank`; the twin is src/kernel/paragraphs.ts, where the rule is explained. 64 bytes are looked at
 * at once: each class of bytes becomes a 64-bit mask, bit i for byte i, and words and line ends are counted in masks.
 */
import { maskOf } from "./masks";

const LF = i8x16.splat(0x0a);
const CR = i8x16.splat(0x0d);

/**
 * Appends the paragraphs of memory[start, end) to `out`, `capacity` (from 1) at most, and returns how many. Each takes six
 * i32: start and end, counted from `origin`, first and last line, characters, words. After them, in the place of one
 * more, stands where to go on and in which line; that is `end` if all paragraphs were found.
 */
export function scanParagraphs(
  origin: usize,
  start: usize,
  end: usize,
  firstLine: i32,
  out: usize,
  capacity: i32,
): i32 {
  let count: i32 = 0;
  let line = firstLine;
  // The open paragraph, as in the twin; `words` is 0 where none is open.
  let words: i32 = 0;
  let openedAt = start;
  let openedLine = line;
  let closedAt = start;
  let closedLine = line;
  let closedContinuations: i32 = 0;
  let continuations: i32 = 0;
  // What a block has to know of the one before: its last byte is White_Space, and a White_Space character is cut off.
  let previous: u64 = 1;
  let carried: u64 = 0;

  for (let at = start; at < end; at += 64) {
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    let whiteSpace = maskOf(asciiWhiteSpace(v0), asciiWhiteSpace(v1), asciiWhiteSpace(v2), asciiWhiteSpace(v3));
    let lineEnds = maskOf(i8x16.eq(v0, LF), i8x16.eq(v1, LF), i8x16.eq(v2, LF), i8x16.eq(v3, LF));
    let continuation: u64 = 0;
    whiteSpace |= carried;
    carried = 0;
    const all = v128.or(v128.or(v0, v1), v128.or(v2, v3));
    if (i8x16.bitmask(all) != 0) {
      // Bytes 80 to BF are less than C0 as signed numbers.
      const c0 = i8x16.splat(-64);
      continuation = maskOf(i8x16.lt_s(v0, c0), i8x16.lt_s(v1, c0), i8x16.lt_s(v2, c0), i8x16.lt_s(v3, c0));
      if (v128.any_true(v128.or(v128.or(isLead(v0), isLead(v1)), v128.or(isLead(v2), isLead(v3))))) {
        const wide = maskOf(wideAt(at, v0), wideAt(at + 16, v1), wideAt(at + 32, v2), wideAt(at + 48, v3));
        const latin = maskOf(latinAt(at, v0), latinAt(at + 16, v1), latinAt(at + 32, v2), latinAt(at + 48, v3));
        whiteSpace |= wide | (wide << 1) | (wide << 2) | latin | (latin << 1);
        carried = (wide >> 62) | (wide >> 63) | (latin >> 63);
      }
    }
    const crs = maskOf(i8x16.eq(v0, CR), i8x16.eq(v1, CR), i8x16.eq(v2, CR), i8x16.eq(v3, CR));
    if (crs != 0) lineEnds |= crs & ~lineFeedsAfter(at);
    if (end - at < 64) {
      const inside: u64 = ((<u64>1) << (end - at)) - 1;
      whiteSpace |= ~inside;
      lineEnds &= inside;
    }

    const text = ~whiteSpace;
    const wordStarts = text & ((whiteSpace << 1) | previous);
    previous = whiteSpace >> 63;

    // From line end to line end.
    let from: u64 = 0;
    for (;;) {
      const stop: u64 = lineEnds == 0 ? 64 : ctz(lineEnds);
      let range: u64 = <u64>-1 << from;
      if (stop < 64) range &= ((<u64>1) << stop) - 1;
      const words64 = text & range;
      if (words64 != 0) {
        if (words > 0 && line - closedLine > 1) {
          out = storeSpan(origin, openedAt, closedAt, openedLine, closedLine, closedContinuations, words, out);
          words = 0;
          if (++count == capacity) {
            storeResume(at + <usize>ctz(words64) - origin, line, out);
            return count;
          }
        }
        if (words == 0) {
          openedAt = at + <usize>ctz(words64);
          openedLine = line;
          continuations = 0;
          range &= <u64>-1 << ctz(words64);
        }
        words += <i32>popcnt(wordStarts & range);
        const last: u64 = 63 - clz(words64);
        closedAt = at + <usize>last + 1;
        closedLine = line;
        closedContinuations = continuations + <i32>popcnt(continuation & range & (((<u64>2) << last) - 1));
      }
      continuations += <i32>popcnt(continuation & range);
      if (lineEnds == 0) break;
      lineEnds &= lineEnds - 1;
      line++;
      from = stop + 1;
      if (from == 64) break;
    }
  }
  if (words > 0) {
    out = storeSpan(origin, openedAt, closedAt, openedLine, closedLine, closedContinuations, words, out);
    count++;
  }
  storeResume(end - origin, line, out);
  return count;
}

@inline
function storeSpan(
  origin: usize,
  start: usize,
  end: usize,
  lineStart: i32,
  lineEnd: i32,
  continuations: i32,
  words: i32,
  out: usize,
): usize {
  store<u32>(out, <u32>(start - origin));
  store<u32>(out, <u32>(end - origin), 4);
  store<i32>(out, lineStart, 8);
  store<i32>(out, lineEnd, 12);
  store<i32>(out, <i32>(end - start) - continuations, 16);
  store<i32>(out, words, 20);
  return out + 24;
}

@inline
function storeResume(at: usize, line: i32, out: usize): void {
  store<u32>(out, <u32>at);
  store<i32>(out, line, 4);
}

/** U+0009 to U+000D and U+0020. */
@inline
function asciiWhiteSpace(v: v128): v128 {
  return v128.or(i8x16.eq(v, i8x16.splat(0x20)), i8x16.le_u(i8x16.sub(v, i8x16.splat(9)), i8x16.splat(4)));
}

/** Bytes that White_Space characters beyond ASCII begin with: C2, E1, E2, E3. */
@inline
function isLead(v: v128): v128 {
  const isWide = i8x16.le_u(i8x16.sub(v, i8x16.splat(<i8>0xe1)), i8x16.splat(2));
  return v128.or(isWide, i8x16.eq(v, i8x16.splat(<i8>0xc2)));
}

/** Where one of U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000 begins; `v` are the bytes at `at`. */
function wideAt(at: usize, v: v128): v128 {
  const second = v128.load(at, 1);
  const third = v128.load(at, 2);
  const is80 = i8x16.eq(second, i8x16.splat(<i8>0x80));
  const third80 = i8x16.eq(third, i8x16.splat(<i8>0x80));
  const general = v128.or(
    i8x16.le_u(i8x16.sub(third, i8x16.splat(<i8>0x80)), i8x16.splat(0x0a)),
    v128.or(
      i8x16.le_u(i8x16.sub(third, i8x16.splat(<i8>0xa8)), i8x16.splat(1)),
      i8x16.eq(third, i8x16.splat(<i8>0xaf)),
    ),
  );
  const mathematical = v128.and(i8x16.eq(second, i8x16.splat(<i8>0x81)), i8x16.eq(third, i8x16.splat(<i8>0x9f)));
  const e2 = v128.and(i8x16.eq(v, i8x16.splat(<i8>0xe2)), v128.or(v128.and(is80, general), mathematical));
  const ogham = v128.and(i8x16.eq(v, i8x16.splat(<i8>0xe1)), i8x16.eq(second, i8x16.splat(<i8>0x9a)));
  const ideographic = v128.and(i8x16.eq(v, i8x16.splat(<i8>0xe3)), is80);
  return v128.or(e2, v128.and(v128.or(ogham, ideographic), third80));
}

/** Where U+0085 or U+00A0 begins; `v` are the bytes at `at`. */
function latinAt(at: usize, v: v128): v128 {
  const second = v128.load(at, 1);
  const is = v128.or(i8x16.eq(second, i8x16.splat(<i8>0x85)), i8x16.eq(second, i8x16.splat(<i8>0xa0)));
  return v128.and(i8x16.eq(v, i8x16.splat(<i8>0xc2)), is);
}

/**
 * Bit i is set where byte i + 1 is LF: a CR before it ends no line itself. What follows the range does not matter, as no
 * paragraph comes after it.
 */
function lineFeedsAfter(at: usize): u64 {
  return maskOf(
    i8x16.eq(v128.load(at, 1), LF),
    i8x16.eq(v128.load(at, 17), LF),
    i8x16.eq(v128.load(at, 33), LF),
    i8x16.eq(v128.load(at, 49), LF),
  );
}
