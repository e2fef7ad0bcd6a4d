/**
 * A dataset whose first rows mislead: columns are null, whole or look like something else until after the 20,480 rows
 * that DuckDB samples, and more than other readers do.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommandLine } from "./datasets.ts";
import type { ExpectedColumn } from "./expected.ts";
import { type CellType, cellOf } from "./expected-columns.ts";

export const LATE_VALUES = "late values";

const EARLY_PARAGRAPHS = 21_000;

const properties = {
  number: { type: "number" },
  fraction: { type: "number" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  date: { type: "string", format: "date" },
  published_at: { type: "string", format: "date-time" },
  digits: { type: "string" },
  truth: { type: "string" },
  day: { type: "string" },
  remark: { type: "string" },
};
const types: Readonly<Record<keyof typeof properties, CellType>> = {
  number: "float64",
  fraction: "float64",
  integer: "int64",
  boolean: "boolean",
  date: "date32",
  published_at: "timestamp",
  digits: "utf8",
  truth: "utf8",
  day: "utf8",
  remark: "utf8",
};

type Header = Readonly<Partial<Record<keyof typeof properties, string>>>;

const early: Header = { number: "1", digits: "007", truth: "true", day: "2020-01-01" };
const late: readonly Header[] = [
  { number: "1.5", fraction: "0.3333", integer: "-3", boolean: "true", date: "2024-02-29", remark: "NA" },
  { number: "0.3333", published_at: "2020-09-09T12:00:00.000001Z", digits: "abc", truth: "perhaps" },
  { number: "2.1060533511106927", fraction: "2.1060533511106927", integer: "9007199254740993" },
  { number: "5e-324", fraction: "5e-324", date: "0001-01-01", published_at: "0001-01-01T00:00:00.000000Z" },
  { number: "1.7976931348623157e308", date: "9999-12-31", published_at: "9999-12-31T23:59:59.999999Z" },
  { number: "-0.0", fraction: "-0.0", boolean: "false", digits: "8", day: "some day", remark: "2020-01-01" },
];

/** Writes the documents and exports them in every format to `out` there. Returns the columns of the text and of the schema. */
export async function exportLateValues(folder: string): Promise<ExpectedColumn[]> {
  const source = join(folder, "source");
  mkdirSync(source, { recursive: true });
  const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", properties };
  writeFileSync(join(folder, "late.schema.json"), JSON.stringify(schema));
  const plain = Array.from({ length: EARLY_PARAGRAPHS }, (_, index) => `Paragraph ${index}`);
  const documents = [
    { header: early, paragraphs: plain },
    ...late.map((header) => ({ header, paragraphs: ["Late"] })),
  ];
  for (const [index, { header, paragraphs }] of documents.entries()) {
    const lines = Object.entries(header).map(([name, value]) => `${name}: ${value}\n`);
    writeFileSync(join(source, `${index}.txt`), `${lines.join("")}\n${paragraphs.join("\n\n")}\n`);
  }
  const reading = ["--header", "fields", "--schema", join(folder, "late.schema.json")];
  const formats = ["csv", "jsonl", "arrow"].flatMap((format) => ["--format", format]);
  await runCommandLine(["export", source, ...reading, ...formats, "--out", join(folder, "out")]);
  const texts = documents.flatMap(({ paragraphs }) => paragraphs);
  return [
    { name: "text", type: "utf8", nullable: false, cells: texts },
    ...Object.entries(types).map(([name, type]): ExpectedColumn => {
      const cells = documents.flatMap(({ header, paragraphs }) => {
        const value = cellOf(type, header[name as keyof Header]);
        // A document's -0 is 0.
        return paragraphs.map(() => (Object.is(value, -0) ? 0 : value));
      });
      return { name, type, nullable: true, cells };
    }),
  ];
}
