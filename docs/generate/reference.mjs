/** The page of every command, option, column, finding and report, made from the registries. */
import { commands } from "../../dist/cli/commands/index.js";
import { documentKinds } from "../../dist/documents/index.js";
import { findingDefinitions } from "../../dist/findings/catalogue.js";
import { formats } from "../../dist/formats/index.js";
import { camelCase, options } from "../../dist/options.js";
import { reportFormats } from "../../dist/reporters/index.js";
import { DocumentsBuilder } from "../../dist/tables/documents-table.js";
import { ParagraphsBuilder } from "../../dist/tables/paragraphs-table.js";
import { code, page, table } from "./markdown.mjs";

/** Stands for the columns that come from the schema. */
const schemaColumns = "*schema columns*";
const placeholder = {
  fields: [
    {
      name: schemaColumns,
      type: "utf8",
      nullable: false,
      description: "One column for each scalar property of the schema, in its order.",
    },
  ],
  hasHost: true,
};

const exitCodes = [
  ["0", "done and clean"],
  ["1", "there are findings of severity error, or too many documents were rejected"],
  [
    "2",
    "wrong usage, an unusable schema or configuration, a failed read or write, or a bug in docrows; wins over 1",
  ],
  ["129, 130, 143", "interrupted (SIGHUP, SIGINT, SIGTERM); no dataset was written"],
];

/** The page as text. */
export function reference() {
  return page(
    "# Reference",
    "This page is generated from the code (`npm run docs`).",
    "## Commands",
    ...commands.flatMap(describeCommand),
    "## Options",
    "Lists take their values comma-separated or repeated. A value never takes the next argument: `--out -` and `--out=-` are the same. An option on the command line wins over the configuration file, which wins over the default.",
    ...options.flatMap(describeOption),
    "## Exit codes",
    table(["code", "meaning"], exitCodes),
    "## Formats",
    table(
      ["name", "file", "media type", "description"],
      formats.map(({ name, extension, mediaType, description }) => [
        code(name),
        `\`*${extension}\``,
        code(mediaType),
        description,
      ]),
    ),
    "## Kinds of document",
    table(
      ["name", "files", "description"],
      documentKinds.map(({ name, extensions, description }) => [
        code(name),
        extensions.map(code).join(", "),
        description,
      ]),
    ),
    "## Columns of `paragraphs`",
    "The schema's columns stand where *schema columns* is written; `host` follows them if the schema has a property `url` of the format `uri`.",
    columns(new ParagraphsBuilder(placeholder).table.fields),
    "## Columns of `documents`",
    "One row for every document that was read. Schema columns are nullable here: a rejected document may lack any of them.",
    columns(new DocumentsBuilder(placeholder).table.fields),
    "## Findings",
    table(
      ["code", "severity", "meaning"],
      findingDefinitions.map(({ code: name, severity, description }) => [code(name), severity, description]),
    ),
    "## Reports",
    table(
      ["name", "description"],
      reportFormats.map(({ name, description }) => [code(name), description]),
    ),
  );
}

function describeCommand({ name, positional, description, examples }) {
  const own = options
    .filter((option) => option.commands.includes(name))
    .map((option) => `[\`--${option.name}\`](#--${option.name})`);
  const usage = `docrows ${name} <${positional.name}${positional.many ? ".." : ""}>`;
  return [
    `### \`${usage}\``,
    `${description} ${positional.description}`,
    `Options: ${own.join(", ")}.`,
    `\`\`\`sh\n${examples.map(([command, what]) => `${command}    # ${what}`).join("\n")}\n\`\`\``,
  ];
}

function describeOption(option) {
  const { name, type, placeholder: value, choices, default: preset, description, config } = option;
  const usage = type === "boolean" ? `--${name}` : `--${name} ${value ?? choices.join("|")}`;
  const facts = [
    choices && `One of ${choices.map(code).join(", ")}.`,
    preset !== undefined &&
      preset !== false &&
      `Default: ${[preset]
        .flat()
        .map((each) => code(String(each)))
        .join(", ")}.`,
    config && `In a configuration file: ${code(camelCase(name))}.`,
  ].filter(Boolean);
  return [`### \`--${name}\``, `\`${usage}\``, [description, ...facts].join(" ")];
}

function columns(fields) {
  return table(
    ["column", "type", "nullable", "meaning"],
    fields.map(({ name, type, nullable, description }) =>
      name === schemaColumns
        ? [name, "by the schema", "", description]
        : [code(name), type, nullable ? "yes" : "no", description],
    ),
  );
}
