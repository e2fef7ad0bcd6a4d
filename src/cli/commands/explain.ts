/** `docrows explain`: shows how one document is read. */
import type { ExplainedDefault, ExplainedParagraph, Explanation } from "../../explain.ts";
import { excerpt, printable, printableLine } from "../../findings/printable.ts";
import { version } from "../../package/version.ts";
import type { Style } from "../../reporters/reporter.ts";
import { text } from "../../reporters/text.ts";
import type { CorpusOptions } from "../../settings.ts";
import type { Command, CommandCall, ExitCode } from "../command.ts";
import { formatCount, plural } from "../progress.ts";
import { shownPath } from "../report.ts";

type LineRange = Pick<ExplainedParagraph, "lineStart" | "lineEnd" | "byteStart" | "byteEnd">;

const EXCERPT_CHARACTERS = 60;

/** A header value is shown whole unless it is out of the ordinary. */
const VALUE_CHARACTERS = 400;

export const explainCommand: Command = {
  name: "explain",
  positional: { name: "document", many: false, description: "The document; - for standard input." },
  description: "Show how one document is read: header, paragraphs and what separates them, findings.",
  examples: [
    ["docrows explain texts/one.txt", "the header's fields, every paragraph with its lines and bytes"],
  ],
  run: runExplain,
};

async function runExplain({ inputs, options, terminal, signal }: CommandCall): Promise<ExitCode> {
  const { explainDocument } = await import("../../explain.ts");
  const explanation = await explainDocument({ ...options, inputs, signal } as CorpusOptions);
  const style = terminal.outputStyle;
  const reporter = text.create({ style, columns: terminal.outputColumns, version });
  const findings = explanation.findings.map((finding) =>
    reporter.finding(finding, shownPath(finding, explanation.root)),
  );
  await terminal.write(
    [
      ...describeFile(explanation, style),
      ...describeHeader(explanation, style),
      ...describeParagraphs(explanation, style),
      "\n",
    ].join(""),
  );
  await terminal.write(
    findings.length === 0 ? "findings: none\n" : `findings: ${findings.length}\n${findings.join("")}`,
  );
  return explanation.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

function describeFile(
  { sourcePath, kind, bytes, byteOrderMark, lineEnds }: Explanation,
  style: Style,
): string[] {
  const { lf, crlf, cr } = lineEnds;
  const ends = [`${lf} LF`, `${crlf} CRLF`, `${cr} CR`].filter((each) => !each.startsWith("0 "));
  return [
    `${style.strong(printableLine(sourcePath))}\n`,
    `read as ${kind}, ${plural(bytes, "byte")}, ${byteOrderMark ? "with" : "no"} byte order mark\n`,
    `line ends: ${ends.length === 0 ? "none" : ends.join(", ")}\n`,
  ];
}

function describeHeader({ header, headerForms }: Explanation, style: Style): string[] {
  const forms = header === null ? headerForms : [header.form];
  const title = `\n${style.strong("header")}  ${forms.map(printable).join(" | ")}\n`;
  if (header === null) return [title, "  not found\n"];
  const { fields, defaults } = header;
  const width = Math.max(...[...fields, ...defaults].map(({ name }) => name.length));
  const found = [
    `  ${describeRange(header)}\n`,
    ...fields.map((field) => describeField(field, `at ${field.line}:${field.column}`, width, style)),
  ];
  return [
    title,
    ...(fields.length === 0 ? ["  no fields\n"] : found),
    ...defaults.map((field) => describeField(field, "by default", width, style)),
  ];
}

/** `  date  2021-01-04  at 1:7 → column date, date32`; `from` says where the value comes from. */
function describeField(field: ExplainedDefault, from: string, width: number, style: Style): string {
  const { name, text: value, columnName, columnType } = field;
  const column = columnName === null ? "no column" : `column ${printable(columnName)}, ${columnType}`;
  const place = style.faint(`${from} → ${column}`);
  return `${printableLine(`  ${name.padEnd(width)}`)}  ${excerpt(value, VALUE_CHARACTERS)}  ${place}\n`;
}

function describeParagraphs({ paragraphs }: Explanation, style: Style): string[] {
  const title = `\n${style.strong("paragraphs")}  ${formatCount(paragraphs.length)}, cut at lines that hold nothing but white space\n`;
  return [title, ...paragraphs.flatMap((paragraph, index) => describeParagraph(paragraph, index, style))];
}

function describeParagraph(paragraph: ExplainedParagraph, index: number, style: Style): string[] {
  const { charCount, wordCount } = paragraph;
  return [
    `  ${style.faint(`before: ${describeSeparator(paragraph.separator)}`)}\n`,
    `  ${index}  ${describeRange(paragraph)}, ${plural(charCount, "character")}, ${plural(wordCount, "word")}\n`,
    `${printableLine(`     ${excerpt(paragraph.text, EXCERPT_CHARACTERS)}`)}\n`,
  ];
}

/** `line 3, bytes 50 to 61`, `lines 3 to 5, bytes 50 to 121`. */
function describeRange({ lineStart, lineEnd, byteStart, byteEnd }: LineRange): string {
  const lines = lineStart === lineEnd ? `line ${lineStart}` : `lines ${lineStart} to ${lineEnd}`;
  return `${lines}, bytes ${byteStart} to ${byteEnd}`;
}

/** `2 × LF, 1 × U+00A0`: the characters in the order in which they first occur. */
function describeSeparator(separator: string): string {
  const counts = new Map<string, number>();
  for (const [character] of separator.matchAll(/\r\n|./gsu))
    counts.set(character, (counts.get(character) ?? 0) + 1);
  if (counts.size === 0) return "nothing";
  return [...counts].map(([character, count]) => `${count} × ${characterName(character)}`).join(", ");
}

function characterName(character: string): string {
  const names: Record<string, string> = { "\n": "LF", "\r": "CR", "\r\n": "CRLF", " ": "space", "\t": "tab" };
  return names[character] ?? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}
