/**
 * Braces in globs: `{a,b}` and `{1..3}` stand for several patterns. As in a shell they are replaced before anything
 * else is looked at, so that each alternative is an input, or a pattern, of its own. The libraries for it drop the
 * backslashes, so that an escaped star would come out as a wildcard.
 */
import { UsageError } from "../findings/errors.ts";

/** `{a,b}{a,b}…` doubles with every pair. */
const MAX_ALTERNATIVES = 10_000;
/** Parsing takes quadratic time in the worst case, and nested braces take stack. */
const MAX_PATTERN_CHARACTERS = 4096;
const sequence = /^(-?\d{1,9})\.\.(-?\d{1,9})$/;

interface BraceGroup {
  readonly start: number;
  /** After the closing brace. */
  readonly end: number;
  readonly alternatives: readonly string[];
}

/**
 * All texts that a text with braces stands for, in its order; the text itself if it has none. Braces without a comma
 * and without `..` between two integers are ordinary characters, and so is what stands behind a backslash.
 * Example: `{a,b{1..2}}.txt` → `a.txt`, `b1.txt`, `b2.txt`. Throws UsageError beyond 10,000 texts and
 * for a text of more than 4,096 characters.
 */
export function expandBraces(text: string): string[] {
  if (text.length > MAX_PATTERN_CHARACTERS) {
    throw new UsageError(
      `the pattern ${text.slice(0, 40)}… is longer than ${MAX_PATTERN_CHARACTERS} characters`,
    );
  }
  const group = findGroup(text);
  if (group === null) return [text];
  const heads = group.alternatives.flatMap(expandBraces);
  const tails = expandBraces(text.slice(group.end));
  if (heads.length * tails.length > MAX_ALTERNATIVES) throw tooMany(text);
  const before = text.slice(0, group.start);
  return heads.flatMap((head) => tails.map((tail) => before + head + tail));
}

/** The first braces that have alternatives. */
function findGroup(text: string): BraceGroup | null {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "{") {
      const group = parseGroup(text, at);
      if (group !== null) return group;
    }
  }
  return null;
}

function parseGroup(text: string, start: number): BraceGroup | null {
  const parts: string[] = [];
  let depth = 0;
  let partStart = start + 1;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === "{") depth++;
    else if (character === "," && depth === 1) {
      parts.push(text.slice(partStart, at));
      partStart = at + 1;
    } else if (character === "}" && --depth === 0) {
      parts.push(text.slice(partStart, at));
      const alternatives = parts.length > 1 ? parts : expandSequence(parts[0]!);
      return alternatives === null ? null : { start, end: at + 1, alternatives };
    }
  }
  return null;
}

/** `8..11` → 8, 9, 10, 11; a leading zero asks for equal widths: `08..11` → 08, 09, 10, 11. */
function expandSequence(text: string): string[] | null {
  const match = sequence.exec(text);
  if (match === null) return null;
  const [, first, last] = match as unknown as [string, string, string];
  const count = Math.abs(Number(last) - Number(first)) + 1;
  if (count > MAX_ALTERNATIVES) throw tooMany(`{${text}}`);
  const width = /^-?0\d/.test(first) || /^-?0\d/.test(last) ? Math.max(first.length, last.length) : 0;
  const step = Number(last) < Number(first) ? -1 : 1;
  return Array.from({ length: count }, (_, index) => padded(Number(first) + index * step, width));
}

function padded(value: number, width: number): string {
  const sign = value < 0 ? "-" : "";
  return sign + String(Math.abs(value)).padStart(width - sign.length, "0");
}

function tooMany(text: string): UsageError {
  return new UsageError(`the braces of ${text} stand for more than ${MAX_ALTERNATIVES} patterns`);
}
