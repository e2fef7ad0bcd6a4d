/** The registry of header kinds that have a name, and how the option `header` chooses among them and templates. */
import { UsageError } from "../../findings/errors.ts";
import { didYouMean } from "../../findings/nearest.ts";
import type { HeaderKind, HeaderMatch, HeaderProblem, HeaderReader } from "../header.ts";
import { fields } from "./fields.ts";
import { none } from "./none.ts";
import { compileHeaderTemplate } from "./template.ts";
import { yaml } from "./yaml.ts";

export const headerKinds = [fields, yaml, none] as const satisfies readonly HeaderKind[];

interface Alternative {
  /** As given: the name of a kind, or a template. */
  readonly text: string;
  readonly reader: HeaderReader;
}

/**
 * The reader of headers of one or several forms, each the name of a kind or a template: the first form that matches wins.
 * Where none does, the problem is that of the form that got furthest. Throws UsageError for a form that is none.
 */
export function compileHeader(forms: readonly string[]): HeaderReader {
  const alternatives = forms.map((text): Alternative => ({ text, reader: compileForm(text) }));
  if (alternatives.length === 1) return alternatives[0]!.reader;
  const readers = alternatives.map(({ reader }) => reader);
  return {
    fieldNames: [...new Set(readers.flatMap(({ fieldNames }) => fieldNames))],
    anyField: readers.some(({ anyField }) => anyField),
    nested: readers.some(({ nested }) => nested),
    read: (bytes, start, end) => readFirst(alternatives, bytes, start, end),
  };
}

function compileForm(text: string): HeaderReader {
  const names = headerKinds.map(({ name }) => name);
  const kind = headerKinds.find(({ name }) => name === text);
  if (kind !== undefined) return kind.reader;
  // One word without a brace cannot be a template, which names a field.
  if (/^[^{}\p{White_Space}]+$/u.test(text)) {
    throw new UsageError(
      `header ${JSON.stringify(text)}: this is no kind of header (${names.join(", ")}), and a template has fields in braces, as in \`date {date} {url}\`.${didYouMean(text, names)}`,
    );
  }
  return compileHeaderTemplate(text);
}

function readFirst(
  alternatives: readonly Alternative[],
  bytes: Uint8Array,
  start: number,
  end: number,
): HeaderMatch | HeaderProblem {
  let furthest: HeaderProblem = { problem: "empty" };
  for (const { text, reader } of alternatives) {
    const found = reader.read(bytes, start, end);
    if (!("problem" in found)) return found;
    if (placeOf(found) > placeOf(furthest))
      furthest =
        found.problem === "mismatch" ? { ...found, expected: `${found.expected} (as in ${text})` } : found;
  }
  return furthest;
}

function placeOf(problem: HeaderProblem): number {
  return problem.problem === "empty" ? -1 : problem.at;
}
