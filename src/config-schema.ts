/**
 * The JSON Schema of configuration files, made from the option definitions. `schemas/` holds it as a file, from which editors
 * complete and explain what is typed: every part has a title and a description.
 */
import { camelCase, type OptionDefinition, options } from "./options.ts";

/** The schema as an object, of draft 2020-12. Every `default` and every example in it conforms to the part that it stands in. */
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
      $schema: {
        title: "Schema of this file",
        description: "Where this schema is, for editors. docrows does not read it.",
        type: "string",
        examples: ["./node_modules/docrows/schemas/config.schema.json"],
      },
      inputs: {
        title: "Inputs",
        description: "Files, folders and globs to read.",
        type: "array",
        items: {
          title: "Input",
          description: "A file, a folder or a glob.",
          type: "string",
          minLength: 1,
          examples: ["texts", "letters/**/*.txt"],
        },
        minItems: 1,
      },
      ...Object.fromEntries(configurable.map((option) => [camelCase(option.name), property(option)])),
    },
    additionalProperties: false,
    examples: [
      {
        inputs: ["texts"],
        header: "{date} {url} {title...}",
        schema: "texts.schema.json",
        format: ["csv", "arrow"],
      },
    ],
  };
}

function property(option: OptionDefinition): Record<string, unknown> {
  const { title, description, default: preset, examples } = option;
  return {
    title,
    description,
    ...shape(option),
    ...(preset !== undefined && { default: preset }),
    ...(examples && { examples }),
  };
}

/** What values of the option look like. */
function shape({ type, choices, wholeNumber, item }: OptionDefinition): Record<string, unknown> {
  const text = { type: "string", ...(choices ? { enum: choices } : { minLength: 1 }) };
  const shapes: Record<OptionDefinition["type"], Record<string, unknown>> = {
    text: wholeNumber ? { ...text, type: ["string", "integer"], minimum: 0 } : text,
    choice: text,
    list: { type: "array", items: { ...item, ...text } },
    // `items` and `minItems` say nothing of a single text.
    texts: { type: ["string", "array"], items: { ...item, ...text }, minItems: 1 },
    map: { type: "object", additionalProperties: { ...item, ...text } },
    boolean: { type: "boolean" },
    count: { type: "integer", minimum: 0 },
  };
  return shapes[type];
}
