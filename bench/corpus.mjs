/**
 * Writes the corpora that are measured. Separate from the runs so that the same seed gives the same bytes on every
 * machine. The documents have what costs time in real ones: quotes, line ends inside paragraphs, CRLF, characters of
 * one to four bytes. They keep to what plain splitting at empty lines reads rightly, so that every system finds the
 * same rows.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ documents: number, paragraphs: number, bytes: number }} CorpusSize */

const SENTENCES = 2000;
const DOCUMENTS_PER_FOLDER = 1000;
/** One document in so many has CRLF line ends. */
const CRLF_INTERVAL = 20;

const words =
  `a about after again air all among and another any are as at back be because before began below between
blue boat bread bridge brother but by came carried city clear cold corner could country day dark did door down early
east even evening every eye far farmer few field fire first flour for forest found from garden gave glass good grain
grass great green had half hand harbour has have heard her hill his house hundred if in into iron is island it its
kitchen known lake land large last later leaf letter light line little long made many market meadow mill milk minute
more morning most mountain much music name near never new next night no north not now number of often old on once one
only open or orchard other our out over own paper people picture place plough rain reached river road roof room round
said same school second seed seen several she ship shore side silver small snow so some song soon south stone storm
story street summer sun table taken ten than that the their then there these they thing this three through time to
together town travelled tree two under until up village voice wagon walked wall warm was water way week well went were
west what wheat when where which white who wind window winter with without wood work world would year yellow young
café naïve Zürich façade jalapeño smörgåsbord coöperative 東京 🌱 ½ don’t it’s farmer’s “quoted” "plain" (aside) 1,200
2.5 C:\\mill https://example.org/map €30 § …`.split(/\s+/);
const endings = [".", ".", ".", ".", ".", "!", "?", ".”", '."', " …"];
const hosts = ["www.example.org", "news.example.com", "archive.example.net", "blog.example.org"];

/** A stream of whole numbers, the same for the same seed: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
class Random {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  }

  /** A whole number from `low` to `high`, both included. */
  between(/** @type {number} */ low, /** @type {number} */ high) {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return low + ((this.#state >>> 0) % (high - low + 1));
  }

  /** @param {readonly string[]} values */
  pick(values) {
    return /** @type {string} */ (values[this.between(0, values.length - 1)]);
  }
}

const sentences = makeSentences(new Random(0));

/** @param {Random} random */
function makeSentences(random) {
  return Array.from({ length: SENTENCES }, () => {
    const chosen = Array.from({ length: random.between(6, 26) }, () => random.pick(words));
    if (chosen.length > 12) chosen[random.between(3, 9)] += random.pick([",", ",", ";", " –"]);
    const text = chosen.join(" ") + random.pick(endings);
    return text.charAt(0).toUpperCase() + text.slice(1);
  });
}

/** One paragraph of 1 to 9 sentences; in one of six the sentences stand on lines of their own. */
function makeParagraph(/** @type {Random} */ random) {
  const separator = random.between(1, 6) === 1 ? "\n" : " ";
  const chosen = Array.from({ length: random.between(1, 9) }, () => random.pick(sentences));
  return chosen.join(separator);
}

/**
 * A document: header line, empty line, paragraphs until `isFull(paragraphs, characters)`.
 * @param {number} number
 * @param {Random} random
 * @param {(paragraphs: number, characters: number) => boolean} isFull
 */
function makeDocument(number, random, isFull) {
  const date = new Date(Date.UTC(1990, 0, 1 + random.between(0, 12000))).toISOString().slice(0, 10);
  const url = `https://${random.pick(hosts)}/${date.slice(0, 4)}/${date.slice(5, 7)}/document-${number}/`;
  const parts = [` date ${date} ${url}\n`];
  let paragraphs = 0;
  let characters = 0;
  while (!isFull(paragraphs, characters)) {
    const paragraph = makeParagraph(random);
    parts.push(random.between(1, 10) === 1 ? "\n\n" : "\n", paragraph, "\n");
    paragraphs++;
    characters += paragraph.length;
  }
  const text = parts.join("");
  const withLineEnds = number % CRLF_INTERVAL === 3 ? text.replaceAll("\n", "\r\n") : text;
  return { bytes: Buffer.from(withLineEnds), paragraphs };
}

/**
 * Writes `documents` files of 3 to 15 paragraphs (about 4.3 kB) in folders of 1,000. `part` seeds the content, so that parts
 * differ from each other.
 * @param {string} folder
 * @param {number} documents
 * @param {number} part
 * @returns {CorpusSize}
 */
export function writeSmallFiles(folder, documents, part) {
  const random = new Random(1 + part);
  const size = { documents, paragraphs: 0, bytes: 0 };
  for (let number = 0; number < documents; number++) {
    const inner = join(folder, String(Math.floor(number / DOCUMENTS_PER_FOLDER)).padStart(4, "0"));
    if (number % DOCUMENTS_PER_FOLDER === 0) mkdirSync(inner, { recursive: true });
    const wanted = random.between(3, 15);
    const document = makeDocument(number, random, (paragraphs) => paragraphs === wanted);
    writeFileSync(join(inner, `${String(number).padStart(7, "0")}.txt`), document.bytes);
    size.paragraphs += document.paragraphs;
    size.bytes += document.bytes.length;
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
    const document = makeDocument(number, random, (_paragraphs, characters) => characters >= megabytes * 1e6);
    writeFileSync(join(folder, `large-${number}.txt`), document.bytes);
    size.paragraphs += document.paragraphs;
    size.bytes += document.bytes.length;
  }
  return size;
}
