/**
 * The catalogue of findings: every code with its severity, its meaning and its message. Codes are stable: a released one is never
 * renamed and never used for something else. Those for JSON Schema keywords stand in schema-findings.ts.
 */
import type { Finding, FindingParams, Severity } from "./finding.ts";
import { excerpt, printableLine } from "./printable.ts";
import { schemaFindings } from "./schema-findings.ts";
import { becauseOf } from "./unrepresentable.ts";

export interface FindingDefinition {
  readonly code: string;
  readonly severity: Severity;
  /** What it means, in a sentence: for the reference and for report formats that list rules. */
  readonly description: string;
  /** What is wrong, and what to do where that is not obvious. Text from documents is made printable. */
  readonly message: (params: FindingParams) => string;
}

const ownFindings: readonly FindingDefinition[] = [
  {
    code: "input/unreadable",
    severity: "error",
    description: "The file or folder could not be read. Nothing is written until it can be, or is excluded.",
    message: ({ reason }) => `cannot be read: ${reason}`,
  },
  {
    code: "input/too-large",
    severity: "error",
    description: "The file is larger than 2,147,483,647 bytes. Split it.",
    message: ({ bytes, maxBytes }) =>
      `has ${count(bytes)} bytes, ${count(maxBytes)} are the most that are read; split it`,
  },
  {
    code: "input/name-not-utf8",
    severity: "error",
    description: "The file's name is not valid UTF-8, so that it cannot be written down exactly. Rename it.",
    message: () => "the file's name is not valid UTF-8 (each such byte is shown as \\xHH); rename it",
  },
  {
    code: "input/invalid-utf8",
    severity: "error",
    description:
      "The document is not valid UTF-8. The place is the first byte of the first ill-formed sequence. Convert the file; no encoding is guessed.",
    message: ({ found, looksLike }) =>
      looksLike === undefined
        ? `is not valid UTF-8: byte 0x${found} begins no character here; convert the file to UTF-8`
        : `is not valid UTF-8: it looks like ${looksLike}, with whose byte order mark it begins; convert the file to UTF-8`,
  },
  {
    code: "document/empty",
    severity: "error",
    description: "The document holds nothing but White_Space: it has no header.",
    message: () => "is empty: there is no header line",
  },
  {
    code: "header/mismatch",
    severity: "error",
    description:
      "The header does not have the form that `--header` names, of several forms none. The place is where the one that got furthest stops matching.",
    message: ({ expected, found }) =>
      `the header line does not match: expected ${expected}, found ${quoted(found) || "the end of the line"}`,
  },
  {
    code: "header/repeated-field",
    severity: "error",
    description: "The header names a field twice. The place is the second name.",
    message: ({ field }) => `the header names ${quoted(field)} twice`,
  },
  {
    code: "header/reserved-field",
    severity: "error",
    description:
      "The header names a field `doc_id`, `paragraphs` or `__proto__`, which no field can be called.",
    message: ({ field }) => `a header field cannot be called ${quoted(field)}; give it another name`,
  },
  {
    code: "header/yaml",
    severity: "error",
    description: "The front matter is not YAML that can be read. The place is where it stops being that.",
    message: ({ reason }) => `the front matter cannot be read: ${excerpt(String(reason), REASON_CHARACTERS)}`,
  },
  {
    code: "value/not-representable",
    severity: "error",
    description:
      "The schema accepts the value but its column cannot hold it: an integer outside 64 bits, a year outside 0001 to 9999, a leap second, more than six fraction digits, a date and time with a blank for the T or without the colon in its offset.",
    message: ({ value, type, reason }) => `${quoted(value)} cannot be stored as ${type}${becauseOf(reason)}`,
  },
  {
    code: "value/too-long",
    severity: "error",
    description: "A header value or a paragraph is too long to be validated (536,870,888 bytes).",
    message: ({ bytes, maxBytes }) => `one value has ${count(bytes)} bytes, ${count(maxBytes)} are the most`,
  },
  {
    code: "schema-file/unknown-keyword",
    severity: "warning",
    description: "The schema uses a keyword that JSON Schema does not define; it has no effect.",
    message: ({ keyword, nearest }) =>
      `the keyword ${quoted(keyword)} is unknown and has no effect${hint(nearest)}`,
  },
  {
    code: "schema-file/unknown-format",
    severity: "warning",
    description: "The schema uses a format that docrows does not know; it is not checked.",
    message: ({ format, nearest }) =>
      `the format ${quoted(format)} is unknown and is not checked${hint(nearest)}`,
  },
];

/** Every finding, in the order of the reference. */
export const findingDefinitions: readonly FindingDefinition[] = [...ownFindings, ...schemaFindings];

const byCode = new Map(findingDefinitions.map((definition) => [definition.code, definition]));

/** The definition of a code; one that is not in the catalogue is a bug. */
function definitionOf(code: string): FindingDefinition {
  const definition = byCode.get(code);
  if (definition === undefined) throw new Error(`the finding ${code} is not in the catalogue`);
  return definition;
}

export function severityOf(code: string): Severity {
  return definitionOf(code).severity;
}

/**
 * What a finding says, in one line that is safe to print. `params.defaultOf` names the field whose value the document does not have
 * itself.
 */
export function messageOf({ code, params }: Pick<Finding, "code" | "params">): string {
  const message = definitionOf(code).message(params);
  const { defaultOf } = params;
  if (defaultOf === undefined) return printableLine(message);
  const name = excerpt(String(defaultOf), EXCERPT_CHARACTERS);
  return printableLine(`the schema's default of "${name}": ${message}`);
}

/** `path:line:column: message (code)`. */
export function describeFinding(finding: Finding): string {
  return printableLine(
    `${finding.path}:${finding.line}:${finding.column}: ${messageOf(finding)} (${finding.code})`,
  );
}

/** Longest piece of a document that a message shows, in characters. */
const EXCERPT_CHARACTERS = 60;

/** Longest reason of a parser, which may quote the document. */
const REASON_CHARACTERS = 160;

/** Text from a document or a schema between quotes; nothing for an empty one. */
export function quoted(text: FindingParams[string] | undefined): string {
  return text === undefined || text === "" ? "" : `"${excerpt(String(text), EXCERPT_CHARACTERS)}"`;
}

function count(value: FindingParams[string] | undefined): string {
  return Number(value).toLocaleString("en");
}

function hint(nearest: FindingParams[string] | undefined): string {
  return nearest === undefined ? "" : `; did you mean ${quoted(nearest)}?`;
}
