/**
 * The readers, and what each is expected to make of a column. A reader is one script and one entry here; a load is one
 * way in which it opens a table.
 */
import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { ExpectedColumn } from "./expected.ts";
import { type CellType, cellText, type Value } from "./expected-columns.ts";

/** A column as a script prints it. */
export interface LoadedColumn {
  readonly name: string;
  readonly type: string;
  readonly cells: readonly (string | null)[];
}

export interface Load {
  /** The type that the reader reports for a column. */
  type(column: ExpectedColumn): string;
  /** A cell of the column, as text. */
  cell(value: Value, type: CellType): string | null;
}

export interface Reader {
  readonly name: string;
  /** File beside this one. */
  readonly script: string;
  readonly loads: Readonly<Record<string, Load>>;
}

type TypeNames = Readonly<Record<CellType, string>>;

/** A reader that finds the type of a column from its values; one without values gets `allNull`. */
export function inferred(names: TypeNames, allNull: string, cell: Load["cell"] = cellText): Load {
  return {
    type: ({ type, cells }) => (cells.every((value) => value === null) ? allNull : names[type]),
    cell,
  };
}

/** A reader that is told the types. */
function declared(names: TypeNames): Load {
  return { type: ({ type }) => names[type], cell: cellText };
}

/** An empty text comes back as null. */
export function emptyAsNull(value: Value, type: CellType): string | null {
  return value === "" ? null : cellText(value, type);
}

/** Dates come back as midnight without a time zone. */
export function midnights(value: Value, type: CellType): string | null {
  return type === "date32" && value !== null ? `${value}T00:00:00.000000` : cellText(value, type);
}

const pandasTypes = {
  utf8: "string[pyarrow]",
  int32: "int32[pyarrow]",
  int64: "int64[pyarrow]",
  float64: "double[pyarrow]",
  boolean: "bool[pyarrow]",
  date32: "date32[day][pyarrow]",
  timestamp: "timestamp[us, tz=UTC][pyarrow]",
} as const satisfies TypeNames;
export const pandasText = { ...pandasTypes, int32: "int64[pyarrow]", timestamp: "string[pyarrow]" };

const pandas: Reader = {
  name: "pandas",
  script: "pandas-reader.py",
  loads: {
    read_csv: inferred({ ...pandasText, date32: "string[pyarrow]" }, "null[pyarrow]", emptyAsNull),
    read_json: inferred({ ...pandasText, date32: "timestamp[s][pyarrow]" }, "null[pyarrow]", midnights),
    read_feather: declared(pandasTypes),
  },
};

const arrowTypes = {
  utf8: "string",
  int32: "int32",
  int64: "int64",
  float64: "double",
  boolean: "bool",
  date32: "date32[day]",
  timestamp: "timestamp[us, tz=UTC]",
} as const satisfies TypeNames;
export const arrowText = { ...arrowTypes, int32: "int64", timestamp: "string" };

/** The file declares which columns have no nulls. */
const arrowFile: Load = {
  type: ({ type, nullable }) => `${arrowTypes[type]}${nullable ? "" : " not null"}`,
  cell: cellText,
};

const pyarrow: Reader = {
  name: "PyArrow",
  script: "pyarrow-reader.py",
  loads: {
    read_csv: inferred(arrowText, "null"),
    read_json: inferred({ ...arrowText, date32: "timestamp[s]" }, "null", midnights),
    open_file: arrowFile,
    open_stream: arrowFile,
  },
};

const duckdbTypes = {
  utf8: "VARCHAR",
  int32: "INTEGER",
  int64: "BIGINT",
  float64: "DOUBLE",
  boolean: "BOOLEAN",
  date32: "DATE",
  timestamp: "TIMESTAMP WITH TIME ZONE",
} as const satisfies TypeNames;
export const duckdbText = { ...duckdbTypes, int32: "BIGINT" };

/** Integers of both signs in one column widen it. */
function duckdbJsonType(column: ExpectedColumn): string {
  const type = inferred(duckdbText, '"NULL"').type(column);
  const isMixed = [true, false].every((sign) =>
    column.cells.some((value) => value !== null && Number(value) < 0 === sign),
  );
  return type === "BIGINT" && isMixed ? "HUGEINT" : type;
}

const duckdb: Reader = {
  name: "DuckDB",
  script: "duckdb-reader.py",
  loads: {
    read_csv: inferred(duckdbText, "VARCHAR", emptyAsNull),
    "read_csv without quoted nulls": inferred(duckdbText, "VARCHAR"),
    read_json: { type: duckdbJsonType, cell: cellText },
    register: declared(duckdbTypes),
  },
};

const polarsTypes = {
  utf8: "String",
  int32: "Int32",
  int64: "Int64",
  float64: "Float64",
  boolean: "Boolean",
  date32: "Date",
  timestamp: "Datetime(time_unit='us', time_zone='UTC')",
} as const satisfies TypeNames;
const polarsText = { ...polarsTypes, int32: "Int64" };

const polars: Reader = {
  name: "Polars",
  script: "polars-reader.py",
  loads: {
    read_csv: inferred(polarsText, "String"),
    read_ndjson: inferred({ ...polarsText, date32: "String", timestamp: "String" }, "Null"),
    read_ipc: declared(polarsTypes),
  },
};

const standardLibrary: Reader = {
  name: "Python",
  script: "standard-library-reader.py",
  loads: {
    "csv.reader": { type: () => "str", cell: (value) => (value === null ? "" : String(value)) },
    // A double that is written without fraction and exponent is read as an integer.
    "json.loads": {
      type: () => "json",
      cell: (value, type) => cellText(value, /^-?\d+$/.test(String(value)) ? "int64" : type),
    },
  },
};

export const readers: readonly Reader[] = [pandas, pyarrow, duckdb, polars, standardLibrary];

/** The columns that a load gave, or why it failed. */
export type Loaded = readonly LoadedColumn[] | { readonly error: string };

/** What a script prints: by dataset, load and table. */
export type Answer = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Loaded>>>>>>;

/** Asserts that a load gave the columns that are expected of it: names, order, types and every cell. */
export function expectColumns(loaded: Loaded, expected: readonly ExpectedColumn[], load: Load): void {
  if ("error" in loaded) expect.fail(loaded.error);
  expect(loaded.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  for (const [index, column] of expected.entries()) {
    const { name, type, cells } = loaded[index]!;
    expect(type, `the type of ${name}`).toBe(load.type(column));
    const wanted = column.cells.map((value) => load.cell(value, column.type));
    // Vitest takes seconds to find long columns equal.
    if (!isDeepStrictEqual(cells, wanted)) expect(cells, `the cells of ${name}`).toEqual(wanted);
  }
}
