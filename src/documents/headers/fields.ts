/** The header kind `fields`: lines of the form `Key: value` up to the first blank line (docs/documents.md). */
import {
  lineEndLength,
  skipWhiteSpace,
  skipWhiteSpaceBack,
  whiteSpaceLength,
} from "../../kernel/white-space.ts";
import {
  checkFieldName,
  type FieldSpan,
  type HeaderKind,
  type HeaderMatch,
  type HeaderProblem,
} from "../header.ts";
import { endOfLine, startOfLine } from "./lines.ts";

/** Longer text before a colon is no key: a long line is prose, and is not searched to its end. */
const MAX_KEY_BYTES = 1000;

const COLON = 0x3a;

export const fields: HeaderKind = {
  name: "fields",
  description: "Lines `Key: value` up to the first blank line.",
  reader: { fieldNames: [], anyField: true, nested: false, read: readFields },
};

function readFields(bytes: Uint8Array, start: number, end: number): HeaderMatch | HeaderProblem {
  const place = skipWhiteSpace(bytes, start, end);
  if (place === end) return { problem: "empty" };
  const headerStart = startOfLine(bytes, start, place);
  const found: FieldSpan[] = [];
  const names = new Set<string>();
  let at = headerStart;
  while (at < end) {
    const lineEnd = endOfLine(bytes, at, end);
    if (skipWhiteSpace(bytes, at, lineEnd) === lineEnd) break;
    const field = readField(bytes, at, lineEnd);
    if (field === null) return { problem: "mismatch", at, expected: "Key: value" };
    const problem = checkFieldName(field.name, at, names);
    if (problem !== null) return problem;
    found.push(field);
    at = lineEnd + lineEndLength(bytes, lineEnd, end);
  }
  return { start: headerStart, end: at, place, fields: found };
}

/** The field of the line bytes[start, end), or null if it is none. An empty value stands after its colon. */
function readField(bytes: Uint8Array, start: number, end: number): FieldSpan | null {
  const colon = indexOfColon(bytes, start, Math.min(end, start + MAX_KEY_BYTES + 1));
  if (colon <= start || whiteSpaceLength(bytes, start, end) > 0) return null;
  const keyEnd = skipWhiteSpaceBack(bytes, start, colon);
  const name = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, keyEnd));
  const valueStart = skipWhiteSpace(bytes, colon + 1, end);
  if (valueStart === end) return { name, start: colon + 1, end: colon + 1 };
  return { name, start: valueStart, end: skipWhiteSpaceBack(bytes, valueStart, end) };
}

function indexOfColon(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === COLON) return at;
  return -1;
}
