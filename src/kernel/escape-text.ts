/**
 * Copies text as the inside of a CSV field or a JSON string, byte by byte. Both stand together because they share their
 * shape: one pass, one table or comparison per byte, and the caller made the room.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOOK_CLOSER = 1;
const UNICODE_ESCAPE = 0x75; // u
const HEX_DIGITS = new TextEncoder().encode("0123456789abcdef");

/** What JSON does with a byte: 0 copies it, 1 looks closer, any other value is the letter after the backslash. */
const jsonEscapes = buildJsonEscapes();

/** Copies source[start, end) with every `"` doubled; the contract is `Kernel.writeCsvText`. */
export function writeCsvText(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let to = at;
  for (let from = start; from < end; from++) {
    const byte = source[from]!;
    target[to++] = byte;
    if (byte === QUOTE) target[to++] = QUOTE;
  }
  return to;
}

/** Copies source[start, end) as the inside of a JSON string; the contract is `Kernel.writeJsonText`. */
export function writeJsonText(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let to = at;
  let from = start;
  while (from < end) {
    const byte = source[from]!;
    const letter = jsonEscapes[byte]!;
    const lineBreak = letter === LOOK_CLOSER ? lineBreakAt(source, from, end) : 0;
    if (lineBreak > 0) {
      to = writeUnicodeEscape(lineBreak, target, to);
      from += lineBreak < 0x100 ? 2 : 3;
      continue;
    }
    from++;
    if (letter <= LOOK_CLOSER) target[to++] = byte;
    else if (letter === UNICODE_ESCAPE) to = writeUnicodeEscape(byte, target, to);
    else {
      target[to++] = BACKSLASH;
      target[to++] = letter;
    }
  }
  return to;
}

/**
 * The code point at `at` if it is U+0085, U+2028 or U+2029, else 0. JSON allows them as they are, but readers that
 * split lines by Unicode's rules would cut a line of JSONL there.
 */
function lineBreakAt(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === 0xc2) return at + 1 < end && bytes[at + 1] === 0x85 ? 0x85 : 0;
  if (at + 2 >= end || bytes[at + 1] !== 0x80) return 0;
  const third = bytes[at + 2];
  if (third === 0xa8) return 0x2028;
  return third === 0xa9 ? 0x2029 : 0;
}

/** Writes `\uxxxx` for a code point below U+10000 and returns the offset after it. */
function writeUnicodeEscape(codePoint: number, target: Uint8Array, at: number): number {
  target[at] = BACKSLASH;
  target[at + 1] = UNICODE_ESCAPE;
  target[at + 2] = HEX_DIGITS[codePoint >> 12]!;
  target[at + 3] = HEX_DIGITS[(codePoint >> 8) & 15]!;
  target[at + 4] = HEX_DIGITS[(codePoint >> 4) & 15]!;
  target[at + 5] = HEX_DIGITS[codePoint & 15]!;
  return at + 6;
}

function buildJsonEscapes(): Uint8Array {
  const escapes = new Uint8Array(256);
  escapes.fill(UNICODE_ESCAPE, 0, 0x20);
  const named = { "\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r", '"': '"', "\\": "\\" };
  for (const [character, letter] of Object.entries(named))
    escapes[character.charCodeAt(0)] = letter.charCodeAt(0);
  escapes[0xc2] = LOOK_CLOSER; // U+0085 is C2 85
  escapes[0xe2] = LOOK_CLOSER; // U+2028 is E2 80 A8
  return escapes;
}
