/**
 * Finds the files that a schema's references lead to: beside the schema, by their `$id` in a folder of schemas, or among
 * the drafts' own meta-schemas. Never from a network. Separate from the tree, which knows only addresses.
 */
import { readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { InputError, systemReason, UsageError } from "../findings/errors.ts";
import { printable } from "../findings/printable.ts";
import { dialectOf, metaSchemaAt } from "./dialects.ts";
import type { SchemaFile } from "./load.ts";
import { SchemaPlaces } from "./locations.ts";
import { checkSchemaFile, MAX_SCHEMA_BYTES, readSchemaFile } from "./schema-file.ts";

export class SchemaLibrary {
  readonly #own: SchemaFile;
  readonly #folder: string | undefined;
  /** By file URL. */
  readonly #files = new Map<string, SchemaFile>();
  #inFolder: readonly SchemaFile[] | null = null;
  readonly #used: Set<SchemaFile>;
  #unusable: string[] = [];

  /**
   * A library for the schema `own`; `folder` holds schemas that are found by their `$id`.
   * @throws InputError if there is no such folder, also where nothing will be looked for in it.
   */
  constructor(own: SchemaFile, folder: string | undefined) {
    if (folder !== undefined) listFolder(folder);
    this.#own = own;
    this.#folder = folder;
    this.#files.set(own.uri, own);
    this.#used = new Set([own]);
  }

  /**
   * The file at an absolute URI, or why there is none.
   * @throws UsageError and InputError where there is a file that is no usable schema, or one of another draft.
   */
  find(uri: string): SchemaFile | string {
    const file = uri.startsWith("file:") ? this.#findByPath(uri) : this.#findById(uri);
    if (typeof file === "string") return file;
    const dialect = dialectOf(this.#own.json)!;
    if (file.sha256 !== null) checkSchemaFile(file, dialect);
    const itsDialect = dialectOf(file.json, dialect)!;
    if (itsDialect !== dialect)
      return `is of draft ${itsDialect.name}, this schema of draft ${dialect.name}; all files must be of one draft`;
    this.#used.add(file);
    if (sum([...this.#used].map(({ text }) => text.length)) > MAX_SCHEMA_BYTES)
      return `makes the schema larger than ${MAX_SCHEMA_BYTES.toLocaleString("en")} bytes, all its files together`;
    return file;
  }

  #findByPath(uri: string): SchemaFile | string {
    const known = this.#files.get(uri) ?? this.#findInFolder(uri);
    if (known !== undefined) return known;
    // A host in a file's address is another machine.
    if (new URL(uri).host !== "") return "leads to a network, where nothing is looked for";
    const path = fileURLToPath(uri);
    try {
      if (!statSync(path).isFile()) return "leads to what is no file";
    } catch (error) {
      return `leads to ${relative("", path)}, which cannot be read: ${systemReason(error)}`;
    }
    return this.#read(path);
  }

  #read(path: string): SchemaFile {
    const uri = pathToFileURL(resolve(path)).href;
    const file = this.#files.get(uri) ?? readSchemaFile(path, relative("", path));
    this.#files.set(uri, file);
    return file;
  }

  #findById(uri: string): SchemaFile | string {
    const found = this.#findInFolder(uri) ?? builtIn(uri);
    if (found !== undefined) return found;
    return this.#folder === undefined
      ? "is not among the local files, and nothing is loaded from a network; --schema-dir DIR names a folder of schemas that are found by their $id"
      : `is the $id of no *.json file in ${this.#folder} (--schema-dir), and nothing is loaded from a network${this.#unusable.map((each) => `; ${each}`).join("")}`;
  }

  #findInFolder(uri: string): SchemaFile | undefined {
    if (this.#folder === undefined) return undefined;
    this.#inFolder ??= this.#readFolder(this.#folder);
    const [first, ...others] = this.#inFolder.filter(({ names }) => names.includes(uri));
    // One file may be there under two names, which are the same to every reference.
    const other = others.find(({ sha256 }) => sha256 !== first!.sha256);
    if (other !== undefined) throw new UsageError(sameIdentifier(uri, first!, other));
    return first;
  }

  /** The folder's schemas that have an `$id`; other JSON may lie there too. */
  #readFolder(folder: string): SchemaFile[] {
    const names = listFolder(folder).filter((name) => name.endsWith(".json"));
    const files: SchemaFile[] = [];
    for (const name of names.sort()) {
      try {
        const file = this.#read(join(folder, name));
        if (typeof file.json.$id === "string") files.push(file);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        // Perhaps it is none of the schemas that are looked for.
        this.#unusable.push(error.message);
      }
    }
    return files;
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new InputError(`--schema-dir: ${folder} cannot be read: ${systemReason(error)}`, { cause: error });
  }
}

function sameIdentifier(uri: string, first: SchemaFile, other: SchemaFile): string {
  const [place, otherPlace] = [first, other].map((file) => {
    const { displayPath, line, column } = new SchemaPlaces([file]).find("/$id", "value");
    return `${displayPath}:${line}:${column}`;
  });
  return `${otherPlace}: the "$id" ${printable(uri)} is also that of ${place}; give one of the two files another one, or take it out of the folder (--schema-dir)`;
}

function builtIn(uri: string): SchemaFile | undefined {
  const json = metaSchemaAt(uri);
  return json && { uri, names: [uri], displayPath: uri, sha256: null, json, text: JSON.stringify(json) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
