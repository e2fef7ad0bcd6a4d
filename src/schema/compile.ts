/**
 * ajv as docrows runs it: all errors, assertions on `format`, own properties only, nothing loaded, nothing converted. The
 * changes to ajv's keywords stand here, so that the rest of the program sees an ordinary validation function.
 */
import {
  _,
  type Code,
  type CodeKeywordDefinition,
  type ErrorObject,
  type KeywordCxt,
  type Options,
  type ValidateFunction,
} from "ajv";
import type { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Dialect, dialectOf, dialects } from "./dialects.ts";
import { comparingKeywords } from "./equality.ts";
import type { JsonObject } from "./json-syntax.ts";
import { SchemaTree } from "./schema-tree.ts";

/** Under this name a compound error's params say how many errors of its own alternatives directly precede it. */
export const INNER_ERRORS = "innerErrors";

/** Keywords whose schemas may fail without a fault in the document: their inner errors only explain the outer one. */
const compoundKeywords = ["anyOf", "oneOf", "contains", "propertyNames", "if"] as const;

/** Read by ajv although the draft has no such keyword: its own extension, OpenAPI's, and older drafts'. */
const foreignKeywords = ["$async", "nullable", "id", "$recursiveRef", "$recursiveAnchor"] as const;

const compiled = new WeakMap<JsonObject, ValidateFunction>();
const metaSchemas = new Map<Dialect, ValidateFunction>();

/** Names of the formats that are checked; all others pass. */
export function knownFormats(): string[] {
  return Object.keys(createAjv(dialects[0]).formats);
}

/**
 * The validation function of a schema, made once per schema object.
 * @throws Error (of ajv) where the schema cannot be compiled.
 */
export function compileSchema(schema: JsonObject): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = createAjv(dialectOf(schema)!).compile(withoutForeignKeywords(schema));
    compiled.set(schema, validate);
  }
  return validate;
}

/** What the dialect's meta-schema objects to. */
export function metaSchemaErrors(schema: JsonObject): readonly ErrorObject[] {
  const dialect = dialectOf(schema)!;
  let validate = metaSchemas.get(dialect);
  if (validate === undefined) {
    // Its code runs seldom: making it smaller costs more time than it saves.
    validate = createAjv(dialect, { ownProperties: false, code: { optimize: false } }).getSchema(
      dialect.uri,
    )!;
    metaSchemas.set(dialect, validate);
  }
  return validate(schema) ? [] : validate.errors!;
}

function createAjv(dialect: Dialect, options: Options = {}): Ajv2020 {
  const ajv = new dialect.Ajv({
    allErrors: true,
    ownProperties: true,
    // Not strict: unknown keywords and formats are ignored here and warned about by docrows, with their places.
    strict: false,
    logger: false,
    validateSchema: false,
    ...options,
  });
  addFormats.default(ajv, { mode: "full" });
  for (const keyword of ["id", "$recursiveRef", "$recursiveAnchor"]) ajv.removeKeyword(keyword);
  for (const keyword of compoundKeywords) countInnerErrors(ajv, keyword);
  replaceKeyword(ajv, "minLength", (definition) => ({ ...definition, code: failOnLength(isShorterThan) }));
  replaceKeyword(ajv, "maxLength", (definition) => ({ ...definition, code: failOnLength(isLongerThan) }));
  for (const [keyword, change] of Object.entries(comparingKeywords)) replaceKeyword(ajv, keyword, change);
  return ajv;
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
  return (context) => {
    const check = context.gen.scopeValue("func", { ref: isWrong });
    context.fail(_`${check}(${context.data}, ${context.schemaCode})`);
  };
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

/** The schema without keywords that mean something to ajv alone; a copy only where there are any. */
function withoutForeignKeywords(root: JsonObject): JsonObject {
  const isForeign = ({ schema }: { schema: JsonObject }) =>
    foreignKeywords.some((keyword) => Object.hasOwn(schema, keyword));
  if (![...new SchemaTree(root).subschemas()].some(isForeign)) return root;
  const copy = new SchemaTree(structuredClone(root));
  for (const { schema } of copy.subschemas()) {
    for (const keyword of foreignKeywords) delete (schema as Record<string, unknown>)[keyword];
  }
  return copy.root;
}
