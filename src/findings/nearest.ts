/** The nearest known name to a mistyped one: for commands, options, formats, fields and keywords alike. */
import { createRequire } from "node:module";
import type * as Levenshtein from "fastest-levenshtein";

const require = createRequire(import.meta.url);

/** The name in `known` that `given` was probably meant to be; undefined where none shares more with it than it differs. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  // Loaded for the first mistake and not with this file, which every command imports.
  const { closest, distance } = require("fastest-levenshtein") as typeof Levenshtein;
  const lower = given.toLowerCase();
  const candidate = closest(
    lower,
    known.map((name) => name.toLowerCase()),
  );
  const name = known.find((each) => each.toLowerCase() === candidate)!;
  const distant = distance(lower, candidate);
  const edits = distant === 2 && areSwapped(lower, candidate) ? 1 : distant;
  const sharesMore = 2 * edits < Math.max(lower.length, candidate.length);
  return sharesMore && edits <= Math.max(2, Math.floor(name.length / 3)) ? name : undefined;
}

/** Whether two letters beside each other changed places and nothing else did: one mistake, though two edits. */
function areSwapped(given: string, known: string): boolean {
  let at = 0;
  while (at < given.length && given[at] === known[at]) at++;
  const swapped = given
    .slice(at, at + 2)
    .split("")
    .reverse()
    .join("");
  return known === given.slice(0, at) + swapped + given.slice(at + 2);
}

/** ` Did you mean X?` or nothing: the end of a message. */
export function didYouMean(given: string, known: readonly string[]): string {
  const name = nearestName(given, known);
  return name === undefined ? "" : ` Did you mean ${name}?`;
}
