/** The JSON Schema of configuration files, made from the option definitions. `schemas/` holds it as a file for editors. */
import { camelCase, type OptionDefinition, options } from "./options.ts";

/** The schema as an object. */
export function configSchema(): Record<string, unknown> {
  const configurable = options.filter(({ config }) => config !== false);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:docrows:schema:config:1",
    title: "docrows configuration",
    description:
      "Options for docrows, read from docrows.config.json or docrows.config.yaml. Paths are relative to the file.",
    type: "object",
    properties: {
      $schema: { type: "string", description: "This schema's place, for editors." },
      inputs: {
        type: "array",
        items: { type: "string", minLength: 1 },
        minItems: 1,
        description: "Files, folders and globs to read.",
      },
      ...Object.fromEntries(configurable.map((option) => [camelCase(option.name), property(option)])),
    },
    additionalProperties: false,
  };
}

function property({
  type,
  choices,
  wholeNumber,
  description,
  default: preset,
}: OptionDefinition): Record<string, unknown> {
  const text = { type: "string", ...(choices ? { enum: choices } : { minLength: 1 }) };
  const shapes: Record<OptionDefinition["type"], Record<string, unknown>> = {
    text: wholeNumber ? { ...text, type: ["string", "integer"], minimum: 0 } : text,
    choice: text,
    list: { type: "array", items: text },
    // `items` and `minItems` say nothing of a single text.
    texts: { type: ["string", "array"], items: text, minItems: 1 },
    map: { type: "object", additionalProperties: { type: "string", minLength: 1 } },
    boolean: { type: "boolean" },
    count: { type: "integer", minimum: 0 },
  };
  return { ...shapes[type], description, ...(preset !== undefined && { default: preset }) };
}
