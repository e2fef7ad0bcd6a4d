/**
 * Whether it matters to a schema what paragraphs say. Most schemas ask for strings, not empty and so many of them, which holds for
 * every paragraph that a reader finds: then texts need not be decoded for ajv to decide. Separate from validation because it
 * looks at the schema alone, once.
 *
 * The answer is found by following each subschema to the values it may apply to: the document, the list of paragraphs, one
 * paragraph. It is "matters" in every case of doubt.
 */
import { isObject, type JsonObject, type JsonValue } from "./json-syntax.ts";
import type { LoadedSchema } from "./load.ts";
import { type SchemaTree, treeOf } from "./schema-tree.ts";

/** What a subschema is applied to. */
type Target = "document" | "paragraphs" | "paragraph";

/** A subschema with what it is applied to. */
interface Application {
  readonly schema: JsonObject;
  readonly target: Target;
}

/** Where the schemas that a keyword holds are applied, if the keyword stands in a schema for the value. */
const innerTargets: Readonly<Record<Target, ReadonlyMap<string, Target>>> = {
  document: new Map([
    ["properties", "paragraphs"],
    // A pattern may match the name, and what is additional or unevaluated may be the paragraphs.
    ["patternProperties", "paragraphs"],
    ["additionalProperties", "paragraphs"],
    ["unevaluatedProperties", "paragraphs"],
  ]),
  paragraphs: new Map([
    ["items", "paragraph"],
    ["prefixItems", "paragraph"],
    ["additionalItems", "paragraph"],
    ["unevaluatedItems", "paragraph"],
    ["contains", "paragraph"],
  ]),
  paragraph: new Map(),
};

/** Keywords whose outcome for the value may depend on the texts in it. */
const textKeywords: Readonly<Record<Target, ReadonlySet<string>>> = {
  document: new Set(["const", "enum"]),
  paragraphs: new Set(["const", "enum", "uniqueItems"]),
  paragraph: new Set(["const", "enum", "pattern", "format", "maxLength"]),
};

/** Whether two documents that differ in the texts of their paragraphs alone may differ in what the schema says of them. */
export function paragraphTextsMatter(loaded: LoadedSchema): boolean {
  return new TextSearch(treeOf(loaded)).run();
}

class TextSearch {
  readonly #tree: SchemaTree;
  readonly #waiting: Application[] = [];
  /** What was met, so that circles end. */
  readonly #met: Readonly<Record<Target, Set<JsonObject>>> = {
    document: new Set(),
    paragraphs: new Set(),
    paragraph: new Set(),
  };

  constructor(tree: SchemaTree) {
    this.#tree = tree;
    this.#add(tree.root, "document");
  }

  run(): boolean {
    // Not recursive: a chain of references may be longer than the call stack.
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      if (this.#asksForText(next)) return true;
      this.#addInner(next);
    }
    return false;
  }

  #add(schema: JsonValue, target: Target): void {
    if (!isObject(schema) || this.#met[target].has(schema)) return;
    this.#met[target].add(schema);
    this.#waiting.push({ schema, target });
  }

  #asksForText({ schema, target }: Application): boolean {
    return (
      Object.entries(schema).some(([keyword, value]) => asksForText(keyword, value, target)) ||
      // What a dynamic reference leads to is not known here.
      this.#tree.dialect.keywords.references.some(
        (keyword) => this.#tree.dynamicName(schema, keyword) !== undefined,
      )
    );
  }

  /** Adds the schemas that the keywords of a schema apply to the same value or to the part of it that holds the texts. */
  #addInner({ schema, target }: Application): void {
    for (const { keyword, value, inPlace } of this.#tree.childrenOf(schema)) {
      const inner = inPlace ? target : innerTargets[target].get(keyword);
      if (inner !== undefined && mayApply(schema, keyword, value)) this.#add(value, inner);
    }
    for (const to of this.#tree.targetsOf(schema).values()) this.#add(to, target);
  }
}

/** Whether one of the schemas that a keyword of a document's schema holds may be for its paragraphs. */
function mayApply({ properties }: JsonObject, keyword: string, value: JsonValue): boolean {
  if (keyword !== "properties" && keyword !== "additionalProperties") return true;
  const declared = isObject(properties) ? properties.paragraphs : undefined;
  return keyword === "properties" ? declared === value : declared === undefined;
}

function asksForText(keyword: string, value: JsonValue, target: Target): boolean {
  // No paragraph is empty.
  if (keyword === "minLength") return target === "paragraph" && Number(value) > 1;
  return textKeywords[target].has(keyword);
}
