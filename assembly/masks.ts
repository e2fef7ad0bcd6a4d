/** From lanes to masks. */

/** Bit i is the sign of byte i of the four vectors, taken one after the other. */
@inline
export function maskOf(a: v128, b: v128, c: v128, d: v128): u64 {
  const low: u64 = <u64>i8x16.bitmask(a) | (<u64>i8x16.bitmask(b) << 16);
  return low | (<u64>i8x16.bitmask(c) << 32) | (<u64>i8x16.bitmask(d) << 48);
}
