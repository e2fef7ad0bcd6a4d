/**
 * ajv as docrows runs it: all errors, assertions on `format`, own properties only, nothing loaded, nothing converted. The
 * rest of the program sees an ordinary validation function.
 */
import type { ErrorObject, Options, ValidateFunction } from "ajv";
import type { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Dialect, defaultDialect } from "./dialects.ts";
import { ownFormats } from "./formats.ts";
import type { JsonObject } from "./json-syntax.ts";
import { changeKeywords } from "./keyword-code.ts";
import { linkSchema } from "./link.ts";
import type { LoadedSchema } from "./load.ts";
import { compilePattern } from "./patterns.ts";
import { treeOf } from "./schema-tree.ts";

/** Meant by ajv for itself, or for drafts that have other names for them. */
const foreignKeywords = ["id", "nullable"] as const;

/** Schemas up to which ajv's code is made smaller, which takes time with the square of their number. */
const MAX_OPTIMIZED = 500;

const compiled = new WeakMap<JsonObject, ValidateFunction>();
const metaSchemas = new Map<Dialect, ValidateFunction>();

/** Names of the formats that are checked; all others pass. */
export function knownFormats(): string[] {
  return Object.keys(createAjv(defaultDialect).formats);
}

/**
 * The validation function of a schema, made once per schema object.
 * @throws Error (of ajv) where the schema cannot be compiled.
 */
export function compileSchema(loaded: LoadedSchema): ValidateFunction {
  let validate = compiled.get(loaded.json);
  if (validate === undefined) {
    const tree = treeOf(loaded);
    const linked = linkSchema(tree);
    const regExp = (pattern: string) => compilePattern(pattern, loaded.unsafePatterns);
    const isSmall = [...tree.subschemas()].length <= MAX_OPTIMIZED;
    // ajv prints the name of the function into code that is never written to a file.
    const code = { optimize: isSmall, regExp: Object.assign(regExp, { code: "compilePattern" }) };
    validate = createAjv(tree.dialect, { code }).compile(linked);
    compiled.set(loaded.json, validate);
  }
  return validate;
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
  addFormats.default(ajv, { mode: "full" });
  for (const [name, isOf] of Object.entries(ownFormats)) ajv.addFormat(name, isOf);
  for (const keyword of foreignKeywords) ajv.removeKeyword(keyword);
  changeKeywords(ajv);
  return ajv;
}
