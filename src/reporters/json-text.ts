/** JSON that is safe to print wherever it goes: the report formats that are JSON share it. */

/** What JSON.stringify leaves and a terminal or a log takes as a command: see findings/printable.ts. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|#(?=#\[)/g;

/** `value` as JSON on one line. The same value is read back from it (RFC 8259, section 7). */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The elements of a JSON array, given one after the other: each on its own line, with the comma that it needs. The first gets
 * `\n{"a":1}`, the second `,\n{"a":2}`.
 */
export class JsonElements {
  #count = 0;

  next(value: unknown): string {
    return `${this.#count++ === 0 ? "" : ","}\n${jsonText(value)}`;
  }
}
