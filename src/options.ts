/**
 * Every option once: name, type, default and text. The command line, the configuration file's schema and the reference
 * are made from this list, and the library checks its arguments by it.
 */

/**
 * What a value looks like. `list`: several texts, cut at commas; `texts`: one or several, each given by itself; `map`: `from=to` pairs; `count`: a
 * whole number from 0.
 */
export type OptionType = "text" | "choice" | "list" | "texts" | "map" | "boolean" | "count";

export type CommandName = "export" | "validate" | "explain" | "inspect" | "schema";

/** A value as a configuration file writes it. */
export type OptionValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** What an editor shows for one value of several. */
export interface OptionItem {
  readonly title: string;
  readonly description: string;
  readonly examples?: readonly string[];
}

export interface OptionDefinition {
  /** As on the command line, without the dashes; the library and the configuration file use its camelCase form. */
  readonly name: string;
  /** A few words that name it in an editor. */
  readonly title: string;
  readonly type: OptionType;
  /** Stands for the value in help texts. */
  readonly placeholder?: string;
  readonly choices?: readonly string[];
  /** Of a text: whether a configuration file, and the library, may give a whole number instead. */
  readonly wholeNumber?: true;
  readonly default?: string | number | boolean | readonly string[];
  readonly description: string;
  /**
   * Values that show what it takes, where the default and the choices do not. Editors offer them. A list without a default
   * has them in its `item` only: an editor then writes the brackets and offers items.
   */
  readonly examples?: readonly OptionValue[];
  /** Of the types that hold several values: what one of them is. */
  readonly item?: OptionItem;
  readonly commands: readonly CommandName[];
  /**
   * Whether a configuration file may set it; `path`: it may, and a relative path starts at the configuration file;
   * `named-path`: so does what follows `=` in each of its values.
   */
  readonly config: boolean | "path" | "named-path";
}

const reading: readonly CommandName[] = ["export", "validate", "explain", "schema"];
const corpus: readonly CommandName[] = ["export", "validate", "schema"];
const reporting: readonly CommandName[] = ["export", "validate"];

export const formatNames = ["csv", "jsonl", "arrow"] as const;

export const reporterNames = ["text", "json", "github", "gitlab", "sarif", "junit"] as const;

/** All options, in the order of the help texts. */
export const options: readonly OptionDefinition[] = [
  {
    name: "out",
    title: "Output folder",
    type: "text",
    placeholder: "DIR",
    default: "out",
    description:
      "Folder for the dataset; `-` writes the paragraphs table alone, in one format, to standard output.",
    examples: ["data/news", "-"],
    commands: ["export"],
    config: "path",
  },
  {
    name: "format",
    title: "Output formats",
    type: "list",
    placeholder: "NAME",
    choices: formatNames,
    default: formatNames,
    description: "Output formats.",
    examples: [["arrow"], ["csv", "jsonl"]],
    item: {
      title: "Output format",
      description: "Format that the tables are written in.",
    },
    commands: ["export"],
    config: true,
  },
  {
    name: "header",
    title: "Header forms",
    type: "texts",
    placeholder: "FORM",
    default: "date {date} {url}",
    description:
      "How the header is read: a template of literals and {fields} for its line, where a last {field...} takes the rest; `fields` (`Key: value` lines), `yaml` (front matter) or `none`. Repeated: the first form that matches.",
    examples: ["fields", "[{date}] ({section}) {title...}", ["date {date} {url}", "none"]],
    item: {
      title: "Header form",
      description: "A template of literals and {fields}, `fields`, `yaml` or `none`.",
      examples: ["date {date} {url}", "{date} {url} {title...}", "fields", "yaml", "none"],
    },
    commands: reading,
    config: true,
  },
  {
    name: "schema",
    title: "Document schema",
    type: "text",
    placeholder: "FILE",
    description:
      "JSON Schema that every document must conform to and that types the columns; without it the built-in one (see `schemas/document.schema.json`).",
    examples: ["texts.schema.json"],
    commands: reading,
    config: "path",
  },
  {
    name: "schema-dir",
    title: "Folder of schemas",
    type: "text",
    placeholder: "DIR",
    description: "Folder of further schemas, `*.json`, that references find by their `$id`.",
    examples: ["schemas"],
    commands: reading,
    config: "path",
  },
  {
    name: "strict-schema",
    title: "Strict schema",
    type: "boolean",
    default: false,
    description: "Unknown keywords and formats in the schema are errors instead of warnings.",
    commands: reading,
    config: true,
  },
  {
    name: "unsafe-patterns",
    title: "Unsafe patterns",
    type: "boolean",
    default: false,
    description:
      "Allows patterns that cannot be run in linear time, such as look-ahead; a document may then take for ever.",
    commands: reading,
    config: true,
  },
  {
    name: "column",
    title: "Column names",
    type: "map",
    placeholder: "PROPERTY=COLUMN",
    description: "Gives a schema property's column another name.",
    examples: [{ status: "article_status" }],
    item: {
      title: "Column name",
      description: "New name of the column. The key is the schema's property.",
      examples: ["article_status"],
    },
    commands: reading,
    config: true,
  },
  {
    name: "root",
    title: "Root folder",
    type: "text",
    placeholder: "DIR",
    description:
      "Folder that paths in the dataset are relative to; without it the folder given, or with several inputs the working directory.",
    examples: ["texts", "."],
    commands: reading,
    config: "path",
  },
  {
    name: "include",
    title: "Files to read",
    type: "list",
    placeholder: "GLOB",
    description: "In folders, read files that match these globs instead of `*.txt`.",
    item: {
      title: "Glob",
      description: "A pattern without `/` matches the name, one with `/` the path below the root.",
      examples: ["*.text", "letters/**/*.txt"],
    },
    commands: corpus,
    config: true,
  },
  {
    name: "exclude",
    title: "Files and folders to pass over",
    type: "list",
    placeholder: "GLOB",
    description: "In folders, pass over files and folders that match these globs.",
    item: {
      title: "Glob",
      description: "A pattern without `/` matches the name, one with `/` the path below the root.",
      examples: ["drafts", "*.old.txt"],
    },
    commands: corpus,
    config: true,
  },
  {
    name: "changed-since",
    title: "Changed files only",
    type: "text",
    placeholder: "REV",
    description:
      "Read only files that changed since the current branch left this git revision, untracked ones among them.",
    commands: ["validate"],
    config: false,
  },
  {
    name: "hidden",
    title: "Hidden files",
    type: "boolean",
    default: false,
    description: "In folders, read files and folders whose name starts with a dot as well.",
    commands: corpus,
    config: true,
  },
  {
    name: "on-invalid",
    title: "Documents that do not conform",
    type: "choice",
    choices: ["fail", "skip"],
    default: "fail",
    description:
      "What happens if a document does not conform: `fail` writes nothing; `skip` writes the others and lists it in rejects.jsonl.",
    commands: ["export"],
    config: true,
  },
  {
    name: "max-rejected",
    title: "Limit of rejected documents",
    type: "text",
    wholeNumber: true,
    placeholder: "N|P%",
    description:
      "With `--on-invalid skip`: write nothing if more documents than this number or percentage are rejected.",
    examples: [10, "2.5%"],
    commands: ["export"],
    config: true,
  },
  {
    name: "reporter",
    title: "Reports",
    type: "list",
    placeholder: "NAME[=FILE]",
    default: ["text"],
    description: `How findings are reported: ${reporterNames.join(", ")}; several at once, each to a file of its own. Without a file, validate writes to standard output and export to standard error; \`NAME=-\` is standard output.`,
    examples: [["text", "sarif=docrows.sarif"]],
    item: {
      title: "Report",
      description: "Name of a report, and after `=` the file that it is written to.",
      examples: [...reporterNames, "sarif=docrows.sarif"],
    },
    commands: reporting,
    config: "named-path",
  },
  {
    name: "threads",
    title: "Threads",
    type: "count",
    placeholder: "N",
    description:
      "How many threads read, check and encode documents; 64 at most, 0: all in the main one, which also writes, and which leaves large documents to the others. Where several work beside the main one, another hashes what is written. The result is the same. Default: where there is enough to do, as many as the processor has cores, 8 at most.",
    examples: [0, 2],
    commands: reporting,
    config: true,
  },
  {
    name: "max-findings",
    title: "Listed findings",
    type: "count",
    placeholder: "N",
    default: 1000,
    description: "How many findings are listed; all are counted.",
    commands: corpus,
    config: true,
  },
  {
    name: "csv-delimiter",
    title: "CSV delimiter",
    type: "text",
    placeholder: "CHARACTER",
    default: ",",
    description: "Separates the fields of CSV files: one character, or `tab`.",
    examples: [";", "tab"],
    commands: ["export"],
    config: true,
  },
  {
    name: "csv-record-delimiter",
    title: "CSV record delimiter",
    type: "choice",
    choices: ["lf", "crlf"],
    default: "lf",
    description: "Ends the records of CSV files.",
    commands: ["export"],
    config: true,
  },
  {
    name: "csv-quoting",
    title: "CSV quoting",
    type: "choice",
    choices: ["strings", "all", "minimal"],
    default: "strings",
    description: "Which values are quoted in CSV files: all text, everything, or only what needs it.",
    commands: ["export"],
    config: true,
  },
  {
    name: "csv-bom",
    title: "CSV byte order mark",
    type: "boolean",
    default: false,
    description: "Starts CSV files with a byte order mark, which Excel needs to see UTF-8.",
    commands: ["export"],
    config: true,
  },
  {
    name: "csv-escape-formulas",
    title: "CSV formulas",
    type: "boolean",
    default: false,
    description:
      "Puts ' before CSV text that a spreadsheet would run as a formula. The text is then no longer the source's own.",
    commands: ["export"],
    config: true,
  },
  {
    name: "rows",
    title: "Rows shown",
    type: "count",
    placeholder: "N",
    default: 5,
    description: "How many rows are shown.",
    commands: ["inspect"],
    config: false,
  },
  {
    name: "config",
    title: "Configuration file",
    type: "text",
    placeholder: "FILE",
    description:
      "Configuration file; without it docrows.config.json or docrows.config.yaml in the working directory.",
    commands: reading,
    config: false,
  },
  {
    name: "quiet",
    title: "Quiet",
    type: "boolean",
    default: false,
    description: "No progress and no summary; errors and findings are still shown.",
    commands: corpus,
    config: false,
  },
];

/** `max-findings` → `maxFindings`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** The default of an option, by its camelCase name; undefined where it has none. */
export function defaultOf(key: string): unknown {
  return options.find((option) => camelCase(option.name) === key)?.default;
}
