/**
 * Changes to ajv's keywords: where it is slower than it need be, where it says less than a finding must know, and where it
 * departs from the drafts. Separate from compiling because each change is tied to ajv's code generator.
 */
import type { Code, CodeKeywordDefinition, KeywordCxt } from "ajv";
import type { Ajv2020 } from "ajv/dist/2020.js";
import { codeGenerator } from "./code-generator.ts";
import { comparingKeywords } from "./equality.ts";
import { failUnlessMultiple } from "./multiple-of.ts";

/** Under this name a compound error's params say how many errors of its own alternatives directly precede it. */
export const INNER_ERRORS = "innerErrors";

/** Keywords whose schemas may fail without a fault in the document: their inner errors only explain the outer one. */
const compoundKeywords = ["anyOf", "oneOf", "contains", "propertyNames"] as const;

/** Changes the keywords of one instance, those that its draft has. */
export function changeKeywords(ajv: Ajv2020): void {
  for (const keyword of compoundKeywords) countInnerErrors(ajv, keyword);
  replaceKeyword(ajv, "minLength", (definition) => ({ ...definition, code: failOnLength(isShorterThan) }));
  replaceKeyword(ajv, "maxLength", (definition) => ({ ...definition, code: failOnLength(isLongerThan) }));
  replaceKeyword(ajv, "pattern", (definition) => ({ ...definition, code: failOnPattern }));
  replaceKeyword(ajv, "multipleOf", (definition) => ({ ...definition, code: failUnlessMultiple }));
  for (const [keyword, change] of Object.entries(comparingKeywords)) replaceKeyword(ajv, keyword, change);
  replaceKeyword(ajv, "if", (definition) => ({ ...definition, code: decide }));
  if (ajv.getKeyword("unevaluatedProperties")) replaceKeyword(ajv, "patternProperties", evaluateApart);
  if (ajv.getKeyword("unevaluatedItems"))
    replaceKeyword(ajv, "unevaluatedItems", (definition) => ({ ...definition, code: checkUnevaluated }));
}

function replaceKeyword(
  ajv: Ajv2020,
  keyword: string,
  change: (definition: CodeKeywordDefinition) => CodeKeywordDefinition,
): void {
  // Some definitions serve several keywords; only this one is put back.
  const definition = { ...(ajv.getKeyword(keyword) as CodeKeywordDefinition), keyword };
  ajv.removeKeyword(keyword);
  ajv.addKeyword(change(definition));
}

/**
 * ajv reports the errors of all alternatives and then the keyword's own. Which of them belong together cannot be told
 * afterwards (a `$ref` starts new schema paths), so the generated code counts them: both names below are its variables.
 */
function countInnerErrors(ajv: Ajv2020, keyword: string): void {
  const { _ } = codeGenerator();
  replaceKeyword(ajv, keyword, (definition) => {
    const { message = "", params = _`{}` } = definition.error ?? {};
    return {
      ...definition,
      trackErrors: true,
      error: {
        message,
        params: (context) => {
          const own: Code = typeof params === "function" ? params(context) : params;
          return _`Object.assign(${own}, {${INNER_ERRORS}: errors - ${context.errsCount!}})`;
        },
      },
    };
  });
}

/** Code for a length keyword. ajv's own counts the code points of every paragraph to its end; this one seldom has to. */
function failOnLength(isWrong: (text: string, limit: number) => boolean): (context: KeywordCxt) => void {
  const { _ } = codeGenerator();
  return (context) => {
    const check = context.gen.scopeValue("func", { ref: isWrong });
    context.fail(_`${check}(${context.data}, ${context.schemaCode})`);
  };
}

/** Code for `pattern`. ajv's own hands every pattern to the function, which takes time with the square of their number. */
function failOnPattern(context: KeywordCxt): void {
  const { _ } = codeGenerator();
  const matches = context.gen.scopeValue("func", { ref: matcherOf(context.it.opts.code.regExp) });
  context.fail(_`!${matches}(${context.schemaCode}, ${context.data})`);
}

type MakePattern = (pattern: string, flags: string) => { readonly test: (text: string) => boolean };

const matchers = new WeakMap<MakePattern, (pattern: string, text: string) => boolean>();

/** One function for all patterns that are made in the same way. */
function matcherOf(makePattern: MakePattern): (pattern: string, text: string) => boolean {
  let matches = matchers.get(makePattern);
  if (matches === undefined) {
    const patterns = new Map<string, ReturnType<MakePattern>>();
    matches = (source, text) => {
      let pattern = patterns.get(source);
      if (pattern === undefined) {
        pattern = makePattern(source, "u");
        patterns.set(source, pattern);
      }
      return pattern.test(text);
    };
    matchers.set(makePattern, matches);
  }
  return matches;
}

/** Whether `text` has fewer than `limit` code points. A code point is one or two UTF-16 units, which bounds their number. */
function isShorterThan(text: string, limit: number): boolean {
  return text.length < limit || (text.length < 2 * limit && countCodePoints(text) < limit);
}

/** Whether `text` has more than `limit` code points. */
function isLongerThan(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || countCodePoints(text) > limit);
}

/** Number of Unicode code points; a lone surrogate counts as one. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if (text.codePointAt(at)! <= 0xffff) continue;
    count--;
    at++;
  }
  return count;
}

/**
 * Code for `if`. What it evaluated counts where it holds, also without `then` and `else` (Core 2020-12, section 10.2.2.1); ajv
 * counts it always or never. It reports nothing itself: the errors of `then` and `else` are the faults.
 */
function decide(context: KeywordCxt): void {
  const { _, alwaysValidSchema } = codeGenerator();
  const { gen, parentSchema, it } = context;
  const branches = (["then", "else"] as const).filter(
    (keyword) => parentSchema[keyword] !== undefined && !alwaysValidSchema(it, parentSchema[keyword]),
  );
  if (branches.length === 0 && !it.opts.unevaluated) return;
  const holds = gen.name("holds");
  const valid = gen.let("valid", true);
  const condition = context.subschema(
    { keyword: "if", compositeRule: true, createErrors: false, allErrors: false },
    holds,
  );
  context.mergeValidEvaluated(condition, holds);
  context.reset();
  for (const keyword of branches) {
    const branchValid = gen.name("branchValid");
    gen.if(keyword === "then" ? holds : _`!${holds}`, () => {
      const branch = context.subschema({ keyword }, branchValid);
      gen.assign(valid, branchValid);
      context.mergeValidEvaluated(branch, valid);
    });
  }
  context.ok(valid);
}

/**
 * `patternProperties` whose code notes apart what it evaluated. ajv's own adds to what the keywords before it evaluated, and
 * fails where that is nothing, or all, when a document is checked.
 */
function evaluateApart(definition: CodeKeywordDefinition): CodeKeywordDefinition {
  const { Name, mergeEvaluated } = codeGenerator();
  const code: CodeKeywordDefinition["code"] = (context, ...others) => {
    const { gen, it } = context;
    const before = it.props;
    if (before instanceof Name) it.props = {};
    definition.code(context, ...others);
    if (before instanceof Name) it.props = mergeEvaluated.props(gen, it.props!, before, Name);
  };
  // Keywords that are added come last otherwise.
  return { ...definition, code, before: "unevaluatedProperties" };
}

/** Code for `unevaluatedItems`. ajv compares the number of evaluated items with a length although it may be `true`: all. */
function checkUnevaluated(context: KeywordCxt): void {
  const { _, Name, Type, alwaysValidSchema } = codeGenerator();
  const { gen, schema, data, it } = context;
  const evaluated = it.items ?? 0;
  if (evaluated === true) return;
  const length = gen.const("length", _`${data}.length`);
  const from =
    evaluated instanceof Name
      ? gen.const("from", _`${evaluated} === true ? ${length} : ${evaluated} || 0`)
      : evaluated;
  it.items = true;
  if (schema === false) {
    context.setParams({ len: from });
    context.fail(_`${length} > ${from}`);
  } else if (!alwaysValidSchema(it, schema)) {
    const valid = gen.let("valid", true);
    const itemValid = gen.name("itemValid");
    gen.forRange("index", from, length, (index) => {
      context.subschema({ keyword: "unevaluatedItems", dataProp: index, dataPropType: Type.Num }, itemValid);
      gen.if(_`!${itemValid}`, () => gen.assign(valid, false));
    });
    context.ok(valid);
  }
}
