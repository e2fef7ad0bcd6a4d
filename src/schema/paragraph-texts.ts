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

/** Where the schemas that a keyword holds are applied, if the keyword stands in a schema for the value. */
const innerTargets: Readonly<Record<Target, ReadonlyMap<string, Target>>> = {
  document: new Map([
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
  return new TextSearch(treeOf(loaded)).matters(loaded.json, "document");
}

class TextSearch {
  readonly #tree: SchemaTree;
  /** What was looked at, so that circles end. */
  readonly #seen: Readonly<Record<Target, Set<JsonObject>>> = {
    document: new Set(),
    paragraphs: new Set(),
    paragraph: new Set(),
  };

  constructor(tree: SchemaTree) {
    this.#tree = tree;
  }

  matters(schema: JsonValue, target: Target): boolean {
    if (!isObject(schema) || this.#seen[target].has(schema)) return false;
    this.#seen[target].add(schema);
    return (
      Object.entries(schema).some(([keyword, value]) => asksForText(keyword, value, target)) ||
      [...this.#tree.childrenOf(schema)].some((child) =>
        this.#childMatters(schema, child.keyword, child.value, target),
      ) ||
      [...this.#tree.targetsOf(schema)].some(
        // What a dynamic reference leads to is not known here.
        ([keyword, to]) => this.#tree.dynamicName(schema, keyword) !== undefined || this.matters(to, target),
      )
    );
  }

  #childMatters(schema: JsonObject, keyword: string, value: JsonValue, target: Target): boolean {
    if (this.#tree.dialect.keywords.applicators.get(keyword)!.inPlace) return this.matters(value, target);
    if (keyword === "properties" && target === "document") {
      const { properties } = schema;
      return isObject(properties) && properties.paragraphs === value && this.matters(value, "paragraphs");
    }
    const inner = innerTargets[target].get(keyword);
    return inner !== undefined && this.matters(value, inner);
  }
}

function asksForText(keyword: string, value: JsonValue, target: Target): boolean {
  // No paragraph is empty.
  if (keyword === "minLength") return target === "paragraph" && Number(value) > 1;
  return textKeywords[target].has(keyword);
}
