/** The JSON report against its schema. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

export const schema = JSON.parse(
  readFileSync(new URL("../../schemas/report.schema.json", import.meta.url), "utf8"),
) as Record<string, unknown>;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

/** What the schema objects to. */
export function errorsOf(report: string): unknown {
  validate(JSON.parse(report));
  return validate.errors ?? [];
}
