/**
 * Faults of a schema that its meta-schema does not see: references, circles, patterns, names that are no Unicode, and drafts
 * mixed in one file.
 * Each check is a function over the schema's tree.
 */
import { dialectOf, UNKNOWN_DIALECT } from "./dialects.ts";
import { isObject, type JsonObject } from "./json-syntax.ts";
import { pointerSteps, pointerTo } from "./json-text.ts";
import { patternFault } from "./patterns.ts";
import type { SchemaProblem, SchemaTree, Subschema } from "./schema-tree.ts";

/** Most schema objects in all files of a schema; compiling takes time with the square of their number. */
const MAX_SUBSCHEMAS = 2000;

/** All faults, in no particular order. `unsafePatterns`: patterns need not run in linear time. */
export function checkSchemaTree(tree: SchemaTree, unsafePatterns: boolean): SchemaProblem[] {
  const count = [...tree.subschemas()].length;
  if (count > MAX_SUBSCHEMAS) {
    const message = `the schema consists of ${count.toLocaleString("en")} schemas, ${MAX_SUBSCHEMAS.toLocaleString("en")} are the most`;
    return [{ pointer: "", part: "value", message }];
  }
  const problems = [...tree.problems];
  for (const subschema of tree.subschemas()) {
    problems.push(...checkPatterns(subschema, unsafePatterns), ...checkEnum(subschema));
    problems.push(...checkNames(subschema, tree));
    problems.push(...checkDialect(subschema, tree), ...checkUnevaluatedItems(subschema, tree));
  }
  // Only references that lead somewhere can lead in a circle.
  return problems.length > 0 ? problems : findCircles(tree);
}

function checkPatterns({ schema, pointer }: Subschema, unsafe: boolean): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const check = (pattern: string, place: Pick<SchemaProblem, "pointer" | "part">) => {
    const fault = patternFault(pattern, unsafe);
    if (fault !== null) problems.push({ ...place, message: `${JSON.stringify(pattern)} ${fault}` });
  };
  if (typeof schema.pattern === "string")
    check(schema.pattern, { pointer: pointerTo(pointer, "pattern"), part: "value" });
  if (isObject(schema.patternProperties)) {
    const outer = pointerTo(pointer, "patternProperties");
    for (const pattern of Object.keys(schema.patternProperties))
      check(pattern, { pointer: pointerTo(outer, pattern), part: "name" });
  }
  return problems;
}

/** Names that the author gives to schemas. Columns cannot take one that is not Unicode, nor can ajv, which makes URIs of them. */
function checkNames({ schema, pointer }: Subschema, tree: SchemaTree): SchemaProblem[] {
  return [...tree.childrenOf(schema, pointer)]
    .map((child) => ({ pointer: child.pointer, name: pointerSteps(child.pointer).at(-1)! }))
    .filter(({ name }) => /\p{Surrogate}/u.test(name))
    .map(({ pointer, name }) => ({
      pointer,
      part: "name",
      message: `the name "${name}" is not valid Unicode: it holds half of a surrogate pair; write the whole character, or another name`,
    }));
}

/** The draft only advises against an empty `enum`; ajv refuses it. */
function checkEnum({ schema, pointer }: Subschema): SchemaProblem[] {
  if (!Array.isArray(schema.enum) || schema.enum.length > 0) return [];
  return [{ pointer: pointerTo(pointer, "enum"), part: "value", message: '"enum" lists no value' }];
}

function checkDialect({ schema, pointer }: Subschema, tree: SchemaTree): SchemaProblem[] {
  const dialect = dialectOf(schema, tree.dialect);
  if (dialect === tree.dialect) return [];
  const message =
    dialect === undefined
      ? UNKNOWN_DIALECT
      : `this part is of draft ${dialect.name}, the schema of draft ${tree.dialect.name}; all parts must be of one draft`;
  return [{ pointer: pointerTo(pointer, "$schema"), part: "value", message }];
}

/**
 * In 2020-12 an item that fits `contains` counts as evaluated (Core, section 10.3.1.3), in 2019-09 it does not; ajv takes all
 * items as evaluated. A wrong verdict is worse than none.
 */
function checkUnevaluatedItems({ schema, pointer }: Subschema, tree: SchemaTree): SchemaProblem[] {
  if (schema.unevaluatedItems === undefined || !tree.dialect.keywords.all.includes("unevaluatedItems"))
    return [];
  const seen = new Set<JsonObject>();
  const holdsContains = (each: JsonObject): boolean => {
    if (seen.has(each)) return false;
    seen.add(each);
    return each.contains !== undefined || stepsFrom(tree, each).some(({ to }) => holdsContains(to));
  };
  if (!holdsContains(schema)) return [];
  const message = '"unevaluatedItems" cannot be checked together with "contains"; name the items otherwise';
  return [{ pointer: pointerTo(pointer, "unevaluatedItems"), part: "name", message }];
}

/** A step from a schema to another one that applies to the same value. */
interface Step {
  readonly to: JsonObject;
  readonly pointer: string;
}

/**
 * References that come back to where they started without entering a part of the value: a validator would follow them
 * for ever. (Core 2020-12, section 9.4.1.) Where dynamic references lead is checked by the linker.
 */
function findCircles(tree: SchemaTree): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const done = new Set<JsonObject>();
  for (const { schema } of tree.subschemas()) {
    if (done.has(schema)) continue;
    // Not recursive: a chain of references may be longer than the call stack.
    const path = [{ schema, steps: stepsFrom(tree, schema) }];
    const onPath = new Set([schema]);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const step = last.steps.shift();
      if (step !== undefined && done.has(step.to)) continue;
      if (step === undefined) {
        done.add(last.schema);
        onPath.delete(last.schema);
        path.pop();
      } else if (onPath.has(step.to)) {
        problems.push({
          pointer: step.pointer,
          part: "value",
          message: "this leads in a circle, back to the schema that it is part of",
        });
      } else {
        onPath.add(step.to);
        path.push({ schema: step.to, steps: stepsFrom(tree, step.to) });
      }
    }
  }
  return problems;
}

function stepsFrom(tree: SchemaTree, schema: JsonObject): Step[] {
  const pointer = tree.pointerOf(schema);
  const steps: Step[] = [];
  for (const { value, pointer: to } of tree.childrenOf(schema, pointer, true)) {
    if (isObject(value)) steps.push({ to: value, pointer: to });
  }
  for (const [keyword, target] of tree.targetsOf(schema)) {
    if (isObject(target)) steps.push({ to: target, pointer: pointerTo(pointer, keyword) });
  }
  return steps;
}
