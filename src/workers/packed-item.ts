/**
 * A work item on its way to a thread. Copying an object per document from one thread to another takes longer than finding the
 * documents, one text of all paths does not.
 */
import type { SourceFile } from "../corpus/source-file.ts";
import type { WorkItem } from "../corpus/work-items.ts";

export type PackedItem =
  /** `paths`: absolute ones with U+0000 between them, which no path holds; `source_path` starts at `rootLength`. */
  | { readonly kind: "paths"; readonly paths: string; readonly rootLength: number }
  /** Of all other items. */
  | { readonly kind: "documents"; readonly documents: WorkItem };

const SEPARATOR = "\0";

export function packItem(item: WorkItem): PackedItem {
  const [first] = item;
  const rootLength = first === undefined ? 0 : first.location.length - first.sourcePath.length;
  if (!item.every((file) => isPathBelow(file, rootLength))) return { kind: "documents", documents: item };
  return { kind: "paths", paths: item.map(({ location }) => location).join(SEPARATOR), rootLength };
}

/** The item that was packed. */
export function unpackItem(packed: PackedItem): WorkItem {
  if (packed.kind === "documents") return packed.documents.map(withBuffer);
  return packed.paths.split(SEPARATOR).map((location) => ({
    kind: "file",
    sourcePath: location.slice(packed.rootLength),
    location,
    nameIsUtf8: true,
  }));
}

/** Whether nothing is to be told of a document but its path. */
function isPathBelow({ kind, location, sourcePath, nameIsUtf8 }: SourceFile, rootLength: number): boolean {
  return (
    kind === "file" && nameIsUtf8 && typeof location === "string" && location.slice(rootLength) === sourcePath
  );
}

/** The document with its location as it was: a Buffer comes out of a copy as a plain Uint8Array. */
function withBuffer(file: SourceFile): SourceFile {
  const { location } = file;
  if (typeof location === "string") return file;
  return { ...file, location: Buffer.from(location.buffer, location.byteOffset, location.byteLength) };
}
