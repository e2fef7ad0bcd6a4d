/**
 * Random corpora: a few documents each, made of what goes wrong easily, with what must become of each of them. The
 * verdict comes from how a document was made and from JavaScript's own decoder, not from docrows.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { readConfig } from "../../src/cli/config-file.ts";
import type { CorpusOptions } from "../../src/settings.ts";
import { whiteSpace } from "../kernel/oracle.ts";

export interface RandomDocument {
  readonly path: string;
  readonly bytes: Buffer;
  /** Whether it must conform. */
  readonly conforms: boolean;
}

export interface RandomCorpus {
  /** How it is to be read. */
  readonly options: Pick<CorpusOptions, "header" | "schema">;
  /** In the order of the bytes of their paths. */
  readonly documents: readonly RandomDocument[];
}

/** A way to read documents: options, and header lines for them. */
interface Reading {
  readonly options: RandomCorpus["options"];
  readonly goodHeaders: fc.Arbitrary<string>;
  readonly badHeaders: readonly string[];
}

/** All White_Space characters, as the inside of a character class. */
export const WHITE_SPACE = [...whiteSpace].map((code) => `\\u${code.toString(16).padStart(4, "0")}`).join("");

const lineEnd = fc.constantFrom("\n", "\n", "\r\n", "\r");

/** What bodies are made of, beside bytes that are no UTF-8. */
const pieces = [
  ...["\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\r", "\r\r", "\n\r", "\r\n\r"],
  ...[
    " ",
    "\t",
    "\v",
    "\f",
    "\u0085",
    "\u00a0",
    "\u1680",
    "\u2003",
    "\u2028",
    "\u2029",
    "\u3000",
    "\n\u2009\n",
  ],
  ...["\ufeff", "\u200b", "\u180e", "\u0000", "\u001b[31m", "\u007f", "\u009f", "\u202e"],
  ...['"', '""', "'", ",", ";", "\\", "\\n", "\\u2028", "=SUM(A1)", "-1", "NA", "null", "true", "{}"],
  ...["word", "two words", "é", "e\u0301", "中文", "עברית", "👩🏽‍🚀", "\u{10ffff}", "\ufffd", "\ufffe", "𐀀"],
];

/** Stray and missing continuation bytes, overlong forms, surrogates, beyond Unicode. */
const illFormed = [
  "80",
  "bf",
  "c3",
  "e2 80",
  "f0 9f 8c",
  "c0 af",
  "e0 80 80",
  "ed a0 80",
  "f4 90 80 80",
  "ff",
];

const body = fc
  .array(
    fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...pieces).map((text) => Buffer.from(text)) },
      { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 3 }).map((text) => Buffer.from(text)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...illFormed).map((hex) => Buffer.from(hex.replaceAll(" ", ""), "hex")),
      },
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.concat(parts));

const url = fc.constantFrom(
  "https://www.example.org/2020/09/some-title/",
  "HTTPS://User:x@WWW.Example.ORG:8443/%7Ea?q=%22,#top",
  "http://[2001:DB8::1]/",
  "mailto:desk@example.net",
  "urn:example:a,b;c",
);
const date = fc.constantFrom(
  "2020-09-09",
  "2024-02-29",
  "0001-01-01",
  "9999-12-31",
  "1969-12-31",
  "1970-01-01",
);
const blank = fc.constantFrom(" ", "\t", "  ", "\u00a0", "\u3000", "\u2028", "\u0085");

const untyped: Reading = {
  options: {},
  goodHeaders: fc.tuple(blank, date, blank, url).map((parts) => `date${parts.join("")}`),
  badHeaders: [
    "date 2024-02-30 https://www.example.org/",
    "date 2024-05-06 not-a-url",
    "date 2024-05-06",
    "date 2024-05-06 https://www.example.org/ more",
    "Date 2024-05-06 https://www.example.org/",
    "\ufeff\ufeff",
  ],
};

const typedFolder = fileURLToPath(new URL("../golden/typed-columns/", import.meta.url));
const { header } = readConfig(join(typedFolder, "docrows.config.json")) as { header: string };

const typed: Reading = {
  options: { header, schema: join(typedFolder, "schema.json") },
  goodHeaders: fc
    .tuple(
      fc.constantFrom("2020-09-09T12:00:00Z", "1969-12-31t23:59:59.999999z", "0001-01-02T00:30:00.1+23:59"),
      date,
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
      fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }).map(String), fc.constant("-0")),
      fc.boolean().map(String),
      fc.constantFrom("news", "sports"),
      fc.constantFrom("null", "__proto__", '"', "=1+1", "ünïcode", "\ufeff"),
      url,
      fc.constantFrom("-", 'said "so, so"  twice', "NA", "\u200b", "a\tb\u2028c", "🚋"),
    )
    .map((parts) => parts.join(" ")),
  badHeaders: [
    "2020-09-09T12:00:60Z 2020-09-09 1 1 true news a urn:a:b note",
    "2020-09-09T12:00:00Z 2020-09-09 9223372036854775808 1 true news a urn:a:b note",
    "2020-09-09T12:00:00Z 2020-09-09 1 .5 True weather a b note",
    "2020-09-09T12:00:00Z 2020-09-09 1 1e999 true news a urn:a:b note",
    "2020-09-09T12:00:00Z 2020-09-09 1 1 true news a urn:a:b",
  ],
};

const paths = [
  ...["a.txt", "a/b.txt", "a-b.txt", "a b.TXT", "ä.txt", "z/y/x.txt", "z/y.txt", "0,\"1'.txt"],
  ...["\u{1f331}.txt", "\uff21.txt", "=1.txt", "null.txt", "100%25.txt", "\\.txt"],
];

function documentOf({ goodHeaders, badHeaders }: Reading): fc.Arbitrary<Omit<RandomDocument, "path">> {
  const headerLine = fc.oneof(
    { weight: 5, arbitrary: goodHeaders.map((text) => ({ text, good: true })) },
    { weight: 1, arbitrary: fc.constantFrom(...badHeaders).map((text) => ({ text, good: false })) },
  );
  const before = fc.tuple(
    fc.constantFrom("", "", "\ufeff"),
    fc.constantFrom("", "", "\n", " \r\n\t", "\r\u3000\r"),
    fc.constantFrom("", " "),
  );
  const afterLine = fc.tuple(fc.constantFrom("", " ", "\u2003"), lineEnd);
  const made = fc
    .tuple(before, headerLine, afterLine, body)
    .map(([prefix, { text, good }, suffix, rest]) => ({
      bytes: Buffer.concat([Buffer.from(prefix.join("") + text + suffix.join("")), rest]),
      conforms: good && isUtf8(rest) && hasText(rest),
    }));
  const odd = fc
    .oneof(
      body,
      fc.constantFrom("", "\ufeff", "\n\n", " ").map((text) => Buffer.from(text)),
    )
    .map((bytes) => ({ bytes, conforms: false }));
  return fc.oneof({ weight: 9, arbitrary: made }, { weight: 1, arbitrary: odd });
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function hasText(bytes: Buffer): boolean {
  return [...bytes.toString("utf8")].some((character) => !whiteSpace.has(character.codePointAt(0)!));
}

function corpusOf(reading: Reading): fc.Arbitrary<RandomCorpus> {
  return fc
    .uniqueArray(fc.record({ path: fc.constantFrom(...paths), made: documentOf(reading) }), {
      selector: ({ path }) => path,
      minLength: 1,
      maxLength: 6,
    })
    .map((documents) => ({
      options: reading.options,
      documents: inOrder(documents.map(({ path, made }) => ({ path, ...made }))),
    }));
}

/** Corpora of the default header and of one with a column of every type. */
export const randomCorpora: fc.Arbitrary<RandomCorpus> = fc.oneof(corpusOf(untyped), corpusOf(typed));

/**
 * A corpus of the default header that is several work items: a few documents, one of more than 4 MiB, and more than 1024.
 * The same seed gives the same corpus.
 */
export function largeCorpus(documentCount: number, seed: number): RandomCorpus {
  const made = fc.sample(documentOf(untyped), { numRuns: documentCount, seed });
  const documents = made.map((document, index) => ({ path: `${index}.txt`, ...document }));
  const line = 'All work and no rest, "she" said; é, 中. '.repeat(500);
  const paragraph = `${`${line}\r\n`.repeat(50)}\n`;
  const bytes = Buffer.from(`date 2024-05-06 https://www.example.org/long\n\n${paragraph.repeat(5)}`);
  return {
    options: {},
    documents: inOrder([...documents, { path: "100-large.txt", bytes, conforms: true }]),
  };
}

function inOrder(documents: readonly RandomDocument[]): RandomDocument[] {
  return documents.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

/** Writes the documents below `folder`. */
export function writeCorpus(folder: string, { documents }: RandomCorpus): void {
  for (const { path, bytes } of documents) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
