/**
 * Places in a schema that may be made of several files. A location is a JSON Pointer, and in a file other than the first it
 * starts with that file's number: `/properties/a` and `2#/properties/a`. Separate from the tree, whose places these are,
 * because messages and warnings need to know only this.
 */
import { JsonPlaces, type Part, type TextPlace } from "./json-text.ts";
import type { LoadedSchema, SchemaFile } from "./load.ts";

/** A place in one of a schema's files. */
export interface FilePlace extends TextPlace {
  readonly displayPath: string;
  /** Position of the file in `filesOf`. */
  readonly file: number;
  readonly pointer: string;
}

/** The start of all locations in a file: the root of file number `file`. */
export function rootLocation(file: number): string {
  return file === 0 ? "" : `${file}#`;
}

/** The files of a schema in the order in which references lead to them, the schema's own first. */
export function filesOf(loaded: Pick<LoadedSchema, "others"> & SchemaFile): readonly SchemaFile[] {
  return [loaded, ...loaded.others];
}

/** Finds places in a schema's files. Each file is parsed once, when it is first asked for. */
export class SchemaPlaces {
  readonly #files: readonly SchemaFile[];
  readonly #places = new Map<number, JsonPlaces>();

  constructor(files: readonly SchemaFile[]) {
    this.#files = files;
  }

  find(location: string, part: Part): FilePlace {
    const { file, pointer } = splitLocation(location);
    const { displayPath } = this.#files[file]!;
    return { ...this.#placesIn(file).find(pointer, part), displayPath, file, pointer };
  }

  /** The JSON text of the value at a location, its numbers with the digits that they have there. */
  compact(location: string): string {
    const { file, pointer } = splitLocation(location);
    return this.#placesIn(file).compact(pointer);
  }

  #placesIn(file: number): JsonPlaces {
    const places = this.#places.get(file) ?? new JsonPlaces(this.#files[file]!.text);
    this.#places.set(file, places);
    return places;
  }
}

function splitLocation(location: string): { readonly file: number; readonly pointer: string } {
  const [, number, pointer] = /^(?:(\d+)#)?(.*)$/s.exec(location)!;
  return { file: Number(number ?? 0), pointer: pointer! };
}
