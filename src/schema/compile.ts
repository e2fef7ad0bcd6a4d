/**
 * ajv as docrows runs it: all errors, assertions on `format`, own properties only, nothing loaded, nothing converted. The
 * rest of the program sees an ordinary validation function.
 */
import { createRequire } from "node:module";
import type { ErrorObject, Options, ValidateFunction } from "ajv";
import type { Ajv2020 } from "ajv/dist/2020.js";
import type addFormats from "ajv-formats";
import type { Dialect } from "./dialects.ts";
import { ownFormats } from "./formats.ts";
import type { JsonObject } from "./json-syntax.ts";
import { changeKeywords } from "./keyword-code.ts";
import { linkParts, linkSchema } from "./link.ts";
import type { LoadedSchema } from "./load.ts";
import { compilePattern } from "./patterns.ts";
import { type Schema, treeOf } from "./schema-tree.ts";

const require = createRequire(import.meta.url);

/** Meant by ajv for itself, or for drafts that have other names for them. */
const foreignKeywords = ["id", "nullable"] as const;

/** Schemas up to which ajv's code is made smaller, which takes time with the square of their number. */
const MAX_OPTIMIZED = 500;

const compiled = new WeakMap<JsonObject, ValidateFunction>();
const metaSchemas = new Map<Dialect, ValidateFunction>();

/**
 * The validation function of a schema, made once per schema object.
 * @throws Error (of ajv) where the schema cannot be compiled.
 */
export function compileSchema(loaded: LoadedSchema): ValidateFunction {
  let validate = compiled.get(loaded.json);
  if (validate === undefined) {
    const tree = treeOf(loaded);
    const isSmall = [...tree.subschemas()].length <= MAX_OPTIMIZED;
    validate = compileLinked(loaded, linkSchema(tree), isSmall);
    compiled.set(loaded.json, validate);
  }
  return validate;
}

/**
 * The validation function of an object whose properties are checked against parts of a schema, and whose other rules do not count.
 * @throws Error (of ajv) where the parts cannot be compiled.
 */
export function compileParts(
  loaded: LoadedSchema,
  parts: ReadonlyMap<string, readonly Schema[]>,
): ValidateFunction {
  // Its code runs once.
  return compileLinked(loaded, linkParts(treeOf(loaded), parts), false);
}

function compileLinked(loaded: LoadedSchema, linked: JsonObject, optimize: boolean): ValidateFunction {
  const regExp = (pattern: string) => compilePattern(pattern, loaded.unsafePatterns);
  // ajv prints the name of the function into code that is never written to a file.
  const code = { optimize, regExp: Object.assign(regExp, { code: "compilePattern" }) };
  // References to meta-schemas are linked as all others are.
  return createAjv(treeOf(loaded).dialect, { code, meta: false }).compile(linked);
}

/** What the dialect's meta-schema objects to. */
export function metaSchemaErrors(schema: JsonObject, dialect: Dialect): readonly ErrorObject[] {
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
  const AjvClass = dialect.loadAjv();
  const ajv = new AjvClass({
    allErrors: true,
    ownProperties: true,
    // Not strict: unknown keywords and formats are ignored here and warned about by docrows, with their places.
    strict: false,
    logger: false,
    validateSchema: false,
    ...options,
  });
  // Loaded here, as ajv is, and not with this file: a run that needs neither need not wait for them.
  (require("ajv-formats") as typeof addFormats).default(ajv, { mode: "full" });
  for (const [name, isOf] of Object.entries(ownFormats)) ajv.addFormat(name, isOf);
  for (const keyword of foreignKeywords) ajv.removeKeyword(keyword);
  changeKeywords(ajv);
  return ajv;
}
