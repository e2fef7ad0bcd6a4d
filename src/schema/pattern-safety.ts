/**
 * Which patterns JavaScript's own engine runs in linear time. It tries alternatives one after the other, so a pattern is safe
 * where at most one of them can get past its first character. Separate from syntax because the rule must be easy to
 * check: a pattern that is wrongly called safe can stop the program.
 */
import { type CodePoints, intersects, none, union } from "./code-points.ts";
import { firstOf, mayBeEmpty, type PatternNode } from "./pattern-syntax.ts";

/** Longest match of a pattern that is tried at every character of a text. */
const MAX_FLOATING_LENGTH = 100;

/** Most repetitions of repetitions; JavaScript compiles each of them. */
const MAX_REPETITIONS = 1000;

/**
 * Whether the time for a text grows no faster than its length. Sufficient, not necessary: 1. wherever a match can go on in two
 * ways, the next character decides between them, so that going back fails at once; 2. the pattern is tried at the start alone,
 * or matches at most 100 characters, so that all starts together cost no more than that for each character.
 */
export function isLinear(node: PatternNode): boolean {
  return (
    isDecided(node, none) &&
    repetitions(node) <= MAX_REPETITIONS &&
    (isAnchored(node) || longest(node) <= MAX_FLOATING_LENGTH)
  );
}

/** Whether one character decides at every choice in `node`, after which one of `follow` comes, or the end. */
function isDecided(node: PatternNode, follow: CodePoints): boolean {
  switch (node.kind) {
    case "choice":
      return areApart(node.items, follow) && node.items.every((item) => isDecided(item, follow));
    case "sequence": {
      let after = follow;
      for (const item of node.items.toReversed()) {
        if (!isDecided(item, after)) return false;
        after = entryOf(item, after);
      }
      return true;
    }
    case "repeat": {
      const { item, min, max } = node;
      // What may be empty can be repeated at one place in several ways.
      if (mayBeEmpty(item)) return false;
      const first = firstOf(item);
      if (min !== max && intersects(first, follow)) return false;
      return isDecided(item, max > 1 ? union(first, follow) : follow);
    }
    default:
      return true;
  }
}

/** What may come first where `node` stands before one of `follow`. */
function entryOf(node: PatternNode, follow: CodePoints): CodePoints {
  return mayBeEmpty(node) ? union(firstOf(node), follow) : firstOf(node);
}

function areApart(items: readonly PatternNode[], follow: CodePoints): boolean {
  if (items.filter(mayBeEmpty).length > 1) return false;
  const ranges = items.flatMap((item) => entryOf(item, follow)).sort((a, b) => a[0] - b[0]);
  return ranges.every(([first], index) => index === 0 || ranges[index - 1]![1] < first);
}

/** Whether every match starts at the start of the text. */
function isAnchored(node: PatternNode): boolean {
  switch (node.kind) {
    case "start":
      return true;
    case "sequence":
      return node.items.length > 0 && isAnchored(node.items[0]!);
    case "choice":
      return node.items.every(isAnchored);
    case "repeat":
      return node.min > 0 && isAnchored(node.item);
    default:
      return false;
  }
}

/** The largest number of characters that a match can have. */
function longest(node: PatternNode): number {
  switch (node.kind) {
    case "set":
      return 1;
    case "sequence":
      return node.items.reduce((sum, item) => sum + longest(item), 0);
    case "choice":
      return Math.max(...node.items.map(longest));
    case "repeat":
      return node.max === 0 ? 0 : longest(node.item) * node.max;
    default:
      return 0;
  }
}

/** How often a part is repeated by counts inside each other; a single count of single characters is nothing to compile. */
function repetitions(node: PatternNode): number {
  switch (node.kind) {
    case "sequence":
    case "choice":
      return Math.max(1, ...node.items.map(repetitions));
    case "repeat": {
      if (node.item.kind === "set") return 1;
      const count = node.max === Infinity ? node.min : node.max;
      return Math.max(1, count) * Math.max(repetitions(node.item), widthOf(node.item));
    }
    default:
      return 1;
  }
}

function widthOf(node: PatternNode): number {
  if (node.kind === "repeat") return node.max === Infinity ? Math.max(1, node.min) : Math.max(1, node.max);
  return "items" in node ? node.items.reduce((sum, item) => sum + widthOf(item), 0) : 1;
}
