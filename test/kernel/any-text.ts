/**
 * Random text of all scalar values, shorter and longer in UTF-8 alike. Separate from the oracle because the format tests need it,
 * too; fast-check's own units take a second to set up in every file.
 */
import fc from "fast-check";

const scalarValue = fc
  .oneof(fc.nat(0x7f), fc.nat(0x7ff), fc.nat(0xffff), fc.nat(0x10ffff))
  .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff);

/** Well-formed text of at most so many code points. */
export function anyText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .array(scalarValue, { minLength, maxLength })
    .map((codePoints) => String.fromCodePoint(...codePoints));
}
