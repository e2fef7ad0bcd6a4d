/**
 * Reads the regular expressions of JSON Schema: those of ECMA-262 under the `u` flag. Gives a tree of what can be matched
 * without remembering what was matched before. Only patterns that JavaScript has accepted may be given: syntax is not checked
 * again. Source: ECMA-262, 15th edition, section 22.2.1.
 */
import { type CodePoints, complement, none, setOfEscape, union } from "./code-points.ts";

export type PatternNode =
  | { readonly kind: "set"; readonly set: CodePoints }
  | { readonly kind: "start" | "end" | "boundary" | "noBoundary" }
  | { readonly kind: "sequence" | "choice"; readonly items: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly item: PatternNode;
      readonly min: number;
      /** May be infinite. */
      readonly max: number;
    };

/** What stands in a pattern that no linear-time engine can run; the message names it with its article. */
export class NotLinear extends Error {}

/** Groups inside each other: the code that works on patterns calls itself for each. */
const MAX_DEPTH = 100;

/** @throws NotLinear for look-around, back references and flags inside the pattern. */
export function parsePattern(pattern: string): PatternNode {
  return new Parser(pattern).choice();
}

const lineEnds: CodePoints = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

const controlEscapes: Record<string, number> = { f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09, v: 0x0b, "0": 0 };

const assertions: Record<string, PatternNode> = {
  "^": { kind: "start" },
  $: { kind: "end" },
  "\\b": { kind: "boundary" },
  "\\B": { kind: "noBoundary" },
};

class Parser {
  readonly #pattern: string;
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  choice(): PatternNode {
    const items = [this.#sequence()];
    while (this.#take(/\|/y) !== null) items.push(this.#sequence());
    return items.length === 1 ? items[0]! : { kind: "choice", items };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.#at < this.#pattern.length && !/[|)]/.test(this.#pattern[this.#at]!)) {
      items.push(this.#repeated(this.#atom()));
    }
    return items.length === 1 ? items[0]! : { kind: "sequence", items };
  }

  #repeated(item: PatternNode): PatternNode {
    const quantifier = this.#take(/([*+?])\??|\{(\d+)(,?)(\d*)\}\??/y);
    if (quantifier === null) return item;
    const [, sign, least, comma, most] = quantifier;
    if (sign !== undefined)
      return { kind: "repeat", item, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : Infinity };
    const min = Number(least);
    const max = most !== "" ? Number(most) : comma === "" ? min : Infinity;
    return { kind: "repeat", item, min, max };
  }

  #atom(): PatternNode {
    const assertion = this.#take(/\^|\$|\\b|\\B/y);
    if (assertion !== null) return assertions[assertion[0]]!;
    if (this.#pattern[this.#at] === "(") return this.#group();
    if (this.#take(/\./y) !== null) return { kind: "set", set: complement(lineEnds) };
    if (this.#take(/\\[1-9]|\\k</y) !== null) throw new NotLinear("a back reference");
    if (this.#take(/\[/y) !== null) return { kind: "set", set: this.#characterClass() };
    return { kind: "set", set: this.#character() };
  }

  #group(): PatternNode {
    if (this.#take(/\(\?[=!]/y) !== null) throw new NotLinear("a look-ahead");
    if (this.#take(/\(\?<[=!]/y) !== null) throw new NotLinear("a look-behind");
    if (this.#take(/\((?:\?:|\?<[^>]*>)?(?!\?)/y) === null) throw new NotLinear("a group with flags");
    if (++this.#depth > MAX_DEPTH) throw new NotLinear(`more than ${MAX_DEPTH} groups inside each other`);
    const inner = this.choice();
    this.#depth--;
    this.#take(/\)/y);
    return inner;
  }

  #characterClass(): CodePoints {
    const negated = this.#take(/\^/y) !== null;
    const sets: CodePoints[] = [];
    while (this.#take(/\]/y) === null) {
      const first = this.#character();
      // A hyphen before the end of the class stands for itself.
      if (this.#take(/-(?!\])/y) === null) sets.push(first);
      else sets.push([[first[0]![0], this.#character()[0]![0]]]);
    }
    const set = union(...sets);
    return negated ? complement(set) : set;
  }

  /** One character, or the set of a class escape. */
  #character(): CodePoints {
    const classEscape = this.#take(/\\[dDwWsS]|\\[pP]\{[^}]*\}/y);
    if (classEscape !== null) return setOfEscape(classEscape[0]);
    const codePoint = this.#codePoint();
    return [[codePoint, codePoint]];
  }

  #codePoint(): number {
    const pair = this.#take(/\\u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})/y);
    if (pair !== null)
      return String.fromCharCode(Number.parseInt(pair[1]!, 16), Number.parseInt(pair[2]!, 16)).codePointAt(
        0,
      )!;
    const hexadecimal = this.#take(/\\u\{([\da-fA-F]+)\}|\\u([\da-fA-F]{4})|\\x([\da-fA-F]{2})/y);
    if (hexadecimal !== null)
      return Number.parseInt((hexadecimal[1] ?? hexadecimal[2] ?? hexadecimal[3])!, 16);
    const letter = this.#take(/\\c([A-Za-z])/y);
    if (letter !== null) return letter[1]!.charCodeAt(0) % 32;
    // In a class this is a backspace; outside, a boundary was read before.
    if (this.#take(/\\b/y) !== null) return 0x08;
    const escaped = this.#take(/\\(.)/suy);
    if (escaped !== null) return controlEscapes[escaped[1]!] ?? escaped[1]!.codePointAt(0)!;
    return this.#take(/./suy)![0].codePointAt(0)!;
  }

  #take(syntax: RegExp): RegExpExecArray | null {
    syntax.lastIndex = this.#at;
    const match = syntax.exec(this.#pattern);
    if (match !== null) this.#at = syntax.lastIndex;
    return match;
  }
}

const firsts = new WeakMap<PatternNode, CodePoints>();

/** The code points with which a match of a node may start; none for what consumes nothing. */
export function firstOf(node: PatternNode): CodePoints {
  const first = firsts.get(node) ?? findFirst(node);
  firsts.set(node, first);
  return first;
}

function findFirst(node: PatternNode): CodePoints {
  switch (node.kind) {
    case "set":
      return node.set;
    case "repeat":
      return node.max === 0 ? none : firstOf(node.item);
    case "choice":
      return union(...node.items.map(firstOf));
    case "sequence": {
      const until = node.items.findIndex((item) => !mayBeEmpty(item));
      return union(...node.items.slice(0, until < 0 ? undefined : until + 1).map(firstOf));
    }
    default:
      return none;
  }
}

/** Whether a node can match without consuming a character. */
export function mayBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case "set":
      return false;
    case "repeat":
      return node.min === 0 || mayBeEmpty(node.item);
    case "choice":
      return node.items.some(mayBeEmpty);
    case "sequence":
      return node.items.every(mayBeEmpty);
    default:
      return true;
  }
}
