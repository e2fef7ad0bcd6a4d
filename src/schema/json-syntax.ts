/**
 * Reads JSON text whose syntax errors must have a place, which `JSON.parse` alone does not give, whose nesting must be bounded,
 * because the code that works on schemas calls itself for every level, and whose names may be asked to differ.
 */
import { printable } from "../findings/printable.ts";
import { loadMomoa, markLength } from "./json-text.ts";

/** Arrays and objects inside each other. Schemas that people write stay below 30; ajv's compiler gives up near 500. */
export const MAX_JSON_DEPTH = 200;

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** Why a text is not usable JSON, and at which index of the string. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a JSON text (RFC 8259; a byte order mark is skipped), or what is wrong with it. */
export function parseJson(text: string): { readonly value: JsonValue } | SyntaxProblem {
  const nesting = measureNesting(text);
  if (nesting.tooDeepAt >= 0) {
    return {
      offset: nesting.tooDeepAt,
      message: `more than ${MAX_JSON_DEPTH} arrays and objects are nested in each other`,
    };
  }
  try {
    return { value: JSON.parse(text.slice(markLength(text))) as JsonValue };
  } catch (error) {
    return locateProblem(text, nesting, (error as Error).message);
  }
}

/** What brackets and quotes say, without a full parse; the text need not be well-formed. */
interface Nesting {
  /** Index of the first bracket that is too deep, or -1. */
  readonly tooDeepAt: number;
  /** Index of the first control character inside a string, or -1. */
  readonly controlAt: number;
}

function measureNesting(text: string): Nesting {
  let depth = 0;
  let controlAt = -1;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
      else if (character < " " && controlAt < 0) controlAt = at;
    } else if (character === '"') inString = true;
    else if (character === "}" || character === "]") depth--;
    else if (character === "{" || character === "[") {
      depth++;
      if (depth > MAX_JSON_DEPTH) return { tooDeepAt: at, controlAt };
    }
  }
  return { tooDeepAt: -1, controlAt };
}

/** A name that its object has already, and the index of its first character in the text. */
export interface RepeatedName {
  readonly name: string;
  readonly offset: number;
}

/**
 * The names that stand a second time in one object of a well-formed JSON text, in its order. RFC 8259, section 4, leaves open
 * what they mean; `JSON.parse` takes the last without a word.
 */
export function repeatedNames(text: string): RepeatedName[] {
  const repeated: RepeatedName[] = [];
  /** The names of the objects around, the innermost last. Lists hold none of their own. */
  const open: Set<string>[] = [];
  const colon = /\s*:/y;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{") open.push(new Set());
    else if (character === "}") open.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      colon.lastIndex = end;
      if (colon.test(text)) {
        const name = JSON.parse(text.slice(at, end)) as string;
        const names = open.at(-1)!;
        if (names.has(name)) repeated.push({ name, offset: at });
        names.add(name);
      }
      at = end - 1;
    }
  }
  return repeated;
}

/** Index after the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function locateProblem(text: string, { controlAt }: Nesting, reason: string): SyntaxProblem {
  // Where a text breaks off, the parser may name any token before. A character that cannot be anywhere shows whether all
  // was well up to the end.
  const offset = findUnexpected(`${text}\u0001`);
  if (offset < text.length) {
    return { offset, message: `unexpected ${printable(String.fromCodePoint(text.codePointAt(offset)!))}` };
  }
  if (findUnexpected(text) >= 0) return { offset: text.length, message: "the text ends too early" };
  // The parser lets control characters in strings pass, which JSON forbids.
  if (controlAt < 0) return { offset: 0, message: reason };
  return {
    offset: controlAt,
    message: "a string holds a control character; write it as an escape such as \\n",
  };
}

/** Index of the first character that cannot be, or -1 if there is none. */
function findUnexpected(text: string): number {
  const start = markLength(text);
  try {
    loadMomoa().parse(text.slice(start));
    return -1;
  } catch (error) {
    const { offset } = error as { readonly offset?: unknown };
    if (typeof offset !== "number") throw error;
    return offset + start;
  }
}
