/**
 * Writes the corpora that are measured. Separate from the runs so that the same seed gives the same bytes on every
 * machine. The documents have what costs time in real ones: quotes, line ends inside paragraphs, CRLF, characters of
 * one to four bytes. They keep to what plain splitting at empty lines reads rightly, so that every system finds the
 * same rows.
 */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { asianSentences, europeanSentences, Random } from "./vocabulary.mjs";

/**
 * `hasCrlf` says by its number whether a document has CRLF line ends.
 * @typedef {{ documents: number, paragraphs: number, bytes: number }} CorpusSize
 * @typedef {{ sentences: readonly string[], hasCrlf: (number: number) => boolean }} Style
 */

const DOCUMENTS_PER_FOLDER = 1000;
/** One document in so many has CRLF line ends. */
const CRLF_INTERVAL = 20;
/** Text that is written at once: a document may be longer than a string can be. */
const WRITTEN_CHARACTERS = 1 << 20;

/** @type {Style} */
const common = { sentences: europeanSentences, hasCrlf: (number) => number % CRLF_INTERVAL === 3 };
/** @type {Style} */
export const cjkAndEmoji = { ...common, sentences: asianSentences };
/** @type {Style} */
export const crlf = { ...common, hasCrlf: () => true };

const hosts = ["www.example.org", "news.example.com", "archive.example.net", "blog.example.org"];

/**
 * Writes `documents` files of 3 to 15 paragraphs (about 4.3 kB) in folders of 1,000. `part` seeds the content, so that parts
 * differ from each other.
 * @param {string} folder
 * @param {number} documents
 * @param {number} part
 * @param {Style} style
 * @returns {CorpusSize}
 */
export function writeSmallFiles(folder, documents, part, style = common) {
  const random = new Random(1 + part);
  const size = { documents, paragraphs: 0, bytes: 0 };
  for (let number = 0; number < documents; number++) {
    const inner = join(folder, String(Math.floor(number / DOCUMENTS_PER_FOLDER)).padStart(4, "0"));
    if (number % DOCUMENTS_PER_FOLDER === 0) mkdirSync(inner, { recursive: true });
    const wanted = random.between(3, 15);
    const path = join(inner, `${String(number).padStart(7, "0")}.txt`);
    addTo(
      size,
      writeDocument(path, number, random, style, (paragraphs) => paragraphs === wanted),
    );
  }
  return size;
}

/**
 * Writes `files` files of about `megabytes` MB each into one folder.
 * @param {string} folder
 * @param {number} files
 * @param {number} megabytes
 * @returns {CorpusSize}
 */
export function writeLargeFiles(folder, files, megabytes) {
  const random = new Random(1_000_003);
  const size = { documents: files, paragraphs: 0, bytes: 0 };
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < files; number++) {
    const path = join(folder, `large-${number}.txt`);
    addTo(
      size,
      writeDocument(path, number, random, common, (_paragraphs, characters) => characters >= megabytes * 1e6),
    );
  }
  return size;
}

/**
 * Writes a document: header line, empty line, paragraphs until `isFull(paragraphs, characters)`. Returns its size.
 * @param {string} path
 * @param {number} number
 * @param {Random} random
 * @param {Style} style
 * @param {(paragraphs: number, characters: number) => boolean} isFull
 */
function writeDocument(path, number, random, style, isFull) {
  const size = { paragraphs: 0, bytes: 0 };
  const file = openSync(path, "w");
  const lineEnd = style.hasCrlf(number) ? "\r\n" : "\n";
  const write = (/** @type {string} */ text) => {
    size.bytes += writeSync(file, text.replaceAll("\n", lineEnd));
  };
  let text = makeHeader(number, random);
  let characters = 0;
  while (!isFull(size.paragraphs, characters)) {
    const paragraph = makeParagraph(random, style.sentences);
    text += `${random.between(1, 10) === 1 ? "\n\n" : "\n"}${paragraph}\n`;
    size.paragraphs++;
    characters += paragraph.length;
    if (text.length < WRITTEN_CHARACTERS) continue;
    write(text);
    text = "";
  }
  write(text);
  closeSync(file);
  return size;
}

/**
 * @param {number} number
 * @param {Random} random
 */
function makeHeader(number, random) {
  const date = new Date(Date.UTC(1990, 0, 1 + random.between(0, 12000))).toISOString().slice(0, 10);
  const url = `https://${random.pick(hosts)}/${date.slice(0, 4)}/${date.slice(5, 7)}/document-${number}/`;
  return ` date ${date} ${url}\n`;
}

/**
 * One paragraph of 1 to 9 sentences; in one of six the sentences stand on lines of their own.
 * @param {Random} random
 * @param {readonly string[]} sentences
 */
function makeParagraph(random, sentences) {
  const separator = random.between(1, 6) === 1 ? "\n" : " ";
  const chosen = Array.from({ length: random.between(1, 9) }, () => random.pick(sentences));
  return chosen.join(separator);
}

/**
 * @param {CorpusSize} size
 * @param {Omit<CorpusSize, "documents">} more
 */
function addTo(size, { paragraphs, bytes }) {
  size.paragraphs += paragraphs;
  size.bytes += bytes;
}
