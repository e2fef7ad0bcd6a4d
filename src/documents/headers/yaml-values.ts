/**
 * The fields of YAML front matter (YAML 1.2, core schema) with the places of all values. Separate from yaml.ts because it
 * knows the parser and nothing of documents.
 */
import { createRequire } from "node:module";
import type { Alias, CST, Document, ParsedNode, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { checkFieldName, type FieldSpan, type HeaderProblem, type HeaderValue } from "../header.ts";

const require = createRequire(import.meta.url);

type Yaml = typeof import("yaml");

/** The parser and what is read from it recurse: deeper front matter could exhaust the stack. */
const MAX_DEPTH = 100;

/** Values and characters of text that aliases may multiply front matter to. */
const MAX_WEIGHT = 1 << 20;

/** What a plain scalar is in the core schema where it stands for no value (YAML 1.2, section 10.3.2). */
const NULL = /^(?:~|null|Null|NULL)?$/;

const TOO_HEAVY = "its aliases stand for too many values";

const TAG = "tag:yaml.org,2002:";

/**
 * Reads front matter. `byteAt` turns an index into `text` into the offset of its byte. What is wrong is told once, at the
 * first place.
 */
export function readFrontMatter(
  text: string,
  byteAt: (index: number) => number,
): readonly FieldSpan[] | HeaderProblem {
  // Loaded on first use: other headers need not spend the time.
  const yaml = require("yaml") as Yaml;
  const problemAt = (index: number, reason: string): HeaderProblem => ({
    problem: "yaml",
    at: byteAt(index),
    reason,
  });
  const tokens = [...new yaml.Parser().parse(text)];
  const tooDeep = findTooDeep(tokens);
  if (tooDeep !== null) return problemAt(tooDeep, `values are nested more than ${MAX_DEPTH} deep`);
  const composer = new yaml.Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  const faults = [...document!.errors, ...document!.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (faults.length > 0) return problemAt(faults[0]!.pos[0], faults[0]!.message.split("\n")[0]!);
  if (second !== undefined) return problemAt(second.range[0], "it holds a second document");
  return new FrontMatterReader(yaml, byteAt).read(document!);
}

/** Index of the first value that is nested too deep, or null. The tree of tokens is made without recursion. */
function findTooDeep(tokens: readonly CST.Token[]): number | null {
  const open = tokens.map((token) => ({ token, depth: 1 })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return "offset" in token ? token.offset : 0;
    if (token.type === "document" && token.value) open.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const { key, value } of token.items.toReversed()) {
      if (value) open.push({ token: value, depth: depth + 1 });
      if (key) open.push({ token: key, depth: depth + 1 });
    }
  }
  return null;
}

/** A value with the weight that it brings: values and characters of text, what aliases stand for counted each time. */
interface Weighed {
  readonly value: HeaderValue;
  readonly weight: number;
}

/** An entry of a map with the place of its name and the end of its value. */
interface Entry extends Weighed {
  readonly name: string;
  readonly end: number;
}

/** Says what is wrong with a name beside those before it, to which it is added. */
type NameCheck = (name: string, at: number, names: Set<string>) => HeaderProblem | null;

/** Turns the nodes of one document into fields. After the first problem the rest is not looked at. */
class FrontMatterReader {
  readonly #yaml: Yaml;
  readonly #byteAt: (index: number) => number;
  /** What anchors stand for so far; null while the value is still open. */
  readonly #anchors = new Map<string, Weighed | null>();
  #problem: HeaderProblem | null = null;

  constructor(yaml: Yaml, byteAt: (index: number) => number) {
    this.#yaml = yaml;
    this.#byteAt = byteAt;
  }

  read({ contents, range }: Document.Parsed): readonly FieldSpan[] | HeaderProblem {
    const { isMap, isScalar } = this.#yaml;
    // Nothing but comments stands there.
    if (contents === null || (isScalar(contents) && contents.source === "")) return [];
    if (!isMap(contents)) {
      this.#fail((contents as ParsedNode).range[0] ?? range[0], "it must hold lines `key: value`");
      return this.#problem!;
    }
    this.#tagOf(contents, ["map"]);
    const entries = this.#readEntries(contents as YAMLMap.Parsed, checkFieldName);
    return this.#problem ?? entries.map(({ name, value, end }) => ({ name, start: value.start, end, value }));
  }

  #readEntries({ items }: YAMLMap.Parsed, check: NameCheck): Entry[] {
    const entries: Entry[] = [];
    const names = new Set<string>();
    let weight = 0;
    for (const { key, value } of items) {
      const name = this.#readKey(key);
      this.#problem ??= check(name, this.#start(key), names);
      const read = this.#readValue(value, key);
      weight += read.weight + name.length;
      if (weight > MAX_WEIGHT) this.#fail((value ?? key).range[0], TOO_HEAVY);
      if (this.#problem !== null) return entries;
      entries.push({ ...read, name, end: this.#byteAt((value ?? key).range[1]) });
    }
    return entries;
  }

  #readKey(key: ParsedNode): string {
    if (!this.#yaml.isScalar(key)) this.#fail(key.range[0], "a key must be a text");
    else this.#readValue(key, key);
    const name = "source" in key ? key.source : "";
    if (name === "") this.#fail(key.range[0], "a key is empty");
    return name;
  }

  /** Reads a node; where nothing stands for a value, not even an empty one, its place is the end of `near`. */
  #readValue(node: ParsedNode | null, near: ParsedNode): Weighed {
    if (node === null || this.#problem !== null)
      return { value: { kind: "null", start: this.#byteAt(near.range[1]) }, weight: 1 };
    if (this.#yaml.isAlias(node)) return this.#readAlias(node as Alias.Parsed);
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, null);
    const read = this.#readContent(node as Exclude<ParsedNode, Alias.Parsed>);
    if (anchor !== undefined) this.#anchors.set(anchor, read);
    return read;
  }

  #readAlias(node: Alias.Parsed): Weighed {
    const start = this.#start(node);
    const target = this.#anchors.get(node.source);
    if (target) return { value: { ...target.value, start }, weight: target.weight };
    const reason = target === null ? "stands within its own anchor" : "has no anchor before it";
    this.#fail(node.range[0], `the alias *${node.source} ${reason}`);
    return { value: { kind: "null", start }, weight: 1 };
  }

  #readContent(node: Exclude<ParsedNode, Alias.Parsed>): Weighed {
    const { isMap, isScalar } = this.#yaml;
    if (isScalar(node)) return this.#readScalar(node as Scalar.Parsed);
    const start = this.#start(node);
    if (isMap(node)) {
      this.#tagOf(node, ["map"]);
      const entries = this.#readEntries(node as YAMLMap.Parsed, checkInnerName);
      return { value: { kind: "map", start, entries }, weight: 1 + weightOf(entries) };
    }
    this.#tagOf(node, ["seq"]);
    const items: Weighed[] = [];
    let weight = 1;
    for (const item of (node as YAMLSeq.Parsed<ParsedNode>).items) {
      const read = this.#readValue(item, node);
      items.push(read);
      weight += read.weight;
      if (weight > MAX_WEIGHT) this.#fail(node.range[0], TOO_HEAVY);
      if (this.#problem !== null) break;
    }
    return { value: { kind: "list", start, items: items.map(({ value }) => value) }, weight };
  }

  #readScalar(node: Scalar.Parsed): Weighed {
    const start = this.#start(node);
    const text = node.source;
    if (/\p{Surrogate}/u.test(text)) this.#fail(node.range[0], "an escape stands for half a character");
    const tag = this.#tagOf(node, ["str", "null", "bool", "int", "float"]);
    const plain = tag === null ? node.type === "PLAIN" : tag !== "str";
    const isNull = plain && (tag === null || tag === "null") && NULL.test(text);
    const value: HeaderValue = isNull
      ? { kind: "null", start }
      : { kind: plain ? "plain" : "quoted", start, text };
    return { value, weight: 1 + text.length };
  }

  /** The tag that a node was given, without the prefix of YAML's own; null if none was. */
  #tagOf(node: Exclude<ParsedNode, Alias.Parsed>, allowed: readonly string[]): string | null {
    if (node.tag === undefined) return null;
    const name = node.tag.startsWith(TAG) ? node.tag.slice(TAG.length) : node.tag;
    if (!allowed.includes(name)) this.#fail(node.range[0], `the tag ${node.tag} is not supported`);
    return name;
  }

  #start(node: ParsedNode): number {
    return this.#byteAt(node.range[0]);
  }

  #fail(index: number, reason: string): void {
    this.#problem ??= { problem: "yaml", at: this.#byteAt(index), reason };
  }
}

/** `doc_id` and `paragraphs` are taken at the top alone. */
function checkInnerName(name: string, at: number, names: Set<string>): HeaderProblem | null {
  if (name === "__proto__") return { problem: "reserved-field", at, name };
  if (names.has(name)) return { problem: "repeated-field", at, name };
  names.add(name);
  return null;
}

function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { name, weight }) => sum + name.length + weight, 0);
}
