/** A JSON Schema as a list of its properties, nested ones too, for a table. It reads the keywords that the schemas in `schemas/` use. */
import { code } from "./markdown.mjs";

/**
 * One entry per property, in the order of the schema, each followed by what is inside of it: `findings`, `findings[]` (one
 * of several), `findings[].code`. A value under a name of one's own stands as `column.*`.
 */
export function propertiesOf(root) {
  return inside(root, root, "");
}

function inside(schema, root, path) {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  const named = Object.entries(properties).flatMap(([name, part]) =>
    entries(part, root, path === "" ? name : `${path}.${name}`, required.includes(name)),
  );
  const others = typeof additionalProperties === "object";
  return [
    ...named,
    ...(items ? entries(items, root, `${path}[]`) : []),
    ...(others ? entries(additionalProperties, root, `${path}.*`) : []),
  ];
}

function entries(part, root, path, required) {
  const schema = resolve(part, root);
  return [{ path, required, schema }, ...inside(schema, root, path)];
}

function resolve(part, root) {
  if (part.$ref === undefined) return part;
  const names = part.$ref.split("/").slice(1);
  return names.reduce((within, name) => within[name], root);
}

/** The type and its limits in words, such as `integer from 1 to 201`. */
export function typeOf(schema) {
  const { type, const: constant, enum: choices } = schema;
  if (constant !== undefined) return code(JSON.stringify(constant));
  if (choices !== undefined) return `one of ${choices.map((each) => code(String(each))).join(", ")}`;
  return [type]
    .flat()
    .map((name) => [name, ...(limits[name]?.(schema) ?? [])].filter(Boolean).join(" "))
    .join(" or ");
}

/** What the keywords for one type say; those for other types have no effect on it. */
const limits = {
  string: ({ format, pattern, minLength, maxLength }) => [
    noted(format, minLength === 1 && "not empty", maxLength && `at most ${maxLength} characters`),
    pattern && `like ${code(pattern)}`,
  ],
  integer: ({ minimum, maximum }) => [
    minimum !== undefined && `from ${minimum}`,
    maximum !== undefined && `to ${maximum}`,
  ],
  array: ({ minItems }) => [noted(minItems === 1 && "not empty")],
};

function noted(...notes) {
  const given = notes.filter(Boolean);
  return given.length > 0 && `(${given.join(", ")})`;
}
