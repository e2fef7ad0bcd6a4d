/**
 * Loads a schema file and makes sure that it can be used, before any document is read. Faults are one `UsageError` that says
 * where they are.
 */
import { createHash } from "node:crypto";
import { UsageError } from "../findings/errors.ts";
import { printable } from "../findings/printable.ts";
import { compileSchema } from "./compile.ts";
import type { JsonObject } from "./json-syntax.ts";
import type { Part } from "./json-text.ts";
import { filesOf, SchemaPlaces } from "./locations.ts";
import { checkSchemaTree } from "./schema-checks.ts";
import { checkSchemaFile, readSchemaFile, refuseProblems } from "./schema-file.ts";
import { SchemaLibrary } from "./schema-library.ts";
import { SchemaTree } from "./schema-tree.ts";

export type { JsonObject, JsonValue } from "./json-syntax.ts";

/** One file of a schema. Plain data. */
export interface SchemaFile {
  /** Where its relative references start unless it has an `$id`: absolute, without a fragment. */
  readonly uri: string;
  /** The absolute URIs by which references may call it: `uri`, and its `$id`. */
  readonly names: readonly string[];
  /** How messages name the file. */
  readonly displayPath: string;
  /** Of the file's bytes, lower-case hexadecimal; null for the drafts' own meta-schemas. */
  readonly sha256: string | null;
  readonly json: JsonObject;
  /** The file as text, a byte order mark included: places are found in it. */
  readonly text: string;
}

/** How a schema is loaded. */
export interface LoadOptions {
  /** Folder of further schemas, found by their `$id`. */
  readonly schemaFolder?: string | undefined;
  /** Whether `pattern` runs on JavaScript's engine, whatever time that takes. */
  readonly unsafePatterns?: boolean | undefined;
}

/** A usable schema. Plain data: it can be sent to a worker. */
export interface LoadedSchema extends SchemaFile {
  /** The root's `$id`. */
  readonly id: string | null;
  /**
   * Of the file's bytes, lower-case hexadecimal. Where references lead to other files: of the lines `<sha256 of a file>\n`, the
   * schema's own first, the others in the order of their digits.
   */
  readonly sha256: string;
  /** The other files that references lead to. */
  readonly others: readonly SchemaFile[];
  readonly unsafePatterns: boolean;
}

/**
 * Reads and checks a schema file; messages call it `displayPath`.
 * @throws InputError if the file cannot be read.
 * @throws UsageError `displayPath:line:column: …` if it is too large, not UTF-8, not JSON, not an object, not a valid schema of a
 *   supported draft, names something twice in one object, refers to what is not in local files or to itself in a circle, or holds a pattern that cannot be run.
 */
export function loadSchema(path: string, displayPath = path, options: LoadOptions = {}): LoadedSchema {
  const unsafePatterns = options.unsafePatterns ?? false;
  const file = readSchemaFile(path, displayPath);
  const id = typeof file.json.$id === "string" ? file.json.$id : null;
  checkSchemaFile(file);
  const library = new SchemaLibrary(file, options.schemaFolder);
  const tree = new SchemaTree(file, (uri) => library.find(uri));
  refuseProblems(tree.files, checkSchemaTree(tree, unsafePatterns));
  const [, ...others] = tree.files;
  const loaded = { ...file, sha256: digest(tree.files), id, others, unsafePatterns };
  compile(loaded);
  return loaded;
}

/** `file:line:column` of a place in a loaded schema. */
export function describePlace(loaded: LoadedSchema, location: string, part: Part): string {
  const { displayPath, line, column } = new SchemaPlaces(filesOf(loaded)).find(location, part);
  return `${displayPath}:${line}:${column}`;
}

function digest(files: readonly SchemaFile[]): string {
  const [own, ...others] = files.map(({ sha256 }) => sha256).filter((sha256) => sha256 !== null);
  if (others.length === 0) return own!;
  const lines = [own!, ...others.sort()].map((each) => `${each}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}

/** What none of the checks above saw, ajv may still refuse. */
function compile(loaded: LoadedSchema): void {
  try {
    compileSchema(loaded);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason =
      error instanceof RangeError
        ? "it is too large or its references form too long a chain"
        : (error as Error).message;
    throw new UsageError(`${loaded.displayPath}:1:1: the schema cannot be used: ${printable(reason)}`, {
      cause: error,
    });
  }
}
