/**
 * Text from documents, made safe to print. A document may hold escape sequences, line breaks and direction marks that would
 * change what a terminal or a log shows (CVE-2021-42574, "Trojan Source"), or commands to the system that runs a workflow
 * (GitHub Actions, "Workflow commands").
 */

/** Controls (C0, DEL, C1), bidirectional controls, line and paragraph separators, the byte order mark and lone surrogates. */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const shortForms: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A workflow command begins a line with `::`, blanks before it apart … */
const commandAtStart = /(?<=^\s*):(?=:)/u;

/** … or has the older mark `##[` anywhere. */
const commandAnywhere = /#(?=#\[)/gu;

/**
 * A piece of a line: `text` with every unsafe character as `\n`, `\r`, `\t` or `\u{hex}`, and without marks of workflow
 * commands that count anywhere. Other characters stay.
 */
export function printable(text: string): string {
  const visible = text.replace(unsafe, (character) => shortForms[character] ?? escaped(character));
  return visible.replace(commandAnywhere, escaped);
}

/** A line, or the start of one: as `printable`, and so that no workflow command begins with it. */
export function printableLine(text: string): string {
  return printable(text).replace(commandAtStart, escaped);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** The first `maxCharacters` code points of `text`, made printable, with `…` where something was left out. */
export function excerpt(text: string, maxCharacters: number): string {
  let end = 0;
  for (let count = 0; count < maxCharacters && end < text.length; count++) {
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return printable(text.slice(0, end)) + (end < text.length ? "…" : "");
}
