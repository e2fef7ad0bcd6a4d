/**
 * Equality of JSON values for `const`, `enum` and `uniqueItems` (JSON Schema Core 2020-12, section 4.2.2). ajv's own needs
 * objects that have Object's methods, and calls what a document has under such a name. Separate because it is the one
 * place that knows both ajv's generated code and the values in it.
 */
import type { CodeKeywordDefinition, KeywordCxt } from "ajv";
import { codeGenerator } from "./code-generator.ts";

/** Whether two JSON values are equal: objects whatever the order of their members, numbers by value. */
export function equalValues(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isStructured(a) || !isStructured(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equalValues(a[name], b[name]))
  );
}

/** The last item that repeats an earlier one, and the nearest such one before it; null if all differ. */
export function lastRepeated(items: readonly unknown[]): readonly [number, number] | null {
  const indexes = new Map<unknown, number>();
  let last: readonly [number, number] | null = null;
  for (const [index, item] of items.entries()) {
    const key = isStructured(item)
      ? `object ${canonical(item)}`
      : typeof item === "string"
        ? `string ${item}`
        : item;
    const earlier = indexes.get(key);
    if (earlier !== undefined) last = [index, earlier];
    indexes.set(key, index);
  }
  return last;
}

/** The definitions of ajv's keywords that compare values, with this equality where objects or arrays may be compared. */
export const comparingKeywords: Readonly<
  Record<string, (definition: CodeKeywordDefinition) => CodeKeywordDefinition>
> = {
  const: (definition) => ({
    ...definition,
    code: (context) =>
      isStructured(context.schema) ? failUnlessOneOf(context, false) : definition.code(context),
  }),
  enum: (definition) => ({
    ...definition,
    code: (context) =>
      (context.schema as unknown[]).some(isStructured)
        ? failUnlessOneOf(context, true)
        : definition.code(context),
  }),
  uniqueItems: (definition) => ({
    ...definition,
    code: (context) => (holdsScalars(context) ? definition.code(context) : failOnRepeated(context)),
  }),
};

function failUnlessOneOf(context: KeywordCxt, list: boolean): void {
  const isAllowed = (found: unknown, allowed: unknown) =>
    list ? (allowed as unknown[]).some((each) => equalValues(found, each)) : equalValues(found, allowed);
  const { _ } = codeGenerator();
  const check = context.gen.scopeValue("func", { ref: isAllowed });
  context.fail(_`!${check}(${context.data}, ${context.schemaCode})`);
}

function failOnRepeated(context: KeywordCxt): void {
  if (context.schema !== true) return;
  const { _ } = codeGenerator();
  const find = context.gen.scopeValue("func", { ref: lastRepeated });
  const repeated = context.gen.const("repeated", _`${find}(${context.data})`);
  context.setParams({ i: _`${repeated}[0]`, j: _`${repeated}[1]` });
  context.fail(_`${repeated} !== null`);
}

/** Whether the items have types that ajv compares without looking into them. */
function holdsScalars({ parentSchema }: KeywordCxt): boolean {
  const { items } = parentSchema;
  const types = isStructured(items) && !Array.isArray(items) ? codeGenerator().getSchemaTypes(items) : [];
  return types.length > 0 && !types.some((type) => type === "object" || type === "array");
}

/** The same text for equal values: members in the order of their names. */
function canonical(value: unknown): string {
  if (!isStructured(value)) return typeof value === "number" ? String(value + 0) : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

function isStructured(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
