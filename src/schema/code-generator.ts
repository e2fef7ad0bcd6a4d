/**
 * What ajv's code generator offers to keywords. Separate from them because it is loaded when the first keyword is changed
 * and not with their files: a run that needs no ajv need not wait for it.
 */
import { createRequire } from "node:module";
import type * as Ajv from "ajv";
import type * as Util from "ajv/dist/compile/util.js";
import type * as DataType from "ajv/dist/compile/validate/dataType.js";

type CodeGenerator = Pick<typeof Ajv, "_" | "Name"> &
  Pick<typeof Util, "alwaysValidSchema" | "mergeEvaluated" | "Type"> &
  Pick<typeof DataType, "getSchemaTypes">;

const require = createRequire(import.meta.url);
let loaded: CodeGenerator | undefined;

/** The parts of ajv that keywords are written with, loaded by the first call. */
export function codeGenerator(): CodeGenerator {
  loaded ??= {
    ...(require("ajv/dist/compile/codegen/index.js") as Pick<typeof Ajv, "_" | "Name">),
    ...(require("ajv/dist/compile/util.js") as typeof Util),
    ...(require("ajv/dist/compile/validate/dataType.js") as typeof DataType),
  };
  return loaded;
}
