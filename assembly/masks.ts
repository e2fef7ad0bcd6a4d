/** From lanes to masks. */

/** Bit i is the sign of byte i of the four vectors, taken one after the other. */
@inline
export function maskOf(a: v128, b: v128, c: v128, d: v128): u64 {
  const low: u64 = <u64>i8x16.bitmask(a) | (<u64>i8x16.bitmask(b) << 16);
  return low | (<u64>i8x16.bitmask(c) << 32) | (<u64>i8x16.bitmask(d) << 48);
}

/** Whether a bit of the four vectors is set; asked before a mask that is mostly 0. */
@inline
export function anyOf(a: v128, b: v128, c: v128, d: v128): bool {
  return v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)));
}
