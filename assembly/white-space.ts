/**
 * White_Space in UTF-8; the twin is src/kernel/white-space.ts. Beyond ASCII it is rare, but begins as much else does: vectors
 * find what may be such a character, and only there it is looked at byte by byte.
 */
import { anyOf, maskOf } from "./masks";

const C2 = i8x16.splat(<i8>0xc2);
const E1 = i8x16.splat(<i8>0xe1);
const E2 = i8x16.splat(<i8>0xe2);
const E3 = i8x16.splat(<i8>0xe3);

/** U+0009 to U+000D and U+0020. */
@inline
export function asciiWhiteSpace(v: v128): v128 {
  return v128.or(i8x16.eq(v, i8x16.splat(0x20)), i8x16.le_u(i8x16.sub(v, i8x16.splat(9)), i8x16.splat(4)));
}

/**
 * Bit i is set where White_Space beyond ASCII may begin with byte i of the four vectors, which are the bytes at `at`; `most` holds
 * the greatest byte of each lane.
 */
@inline
export function mayBeWhiteSpace(at: usize, v0: v128, v1: v128, v2: v128, v3: v128, most: v128): u64 {
  // It begins with C2, E1, E2 or E3. European letters are less than E1.
  const c2s = v128.or(v128.or(i8x16.eq(v0, C2), i8x16.eq(v1, C2)), v128.or(i8x16.eq(v2, C2), i8x16.eq(v3, C2)));
  if (!v128.any_true(v128.or(c2s, i8x16.ge_u(most, E1)))) return 0;
  const a = mayBeWhiteSpaceAt(at, v0);
  const b = mayBeWhiteSpaceAt(at + 16, v1);
  const c = mayBeWhiteSpaceAt(at + 32, v2);
  const d = mayBeWhiteSpaceAt(at + 48, v3);
  return anyOf(a, b, c, d) ? maskOf(a, b, c, d) : 0;
}

/** As little is asked as tells it from frequent characters, such as curly quotes, dashes and kana; `v` are the bytes at `at`. */
@inline
function mayBeWhiteSpaceAt(at: usize, v: v128): v128 {
  const second = v128.load(at, 1);
  const third = v128.load(at, 2);
  // 80 to 8A; A8 and A9; 8F, 9F, AF and BF.
  const general = v128.or(
    i8x16.lt_s(third, i8x16.splat(<i8>0x8b)),
    v128.or(
      i8x16.eq(v128.and(third, i8x16.splat(<i8>0xfe)), i8x16.splat(<i8>0xa8)),
      i8x16.eq(v128.and(third, i8x16.splat(<i8>0xcf)), i8x16.splat(<i8>0x8f)),
    ),
  );
  const e2 = v128.and(i8x16.eq(v, E2), general);
  const e1OrE3 = i8x16.eq(v128.or(v, i8x16.splat(2)), E3);
  const c2 = v128.and(i8x16.eq(v, C2), i8x16.lt_s(second, i8x16.splat(<i8>0xa1)));
  return v128.or(v128.or(e2, c2), v128.and(e1OrE3, i8x16.eq(third, i8x16.splat(<i8>0x80))));
}

/** Bytes of the White_Space character at `at`, which begins with C2, E1, E2 or E3, or 0 if it is another one. */
export function whiteSpaceLength(at: usize): u64 {
  const first = load<u8>(at);
  const second = load<u8>(at, 1);
  const third = load<u8>(at, 2);
  if (first == 0xc2) return second == 0x85 || second == 0xa0 ? 2 : 0;
  if (first == 0xe1) return second == 0x9a && third == 0x80 ? 3 : 0;
  if (first == 0xe3) return second == 0x80 && third == 0x80 ? 3 : 0;
  if (second != 0x80) return second == 0x81 && third == 0x9f ? 3 : 0;
  return third <= 0x8a || third == 0xa8 || third == 0xa9 || third == 0xaf ? 3 : 0;
}
