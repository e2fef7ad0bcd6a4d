/** Schemas for tests: written to a file of their own and loaded from there, as the program does it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadedSchema, loadSchema } from "../../src/schema/load.ts";

/** Loads a schema given as text, bytes or as a value; messages call it `s.json`. */
export function load(schema: unknown): LoadedSchema {
  const folder = mkdtempSync(join(tmpdir(), "docrows-schema-"));
  try {
    const path = join(folder, "schema.json");
    writeFileSync(
      path,
      typeof schema === "string" || schema instanceof Uint8Array ? schema : JSON.stringify(schema),
    );
    return loadSchema(path, "s.json");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A document as the schema sees it: without a prototype. */
export function documentOf<T extends object>(properties: T): T {
  return Object.assign(Object.create(null) as T, properties);
}
