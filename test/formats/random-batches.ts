/**
 * Random tables, values and grids for the property tests of formats; `value-batches.ts` makes batches from them.
 */
import fc from "fast-check";
import type { ColumnType, Field } from "../../src/batch/field.ts";
import { anyText } from "../kernel/any-text.ts";
import { columnTypes, type Grid, type Value } from "./value-batches.ts";

const awkwardTexts = [
  "",
  '"',
  '""',
  ",",
  "a,b",
  "a\nb",
  "a\r\nb",
  "\r",
  "\n",
  " padded ",
  "\ufeffbom",
  "=1+1",
  "-1",
  "+a",
  "@a",
  "\t=",
  "＝",
  "'",
  "NA",
  "null",
  "\\",
  "\u0085\u2028\u2029",
  "\u0000\u001f\u007f",
  "𝄞é",
  "\b\f",
  ";",
  "a|b",
];

const text = fc.oneof(fc.constantFrom(...awkwardTexts), anyText(0, 12), fc.string({ maxLength: 40 }));
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, -1n, 2n ** 53n, -(2n ** 53n), 2n ** 32n, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.bigInt({ min: -100_000n, max: 100_000n }),
);

/** Microseconds of the first and the last moment that has a year of four digits. */
const FIRST_MICROSECOND = -62_135_596_800_000_000n;
const LAST_MICROSECOND = 253_402_300_799_999_999n;

/** Values of a column type, not null. */
export function arbitraryValue(type: ColumnType): fc.Arbitrary<Value> {
  switch (type) {
    case "utf8":
      return text;
    case "int32":
      return fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)));
    case "int64":
      return int64;
    case "float64":
      return fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(0, 1e21, 5e-324, 0.1),
      );
    case "boolean":
      return fc.boolean();
    case "date32":
      return fc.integer({ min: -719_162, max: 2_932_896 });
    case "timestamp":
      return fc.bigInt({ min: FIRST_MICROSECOND, max: LAST_MICROSECOND });
  }
}

const name = fc.oneof(
  fc.constantFrom(
    "text",
    "date",
    "a b",
    'say "x"',
    "a,b",
    "-x",
    "=x",
    "constructor",
    "line\nend",
    "",
    "é\u2028",
  ),
  anyText(0, 8),
);

const field: fc.Arbitrary<Field> = fc.record({
  name,
  type: fc.constantFrom(...columnTypes),
  nullable: fc.boolean(),
  description: fc.constant(""),
});

/** Tables of one to eight columns with up to six runs of up to five rows. */
export const arbitraryGrid: fc.Arbitrary<Grid> = fc
  .uniqueArray(field, { minLength: 1, maxLength: 8, selector: (entry) => entry.name })
  .chain((fields) => {
    const row = fc.tuple(
      ...fields.map(({ type, nullable }) =>
        nullable ? fc.option(arbitraryValue(type), { freq: 3 }) : arbitraryValue(type),
      ),
    );
    return fc.record({
      table: fc.constant({ name: "paragraphs", fields }),
      perRun: fc.tuple(...fields.map(() => fc.boolean())),
      runs: fc.array(fc.record({ shared: row, rows: fc.array(row, { maxLength: 5 }) }), { maxLength: 6 }),
    });
  });

/** Where to cut a grid into batches. */
export const arbitraryCuts = fc.array(fc.nat({ max: 6 }), { maxLength: 4 });
