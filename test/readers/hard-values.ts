/**
 * A table of values that readers get wrong, more than documents can give: empty texts beside nulls, the ends of every
 * type's range, nulls in every column, texts that look like something else.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Batch } from "../../src/batch/batch.ts";
import { buildVector } from "../../src/batch/build-vector.ts";
import type { Table } from "../../src/batch/field.ts";
import { formats } from "../../src/formats/index.ts";
import { webassemblySetup } from "../formats/setups.ts";
import { encode, settingsWith } from "../formats/value-batches.ts";
import type { Dataset } from "./datasets.ts";
import type { ExpectedColumn } from "./expected.ts";
import type { CellType, Value } from "./expected-columns.ts";

export const HARD_VALUES = "hard values";

const values: Readonly<Record<CellType, readonly Value[]>> = {
  // The first row has no quotes, commas or line ends; the second has a null in every column but this one.
  utf8: [
    ..."plain||NA|N/A|null|NULL|None|nan|true|0|007|1e5|0x10|-|#comment|=1+1|@a|2020-01-01|a,b;c|'|\\|\\N|\\\"".split(
      "|",
    ),
    ...[
      '"',
      '""',
      '"quoted"',
      'ends with "',
      '","',
      "\\n",
      "|",
      " padded ",
      "\t",
      "\n",
      "\r",
      "\r\n",
      "a\r\nb\rc\nd",
      "\n\n",
    ],
    ...[
      "\u0000",
      "a\u0000b",
      "\u0085",
      "\u2028\u2029",
      "\u000b\u000c",
      "\ufeff",
      "\ufeffa",
      "\u200b",
      "\u001b[1m\u0007\u007f",
      "é",
      "e\u0301",
      "𝄞",
      "👩‍🌾",
      "\u{10ffff}",
    ],
  ],
  int32: [1, null, 0, -1, 2 ** 31 - 1, -(2 ** 31)],
  int64: [9007199254740993n, null, 0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), -9007199254740993n],
  float64: [
    0.5,
    null,
    0.1,
    0.3333,
    2.1060533511106927,
    -1.5,
    1 / 3,
    5e-324,
    1.7976931348623157e308,
    2.2250738585072014e-308,
    1e21,
    1e-7,
    123456789012345680,
  ],
  boolean: [true, null, false],
  date32: ["2020-09-09", null, "0001-01-01", "9999-12-31", "1969-12-31", "1970-01-01", "2024-02-29"],
  timestamp: [
    "2020-09-09T12:00:00.000001Z",
    null,
    "0001-01-01T00:00:00.000000Z",
    "9999-12-31T23:59:59.999999Z",
    "1969-12-31T23:59:59.999999Z",
  ],
};

/** The calls in docs/loading.md name these two columns. */
const docsNames: Readonly<Record<string, string>> = { date32: "date", timestamp: "published_at" };

/** The values of every type, each repeated to the length of the longest; `text` has no null, so that no row is empty. */
const hardColumns: readonly ExpectedColumn[] = [
  { name: "text", type: "utf8", nullable: false, cells: values.utf8 },
  ...Object.entries(values).map(([type, cells]): ExpectedColumn => {
    const repeated = values.utf8.map((_text, row) => (row === 1 ? null : cells[row % cells.length]!));
    return {
      name: docsNames[type] ?? `${type}_or_null`,
      type: type as CellType,
      nullable: true,
      cells: repeated,
    };
  }),
];

/** Writes the table in every format, under the names of both tables of a dataset. */
export function writeHardValues(folder: string): Dataset {
  mkdirSync(folder, { recursive: true });
  for (const name of ["paragraphs", "documents"]) {
    for (const format of formats) {
      const batch = hardBatch(name);
      const bytes = encode(format, batch.table, [batch], settingsWith(), webassemblySetup);
      writeFileSync(join(folder, `${name}${format.extension}`), bytes);
    }
  }
  return {
    name: HARD_VALUES,
    out: folder,
    source: folder,
    expected: { paragraphs: hardColumns, documents: hardColumns },
  };
}

function hardBatch(name: string): Batch {
  const fields = hardColumns.map((column) => ({
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    description: "",
  }));
  const table: Table = { name, fields };
  const columns = hardColumns.map(({ type, cells }) => {
    const stored = cells.map((cell) => (cell === null ? null : storedValue(type, cell)));
    return { vector: buildVector(type, stored), perRun: false };
  });
  return { table, rowCount: values.utf8.length, runEnds: new Int32Array(0), columns };
}

/** Dates as days and times as microseconds since 1970-01-01; other values as they are. */
function storedValue(type: CellType, cell: Exclude<Value, null>): Exclude<Value, null> {
  if (type === "utf8" || typeof cell !== "string") return cell;
  if (type === "date32") return Date.parse(cell) / 86_400_000;
  const wholeSeconds = BigInt(Date.parse(`${cell.slice(0, 19)}Z`));
  return wholeSeconds * 1000n + BigInt(cell.slice(20, 26));
}
