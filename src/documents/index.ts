/** The registry of document kinds, in the order in which they are asked. */
import type { DocumentKind } from "./document-kind.ts";
import { text } from "./text.ts";

export const documentKinds = [text] as const satisfies readonly DocumentKind[];

/** The kind that reads a file, by the end of its name; a file that was named and fits none is read as text. */
export function documentKindOf(path: string): DocumentKind {
  const lower = path.toLowerCase();
  return documentKinds.find((kind) => kind.extensions.some((extension) => lower.endsWith(extension))) ?? text;
}

/** All file name endings that are read in folders. */
export const documentExtensions: readonly string[] = documentKinds.flatMap((kind) => kind.extensions);
