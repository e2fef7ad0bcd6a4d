/** Reads the header of a document that stands between others in memory, with places that count from the document's start. */
import type { HeaderReader } from "../../../src/documents/header.ts";
import { compileHeader } from "../../../src/documents/headers/index.ts";

const before = Buffer.from("---\nbefore: 1\n\n");
const after = Buffer.from("x: y\n---\nafter: 2\n");

/** The header, with the text of each field as the source has it, or the problem. */
export function readHeader(forms: string | readonly string[], document: string | Buffer) {
  const reader: HeaderReader = compileHeader([forms].flat());
  const body = Buffer.from(document);
  const bytes = Buffer.concat([before, body, after]);
  const start = before.length;
  const found = reader.read(bytes, start, start + body.length);
  if ("problem" in found) return "at" in found ? { ...found, at: found.at - start } : found;
  return {
    header: [found.start - start, found.end - start],
    place: found.place - start,
    fields: Object.fromEntries(
      found.fields.map(({ name, start: from, end }) => [name, bytes.toString("utf8", from, end)]),
    ),
    starts: found.fields.map((field) => field.start - start),
    values: found.fields.map(({ value }) => value),
  };
}
