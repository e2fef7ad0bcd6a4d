/**
 * Random schemas for whole documents, made of every keyword that can lead to a paragraph. Separate from the test because what a
 * keyword holds is a matter of its own. Keywords that look at texts are seldom where they count and frequent where they do not.
 */
import fc from "fast-check";

type Schema = fc.Arbitrary<object | boolean>;

/** What a schema is made for. References may lead elsewhere all the same. */
type Level = "document" | "list" | "text" | "other";

interface Levels extends Record<Level, object | boolean> {}

type Part = fc.Arbitrary<object>;

const names = fc.constantFrom("paragraphs", "author", "url", "doc_id");

const types = { document: "object", list: "array", text: "string", other: "string" };
const aboutSizes: Part = fc.oneof(
  fc.record({ minLength: fc.nat(1) }),
  fc.record({ minItems: fc.nat(1) }),
  fc.record({ maxItems: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ minProperties: fc.nat(3), maxProperties: fc.integer({ min: 3, max: 5 }) }),
  fc.record({ required: fc.uniqueArray(names, { maxLength: 2 }) }),
  fc.record({ dependentRequired: fc.constant({ author: ["url"] }) }),
  fc.record({ title: fc.constant("a"), minimum: fc.nat(2) }),
);
const aboutTexts: Part = fc.oneof(
  fc.record({ pattern: fc.constantFrom("^a", "b$", "") }),
  fc.record({ minLength: fc.integer({ min: 2, max: 3 }) }),
  fc.record({ maxLength: fc.nat(3) }),
  fc.record({ format: fc.constantFrom("date", "uri") }),
);
const aboutLists: Part = fc.record({ uniqueItems: fc.boolean() });
const values = fc.constantFrom("a", "ab", ["a"], ["a", "b"], { doc_id: "d.txt", paragraphs: ["a"] }, 1, {});
const aboutAll: Part = fc.oneof(
  fc.record({ const: values }),
  fc.record({ enum: fc.uniqueArray(values, { minLength: 1, maxLength: 3, comparator: "SameValue" }) }),
);

/** Keywords that decide by texts at a level, and those that never do. */
const leaves: Readonly<Record<Level, readonly [telling: Part, idle: Part]>> = {
  document: [aboutAll, fc.oneof(aboutTexts, aboutLists)],
  list: [fc.oneof(aboutLists, aboutAll), aboutTexts],
  text: [fc.oneof(aboutTexts, aboutAll), aboutLists],
  other: [fc.constant({}), fc.oneof(aboutTexts, aboutAll)],
};

/** A document's schema of a draft with three definitions; some lead in circles and are refused when they are loaded. */
export function randomSchemas(draft: string): fc.Arbitrary<object> {
  const { document, list, text, other } = fc.letrec<Levels>((tie) => {
    const levels = { document: tie("document"), list: tie("list"), text: tie("text"), other: tie("other") };
    return {
      document: schemaOf("document", levels, draft),
      list: schemaOf("list", levels, draft),
      text: schemaOf("text", levels, draft),
      other: schemaOf("other", levels, draft),
    };
  });
  const definition = fc.oneof(document, list, text, other);
  const $defs = fc.record({ a: definition, b: definition, c: other });
  const properties = fc.record({ author: other, paragraphs: list }, { requiredKeys: ["paragraphs"] });
  const root = fc.record({ $defs, properties }, { requiredKeys: ["$defs"] });
  return fc.tuple(document, root, fc.boolean()).map(([schema, rest, named]) => ({
    ...(named && anchors),
    ...(typeof schema === "object" && schema),
    ...rest,
  }));
}

const anchors = { $dynamicAnchor: "root", $recursiveAnchor: true };

function schemaOf(level: Level, levels: Readonly<Record<Level, Schema>>, draft: string): Schema {
  const [telling, idle] = leaves[level];
  const leaf = fc.oneof(
    { weight: 10, arbitrary: fc.constant({ type: types[level] }) },
    { weight: 10, arbitrary: aboutSizes },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("string", "array", "object", "integer") }) },
    { weight: 8, arbitrary: idle },
    { weight: 9, arbitrary: telling },
  );
  const part = fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 3, arbitrary: partsOf(level, levels, draft) },
    { weight: 2, arbitrary: inPlace(levels[level]) },
  );
  return fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.constantFrom(true, true, true, false) },
    {
      weight: 6,
      arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => Object.assign({}, ...parts)),
    },
  );
}

function inPlace(same: Schema): Part {
  const several = fc.array(same, { minLength: 1, maxLength: 2 });
  const references = fc.constantFrom("#/$defs/a", "#/$defs/b", "#/$defs/c", "#/properties/paragraphs", "#");
  return fc.oneof(
    fc.record({ allOf: several }),
    fc.record({ anyOf: several }),
    fc.record({ oneOf: several }),
    fc.record({ not: same }),
    fc.tuple(same, same, same).map(([condition, yes, no]) => ({ if: condition, [THEN]: yes, else: no })),
    fc.record({ dependencies: fc.dictionary(names, same, { maxKeys: 1 }) }),
    fc.record({ dependentSchemas: fc.dictionary(names, same, { maxKeys: 1 }) }),
    ...Array.from({ length: 4 }, () => fc.record({ $ref: references })),
    fc.constantFrom({ $dynamicRef: "#/$defs/c" }, { $recursiveRef: "#" }),
  );
}

/** Not spelled out as a member: what has one is taken for a promise. */
const THEN = "then";

/** Keywords whose schemas are for parts of the value. At the level `other` these are what the drafts allow anywhere. */
function partsOf(level: Level, { list, text, other }: Readonly<Record<Level, Schema>>, draft: string): Part {
  const members = fc.oneof(
    fc
      .record({ paragraphs: list, author: other, url: other }, { requiredKeys: [] })
      .map((properties) => ({ properties })),
    fc.record({ patternProperties: fc.dictionary(fc.constantFrom("^p", "^a", ""), list, { maxKeys: 2 }) }),
    fc.record({ additionalProperties: list }),
    fc.record({ unevaluatedProperties: list }),
    fc.record({ propertyNames: other }),
  );
  const tuple = fc.array(text, { minLength: 1, maxLength: 2 });
  const items = fc.oneof(
    fc.record({ items: text }),
    tuple.map((schemas) => (draft === "2020-12" ? { prefixItems: schemas } : { items: schemas })),
    tuple.map((prefixItems) => ({ prefixItems })),
    fc.record({ additionalItems: text }),
    fc.record({ unevaluatedItems: text }),
    fc.record(
      { contains: text, minContains: fc.nat(2), maxContains: fc.integer({ min: 1, max: 2 }) },
      { requiredKeys: ["contains"] },
    ),
  );
  switch (level) {
    case "document":
      return fc.oneof({ weight: 6, arbitrary: members }, { weight: 1, arbitrary: items });
    case "list":
      return fc.oneof({ weight: 6, arbitrary: items }, { weight: 1, arbitrary: members });
    default:
      return fc.oneof(items, members);
  }
}
