/**
 * The language of globs: `*` any characters, `?` one character, `[a-z]` one of these, `[!a-z]` none of these, `\` takes
 * the next character as it is, a path part `**` any number of folders, `{a,b}` and `{1..3}` alternatives; a star never
 * crosses a `/`. This is what POSIX shells understand (XCU 2.14), with bash's braces and `globstar`.
 * Written here and not left to regular expressions: those need exponential time for some patterns, and the names that
 * a pattern meets come from strangers. Matching takes at most pattern length times path length steps.
 */
import { UsageError } from "../findings/errors.ts";

/** Code points from first to last, both included. */
type Span = readonly [first: number, last: number];

interface CharacterClass {
  readonly negated: boolean;
  readonly spans: readonly Span[];
}

/** One code point as it is, one of a class, or `null` for any number of any. */
type Token = number | CharacterClass | null;

/** The pattern of one file or folder name. */
export interface NamePattern {
  readonly tokens: readonly Token[];
  /** The only name that fits, without escapes; null if the pattern has wildcards. */
  readonly literal: string | null;
}

/** The pattern of a path, one entry for each part; `null` stands for `**`. */
export type PathPattern = readonly (NamePattern | null)[];

const anyCharacter: CharacterClass = { negated: true, spans: [] };

/** Parses a pattern without braces. Empty parts and `.` mean nothing and are left out. */
export function parsePathPattern(text: string): PathPattern {
  const parts = text.split("/").filter((part) => part !== "" && part !== ".");
  const patterns = parts.map((part) => (part === "**" ? null : parseNamePattern(part)));
  // Two in a row say no more than one.
  return patterns.filter((pattern, index) => pattern !== null || patterns[index - 1] !== null);
}

/** Whether a path, given as its parts, fits. */
export function matchesPath(pattern: PathPattern, parts: readonly string[]): boolean {
  return matchesSequence(pattern, parts, matchesName);
}

/** Whether a name fits. Leading dots are ordinary characters here. */
export function matchesName(pattern: NamePattern, name: string): boolean {
  if (pattern.literal !== null) return pattern.literal === name;
  return matchesSequence(pattern.tokens, codePoints(name), matchesCharacter);
}

/**
 * Whether items fit a sequence in which `null` stands for any number of them. Each stretch between two nulls takes the
 * first place where it fits: a later one would leave less room for the rest, so no other choice need be tried.
 */
function matchesSequence<P, I>(
  pattern: readonly (P | null)[],
  items: readonly I[],
  fits: (part: P, item: I) => boolean,
): boolean {
  let at = 0;
  let afterStar = -1;
  let resume = 0;
  for (let index = 0; index < items.length; ) {
    const part = pattern[at];
    if (part === null) {
      afterStar = ++at;
      resume = index;
    } else if (part !== undefined && fits(part, items[index]!)) {
      at++;
      index++;
    } else if (afterStar >= 0) {
      at = afterStar;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === null) at++;
  return at === pattern.length;
}

function matchesCharacter(token: number | CharacterClass, codePoint: number): boolean {
  if (typeof token === "number") return token === codePoint;
  const found = token.spans.some(([first, last]) => first <= codePoint && codePoint <= last);
  return found !== token.negated;
}

function parseNamePattern(text: string): NamePattern {
  const characters = codePoints(text);
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = String.fromCodePoint(characters[at]!);
    if (character === "*") {
      if (tokens.at(-1) !== null) tokens.push(null);
    } else if (character === "?") tokens.push(anyCharacter);
    else if (character === "[") {
      at = parseClass(characters, at, tokens);
    } else if (character === "\\" && at + 1 < characters.length) tokens.push(characters[++at]!);
    else tokens.push(characters[at]!);
  }
  const isLiteral = tokens.every((token) => typeof token === "number");
  return { tokens, literal: isLiteral ? String.fromCodePoint(...(tokens as number[])) : null };
}

/** Parses the class that opens at `open` and returns where it closes; one that never closes is an ordinary `[`. */
function parseClass(characters: readonly number[], open: number, tokens: Token[]): number {
  const is = (at: number, character: string) => characters[at] === character.codePointAt(0);
  const negated = is(open + 1, "!") || is(open + 1, "^");
  const first = negated ? open + 2 : open + 1;
  const spans: Span[] = [];
  for (let at = first; at < characters.length; at++) {
    if (is(at, "]") && at > first) {
      tokens.push({ negated, spans });
      return at;
    }
    if (is(at, "[") && (is(at + 1, ":") || is(at + 1, ".") || is(at + 1, "="))) {
      throw new UsageError(
        `the pattern ${String.fromCodePoint(...characters)} has a named class: write its characters, as in [a-z]`,
      );
    }
    if (is(at, "\\") && at + 1 < characters.length) at++;
    const from = characters[at]!;
    const isRange = is(at + 1, "-") && at + 2 < characters.length && !is(at + 2, "]");
    if (isRange) at += is(at + 2, "\\") && at + 3 < characters.length ? 3 : 2;
    spans.push([from, characters[at]!]);
  }
  tokens.push(characters[open]!);
  return open;
}

function codePoints(text: string): number[] {
  const found: number[] = [];
  for (const character of text) found.push(character.codePointAt(0)!);
  return found;
}
