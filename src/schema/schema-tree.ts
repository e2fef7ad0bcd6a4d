/**
 * A schema as a tree of subschemas with references between them: the one walk that checks, warnings and columns share.
 * References stay within the schema's own file. Source: JSON Schema Core 2020-12, sections 8 and 9.
 */
import { isObject, type JsonObject, type JsonValue } from "./json-syntax.ts";
import { type Part, pointerSteps, pointerTo } from "./json-text.ts";
import { type Applicator, applicators, referenceKeywords } from "./keywords.ts";

export type Schema = JsonObject | boolean;

/** A schema object and where it stands in its file. */
export interface Subschema {
  readonly schema: JsonObject;
  readonly pointer: string;
  /** Absolute URI without a fragment, from which its references start. */
  readonly base: string;
}

/** Something in a schema that makes it unusable. */
export interface SchemaProblem {
  readonly pointer: string;
  readonly part: Part;
  readonly message: string;
}

/** A value inside a schema object that stands where a schema may stand. */
export interface Child {
  readonly keyword: string;
  readonly value: JsonValue;
  readonly pointer: string;
  readonly inPlace: boolean;
}

/** Where relative identifiers start; it is never shown. */
const NO_BASE = "docrows:///";

export class SchemaTree {
  readonly root: JsonObject;
  /** References that lead nowhere and names that are given twice. */
  readonly problems: SchemaProblem[] = [];
  readonly #subschemas = new Map<JsonValue, Subschema>();
  readonly #resources = new Map<string, Subschema>();
  readonly #anchors = new Map<string, Subschema>();
  readonly #dynamicAnchors = new Set<string>();
  readonly #targets = new Map<JsonValue, Schema[]>();

  constructor(root: JsonObject) {
    this.root = root;
    this.#resources.set(NO_BASE, { schema: root, pointer: "", base: NO_BASE });
    this.#walk(root, "", NO_BASE);
    // A reference may lead to a place where no keyword puts a schema. That place is then walked as well, and this loop sees it.
    for (const subschema of this.#subschemas.values()) this.#follow(subschema);
  }

  /** All schema objects, outer ones before inner ones. */
  subschemas(): Iterable<Subschema> {
    return this.#subschemas.values();
  }

  /** Where a schema object of this tree stands. */
  pointerOf(schema: JsonObject): string {
    return this.#subschemas.get(schema)!.pointer;
  }

  /** The schemas that the references of a schema object lead to. */
  targetsOf(schema: JsonObject): readonly Schema[] {
    return this.#targets.get(schema) ?? [];
  }

  #walk(value: JsonValue, pointer: string, outerBase: string): void {
    if (!isObject(value) || this.#subschemas.has(value)) return;
    const base =
      typeof value.$id === "string" ? (splitUri(value.$id, outerBase)?.resource ?? outerBase) : outerBase;
    const subschema: Subschema = { schema: value, pointer, base };
    this.#subschemas.set(value, subschema);
    if (typeof value.$id === "string") this.#register(this.#resources, base, subschema, "$id");
    for (const keyword of ["$anchor", "$dynamicAnchor"] as const) {
      const anchor = value[keyword];
      if (typeof anchor !== "string") continue;
      const name = `${base}#${anchor}`;
      this.#register(this.#anchors, name, subschema, keyword);
      if (keyword === "$dynamicAnchor") this.#dynamicAnchors.add(name);
    }
    for (const child of childrenOf(value, pointer)) this.#walk(child.value, child.pointer, base);
  }

  #register(names: Map<string, Subschema>, name: string, subschema: Subschema, keyword: string): void {
    if (names.has(name)) {
      const message = `this "${keyword}" is given a second time`;
      this.problems.push({ pointer: pointerTo(subschema.pointer, keyword), part: "value", message });
    } else names.set(name, subschema);
  }

  #follow(subschema: Subschema): void {
    const targets: Schema[] = [];
    for (const keyword of referenceKeywords) {
      const reference = subschema.schema[keyword];
      if (typeof reference !== "string") continue;
      const found = this.#resolve(reference, subschema.base, keyword === "$dynamicRef");
      if (typeof found === "string") {
        const pointer = pointerTo(subschema.pointer, keyword);
        this.problems.push({ pointer, part: "value", message: `"${keyword}": ${found}` });
        continue;
      }
      targets.push(found.schema);
      this.#walk(found.schema, found.pointer, found.base);
    }
    if (targets.length > 0) this.#targets.set(subschema.schema, targets);
  }

  /** The schema that a reference leads to, or why it leads to none. */
  #resolve(
    reference: string,
    base: string,
    dynamic: boolean,
  ): { schema: Schema; pointer: string; base: string } | string {
    const uri = splitUri(reference, base);
    if (uri === null) return `${reference} is no valid reference`;
    const resource = this.#resources.get(uri.resource);
    if (resource === undefined)
      return `${reference} leads to another file or to the network; only references within this file are followed`;
    if (dynamic && !this.#dynamicAnchors.has(`${uri.resource}#${uri.fragment}`)) {
      return `${reference} names no "$dynamicAnchor" here`;
    }
    if (uri.fragment !== "" && !uri.fragment.startsWith("/")) {
      return this.#anchors.get(`${uri.resource}#${uri.fragment}`) ?? `no "$anchor" is called ${uri.fragment}`;
    }
    let value: JsonValue | undefined = resource.schema;
    for (const step of pointerSteps(uri.fragment)) value = stepInto(value, step);
    if (value === undefined) return `nothing stands at ${reference}`;
    if (!isObject(value) && typeof value !== "boolean") return `what stands at ${reference} is no schema`;
    return { schema: value, pointer: resource.pointer + uri.fragment, base: resource.base };
  }
}

/** The values inside a schema object that stand where its keywords hold schemas, in the order of the file. */
export function* childrenOf(schema: JsonObject, pointer: string): Generator<Child> {
  for (const [keyword, value] of Object.entries(schema)) {
    const applicator = applicators.get(keyword);
    if (applicator !== undefined)
      yield* childrenUnder(keyword, applicator, value, pointerTo(pointer, keyword));
  }
}

function* childrenUnder(
  keyword: string,
  { holds, inPlace }: Applicator,
  value: JsonValue,
  pointer: string,
): Generator<Child> {
  if (holds === "schema") yield { keyword, value, pointer, inPlace };
  else if (holds === "list" ? Array.isArray(value) : isObject(value)) {
    for (const [name, each] of Object.entries(value as JsonObject)) {
      yield { keyword, value: each, pointer: pointerTo(pointer, name), inPlace };
    }
  }
}

function stepInto(value: JsonValue | undefined, step: string): JsonValue | undefined {
  return typeof value === "object" && value !== null && Object.hasOwn(value, step)
    ? (value as JsonObject)[step]
    : undefined;
}

/** A URI reference made absolute and cut at `#` (RFC 3986, section 5), or null if it cannot be. */
function splitUri(
  reference: string,
  base: string,
): { readonly resource: string; readonly fragment: string } | null {
  try {
    const url = new URL(reference, base);
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    return { resource: url.href, fragment };
  } catch {
    return null;
  }
}
