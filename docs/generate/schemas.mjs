/** The page of the schemas that docrows comes with, made from `schemas/`, and how an editor uses them. */
import { block, code, jsonBlock, page, table } from "./markdown.mjs";
import { propertiesOf, typeOf } from "./properties.mjs";

const configPath = "./node_modules/docrows/schemas/config.schema.json";

/** The page as text. `schemas`: each by its path in the project. */
export function schemasPage(schemas) {
  return page(
    "# Schemas",
    "The schemas that docrows comes with: of its configuration file, of documents where no other schema is given, and of the JSON report. This page is generated from them (`npm run docs`). [writing-schemas.md](writing-schemas.md) says how a schema of your own is written and what it does.",
    table(
      ["schema", "file", "`$id`"],
      Object.entries(schemas).map(([path, { title, $id }]) => [
        `[${title}](#${title.toLowerCase().replaceAll(" ", "-")})`,
        `[${path}](../${path})`,
        code($id),
      ]),
    ),
    "All are of draft 2020-12 of JSON Schema. Programs find them in the package, for instance as `docrows/schemas/report.schema.json`.",
    ...editors(),
    ...Object.entries(schemas).flatMap(([path, schema]) => section(path, schema)),
  );
}

function editors() {
  return [
    "## In an editor",
    "With the schema of configuration files an editor completes keys and values, explains them, and marks most of what docrows would refuse. The paths below hold where docrows is a dependency of the project; where it is installed globally, its folder stands in the one that `npm root --global` prints.",
    "A JSON file names its schema itself, by a path that starts at its own folder. docrows passes over the key:",
    jsonBlock({ $schema: configPath, inputs: ["texts"], header: "fields" }),
    "A YAML file does so in a comment, which `yaml-language-server` reads (in VS Code it is part of the extension YAML by Red Hat):",
    block("yaml", `# yaml-language-server: $schema=${configPath}\ninputs:\n  - texts\nheader: fields`),
    "VS Code can be told as well, in `.vscode/settings.json`; these paths start at the folder that is open:",
    jsonBlock({
      "json.schemas": [{ fileMatch: ["docrows.config.json"], url: configPath }],
      "yaml.schemas": { [configPath]: ["docrows.config.yaml"] },
    }),
  ];
}

function section(path, schema) {
  const { title, $id, description, examples = [] } = schema;
  return [
    `## ${title}`,
    `${description}`,
    `[${path}](../${path}), ${code($id)}.${schema.additionalProperties === false ? " Other properties are refused." : ""}`,
    table(
      ["property", "type", "required", "default", "description", "example"],
      propertiesOf(schema).map(describeProperty),
    ),
    ...examples.flatMap((example) => ["For example:", jsonBlock(example)]),
  ];
}

function describeProperty({ path, required, schema }) {
  const { default: preset, description, examples = [] } = schema;
  return [
    code(path),
    typeOf(schema),
    required === undefined ? "" : required ? "yes" : "no",
    preset === undefined ? "" : code(JSON.stringify(preset)),
    description,
    examples.map((example) => code(JSON.stringify(example))).join(", "),
  ];
}
