/** The configuration file: parsed, checked against its schema, its paths made relative to the working directory. */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { configSchema } from "../config-schema.ts";
import { InputError, systemReason, UsageError } from "../findings/errors.ts";
import { didYouMean } from "../findings/nearest.ts";
import { camelCase, options } from "../options.ts";
import { parseJson } from "../schema/json-syntax.ts";
import { placeAt as placeInText } from "../schema/json-text.ts";
import type { GivenOptions } from "./arguments.ts";

/** Reads a file. Throws InputError if it cannot be read, UsageError with the places of all that is wrong in it. */
export function readConfig(path: string): GivenOptions {
  const text = readText(path);
  if (/\.json$/i.test(path)) checkJson(text, path);
  const lines = new LineCounter();
  // JSON is YAML (YAML 1.2, section 1.3), so that one parser gives values and places for both.
  const document = parseDocument(text, { lineCounter: lines });
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const [syntaxError] = document.errors;
  if (syntaxError)
    throw new UsageError(
      `${placeAt(syntaxError.pos[0])}: ${syntaxError.message.split("\n")[0]!.replace(/ at line.*/, "")}`,
    );
  const value: unknown = contentOf(document, path) ?? {};
  const validate = new Ajv2020({ allErrors: true, strict: false, verbose: true }).compile(configSchema());
  if (!validate(value)) {
    const messages = validate.errors!.map(
      (error) => `${placeAt(offsetOf(document, error))}: ${messageOf(error)}`,
    );
    throw new UsageError(messages);
  }
  const { $schema: _forEditors, ...given } = value as GivenOptions;
  return fromFolder(dirname(path), given);
}

/** Says what is wrong in the words of JSON: what is no JSON may be YAML, or fail as YAML for another reason. */
function checkJson(text: string, path: string): void {
  const parsed = parseJson(text);
  if ("value" in parsed) return;
  const { line, column } = placeInText(text, parsed.offset);
  throw new UsageError(`${path}:${line}:${column}: the configuration is not usable JSON: ${parsed.message}`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(`cannot read the configuration ${path}: ${systemReason(error)}`);
  }
}

/** The content as a value. Aliases that stand for more than a configuration can hold are refused. */
function contentOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) throw new UsageError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Where in the file the error is: at an unknown key, else at the value. */
function offsetOf(document: Document, { instancePath, keyword, params }: ErrorObject): number {
  const path = instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (keyword === "additionalProperties" && isNode(node) && "items" in node) {
    const pairs = node.items as { key?: { value?: unknown; range?: [number] } }[];
    return pairs.find(({ key }) => key?.value === params.additionalProperty)?.key?.range?.[0] ?? 0;
  }
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0;
}

function messageOf({ instancePath, keyword, params, message }: ErrorObject): string {
  const name = instancePath.slice(1);
  if (keyword === "minLength") return `${name} is empty`;
  if (keyword === "additionalProperties") {
    const known = [
      "inputs",
      ...options.filter(({ config }) => config !== false).map((option) => camelCase(option.name)),
    ];
    return `unknown key ${JSON.stringify(params.additionalProperty)}.${didYouMean(params.additionalProperty as string, known)}`;
  }
  if (keyword === "enum") return `${name} is none of ${(params.allowedValues as string[]).join(", ")}`;
  return `${name === "" ? "the configuration" : name} ${message}`;
}

/** Makes relative paths start at the working directory instead of the file's folder. */
function fromFolder(folder: string, given: GivenOptions): GivenOptions {
  const moved = (path: string) => {
    if (isAbsolute(path) || path === "-") return path;
    const near = relative("", join(folder, path)) || ".";
    // A file of that name, not the standard stream.
    return near === "-" ? "./-" : near;
  };
  const result: GivenOptions = { ...given };
  for (const { name, config } of options) {
    const value = given[camelCase(name)];
    if (config === "path" && typeof value === "string") result[camelCase(name)] = moved(value);
    if (config === "named-path" && Array.isArray(value))
      result[camelCase(name)] = value.map((each) =>
        String(each).replace(/(?<==).+$/s, (path) => moved(path)),
      );
  }
  if (given.inputs) result.inputs = (given.inputs as string[]).map(moved);
  return result;
}
