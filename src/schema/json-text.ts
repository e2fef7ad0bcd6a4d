/**
 * Places in a JSON text: JSON Pointers, and where the value that one leads to stands. Separate from loading because a
 * schema without faults needs no places; the parser that knows them is loaded only when one is asked for.
 */
import { createRequire } from "node:module";
import type { MemberNode, ObjectNode, ValueNode } from "@humanwhocodes/momoa";
import { Locator, type Position } from "../findings/position.ts";

const require = createRequire(import.meta.url);

type Momoa = typeof import("@humanwhocodes/momoa");

/** The parser that keeps places. Loaded on first use: it costs time that sound schemas need not spend. */
export function loadMomoa(): Momoa {
  return require("@humanwhocodes/momoa") as Momoa;
}

/** A place in a JSON text. */
export interface TextPlace extends Position {
  /** Offset in the text's UTF-8 bytes, from 0, a byte order mark included. */
  readonly byte: number;
}

/** What is asked for at a pointer: the value there, or its name in the object that holds it. */
export type Part = "name" | "value";

/** Length of the byte order mark at the start of `text`, which a reader may ignore (RFC 8259, section 8.1): 0 or 1. */
export function markLength(text: string): 0 | 1 {
  return text.startsWith("\ufeff") ? 1 : 0;
}

/** `pointer` with one more step (RFC 6901, section 3). */
export function pointerTo(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The steps of a JSON Pointer; the empty pointer has none. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The place of the character at index `offset` of `text`. */
export function placeAt(text: string, offset: number): TextPlace {
  return new TextPlaces(text).at(offset);
}

/** Places in one text. Those that are asked for in ascending order cost one pass. */
export class TextPlaces {
  readonly #text: string;
  readonly #bytes: Buffer;
  #locator: Locator;
  #offset = 0;
  #byte = 0;

  constructor(text: string) {
    this.#text = text;
    this.#bytes = Buffer.from(text);
    this.#locator = new Locator(this.#bytes, 0, this.#bytes.length);
  }

  /** The place of the character at index `offset`. */
  at(offset: number): TextPlace {
    if (offset < this.#offset) {
      this.#locator = new Locator(this.#bytes, 0, this.#bytes.length);
      [this.#offset, this.#byte] = [0, 0];
    }
    this.#byte += Buffer.byteLength(this.#text.slice(this.#offset, offset));
    this.#offset = offset;
    return { ...this.#locator.locate(this.#byte), byte: this.#byte };
  }
}

interface Found {
  readonly name: { readonly loc: ValueNode["loc"] };
  readonly value: ValueNode;
}

/** The places of one well-formed JSON text, which is parsed once. Places that are asked for in ascending order cost one pass. */
export class JsonPlaces {
  readonly #text: string;
  readonly #places: TextPlaces;
  readonly #root: ValueNode;
  /** Members of objects by their names; searching lists would take too long in large ones. */
  readonly #members = new Map<ValueNode, ReadonlyMap<string, MemberNode>>();

  constructor(text: string) {
    this.#text = text;
    this.#places = new TextPlaces(text);
    this.#root = loadMomoa().parse(text.slice(markLength(text))).body;
  }

  /**
   * Place of the first character of what `pointer` leads to; of the innermost thing on the way if it leads to nothing.
   * As in `JSON.parse`, the last of several members with the same name counts.
   */
  find(pointer: string, part: Part = "value"): TextPlace {
    return this.#places.at(this.#find(pointer)[part].loc.start.offset + markLength(this.#text));
  }

  /**
   * The JSON text of the value that `pointer` leads to: members in the order of the text, numbers with the digits that they have
   * there, strings as `JSON.stringify` writes them, nothing between.
   */
  compact(pointer: string): string {
    return this.#compact(this.#find(pointer).value);
  }

  #compact(node: ValueNode): string {
    switch (node.type) {
      case "Object":
        return `{${[...this.#membersOf(node)].map(([name, { value }]) => `${JSON.stringify(name)}:${this.#compact(value)}`).join()}}`;
      case "Array":
        return `[${node.elements.map(({ value }) => this.#compact(value)).join()}]`;
      case "String":
        return JSON.stringify(node.value);
      default: {
        const { start, end } = node.loc;
        const mark = markLength(this.#text);
        return this.#text.slice(start.offset + mark, end.offset + mark);
      }
    }
  }

  #find(pointer: string): Found {
    let found: Found = { name: this.#root, value: this.#root };
    for (const step of pointerSteps(pointer)) {
      const child = this.#childOf(found.value, step);
      if (child === undefined) break;
      found = child;
    }
    return found;
  }

  #childOf(node: ValueNode, step: string): Found | undefined {
    if (node.type === "Array") {
      const element = node.elements[Number(step)];
      return element && { name: element.value, value: element.value };
    }
    return node.type === "Object" ? this.#membersOf(node).get(step) : undefined;
  }

  #membersOf(node: ObjectNode): ReadonlyMap<string, MemberNode> {
    let members = this.#members.get(node);
    if (members === undefined) {
      members = new Map(node.members.map((member) => [nameOf(member), member]));
      this.#members.set(node, members);
    }
    return members;
  }
}

function nameOf({ name }: MemberNode): string {
  return name.type === "String" ? name.value : name.name;
}
