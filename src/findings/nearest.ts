/** The nearest known name to a mistyped one: for commands, options, formats, fields and keywords alike. */
import { createRequire } from "node:module";
import type * as Levenshtein from "fastest-levenshtein";

const require = createRequire(import.meta.url);

/** The name in `known` that `given` was probably meant to be, or undefined where none is close. */
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
  // Two letters that changed places count as two edits: the least that a suggestion must survive.
  const edits = distance(lower, candidate);
  return edits <= Math.max(2, Math.floor(name.length / 3)) && edits < name.length ? name : undefined;
}

/** ` Did you mean X?` or nothing: the end of a message. */
export function didYouMean(given: string, known: readonly string[]): string {
  const name = nearestName(given, known);
  return name === undefined ? "" : ` Did you mean ${name}?`;
}
