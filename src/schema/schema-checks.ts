/**
 * Faults of a schema that its meta-schema does not see: references, circles, patterns, and drafts mixed in one file.
 * Each check is a function over the schema's tree.
 */
import { dialectOf, UNKNOWN_DIALECT } from "./dialects.ts";
import { isObject, type JsonObject } from "./json-syntax.ts";
import { pointerTo } from "./json-text.ts";
import { referenceKeywords } from "./keywords.ts";
import { childrenOf, type SchemaProblem, SchemaTree, type Subschema } from "./schema-tree.ts";

/** All faults, in no particular order. */
export function checkSchemaTree(json: JsonObject): SchemaProblem[] {
  const tree = new SchemaTree(json);
  const problems = [...tree.problems];
  for (const subschema of tree.subschemas()) {
    problems.push(...checkPatterns(subschema), ...checkEnum(subschema), ...checkDialect(subschema));
  }
  // Only references that lead somewhere can lead in a circle.
  return problems.length > 0 ? problems : findCircles(tree);
}

function checkPatterns({ schema, pointer }: Subschema): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const check = (pattern: string, place: Pick<SchemaProblem, "pointer" | "part">) => {
    const fault = patternFault(pattern);
    if (fault !== null)
      problems.push({
        ...place,
        message: `${JSON.stringify(pattern)} is not a regular expression: ${fault}`,
      });
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

/** Why a pattern cannot be compiled the way ajv does it, or null. */
function patternFault(pattern: string): string | null {
  try {
    new RegExp(pattern, "u");
    return null;
  } catch (error) {
    // "Invalid regular expression: /(/u: Unterminated group": the pattern stands in the message already.
    return (error as Error).message.split(": ").at(-1)!;
  }
}

/** The draft only advises against an empty `enum`; ajv refuses it. */
function checkEnum({ schema, pointer }: Subschema): SchemaProblem[] {
  if (!Array.isArray(schema.enum) || schema.enum.length > 0) return [];
  return [{ pointer: pointerTo(pointer, "enum"), part: "value", message: '"enum" lists no value' }];
}

function checkDialect({ schema, pointer }: Subschema): SchemaProblem[] {
  if (dialectOf(schema) !== undefined) return [];
  return [{ pointer: pointerTo(pointer, "$schema"), part: "value", message: UNKNOWN_DIALECT }];
}

/** A step from a schema to another one that applies to the same value. */
interface Step {
  readonly to: JsonObject;
  readonly pointer: string;
}

/**
 * References that come back to where they started without entering a part of the value: a validator would follow them
 * for ever. (Core 2020-12, section 9.4.1.)
 */
function findCircles(tree: SchemaTree): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const done = new Set<JsonObject>();
  for (const { schema } of tree.subschemas()) {
    // Not recursive: a chain of references may be longer than the call stack.
    const path = [{ schema, steps: stepsFrom(tree, schema) }];
    const onPath = new Set([schema]);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const step = done.has(last.schema) ? undefined : last.steps.shift();
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
  for (const { value, inPlace, pointer: to } of childrenOf(schema, pointer)) {
    if (inPlace && isObject(value)) steps.push({ to: value, pointer: to });
  }
  const reference = referenceKeywords.find((keyword) => typeof schema[keyword] === "string");
  for (const target of tree.targetsOf(schema)) {
    if (isObject(target)) steps.push({ to: target, pointer: pointerTo(pointer, reference!) });
  }
  return steps;
}
