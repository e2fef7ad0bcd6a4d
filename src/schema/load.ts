/**
 * Loads a schema file and makes sure that it can be used, before any document is read. Every fault is one `UsageError` that
 * says where it is.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ErrorObject } from "ajv";
import { InputError, systemReason, UsageError } from "../findings/errors.ts";
import { printable } from "../findings/printable.ts";
import { findInvalidUtf8 } from "../kernel/utf8.ts";
import { compileSchema, metaSchemaErrors } from "./compile.ts";
import { dialectOf, UNKNOWN_DIALECT } from "./dialects.ts";
import { isObject, type JsonObject, parseJson } from "./json-syntax.ts";
import { JsonPlaces, type Part, placeAt } from "./json-text.ts";
import { checkSchemaTree } from "./schema-checks.ts";
import type { SchemaProblem } from "./schema-tree.ts";
import { foldErrors } from "./violations.ts";

export type { JsonObject, JsonValue } from "./json-syntax.ts";

/** A usable schema. Plain data: it can be sent to a worker. */
export interface LoadedSchema {
  /** How messages name the file. */
  readonly displayPath: string;
  /** The root's `$id`. */
  readonly id: string | null;
  /** Of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string;
  readonly json: JsonObject;
  /** The file as text, a byte order mark included: places are found in it. */
  readonly text: string;
}

/**
 * Reads and checks a schema file; messages call it `displayPath`.
 * @throws InputError if the file cannot be read.
 * @throws UsageError `displayPath:line:column: …` if it is not UTF-8, not JSON, not an object, not a valid schema of a supported
 *   draft, refers to anything outside the file or to itself in a circle, or holds an invalid pattern.
 */
export function loadSchema(path: string, displayPath = path): LoadedSchema {
  const bytes = readBytes(path, displayPath);
  const text = decode(bytes, displayPath);
  const json = parseRoot(text, displayPath);
  const loaded = {
    displayPath,
    id: typeof json.$id === "string" ? json.$id : null,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    json,
    text,
  };
  refuse(loaded, dialectOf(json) ? [] : [{ pointer: "/$schema", part: "value", message: UNKNOWN_DIALECT }]);
  refuse(loaded, metaSchemaProblems(json));
  refuse(loaded, checkSchemaTree(json));
  compile(loaded);
  return loaded;
}

/** `file:line:column` of a place in a loaded schema. */
export function describePlace({ displayPath, text }: LoadedSchema, pointer: string, part: Part): string {
  const { line, column } = new JsonPlaces(text).find(pointer, part);
  return `${displayPath}:${line}:${column}`;
}

function readBytes(path: string, displayPath: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InputError(`${displayPath}: the schema cannot be read: ${systemReason(error)}`, {
      cause: error,
    });
  }
}

function decode(bytes: Buffer, displayPath: string): string {
  const invalid = findInvalidUtf8(bytes, 0, bytes.length);
  if (invalid < 0) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const before = bytes.toString("utf8", 0, invalid);
  const { line, column } = placeAt(before, before.length);
  const found = bytes[invalid]!.toString(16).toUpperCase().padStart(2, "0");
  throw new UsageError(
    `${displayPath}:${line}:${column}: the schema is not UTF-8: byte ${found} at offset ${invalid}`,
  );
}

function parseRoot(text: string, displayPath: string): JsonObject {
  const parsed = parseJson(text);
  if ("value" in parsed && isObject(parsed.value)) return parsed.value;
  if (!("value" in parsed)) {
    const { line, column } = placeAt(text, parsed.offset);
    throw new UsageError(
      `${displayPath}:${line}:${column}: the schema is not usable JSON: ${parsed.message}`,
    );
  }
  const found =
    typeof parsed.value === "boolean" ? `\`${parsed.value}\` describes no columns` : "this is none";
  const { line, column } = new JsonPlaces(text).find("");
  throw new UsageError(`${displayPath}:${line}:${column}: a schema must be a JSON object; ${found}`);
}

/** Throws for the problem that stands first in the file. */
function refuse(loaded: LoadedSchema, problems: readonly SchemaProblem[]): void {
  if (problems.length === 0) return;
  const places = new JsonPlaces(loaded.text);
  const [first] = problems
    .map((problem) => ({ ...problem, ...places.find(problem.pointer, problem.part) }))
    .sort((a, b) => a.byte - b.byte);
  const { line, column, message } = first!;
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`;
  throw new UsageError(`${loaded.displayPath}:${line}:${column}: ${printable(message)}${more}`);
}

/** The meta-schema's objections, one for each place. */
function metaSchemaProblems(json: JsonObject): SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  const draft = dialectOf(json)!.name;
  for (const { error } of foldErrors(metaSchemaErrors(json))) {
    if (problems.has(error.instancePath)) continue;
    const message = `not a valid JSON Schema (draft ${draft}): ${error.instancePath || "the root"} ${objection(error)}`;
    problems.set(error.instancePath, { pointer: error.instancePath, part: "value", message });
  }
  return [...problems.values()];
}

function objection(error: ErrorObject): string {
  if (error.keyword === "anyOf" && error.instancePath.endsWith("/type"))
    return "must be a type or a list of types";
  return error.keyword === "type" ? `must be ${[error.params.type].flat().join(" or ")}` : error.message!;
}

/** What none of the checks above saw, ajv may still refuse. */
function compile({ json, displayPath }: LoadedSchema): void {
  try {
    compileSchema(json);
  } catch (error) {
    const reason =
      error instanceof RangeError
        ? "it is too large or its references form too long a chain"
        : (error as Error).message;
    throw new UsageError(`${displayPath}:1:1: the schema cannot be used: ${printable(reason)}`, {
      cause: error,
    });
  }
}
