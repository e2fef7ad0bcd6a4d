/**
 * A schema as a tree of subschemas with references between them: the one walk that checks, warnings, columns and the
 * linker share. Source: JSON Schema Core 2020-12 and 2019-09, sections 8 and 9; draft-07, section 8.
 */
import { type Dialect, defaultDialect, dialectOf } from "./dialects.ts";
import { isObject, type JsonObject, type JsonValue } from "./json-syntax.ts";
import { type Part, pointerSteps, pointerTo } from "./json-text.ts";
import type { Applicator } from "./keywords.ts";
import type { LoadedSchema, SchemaFile } from "./load.ts";
import { rootLocation } from "./locations.ts";

export type Schema = JsonObject | boolean;

/** A schema object and where it stands. */
export interface Subschema {
  readonly schema: JsonObject;
  /** Its location (locations.ts). */
  readonly pointer: string;
  /** Absolute URI without a fragment, from which its references start. */
  readonly base: string;
}

/** Something in a schema that makes it unusable. */
export interface SchemaProblem {
  /** A location (locations.ts). */
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

/** Gives the file at an absolute URI, or says why there is none. */
export type FindFile = (uri: string) => SchemaFile | string;

/** What a reference leads to. */
interface Target {
  readonly schema: Schema;
  readonly pointer: string;
  readonly base: string;
}

export class SchemaTree {
  readonly root: JsonObject;
  readonly dialect: Dialect;
  /** References that lead nowhere and names that are given twice. */
  readonly problems: SchemaProblem[] = [];
  /** The files of the tree; the first is the schema's own. */
  readonly files: SchemaFile[] = [];
  readonly #findFile: FindFile;
  readonly #subschemas = new Map<JsonValue, Subschema>();
  readonly #resources = new Map<string, Subschema>();
  readonly #anchors = new Map<string, Subschema>();
  readonly #dynamicAnchors = new Map<string, Map<string, JsonObject>>();
  readonly #targets = new Map<JsonValue, Map<string, Schema>>();

  /** The tree of a file and of all files that its references lead to. Draft-07's ignored keywords are removed from their JSON. */
  constructor(file: SchemaFile, findFile: FindFile) {
    this.root = file.json;
    this.dialect = dialectOf(file.json) ?? defaultDialect;
    this.#findFile = findFile;
    this.#addFile(file);
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

  /** The schemas that the references of a schema object lead to, by the keyword; of dynamic references, where they start. */
  targetsOf(schema: JsonObject): ReadonlyMap<string, Schema> {
    return this.#targets.get(schema) ?? noTargets;
  }

  /**
   * The values inside a schema object that stand where its keywords hold schemas, in the order of the file. `inPlaceOnly`: of
   * keywords whose schemas apply to the same value.
   */
  *childrenOf(schema: JsonObject, pointer = "", inPlaceOnly = false): Generator<Child> {
    for (const [keyword, value] of Object.entries(schema)) {
      const applicator = this.dialect.keywords.applicators.get(keyword);
      if (applicator !== undefined && (applicator.inPlace || !inPlaceOnly))
        yield* childrenUnder(keyword, applicator, value, pointerTo(pointer, keyword));
    }
  }

  /**
   * The schemas of the resource around a schema object to which dynamic references may lead, by name. `$recursiveAnchor` is a
   * name as well: the empty one, of the whole resource.
   */
  dynamicAnchorsAround(schema: JsonObject): ReadonlyMap<string, JsonObject> {
    return this.#dynamicAnchors.get(this.#subschemas.get(schema)!.base) ?? noAnchors;
  }

  /** The name that a dynamic reference of a schema looks for in the dynamic scope; undefined where it is like `$ref`. */
  dynamicName(schema: JsonObject, keyword: string): string | undefined {
    const target = this.targetsOf(schema).get(keyword);
    if (keyword === "$ref" || !isObject(target)) return undefined;
    const name =
      keyword === "$recursiveRef" ? "" : decodeFragment(String(schema[keyword]).split("#")[1] ?? "");
    if (keyword === "$dynamicRef" && name === "") return undefined;
    return this.dynamicAnchorsAround(target).get(name) === target ? name : undefined;
  }

  #addFile(file: SchemaFile): void {
    const known = this.files.indexOf(file);
    const pointer = rootLocation(known < 0 ? this.files.push(file) - 1 : known);
    // The names that a file has from outside; it may give itself another one.
    this.#resources.set(file.uri, { schema: file.json, pointer, base: file.uri });
    this.#walk(file.json, pointer, file.uri);
    this.#resources.set(file.uri, this.#subschemas.get(file.json)!);
  }

  #walk(value: JsonValue, pointer: string, outerBase: string): void {
    if (!isObject(value) || this.#subschemas.has(value)) return;
    if (this.dialect.refStandsAlone && typeof value.$ref === "string") removeIgnored(value, this.dialect);
    const { base, anchor } = this.#readIdentifier(value.$id, outerBase);
    const subschema: Subschema = { schema: value, pointer, base };
    this.#subschemas.set(value, subschema);
    if (typeof value.$id === "string" && anchor === undefined)
      this.#register(this.#resources, base, subschema, "$id");
    if (anchor !== undefined) this.#register(this.#anchors, `${base}#${anchor}`, subschema, "$id");
    for (const keyword of ["$anchor", "$dynamicAnchor"] as const) {
      const name = value[keyword];
      if (typeof name !== "string" || !this.dialect.keywords.all.includes(keyword)) continue;
      this.#register(this.#anchors, `${base}#${name}`, subschema, keyword);
      if (keyword === "$dynamicAnchor") this.#addDynamicAnchor(base, name, value);
    }
    const isRecursive = value.$recursiveAnchor === true && this.#resources.get(base)?.schema === value;
    if (isRecursive && this.dialect.keywords.all.includes("$recursiveAnchor"))
      this.#addDynamicAnchor(base, "", value);
    for (const child of this.childrenOf(value, pointer)) this.#walk(child.value, child.pointer, base);
  }

  /** In draft-07 an `$id` that is a fragment alone names a place and starts no resource. */
  #readIdentifier(
    $id: JsonValue | undefined,
    outerBase: string,
  ): { readonly base: string; readonly anchor?: string } {
    if (typeof $id !== "string") return { base: outerBase };
    if (this.dialect.refStandsAlone && /^#./.test($id))
      return { base: outerBase, anchor: decodeFragment($id.slice(1)) };
    return { base: splitUri($id, outerBase)?.resource ?? outerBase };
  }

  #addDynamicAnchor(base: string, name: string, schema: JsonObject): void {
    const names = this.#dynamicAnchors.get(base) ?? new Map<string, JsonObject>();
    this.#dynamicAnchors.set(base, names.set(name, schema));
  }

  #register(names: Map<string, Subschema>, name: string, subschema: Subschema, keyword: string): void {
    const known = names.get(name);
    if (known !== undefined && known.schema !== subschema.schema) {
      const message = `this "${keyword}" is given a second time`;
      this.problems.push({ pointer: pointerTo(subschema.pointer, keyword), part: "value", message });
    } else names.set(name, subschema);
  }

  #follow(subschema: Subschema): void {
    const targets = new Map<string, Schema>();
    for (const keyword of this.dialect.keywords.references) {
      const reference = subschema.schema[keyword];
      if (typeof reference !== "string") continue;
      const found = this.#resolve(reference, subschema.base, keyword);
      if (typeof found === "string") {
        const pointer = pointerTo(subschema.pointer, keyword);
        this.problems.push({ pointer, part: "value", message: `"${keyword}": ${found}` });
        continue;
      }
      targets.set(keyword, found.schema);
      this.#walk(found.schema, found.pointer, found.base);
    }
    if (targets.size > 0) this.#targets.set(subschema.schema, targets);
  }

  /** The schema that a reference leads to, or why it leads to none. */
  #resolve(reference: string, base: string, keyword: string): Target | string {
    const uri = splitUri(reference, base);
    if (uri === null) return `${reference} is no valid reference`;
    if (!this.#resources.has(uri.resource)) {
      const file = this.#findFile(uri.resource);
      if (typeof file === "string") return `${reference} ${file}`;
      this.#addFile(file);
    }
    if (uri.fragment !== "" && !uri.fragment.startsWith("/")) {
      const anchor = this.#anchors.get(`${uri.resource}#${uri.fragment}`);
      if (anchor !== undefined) return anchor;
      // A file may be called otherwise from outside than it calls itself.
      const inside = this.#anchors.get(`${this.#resources.get(uri.resource)?.base}#${uri.fragment}`);
      if (inside !== undefined) return inside;
      return keyword === "$dynamicRef"
        ? `${reference} names no "$dynamicAnchor" here`
        : `no "$anchor" is called ${uri.fragment}`;
    }
    return this.#descend(this.#resources.get(uri.resource)!, uri.fragment, reference);
  }

  #descend(resource: Subschema, fragment: string, reference: string): Target | string {
    let value: JsonValue | undefined = resource.schema;
    let { base } = resource;
    for (const step of pointerSteps(fragment)) {
      value = stepInto(value, step);
      // Within what an inner `$id` names, references start there.
      base = (value !== undefined && this.#subschemas.get(value)?.base) || base;
    }
    if (value === undefined) return `nothing stands at ${reference}`;
    if (!isObject(value) && typeof value !== "boolean") return `what stands at ${reference} is no schema`;
    return { schema: value, pointer: resource.pointer + fragment, base };
  }
}

const trees = new WeakMap<JsonObject, SchemaTree>();

/** The tree of a loaded schema, made once. */
export function treeOf(loaded: LoadedSchema): SchemaTree {
  let tree = trees.get(loaded.json);
  if (tree === undefined) {
    tree = new SchemaTree(loaded, (uri) => loaded.others.find(({ names }) => names.includes(uri))!);
    trees.set(loaded.json, tree);
  }
  return tree;
}

const noTargets: ReadonlyMap<string, Schema> = new Map();
const noAnchors: ReadonlyMap<string, JsonObject> = new Map();

/** Keywords that stay beside a `$ref` of draft-07: they hold schemas for others, or say something to people. */
const keptBesideRef = ["$schema", "$ref", "$comment", "definitions", "title", "description"];

function removeIgnored(schema: JsonObject, { keywords }: Dialect): void {
  for (const keyword of Object.keys(schema)) {
    if (keywords.all.includes(keyword) && !keptBesideRef.includes(keyword))
      delete (schema as Record<string, unknown>)[keyword];
  }
}

function* childrenUnder(
  keyword: string,
  { holds, inPlace }: Applicator,
  value: JsonValue,
  pointer: string,
): Generator<Child> {
  const isList = Array.isArray(value);
  if (holds === "schema" || (holds === "schemaOrList" && !isList)) yield { keyword, value, pointer, inPlace };
  else if (holds === "map" ? isObject(value) : isList) {
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

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** A URI reference made absolute and cut at `#` (RFC 3986, section 5), or null if it cannot be. */
export function splitUri(
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
