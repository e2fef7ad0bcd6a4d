/**
 * Reads one schema file and checks what can be checked without its references: size, UTF-8, JSON, the draft's meta-schema.
 * Separate from loading because a schema may be made of several files.
 */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ErrorObject } from "ajv";
import { InputError, systemReason, UsageError } from "../findings/errors.ts";
import { printable } from "../findings/printable.ts";
import { findInvalidUtf8 } from "../kernel/utf8.ts";
import { metaSchemaErrors } from "./compile.ts";
import { type Dialect, dialectOf, UNKNOWN_DIALECT } from "./dialects.ts";
import { isObject, type JsonObject, parseJson, repeatedNames } from "./json-syntax.ts";
import { JsonPlaces, placeAt, TextPlaces } from "./json-text.ts";
import type { SchemaFile } from "./load.ts";
import { SchemaPlaces } from "./locations.ts";
import { type SchemaProblem, splitUri } from "./schema-tree.ts";
import { foldErrors } from "./violations.ts";

/** The largest schema file that is read. Compiling takes time and memory with the size. */
export const MAX_SCHEMA_BYTES = 1 << 20;

/**
 * Reads a schema file; messages call it `displayPath`.
 * @throws InputError if the file cannot be read.
 * @throws UsageError with a place if it is too large, not UTF-8, not JSON or not an object.
 */
export function readSchemaFile(path: string, displayPath: string): SchemaFile {
  const bytes = readBytes(path, displayPath);
  const text = decode(bytes, displayPath);
  const json = parseRoot(text, displayPath);
  const uri = pathToFileURL(resolve(path)).href;
  const id = typeof json.$id === "string" ? splitUri(json.$id, uri)?.resource : undefined;
  return {
    uri,
    names: id === undefined ? [uri] : [uri, id],
    displayPath,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    json,
    text,
  };
}

/**
 * Checks that a file says nothing twice, and checks it against its draft's meta-schema; `preset` is meant where it names none.
 * @throws UsageError with a line and a place for each objection.
 */
export function checkSchemaFile(file: SchemaFile, preset?: Dialect): void {
  refuseRepeatedNames(file);
  const dialect = dialectOf(file.json, preset);
  if (dialect === undefined)
    refuseProblems([file], [{ pointer: "/$schema", part: "value", message: UNKNOWN_DIALECT }]);
  else refuseProblems([file], metaSchemaProblems(file.json, dialect));
}

/** Throws for problems if there are any: a line for each, in the order of the files. */
export function refuseProblems(files: readonly SchemaFile[], problems: readonly SchemaProblem[]): void {
  if (problems.length === 0) return;
  const places = new SchemaPlaces(files);
  const lines = problems
    .map((problem) => ({ ...places.find(problem.pointer, problem.part), message: problem.message }))
    .sort((a, b) => a.file - b.file || a.byte - b.byte)
    .map(
      ({ displayPath, line, column, message }) => `${displayPath}:${line}:${column}: ${printable(message)}`,
    );
  throw new UsageError(lines);
}

/** A pointer leads to the last of several members of one name, so that these have their places from the text. */
function refuseRepeatedNames({ text, displayPath }: SchemaFile): void {
  const repeated = repeatedNames(text);
  if (repeated.length === 0) return;
  const places = new TextPlaces(text);
  const lines = repeated.map(({ name, offset }) => {
    const { line, column } = places.at(offset);
    return `${displayPath}:${line}:${column}: the name "${printable(name)}" stands a second time in one object, where only one can count; remove one, or rename it`;
  });
  throw new UsageError(lines);
}

function readBytes(path: string, displayPath: string): Buffer {
  try {
    const { size } = statSync(path);
    if (size > MAX_SCHEMA_BYTES)
      throw new UsageError(
        `${displayPath}: the schema has ${size.toLocaleString("en")} bytes, ${MAX_SCHEMA_BYTES.toLocaleString("en")} are the most; split it into files and refer to what is needed`,
      );
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
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

/** The meta-schema's objections, one for each place. */
function metaSchemaProblems(json: JsonObject, dialect: Dialect): SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const { error } of foldErrors(metaSchemaErrors(json, dialect))) {
    if (problems.has(error.instancePath)) continue;
    const message = `not a valid JSON Schema (draft ${dialect.name}): ${error.instancePath || "the root"} ${objection(error)}`;
    problems.set(error.instancePath, { pointer: error.instancePath, part: "value", message });
  }
  return [...problems.values()];
}

function objection(error: ErrorObject): string {
  if (error.keyword === "anyOf" && error.instancePath.endsWith("/type"))
    return "must be a type or a list of types";
  return error.keyword === "type" ? `must be ${[error.params.type].flat().join(" or ")}` : error.message!;
}
