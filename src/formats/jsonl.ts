/**
 * JSONL (JSON Lines): one object per row, every key on every line. Keys are encoded once per table.
 */
import type { Table } from "../batch/field.ts";
import { writeJsonText } from "../kernel/escape-text.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { BatchEncoder, Format, FormatSettings, Output, TableWriter } from "./format.ts";
import { LineEncoder } from "./line-encoder.ts";
import { TextWriter } from "./text-writer.ts";

const encoder = new TextEncoder();

/** Keys stand in column order and null is written; 64-bit integers are JSON numbers with all their digits. */
export const jsonl: Format = {
  name: "jsonl",
  extension: ".jsonl",
  mediaType: "application/jsonl",
  description: "One JSON object per line, with every key on every line.",
  // The sample size as for CSV.
  load: { module: "duckdb", line: "duckdb.read_json(PATH, sample_size=-1)" },
  createEncoder(table: Table, _settings: FormatSettings, kernel: Kernel): BatchEncoder {
    const syntax = { escaping: "json", nullText, datesQuoted: true, finiteOnly: true } as const;
    return new LineEncoder({ ...syntax, separators: keys(table) }, kernel);
  },
  createWriter(_table: Table, _settings: FormatSettings, output: Output): TableWriter {
    return new TextWriter(new Uint8Array(0), output);
  },
};

const nullText = encoder.encode("null");

/** `{"first":`, `,"second":`, …, and the end of the line. */
function keys(table: Table): Uint8Array[] {
  const separators = table.fields.map(({ name }, index) => `${index === 0 ? "{" : ","}${keyText(name)}:`);
  return [...separators, "}\n"].map((text) => encoder.encode(text));
}

/** A name spelled as text values are. */
function keyText(name: string): string {
  const bytes = encoder.encode(name);
  const target = new Uint8Array(6 * bytes.length);
  const end = writeJsonText(bytes, 0, bytes.length, target, 0);
  return `"${new TextDecoder("utf-8", { ignoreBOM: true }).decode(target.subarray(0, end))}"`;
}
