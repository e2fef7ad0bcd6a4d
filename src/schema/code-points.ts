/**
 * Sets of Unicode code points, as regular expressions need them. Separate from patterns because it is arithmetic that knows no
 * syntax.
 */

/** A set as ranges `[first, last]`, inclusive, ascending, with gaps between them. */
export type CodePoints = readonly (readonly [first: number, last: number])[];

const LAST = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const SURROGATES = 0x800;

export const none: CodePoints = [];

/** The set of all that is in one of several sets; their ranges may overlap and stand in any order. */
export function union(...sets: readonly CodePoints[]): CodePoints {
  const ranges = sets.flat().sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of ranges) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function complement(set: CodePoints): CodePoints {
  const ranges: [number, number][] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) ranges.push([next, first - 1]);
    next = last + 1;
  }
  return next > LAST ? ranges : [...ranges, [next, LAST]];
}

export function intersects(some: CodePoints, others: CodePoints): boolean {
  let [a, b] = [0, 0];
  while (a < some.length && b < others.length) {
    const [first, last] = some[a]!;
    const [otherFirst, otherLast] = others[b]!;
    if (first <= otherLast && otherFirst <= last) return true;
    if (last < otherLast) a++;
    else b++;
  }
  return false;
}

const properties = new Map<string, CodePoints>();
let everyCharacter = "";

/**
 * The set that an escape such as `\p{Lu}` or `\s` stands for in JavaScript, under the `u` flag. JavaScript itself is asked, so
 * that its version of Unicode decides.
 */
export function setOfEscape(syntax: string): CodePoints {
  let set = properties.get(syntax);
  if (set === undefined) {
    set = askJavaScript(syntax);
    properties.set(syntax, set);
  }
  return set;
}

function askJavaScript(syntax: string): CodePoints {
  if (everyCharacter === "") everyCharacter = makeEveryCharacter();
  const ranges: [number, number][] = [];
  for (const { index, 0: run } of everyCharacter.matchAll(new RegExp(`${syntax}+`, "gu"))) {
    ranges.push([codePointAt(index), codePointAt(index + run.length - 1)]);
  }
  const ofSurrogates: CodePoints = new RegExp(syntax, "u").test("\ud800")
    ? [[FIRST_SURROGATE, FIRST_SURROGATE + SURROGATES - 1]]
    : none;
  // A run over the gap of the surrogates must not take them with it.
  return union(
    ranges.flatMap(([first, last]) =>
      first < FIRST_SURROGATE && last > FIRST_SURROGATE
        ? [[first, FIRST_SURROGATE - 1] as const, [FIRST_SURROGATE + SURROGATES, last] as const]
        : [[first, last] as const],
    ),
    ofSurrogates,
  );
}

/** All code points but the surrogates, in order. */
function makeEveryCharacter(): string {
  const parts: string[] = [];
  for (let first = 0; first <= LAST; first += SURROGATES) {
    if (first === FIRST_SURROGATE) continue;
    parts.push(String.fromCodePoint(...Array.from({ length: SURROGATES }, (_, index) => first + index)));
  }
  return parts.join("");
}

/** The code point of which the string of all has a unit at `index`. */
function codePointAt(index: number): number {
  if (index < FIRST_SURROGATE) return index;
  const plane0 = 0x10000 - SURROGATES;
  return index < plane0 ? index + SURROGATES : 0x10000 + ((index - plane0) >> 1);
}
