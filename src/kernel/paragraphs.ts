/**
 * Paragraphs by the rule `blank`, in plain TypeScript: from the bytes of a body to spans. It stands alone because
 * another rule would be another file beside it.
 */
import type { ParagraphSpans } from "./paragraph-spans.ts";
import { lineEndLength, whiteSpaceLength } from "./white-space.ts";

/**
 * Appends every paragraph of bytes[start, end); the contract is `Kernel.scanParagraphs`.
 *
 * Only words are looked at: a line without one is blank, so two words that follow each other stand in different
 * paragraphs exactly if the numbers of their lines differ by more than one. A paragraph runs from its first word's
 * start to its last word's end, so it is trimmed by construction. Every byte is passed once.
 *
 * Example: `a b\nc\n \nd` from line 3 has the words a (line 3), b (3), c (4) and d (6), so the paragraphs are `a b\nc`
 * (lines 3 to 4, 5 characters, 3 words) and `d` (line 6, 1 character, 1 word).
 */
export function scanParagraphs(
  bytes: Uint8Array,
  start: number,
  end: number,
  firstLine: number,
  spans: ParagraphSpans,
): void {
  let at = start;
  let line = firstLine;
  // The open paragraph: everything up to the last word's end. No words: none is open.
  let words = 0;
  let openedAt = start;
  let openedLine = firstLine;
  let closedAt = start;
  let closedLine = firstLine;
  let chars = 0;
  // Characters are bytes less continuation bytes (80 to BF): counting the rare ones is cheaper.
  let continuations = 0;
  while (at < end) {
    const blank = whiteSpaceLength(bytes, at, end);
    if (blank > 0) {
      // The CR of a CRLF has length 2 and does not count: its LF, met next, does.
      if (lineEndLength(bytes, at, end) === 1) line++;
      at += blank;
      continuations += blank - 1;
      continue;
    }
    if (words > 0 && line - closedLine > 1) {
      spans.append(openedAt, closedAt, openedLine, closedLine, chars, words);
      words = 0;
    }
    if (words === 0) {
      openedAt = at;
      openedLine = line;
      continuations = 0;
    }
    words++;
    // Bytes are enough: inside of a character nothing looks like White_Space.
    for (at++; at < end; at++) {
      const byte = bytes[at]!;
      if (byte > 0x20 && byte < 0x80) continue;
      if (byte >= 0x80 && byte < 0xc0) continuations++;
      else if (whiteSpaceLength(bytes, at, end) > 0) break;
    }
    closedAt = at;
    closedLine = line;
    chars = closedAt - openedAt - continuations;
  }
  if (words > 0) spans.append(openedAt, closedAt, openedLine, closedLine, chars, words);
}
