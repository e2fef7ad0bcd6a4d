/**
 * Runs the patterns of schemas in linear time: a document must not be able to stop the program. JavaScript's engine runs those
 * that are safe there, RE2 all others. Separate from compiling because columns need patterns too.
 */
import { createRequire } from "node:module";
import type { RE2JS } from "re2js";
import type { CodePoints } from "./code-points.ts";
import { isLinear } from "./pattern-safety.ts";
import { NotLinear, type PatternNode, parsePattern } from "./pattern-syntax.ts";

const require = createRequire(import.meta.url);

/** A pattern that can be tried on texts. */
export interface Pattern {
  /** Whether the pattern matches anywhere in the text. */
  readonly test: (text: string) => boolean;
  /** Tells patterns apart. */
  readonly toString: () => string;
}

/** Longest text for JavaScript's engine, in UTF-16 units: what it remembers of its choices must fit into its memory. */
const MAX_NATIVE_LENGTH = 1 << 20;

/** RE2 refuses larger counts. */
const MAX_COUNT = 1000;

/** Longest pattern, in UTF-16 units. */
const MAX_PATTERN_LENGTH = 10_000;

const patterns = new Map<string, Pattern>();

/**
 * The pattern under ECMA-262's `u` flag. `unsafe`: JavaScript's engine runs it whatever time that takes.
 * @throws Error if `patternFault` finds one.
 */
export function compilePattern(pattern: string, unsafe: boolean): Pattern {
  if (unsafe) return new RegExp(pattern, "u");
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = { test: chooseEngine(pattern), toString: () => `/${pattern}/u` };
    patterns.set(pattern, compiled);
  }
  return compiled;
}

/** What is wrong with a pattern, as the rest of a sentence that starts with it, or null. */
export function patternFault(pattern: string, unsafe: boolean): string | null {
  try {
    new RegExp(pattern, "u");
  } catch (error) {
    // "Invalid regular expression: /(/u: Unterminated group": the pattern stands in the message already.
    return `is not a regular expression: ${(error as Error).message.split(": ").at(-1)!}`;
  }
  try {
    compilePattern(pattern, unsafe);
    return null;
  } catch (error) {
    if (!(error instanceof NotLinear)) throw error;
    return `has ${error.message}, which cannot be matched in a time that is sure to be short; write it otherwise, or allow it with --unsafe-patterns`;
  }
}

function chooseEngine(pattern: string): Pattern["test"] {
  if (pattern.length > MAX_PATTERN_LENGTH)
    throw new NotLinear(`more than ${MAX_PATTERN_LENGTH.toLocaleString("en")} characters`);
  const node = parsePattern(pattern);
  if (!isLinear(node)) {
    const linear = toRe2(node);
    return (text) => linear.test(text);
  }
  const native = new RegExp(pattern, "u");
  let linear: { test: (text: string) => boolean } | null = null;
  return (text) => {
    if (text.length <= MAX_NATIVE_LENGTH) return native.test(text);
    linear ??= hasLargeCount(node) ? native : toRe2(node);
    return linear.test(text);
  };
}

function toRe2(node: PatternNode): RE2JS {
  // Loaded only for patterns that need it.
  const { RE2JS: Engine } = require("re2js") as typeof import("re2js");
  if (hasLargeCount(node)) throw new NotLinear(`a count of more than ${MAX_COUNT}`);
  try {
    return Engine.compile(re2Syntax(node));
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith("RE2JS"))) throw error;
    throw new NotLinear("more repetitions of repetitions than can be run", { cause: error });
  }
}

function hasLargeCount(node: PatternNode): boolean {
  if (node.kind === "repeat")
    return Math.max(node.min, node.max === Infinity ? 0 : node.max) > MAX_COUNT || hasLargeCount(node.item);
  return "items" in node && node.items.some(hasLargeCount);
}

/** The same pattern in RE2's syntax; nothing in it depends on flags. */
function re2Syntax(node: PatternNode): string {
  switch (node.kind) {
    case "set":
      return re2Set(node.set);
    case "start":
      return "\\A";
    case "end":
      return "\\z";
    case "boundary":
      return "\\b";
    case "noBoundary":
      return "\\B";
    case "sequence":
      return node.items.map(re2Syntax).join("");
    case "choice":
      return `(?:${node.items.map(re2Syntax).join("|")})`;
    case "repeat": {
      const count = `{${node.min},${node.max === Infinity ? "" : node.max}}`;
      return `(?:${re2Syntax(node.item)})${count}`;
    }
  }
}

function re2Set(set: CodePoints): string {
  // RE2 has no empty class: this one leaves nothing over.
  if (set.length === 0) return "[^\\x{0}-\\x{10FFFF}]";
  const ranges = set.map(([first, last]) => `\\x{${first.toString(16)}}-\\x{${last.toString(16)}}`);
  return `[${ranges.join("")}]`;
}
