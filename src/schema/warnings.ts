/**
 * What a schema says that nobody will check: keywords that the draft does not have, and formats that ajv does not know.
 * Both are allowed and ignored, and both are usually typing errors.
 */
import type { Finding } from "../findings/finding.ts";
import { nearestName } from "../findings/nearest.ts";
import { knownFormats } from "./formats.ts";
import { type Part, pointerTo } from "./json-text.ts";
import { isKnownKeyword } from "./keywords.ts";
import type { LoadedSchema } from "./load.ts";
import { filesOf, SchemaPlaces } from "./locations.ts";
import { treeOf } from "./schema-tree.ts";

type Suspect = Pick<Finding, "code" | "pointer" | "params"> & { readonly part: Part };

/**
 * Warnings about a schema, in the order of its file: `schema-file/unknown-keyword` at the keyword and
 * `schema-file/unknown-format` at the format. `params.nearest` is a known name that may have been meant.
 */
export function schemaWarnings(loaded: LoadedSchema): Finding[] {
  const suspects = findSuspects(loaded);
  if (suspects.length === 0) return [];
  const places = new SchemaPlaces(filesOf(loaded));
  return suspects
    .map(({ code, pointer: location, params, part }) => {
      const { file, displayPath, line, column, byte, pointer } = places.find(location, part);
      const finding: Finding = {
        code,
        severity: "warning",
        path: displayPath,
        line,
        column,
        byte,
        pointer,
        params,
      };
      return { file, finding };
    })
    .sort((a, b) => a.file - b.file || a.finding.byte - b.finding.byte)
    .map(({ finding }) => finding);
}

function findSuspects(loaded: LoadedSchema): Suspect[] {
  const suspects: Suspect[] = [];
  const { keywords } = treeOf(loaded).dialect;
  for (const { schema, pointer } of treeOf(loaded).subschemas()) {
    for (const keyword of Object.keys(schema)) {
      if (isKnownKeyword(keywords, keyword)) continue;
      const params = { keyword, ...nearest(keyword, keywords.all) };
      suspects.push({
        code: "schema-file/unknown-keyword",
        pointer: pointerTo(pointer, keyword),
        params,
        part: "name",
      });
    }
    const { format } = schema;
    if (typeof format !== "string" || knownFormats.includes(format)) continue;
    const params = { format, ...nearest(format, knownFormats) };
    suspects.push({
      code: "schema-file/unknown-format",
      pointer: pointerTo(pointer, "format"),
      params,
      part: "value",
    });
  }
  return suspects;
}

function nearest(name: string, known: readonly string[]): { readonly nearest?: string } {
  const found = nearestName(name, known);
  return found === undefined ? {} : { nearest: found };
}
