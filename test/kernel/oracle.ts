/**
 * What the kernels should answer, computed the slow way: over code points in arrays, from lists written out by hand.
 * Shares nothing with src/kernel but the kernels under test. Every kernel must pass the same tests: a new one is a line here.
 */
import fc from "fast-check";
import type { Kernel } from "../../src/kernel/kernel.ts";
import { ParagraphSpans } from "../../src/kernel/paragraph-spans.ts";
import { typescriptKernel } from "../../src/kernel/typescript.ts";
import { anyText } from "./any-text.ts";
import { EmbeddedKernel } from "./embedded-kernel.ts";

export const kernels: readonly (readonly [name: string, kernel: Kernel])[] = [
  ["typescript", typescriptKernel],
  ["webassembly", new EmbeddedKernel()],
];

/** Every code point with the property White_Space (Unicode, PropList.txt). */
export const whiteSpace: ReadonlySet<number> = new Set([
  0x0009, 0x000a, 0x000b, 0x000c, 0x000d, 0x0020, 0x0085, 0x00a0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
  0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const encode = (text: string): Uint8Array => encoder.encode(text);
/** Throws on ill-formed bytes; keeps a byte order mark. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

export interface Paragraph {
  readonly text: string;
  /** Offset of the first byte. */
  readonly start: number;
  /** Offset after the last byte. */
  readonly end: number;
  readonly lineStart: number;
  readonly lineEnd: number;
  readonly chars: number;
  readonly words: number;
}

interface Character {
  readonly text: string;
  readonly byte: number;
  readonly line: number;
}

/** Runs a kernel over bytes[start, end) and reads the spans back as objects. */
export function scanned(
  kernel: Kernel,
  bytes: Uint8Array,
  start: number,
  end: number,
  firstLine: number,
): Paragraph[] {
  const spans = new ParagraphSpans();
  kernel.scanParagraphs(bytes, start, end, firstLine, spans);
  return Array.from({ length: spans.count }, (_, index) => ({
    text: decode(bytes.slice(spans.starts[index]!, spans.ends[index]!)),
    start: spans.starts[index]!,
    end: spans.ends[index]!,
    lineStart: spans.lineStarts[index]!,
    lineEnd: spans.lineEnds[index]!,
    chars: spans.charCounts[index]!,
    words: spans.wordCounts[index]!,
  }));
}

/** The paragraphs of a body whose first byte stands at `offset` in line `firstLine`. */
export function naiveParagraphs(body: string, offset: number, firstLine: number): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let group: Character[] = [];
  for (const line of [...naiveLines(body, offset, firstLine), []]) {
    if (line.some((character) => !isBlank(character))) group.push(...line);
    else if (group.length > 0) {
      paragraphs.push(naiveParagraph(group));
      group = [];
    }
  }
  return paragraphs;
}

/** Lines with their line ends. */
function naiveLines(body: string, offset: number, firstLine: number): Character[][] {
  let byte = offset;
  return (body.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/gu) ?? []).map((line, index) =>
    [...line].map((text) => {
      const character = { text, byte, line: firstLine + index };
      byte += encode(text).length;
      return character;
    }),
  );
}

function naiveParagraph(group: readonly Character[]): Paragraph {
  const from = group.findIndex((character) => !isBlank(character));
  const to = group.findLastIndex((character) => !isBlank(character));
  const trimmed = group.slice(from, to + 1);
  const [first, last] = [group[from]!, group[to]!];
  return {
    text: trimmed.map((character) => character.text).join(""),
    start: first.byte,
    end: last.byte + encode(last.text).length,
    lineStart: first.line,
    lineEnd: last.line,
    chars: trimmed.length,
    words: trimmed.filter(
      (character, index) => !isBlank(character) && (index === 0 || isBlank(trimmed[index - 1]!)),
    ).length,
  };
}

function isBlank(character: Character): boolean {
  return whiteSpace.has(character.text.codePointAt(0)!);
}

/** The inside of a JSON string as `Kernel.writeJsonText` promises it. */
export function naiveJson(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll("\u0085", "\\u0085")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** Any bytes with every `"` doubled; each stands for the character of its number. */
export function naiveCsvBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1").replaceAll('"', '""');
}

/** Any bytes, cut sequences too, as `Kernel.writeJsonText` writes them; each stands for the character of its number. */
export function naiveJsonBytes(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes).toString("latin1"))
    .slice(1, -1)
    .replaceAll("\u00c2\u0085", "\\u0085")
    .replaceAll("\u00e2\u0080\u00a8", "\\u2028")
    .replaceAll("\u00e2\u0080\u00a9", "\\u2029");
}

/** Characters that matter somewhere: line ends, blanks, their neighbours in UTF-8, and what must be escaped. */
const pieces = [
  ...'\n\n\n\r\r\t\v\f  ab\u0000\u001b\u001c\u001f\u007f""\\/,\'',
  "\r\n",
  "\n\n",
  "\r\r",
  "\n \n",
  "\r\n\r\n",
  "word",
  '""',
  "\\n",
  "\\u2028",
  ..."\u0080\u0084\u0085\u0086\u009f\u00a0\u00a1\u0165é\u0405\u167f\u1680\u1681\u180e\u1fff\u2000\u2005\u200a\u200b\u200d\u2027\u2028\u2029\u202a\u202e\u202f\u2030",
  ..."\u2060\u205e\u205f\u20a8\u2fff\u3000\u3001\u3040中\u8500\ufeff\ufffd\uffff𐀀😀🏽\u{20085}\u{10ffff}",
];

/** Text made of them, well-formed. */
export const hostileText = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: anyText(0, 4) }),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

/** Bytes of `text` between `before` and `after`, and where they stand. */
export function embed(
  before: string,
  text: string,
  after: string,
): { bytes: Uint8Array; start: number; end: number } {
  const start = encode(before).length;
  return { bytes: encode(before + text + after), start, end: start + encode(text).length };
}
