/**
 * Whether options are such as their definitions say: what callers of the library may get wrong, and configuration files. The
 * command line has checked its own before.
 */
import { inspect } from "node:util";
import { UsageError } from "./findings/errors.ts";
import { didYouMean, nearestName } from "./findings/nearest.ts";
import { camelCase, type OptionDefinition, options } from "./options.ts";

/** Checks every value against its definition. Throws UsageError for the first that is wrong. */
export function checkOptions(given: object): void {
  if (typeof given !== "object" || given === null)
    throw new UsageError(`the options must be an object, found ${shown(given)}`);
  checkInputs(given);
  for (const [key, value] of Object.entries(given)) {
    const option = options.find(({ name }) => camelCase(name) === key);
    if (option === undefined) checkOwnKey(key, value);
    else if (value !== undefined) checkValue(option, value);
  }
}

function checkInputs({ inputs }: { readonly inputs?: unknown }): void {
  if (!Array.isArray(inputs) || !inputs.every((each) => typeof each === "string"))
    throw new UsageError(`inputs: ${shown(inputs)} is not a list of texts: name files, folders or globs`);
  if (inputs.includes("")) throw new UsageError("inputs: an empty text names no file");
  const nul = inputs.find((each) => each.includes("\0"));
  if (nul !== undefined) throw new UsageError(`inputs: ${shown(nul)} holds a NUL, which no path can`);
}

/** What the library takes beside the options of the command line, and whether a value is right for it. */
const ownKeys: Readonly<Record<string, (value: unknown) => boolean>> = {
  inputs: Array.isArray,
  signal: (value) => value instanceof AbortSignal,
  onFinding: (value) => typeof value === "function",
  onEvent: (value) => typeof value === "function",
};

function checkOwnKey(key: string, value: unknown): void {
  const isRight = Object.hasOwn(ownKeys, key) ? ownKeys[key] : undefined;
  if (isRight === undefined) throw unknownKey(key);
  if (value !== undefined && !isRight(value))
    throw new UsageError(
      `${key}: ${shown(value)} is not ${key === "signal" ? "an AbortSignal" : "a function"}`,
    );
}

function unknownKey(key: string): UsageError {
  const known = [...Object.keys(ownKeys), ...options.map(({ name }) => camelCase(name))];
  // `max-findings` and `maxfindings` are both near to `maxFindings`.
  const nearest = nearestName(camelCase(key), known);
  const hint = nearest === undefined ? "" : `. Did you mean ${nearest}?`;
  return new UsageError(`there is no option ${JSON.stringify(key)}${hint}`);
}

/** A value on one line. */
function shown(value: unknown): string {
  return typeof value === "string"
    ? JSON.stringify(value)
    : inspect(value, { breakLength: Infinity, depth: 1 });
}

/** Whether it holds what it shows: an object of a class, such as a Map, keeps its content elsewhere. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function checkValue({ name, type, choices, wholeNumber }: OptionDefinition, value: unknown): void {
  const list = type === "list" ? (value as unknown[]) : type === "texts" ? [value].flat() : [value];
  const isRight = {
    text: (each: unknown) => typeof each === "string" || (wholeNumber === true && typeof each === "number"),
    choice: (each: unknown) => typeof each === "string",
    list: (each: unknown) => typeof each === "string",
    texts: (each: unknown) => typeof each === "string",
    map: (each: unknown) => isPlainObject(each) && Object.values(each).every((to) => typeof to === "string"),
    boolean: (each: unknown) => typeof each === "boolean",
    count: (each: unknown) => Number.isSafeInteger(each) && (each as number) >= 0,
  }[type];
  if (!Array.isArray(list) || !list.every(isRight))
    throw new UsageError(`--${name}: ${shown(value)} is not ${valueNames[type]}`);
  if ((type === "text" && value === "") || (type === "texts" && (list.length === 0 || list.includes(""))))
    throw new UsageError(`--${name}: the value is empty`);
  if (list.some((each) => typeof each === "string" && each.includes("\0")))
    throw new UsageError(`--${name}: ${shown(value)} holds a NUL, which neither paths nor names can`);
  const unknown = choices && list.find((each) => !choices.includes(each as string));
  if (choices && unknown !== undefined) {
    throw new UsageError(
      `--${name}: ${JSON.stringify(unknown)} is none of ${choices.join(", ")}.${didYouMean(String(unknown), choices)}`,
    );
  }
}

const valueNames: Record<OptionDefinition["type"], string> = {
  text: "a text",
  choice: "a text",
  list: "a list of texts",
  texts: "a text or a list of texts",
  map: "a mapping of names to names",
  boolean: "true or false",
  count: "a whole number from 0",
};
