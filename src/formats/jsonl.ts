/**
 * JSONL (JSON Lines): one object per row, every key on every line. Keys are encoded once per table.
 */
import { ByteSink } from "../batch/byte-sink.ts";
import type { Table } from "../batch/field.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type CellSyntax, writeQuotedText } from "./cell-syntax.ts";
import type { EncoderSettings, Format, Output, TableEncoder } from "./format.ts";
import { LineEncoder } from "./line-encoder.ts";

const encoder = new TextEncoder();

/** Keys stand in column order and null is written; 64-bit integers are JSON numbers with all their digits. */
export const jsonl: Format = {
  name: "jsonl",
  extension: ".jsonl",
  mediaType: "application/jsonl",
  description: "One JSON object per line, with every key on every line.",
  load: { module: "duckdb", line: "duckdb.read_json(PATH)" },
  createEncoder(table: Table, settings: EncoderSettings, output: Output): TableEncoder {
    const cells = cellSyntax(settings.kernel);
    return new LineEncoder({ ...cells, separators: keys(table, cells), header: new Uint8Array(0) }, output);
  },
};

function cellSyntax(kernel: Kernel): CellSyntax {
  return {
    nullText: encoder.encode("null"),
    datesQuoted: true,
    finiteOnly: true,
    textGrowth: 6,
    writeText: (source, start, end, target, at) => kernel.writeJsonText(source, start, end, target, at),
  };
}

/** `{"first":`, `,"second":`, …, and the end of the line. */
function keys(table: Table, cells: CellSyntax): Uint8Array[] {
  const separators = table.fields.map((field, index) => {
    const name = encoder.encode(field.name);
    const sink = new ByteSink(name.length + 4);
    sink.append(encoder.encode(index === 0 ? "{" : ","));
    writeQuotedText(name, 0, name.length, cells, sink);
    sink.append(encoder.encode(":"));
    return sink.view();
  });
  separators.push(encoder.encode("}\n"));
  return separators;
}
