/**
 * The properties of a document as its schema describes them: which there are, which must be there, which must not. A
 * condition counts here only if it holds for every document: at the root, or through `$ref` and `allOf` from it.
 */
import { isObject, type JsonObject, type JsonValue } from "./json-syntax.ts";
import { type Part, pointerTo } from "./json-text.ts";
import { describePlace, type LoadedSchema } from "./load.ts";
import { compilePattern } from "./patterns.ts";
import { type Schema, type SchemaTree, treeOf } from "./schema-tree.ts";
import { appliedBy, type Shape, shapeOf, withAllOf } from "./shapes.ts";

/** What every document has without a header. */
export const builtInProperties: readonly string[] = ["doc_id", "paragraphs"];

/** A schema that applies to one property, and where it stands. */
interface AppliedSchema {
  readonly schema: Schema;
  readonly pointer: string;
}

/** A value that the schema gives to documents without the property, and where it stands. */
export interface DeclaredDefault {
  readonly value: JsonValue;
  /** Its location (locations.ts). */
  readonly location: string;
}

export class DocumentProperties {
  /** Names under `properties`, each with the pointer to its first schema, in the order of the file. */
  readonly declared: ReadonlyMap<string, string>;
  /** Names that every document must have, each with the pointer to where that is first said. */
  readonly required: ReadonlyMap<string, string>;
  readonly #loaded: LoadedSchema;
  readonly #tree: SchemaTree;
  /** The schema objects that apply to the whole document. */
  readonly #roots: readonly JsonObject[];

  constructor(loaded: LoadedSchema) {
    this.#loaded = loaded;
    this.#tree = treeOf(loaded);
    this.#roots = withAllOf(this.#tree, [this.#tree.root]).filter(isObject);
    this.declared = this.#findDeclared();
    this.required = this.#findRequired();
  }

  /** What the schema says of a property's type and format. */
  shapeOf(name: string): Shape {
    return shapeOf(this.#tree, this.schemasOf(name));
  }

  /** The schemas that apply to the value of a property if a document has it. */
  schemasOf(name: string): Schema[] {
    return this.#appliedTo(name).map(({ schema }) => schema);
  }

  /**
   * The defaults of a property, in the order of the file: those of its schemas under `properties`, also through `$ref` and `allOf`. What
   * every document has needs none.
   */
  defaultsOf(name: string): DeclaredDefault[] {
    if (builtInProperties.includes(name)) return [];
    const schemas = this.#roots.map((root) => member(root.properties, name) as Schema | undefined);
    return withAllOf(
      this.#tree,
      schemas.filter((schema) => schema !== undefined),
    )
      .filter(isObject)
      .filter((schema) => Object.hasOwn(schema, "default"))
      .map((schema) => ({
        value: schema.default!,
        location: pointerTo(this.#tree.pointerOf(schema), "default"),
      }));
  }

  /** The schema's own words for a property: its first description, else its first title. */
  description(name: string): string | undefined {
    const schemas = withAllOf(this.#tree, this.schemasOf(name)).filter(isObject);
    const texts = [...schemas.map(({ description }) => description), ...schemas.map(({ title }) => title)];
    return texts.find((text): text is string => typeof text === "string" && text !== "");
  }

  /** Pointer to the schema `false` that keeps documents from having a property, or null. */
  forbidden(name: string): string | null {
    const applied = this.#appliedTo(name).find(({ schema }) =>
      withAllOf(this.#tree, [schema]).includes(false),
    );
    return applied?.pointer ?? null;
  }

  /** `file:line:column` of something in the schema, for messages. */
  place(pointer: string, part: Part): string {
    return describePlace(this.#loaded, pointer, part);
  }

  #findDeclared(): Map<string, string> {
    const names = new Map<string, string>();
    const seen = new Set<Schema>();
    const visit = (schema: Schema): void => {
      if (!isObject(schema) || seen.has(schema)) return;
      seen.add(schema);
      const pointer = pointerTo(this.#tree.pointerOf(schema), "properties");
      for (const keyword of Object.keys(schema)) {
        for (const further of appliedBy(this.#tree, schema, keyword)) visit(further);
        if (keyword !== "properties") continue;
        for (const name of Object.keys(schema.properties as JsonObject)) {
          if (!names.has(name)) names.set(name, pointerTo(pointer, name));
        }
      }
    };
    visit(this.#tree.root);
    return names;
  }

  #findRequired(): Map<string, string> {
    const names = new Map<string, string>();
    for (const root of this.#roots) {
      const pointer = pointerTo(this.#tree.pointerOf(root), "required");
      for (const [index, name] of ((root.required ?? []) as string[]).entries()) {
        if (!names.has(name)) names.set(name, pointerTo(pointer, index));
      }
    }
    return names;
  }

  #appliedTo(name: string): AppliedSchema[] {
    return this.#roots.flatMap((root) => this.#appliedFrom(root, name));
  }

  #appliedFrom(root: JsonObject, name: string): AppliedSchema[] {
    const at = pointerTo(this.#tree.pointerOf(root), "");
    const applied: AppliedSchema[] = [];
    const add = (keyword: string, value: JsonValue | undefined, step?: string) => {
      const pointer = `${at}${keyword}`;
      if (value !== undefined)
        applied.push({
          schema: value as Schema,
          pointer: step === undefined ? pointer : pointerTo(pointer, step),
        });
    };
    add("properties", member(root.properties, name), name);
    for (const pattern of this.#matchingPatterns(root, name))
      add("patternProperties", member(root.patternProperties, pattern), pattern);
    if (applied.length === 0) add("additionalProperties", root.additionalProperties);
    if (root.unevaluatedProperties !== undefined && !this.#mayEvaluate(root, name)) {
      add("unevaluatedProperties", root.unevaluatedProperties);
    }
    return applied;
  }

  /** Whether another keyword of `root`, or a schema that may apply beside it, says something of the property (Core 2020-12, section 11.3). */
  #mayEvaluate(root: JsonObject, name: string): boolean {
    const seen = new Set<JsonValue>();
    const visit = (schema: JsonValue): boolean => {
      if (!isObject(schema) || seen.has(schema)) return false;
      seen.add(schema);
      return (
        member(schema.properties, name) !== undefined ||
        this.#matchingPatterns(schema, name).length > 0 ||
        schema.additionalProperties !== undefined ||
        (schema !== root && schema.unevaluatedProperties !== undefined) ||
        [...this.#tree.childrenOf(schema, "", true)].some(
          ({ keyword, value }) => keyword !== "not" && visit(value),
        ) ||
        [...this.#tree.targetsOf(schema).values()].some(visit)
      );
    };
    return visit(root);
  }

  #matchingPatterns({ patternProperties }: JsonObject, name: string): string[] {
    if (!isObject(patternProperties)) return [];
    const { unsafePatterns } = this.#loaded;
    return Object.keys(patternProperties).filter((pattern) =>
      compilePattern(pattern, unsafePatterns).test(name),
    );
  }
}

/** Own member of an object: names such as `constructor` are ordinary. */
function member(object: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}
