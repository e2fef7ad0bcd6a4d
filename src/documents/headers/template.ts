/**
 * A header line read by a template such as `date {date} {url}` (docs/documents.md). A template is compiled once; matching
 * works on bytes and runs once per document, without backtracking.
 */
import { UsageError } from "../../findings/errors.ts";
import {
  lineEndLength,
  skipWhiteSpace,
  skipWhiteSpaceBack,
  whiteSpaceLength,
} from "../../kernel/white-space.ts";
import type { FieldSpan, HeaderMatch, HeaderMismatch, HeaderReader } from "../header.ts";
import { endOfLine, startOfLine } from "./lines.ts";

/** A reader that knows all its fields from the start. */
export interface TemplateReader extends HeaderReader {
  read(bytes: Uint8Array, start: number, end: number): HeaderMatch | HeaderMismatch;
}

type Token =
  | { readonly kind: "literal"; readonly text: string; readonly bytes: Uint8Array }
  | { readonly kind: "field"; readonly text: string; readonly name: string }
  | { readonly kind: "rest"; readonly text: string; readonly name: string };

/** Tokens that stand together without a blank. */
type Part = readonly Token[];

const END_OF_LINE = "the end of the line";

/** Compiles a header template such as `date {date} {url}`. Throws UsageError for a template that is none. */
export function compileHeaderTemplate(template: string): TemplateReader {
  const parts = parseTemplate(template);
  const fieldNames = parts.flat().flatMap((token) => (token.kind === "literal" ? [] : [token.name]));
  const fail = (reason: string) => new UsageError(`header template ${JSON.stringify(template)}: ${reason}`);
  const repeated = fieldNames.find((name, index) => fieldNames.indexOf(name) !== index);
  if (repeated !== undefined)
    throw fail(`the field {${repeated}} occurs twice; give each field its own name`);
  if (fieldNames.length === 0)
    throw fail("it names no field; write fields in braces, as in `date {date} {url}`");
  return {
    fieldNames,
    anyField: false,
    nested: false,
    read: (bytes, start, end) => readHeaderLine(parts, bytes, start, end),
  };
}

function parseTemplate(template: string): Part[] {
  const fail = (reason: string) => new UsageError(`header template ${JSON.stringify(template)}: ${reason}`);
  const words = splitAtWhiteSpace(template);
  return words.map((word, index) => {
    const tokens = parsePart(word, fail);
    tokens.forEach((token, position) => {
      const last = index === words.length - 1 && position === tokens.length - 1;
      if (token.kind === "rest" && !last)
        throw fail(`{${token.name}...} takes the rest of the line and must stand last`);
      if (token.kind !== "literal" && position > 0 && tokens[position - 1]!.kind !== "literal")
        throw fail(`${tokens[position - 1]!.text}${token.text}: put a blank or a literal between two fields`);
    });
    return tokens;
  });
}

/** Reads one part: `{{` and `}}` are braces, `{name}` and `{name...}` are fields, all else is literal. */
function parsePart(word: string, fail: (reason: string) => UsageError): Token[] {
  const tokens: Token[] = [];
  let literal = "";
  const closeLiteral = () => {
    if (literal !== "")
      tokens.push({ kind: "literal", text: literal, bytes: new TextEncoder().encode(literal) });
    literal = "";
  };
  for (let at = 0; at < word.length; ) {
    const pair = word.slice(at, at + 2);
    if (pair === "{{" || pair === "}}") {
      literal += pair[0];
      at += 2;
    } else if (word[at] === "{") {
      const close = word.indexOf("}", at);
      if (close < 0)
        throw fail(`the brace in ${JSON.stringify(word)} is not closed; a brace of its own is written {{`);
      closeLiteral();
      tokens.push(parseField(word.slice(at, close + 1), fail));
      at = close + 1;
    } else if (word[at] === "}") {
      throw fail(`the brace in ${JSON.stringify(word)} was not opened; a brace of its own is written }}`);
    } else literal += word[at++];
  }
  closeLiteral();
  return tokens;
}

function parseField(text: string, fail: (reason: string) => UsageError): Token {
  const inner = text.slice(1, -1);
  const rest = inner.endsWith("...");
  const name = rest ? inner.slice(0, -3) : inner;
  if (name === "" || name.includes("{"))
    throw fail(`${text} is not a field; write a name in braces, as in {date}`);
  return { kind: rest ? "rest" : "field", text, name };
}

function splitAtWhiteSpace(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const words: string[] = [];
  for (let at = skipWhiteSpace(bytes, 0, bytes.length); at < bytes.length; ) {
    const end = partEnd(bytes, at, bytes.length);
    words.push(decoder.decode(bytes.subarray(at, end)));
    at = skipWhiteSpace(bytes, end, bytes.length);
  }
  return words;
}

/** Finds the first line that is not blank and matches it. */
function readHeaderLine(
  parts: readonly Part[],
  bytes: Uint8Array,
  start: number,
  end: number,
): HeaderMatch | HeaderMismatch {
  const place = skipWhiteSpace(bytes, start, end);
  if (place === end) return { problem: "empty" };
  const lineStart = startOfLine(bytes, start, place);
  const lineEnd = endOfLine(bytes, place, end);
  const fields: FieldSpan[] = [];
  const mismatch = matchLine(parts, bytes, place, skipWhiteSpaceBack(bytes, place, lineEnd), fields);
  if (mismatch !== null) return mismatch;
  return { start: lineStart, end: lineEnd + lineEndLength(bytes, lineEnd, end), place, fields };
}

/** Matches all parts against the trimmed line bytes[start, end); fills `fields`. */
function matchLine(
  parts: readonly Part[],
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: FieldSpan[],
): HeaderMismatch | null {
  let at = start;
  for (const part of parts) {
    if (at === end) return { problem: "mismatch", at, expected: part.map((token) => token.text).join("") };
    const stop = part[0]!.kind === "rest" ? end : partEnd(bytes, at, end);
    const mismatch = matchPart(part, bytes, at, stop, end, fields);
    if (mismatch !== null) return mismatch;
    at = part.at(-1)!.kind === "rest" ? end : skipWhiteSpace(bytes, stop, end);
  }
  return at < end ? { problem: "mismatch", at, expected: END_OF_LINE } : null;
}

/** Matches the tokens of one part against bytes[start, stop); `lineEnd` bounds a field that takes the rest of the line. */
function matchPart(
  part: Part,
  bytes: Uint8Array,
  start: number,
  stop: number,
  lineEnd: number,
  fields: FieldSpan[],
): HeaderMismatch | null {
  let at = start;
  for (const [index, token] of part.entries()) {
    if (token.kind === "literal") {
      const differs = firstDifference(bytes, at, stop, token.bytes);
      if (differs >= 0) return { problem: "mismatch", at: differs, expected: token.text };
      at += token.bytes.length;
      continue;
    }
    const next = part[index + 1];
    const limit = token.kind === "rest" ? lineEnd : stop;
    if (at >= limit) return { problem: "mismatch", at, expected: token.text };
    let valueEnd = limit;
    if (next?.kind === "literal") {
      valueEnd = indexOfBytes(bytes, nextCharacter(bytes, at, stop), stop, next.bytes);
      const empty = firstDifference(bytes, at, stop, next.bytes) < 0;
      if (valueEnd < 0)
        return { problem: "mismatch", at: empty ? at : stop, expected: empty ? token.text : next.text };
    }
    fields.push({ name: token.name, start: at, end: valueEnd });
    at = valueEnd;
  }
  return at < stop && part.at(-1)!.kind !== "rest" ? { problem: "mismatch", at, expected: "a blank" } : null;
}

/** End of the run of characters that are not White_Space. */
function partEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && whiteSpaceLength(bytes, at, end) === 0) at++;
  return at;
}

function nextCharacter(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1;
  while (next < end && (bytes[next]! & 0xc0) === 0x80) next++;
  return next;
}

/** Offset of the first character at which bytes[start, end) departs from `literal`, or -1. */
function firstDifference(bytes: Uint8Array, start: number, end: number, literal: Uint8Array): number {
  for (let index = 0; index < literal.length; index++) {
    let at = start + index;
    if (at < end && bytes[at] === literal[index]) continue;
    while (at < end && at > start && (bytes[at]! & 0xc0) === 0x80) at--;
    return Math.min(at, end);
  }
  return -1;
}

function indexOfBytes(bytes: Uint8Array, start: number, end: number, literal: Uint8Array): number {
  for (let at = start; at + literal.length <= end; at++) {
    if (literal.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
