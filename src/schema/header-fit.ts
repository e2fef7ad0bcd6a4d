/**
 * Whether a header and a schema fit together: what the header gives must be allowed, and what the schema requires must be
 * given. Otherwise every document would be rejected for the same reason.
 */
import { UsageError } from "../findings/errors.ts";
import { didYouMean } from "../findings/nearest.ts";
import { builtInProperties, type DocumentProperties } from "./properties.ts";
import { valueKindOf } from "./shapes.ts";

/**
 * Checks the fields that a header gives in every document against a schema; with `anyField` documents may give others too,
 * so that no required property is missing for certain. @throws UsageError at the first that does not fit.
 */
export function checkHeaderFits(
  properties: DocumentProperties,
  headerFields: readonly string[],
  anyField = false,
): void {
  for (const field of headerFields) checkField(properties, field);
  for (const name of builtInProperties) {
    const pointer = properties.forbidden(name);
    if (pointer === null) continue;
    throw new UsageError(
      `${properties.place(pointer, "name")}: the schema forbids "${name}", which every document has`,
    );
  }
  if (!anyField) checkRequired(properties, headerFields);
}

/** Checks the name of a field that a header gives in every document. @throws UsageError if no field can have it. */
export function checkFieldName(field: string): void {
  if (field === "__proto__" || builtInProperties.includes(field)) {
    throw new UsageError(`a header field cannot be called "${field}"; give it another name`);
  }
}

function checkField(properties: DocumentProperties, field: string): void {
  checkFieldName(field);
  const pointer = properties.forbidden(field);
  if (pointer !== null) {
    const declared = [...properties.declared.keys()].filter((name) => !builtInProperties.includes(name));
    const message = `the schema forbids the header field "${field}".${didYouMean(field, declared)}`;
    throw new UsageError(`${properties.place(pointer, "name")}: ${message}`);
  }
  if (valueKindOf(properties.shapeOf(field)) === null) {
    const place = properties.place(properties.declared.get(field) ?? "", "name");
    throw new UsageError(
      `${place}: the schema wants an array or an object as "${field}", but a header field gives text`,
    );
  }
}

function checkRequired(properties: DocumentProperties, headerFields: readonly string[]): void {
  for (const [name, pointer] of properties.required) {
    if (headerFields.includes(name) || builtInProperties.includes(name)) continue;
    if (properties.defaultsOf(name).length > 0) continue;
    const given =
      headerFields.length === 0 ? "which gives nothing" : `which gives ${headerFields.join(", ")}`;
    throw new UsageError(
      `${properties.place(pointer, "value")}: the schema requires "${name}", which is not in the header (${given})`,
    );
  }
}
