/**
 * Links a schema: makes one schema without names out of all its files, for ajv. Every reference becomes a JSON Pointer, so that
 * ajv has no address to resolve, and dynamic references are settled beforehand. Separate from compiling because it is a
 * function on schemas that knows nothing of ajv.
 * Sources: JSON Schema Core 2020-12, sections 7.1 (dynamic scope) and 8.2.3.2; 2019-09, section 8.2.4.2.
 */
import { UsageError } from "../findings/errors.ts";
import { isObject, type JsonObject, type JsonValue } from "./json-syntax.ts";
import type { Schema, SchemaTree } from "./schema-tree.ts";

/** Copies of schemas that a schema may need for its dynamic references. */
const MAX_COPIES = 10_000;

/**
 * The outermost schemas of the dynamic scope to which dynamic references lead, by name: the first resource that was entered
 * and has the name counts.
 */
type Scope = ReadonlyMap<string, JsonObject>;

interface Copy {
  readonly schema: JsonObject;
  readonly scope: Scope;
  readonly name: string;
}

/** @throws UsageError where dynamic references lead in a circle or need too many copies. */
export function linkSchema(tree: SchemaTree): JsonObject {
  return new Linker(tree).link();
}

/**
 * One schema for an object whose properties are to be checked apart from the rest of the document: each of `parts` against
 * schemas of the tree. @throws UsageError as `linkSchema` does.
 */
export function linkParts(tree: SchemaTree, parts: ReadonlyMap<string, readonly Schema[]>): JsonObject {
  return new Linker(tree, `#/$defs/${ROOT}`).linkParts(parts);
}

class Linker {
  readonly #tree: SchemaTree;
  /** Schemas that references lead to. They stand once under `$defs`, wherever they were. */
  readonly #targets = new Set<Schema>();
  /** Names that dynamic references look for. */
  readonly #dynamicNames = new Set<string>();
  readonly #copies = new Map<string, Copy>();
  readonly #numbers = new Map<JsonObject, number>();
  /** From the name of a copy to those that apply to the same value. */
  readonly #steps = new Map<string, Set<string>>();
  /** The reference that leads to the copy of the root. */
  readonly #rootReference: string;
  #current = "";

  constructor(tree: SchemaTree, rootReference = "#") {
    this.#tree = tree;
    this.#rootReference = rootReference;
    for (const { schema } of tree.subschemas()) {
      for (const [keyword, target] of tree.targetsOf(schema)) {
        this.#targets.add(target);
        const name = tree.dynamicName(schema, keyword);
        if (name !== undefined) this.#dynamicNames.add(name);
      }
    }
    // These may be led to as well.
    for (const { schema } of tree.subschemas()) {
      const anchors = tree.dynamicAnchorsAround(schema);
      for (const name of this.#dynamicNames) if (anchors.get(name) === schema) this.#targets.add(schema);
    }
  }

  link(): JsonObject {
    const { root } = this.#tree;
    const rootCopy = this.#copyNamed(root, new Map());
    const definitions = this.#copyAll();
    const [, own] = definitions.find(([name]) => name === rootCopy)!;
    const others = definitions.filter(([name]) => name !== rootCopy);
    return others.length === 0 ? own : { ...own, $defs: Object.fromEntries(others) };
  }

  linkParts(parts: ReadonlyMap<string, readonly Schema[]>): JsonObject {
    const { root } = this.#tree;
    this.#copyNamed(root, new Map());
    const scope = this.#enter(root, new Map());
    const properties = [...parts].map(([name, schemas]): [string, JsonObject] => [
      name,
      { allOf: schemas.map((schema) => this.#inner(schema, scope, false)) },
    ]);
    return { properties: Object.fromEntries(properties), $defs: Object.fromEntries(this.#copyAll()) };
  }

  #copyAll(): [string, JsonObject][] {
    const definitions: [string, JsonObject][] = [];
    // The list grows while it is worked through.
    for (const { schema, scope, name } of this.#copies.values()) {
      this.#current = name;
      definitions.push([name, this.#copy(schema, scope, true)]);
    }
    if (this.#dynamicNames.size > 0) this.#refuseCircles();
    return definitions;
  }

  /** Name of the copy of a schema that is entered from a scope. */
  #copyNamed(schema: JsonObject, outer: Scope): string {
    const scope = this.#enter(schema, outer);
    const bindings = [...scope].map(([name, target]) => `${name} ${this.#numberOf(target)}`);
    const key = `${this.#numberOf(schema)} ${bindings.sort().join(" ")}`;
    let copy = this.#copies.get(key);
    if (copy === undefined) {
      if (this.#copies.size > MAX_COPIES && this.#dynamicNames.size > 0)
        throw new UsageError("the schema's dynamic references can be combined in too many ways");
      copy = { schema, scope, name: String(this.#copies.size) };
      this.#copies.set(key, copy);
    }
    return copy.name;
  }

  #numberOf(schema: JsonObject): number {
    const number = this.#numbers.get(schema) ?? this.#numbers.size;
    this.#numbers.set(schema, number);
    return number;
  }

  #enter(schema: JsonObject, outer: Scope): Scope {
    if (this.#dynamicNames.size === 0) return outer;
    const added = [...this.#tree.dynamicAnchorsAround(schema)].filter(
      ([name]) => this.#dynamicNames.has(name) && !outer.has(name),
    );
    return added.length === 0 ? outer : new Map([...outer, ...added]);
  }

  /** A copy with the keywords that decide something. `inPlace`: it applies to the same value as the named copy around it. */
  #copy(schema: JsonObject, scope: Scope, inPlace: boolean): JsonObject {
    const { applicators, assertions } = this.#tree.dialect.keywords;
    const references = this.#references(schema, scope, inPlace);
    const entries: [string, JsonValue][] = [];
    for (const [keyword, value] of Object.entries(schema)) {
      const applicator = applicators.get(keyword);
      if (assertions.includes(keyword)) entries.push([keyword, value]);
      else if (applicator !== undefined && !notApplied.has(keyword)) {
        const inner = (child: JsonValue) => this.#inner(child, scope, inPlace && applicator.inPlace);
        entries.push([keyword, mapChildren(applicator.holds, value, inner)]);
      }
    }
    const copy = Object.fromEntries(entries);
    if (references.length === 0) return copy;
    if (references.length === 1) return { ...references[0], ...copy };
    return { ...copy, allOf: [...references, ...((copy.allOf ?? []) as JsonValue[])] };
  }

  #references(schema: JsonObject, scope: Scope, inPlace: boolean): JsonObject[] {
    return [...this.#tree.targetsOf(schema)].map(([keyword, start]) => {
      const name = this.#tree.dynamicName(schema, keyword);
      const target = (name !== undefined && scope.get(name)) || start;
      return isObject(target) ? this.#referTo(target, scope, inPlace) : target ? {} : { not: {} };
    });
  }

  #inner(child: JsonValue, scope: Scope, inPlace: boolean): JsonValue {
    if (!isObject(child)) return child;
    if (this.#targets.has(child)) return this.#referTo(child, scope, inPlace);
    return this.#copy(child, this.#enter(child, scope), inPlace);
  }

  #referTo(target: JsonObject, scope: Scope, inPlace: boolean): JsonObject {
    const name = this.#copyNamed(target, scope);
    if (inPlace) {
      const steps = this.#steps.get(this.#current) ?? new Set();
      this.#steps.set(this.#current, steps.add(name));
    }
    return { $ref: name === ROOT ? this.#rootReference : `#/$defs/${name}` };
  }

  #refuseCircles(): void {
    const done = new Set<string>();
    const onPath = new Set<string>();
    const visit = (name: string): void => {
      if (done.has(name)) return;
      if (onPath.has(name))
        throw new UsageError(
          `${this.#tree.files[0]!.displayPath}:1:1: the schema's dynamic references lead in a circle`,
        );
      onPath.add(name);
      for (const next of this.#steps.get(name) ?? []) visit(next);
      onPath.delete(name);
      done.add(name);
    };
    for (const { name } of this.#copies.values()) visit(name);
  }
}

/** The first copy is the root's. */
const ROOT = "0";

/** Keywords that hold schemas for others, or for what docrows does not look into. */
const notApplied = new Set(["$defs", "definitions", "contentSchema"]);

function mapChildren(holds: string, value: JsonValue, map: (child: JsonValue) => JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(map);
  if (holds !== "map" || !isObject(value)) return map(value);
  // A value of `dependencies` may be a list of names.
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, Array.isArray(child) ? child : map(child)]),
  );
}
