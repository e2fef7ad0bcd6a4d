/**
 * Writes what is generated from the code: docs/reference.md, docs/schemas.md and the schema of configuration files. With `--check` it
 * writes nothing and fails if a file is not what it would write. Runs on the built code: `npm run docs`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { configSchema } from "../dist/config-schema.js";
import { reference } from "./generate/reference.mjs";
import { schemasPage } from "./generate/schemas.mjs";

const root = new URL("..", import.meta.url);

const schemas = {
  "schemas/config.schema.json": configSchema(),
  "schemas/document.schema.json": JSON.parse(read("schemas/document.schema.json")),
  "schemas/report.schema.json": JSON.parse(read("schemas/report.schema.json")),
};

const files = [
  { path: "docs/reference.md", content: reference() },
  { path: "docs/schemas.md", content: schemasPage(schemas) },
  { path: "schemas/config.schema.json", content: `${JSON.stringify(configSchema(), null, 2)}\n` },
];

const stale = files.filter(({ path, content }) => read(path) !== content);
if (process.argv.includes("--check")) {
  for (const { path } of stale) console.error(`${path} is not up to date; run npm run docs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { path, content } of stale) {
    writeFileSync(new URL(path, root), content);
    console.log(`wrote ${path}`);
  }
}

function read(path) {
  try {
    return readFileSync(new URL(path, root), "utf8");
  } catch {
    return null;
  }
}
