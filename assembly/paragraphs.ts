/**
 * Paragraphs by the rule `blank`; the twin is src/kernel/paragraphs.ts, where the rule is explained. 64 bytes are looked at
 * at once: each class of bytes becomes a 64-bit mask, bit i for byte i, and words, line ends and gaps are found in masks.
 */
import { anyOf, maskOf } from "./masks";
import { asciiWhiteSpace, mayBeWhiteSpace, whiteSpaceLength } from "./white-space";

const SPACE = i8x16.splat(0x20);
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
  // What a block has to know of those before it: whether the last byte is White_Space; which of the first bytes belong to a
  // White_Space character that was cut off; whether the line is blank so far; whether the next word begins a paragraph.
  let previous: u64 = 1;
  let carried: u64 = 0;
  let blank: u64 = 0;
  let apart: u64 = 1;

  for (let at = start; at < end; at += 64) {
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    let whiteSpace = carried;
    let lineEnds: u64 = 0;
    let continuation: u64 = 0;
    carried = 0;
    const least = i8x16.min_u(i8x16.min_u(v0, v1), i8x16.min_u(v2, v3));
    if (v128.any_true(i8x16.lt_u(least, SPACE))) {
      whiteSpace |= maskOf(asciiWhiteSpace(v0), asciiWhiteSpace(v1), asciiWhiteSpace(v2), asciiWhiteSpace(v3));
      lineEnds = lineEndsOf(at, v0, v1, v2, v3);
    } else {
      whiteSpace |= maskOf(i8x16.eq(v0, SPACE), i8x16.eq(v1, SPACE), i8x16.eq(v2, SPACE), i8x16.eq(v3, SPACE));
    }
    const most = i8x16.max_u(i8x16.max_u(v0, v1), i8x16.max_u(v2, v3));
    if (i8x16.bitmask(most) != 0) {
      // Bytes 80 to BF are less than C0 as signed numbers.
      const c0 = i8x16.splat(-64);
      continuation = maskOf(i8x16.lt_s(v0, c0), i8x16.lt_s(v1, c0), i8x16.lt_s(v2, c0), i8x16.lt_s(v3, c0));
      for (let found = mayBeWhiteSpace(at, v0, v1, v2, v3, most); found != 0; found &= found - 1) {
        const bit = ctz(found);
        const bytes = ((<u64>1) << whiteSpaceLength(at + <usize>bit)) - 1;
        whiteSpace |= bytes << bit;
        carried |= (bytes >> 1) >> (63 - bit);
      }
    }
    if (end - at < 64) {
      const inside: u64 = ((<u64>1) << (end - at)) - 1;
      whiteSpace |= ~inside;
      lineEnds &= inside;
    }

    const text = ~whiteSpace;
    const wordStarts = text & ((whiteSpace << 1) | previous);
    previous = whiteSpace >> 63;

    if ((lineEnds | apart) == 0) {
      // Most blocks: the paragraph goes on, in the same line.
      words += <i32>popcnt(wordStarts);
      if (text != 0) {
        closedAt = at + 64 - <usize>clz(text);
        closedLine = line;
        closedContinuations = continuations + <i32>popcnt(continuation & (<u64>-1 >> clz(text)));
        blank = 0;
      }
      continuations += <i32>popcnt(continuation);
      continue;
    }

    // A bit that is added to a run of ones comes out behind it: a line's start passes White_Space and meets a line end if the line
    // is blank; the end of a blank line passes all White_Space and meets the first word of a paragraph.
    const inLines = whiteSpace & ~lineEnds;
    const pastBlanks = inLines + ((lineEnds << 1) | blank);
    blank = (lineEnds >> 63) | <u64>(pastBlanks < inLines);
    const pastGaps = whiteSpace + ((lineEnds & pastBlanks) | apart);
    apart = <u64>(pastGaps < whiteSpace);
    let starts = text & pastGaps;

    // One round for what goes on, and one for each paragraph that begins.
    let range: u64 = -1;
    for (;;) {
      const before: u64 = (starts & (0 - starts)) - 1;
      const part = text & range & before;
      if (part != 0) {
        const upToLast: u64 = <u64>-1 >> clz(part);
        words += <i32>popcnt(wordStarts & part);
        closedAt = at + 64 - <usize>clz(part);
        closedLine = line + <i32>popcnt(lineEnds & upToLast);
        closedContinuations = continuations + <i32>popcnt(continuation & range & upToLast);
      }
      if (starts == 0) break;
      if (words > 0) {
        out = storeSpan(origin, openedAt, closedAt, openedLine, closedLine, closedContinuations, words, out);
        count++;
      }
      words = 0;
      openedAt = at + <usize>ctz(starts);
      openedLine = line + <i32>popcnt(lineEnds & before);
      if (count == capacity) {
        storeResume(openedAt - origin, openedLine, out);
        return count;
      }
      continuations = 0;
      range = ~before;
      starts &= starts - 1;
    }
    continuations += <i32>popcnt(continuation & range);
    line += <i32>popcnt(lineEnds);
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

/** LF, and each CR that no LF follows. What follows the range does not matter, as no paragraph comes after it. */
@inline
function lineEndsOf(at: usize, v0: v128, v1: v128, v2: v128, v3: v128): u64 {
  const lfs = maskOf(i8x16.eq(v0, LF), i8x16.eq(v1, LF), i8x16.eq(v2, LF), i8x16.eq(v3, LF));
  const a = i8x16.eq(v0, CR);
  const b = i8x16.eq(v1, CR);
  const c = i8x16.eq(v2, CR);
  const d = i8x16.eq(v3, CR);
  if (!anyOf(a, b, c, d)) return lfs;
  const lfsAfter = (lfs >> 1) | (<u64>(load<u8>(at, 64) == 0x0a) << 63);
  return lfs | (maskOf(a, b, c, d) & ~lfsAfter);
}
