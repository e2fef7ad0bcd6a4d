/** What a dataset, or one of its files, holds: for a person to look at. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { InputError, systemReason, UsageError } from "../findings/errors.ts";
import { formats } from "../formats/index.ts";
import { HeadError, headReaders, type TableHead } from "../formats/table-head.ts";
import { DATA_PACKAGE_FILE, type DataPackageSummary, readDataPackage } from "./data-package.ts";
import { REJECTS_FILE } from "./rejects.ts";
import { recover } from "./staging.ts";

export interface InspectedTable extends TableHead {
  readonly file: string;
}

export interface InspectedDataset {
  /** Null where a single file without a dataset around it is inspected. */
  readonly dataPackage: DataPackageSummary | null;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly tables: readonly InspectedTable[];
}

/**
 * Inspects a dataset folder, or one table file. Throws InputError if there is no such thing, and UsageError for a file that docrows
 * does not write.
 */
export async function inspectDataset(path: string, rowCount: number): Promise<InspectedDataset> {
  if (!existsSync(path)) throw new InputError(`${path}: no such file or folder`);
  if (basename(path) === DATA_PACKAGE_FILE) return await inspectDataset(dirname(path), rowCount);
  if (!statSync(path).isDirectory()) return await inspectFile(path, rowCount);
  recover(path);
  const dataPackage = readDataPackage(path);
  if (dataPackage === null)
    throw new UsageError(`${join(path, DATA_PACKAGE_FILE)} was not written by docrows`);
  const tables = await Promise.all(
    [...dataPackage.tables.keys()].map(async (table) => {
      const file = dataPackage.files.filter(({ name }) => name.startsWith(`${table}.`)).at(-1)!;
      return await readTable(join(path, file.name), rowCount, dataPackage);
    }),
  );
  return {
    dataPackage,
    files: [...dataPackage.files.map(({ name }) => name), DATA_PACKAGE_FILE].map((name) => {
      return { name, bytes: sizeOf(join(path, name)) };
    }),
    tables,
  };
}

async function inspectFile(path: string, rowCount: number): Promise<InspectedDataset> {
  const folder = dirname(path);
  const dataPackage = existsSync(join(folder, DATA_PACKAGE_FILE)) ? readDataPackage(folder) : null;
  const table = await readTable(path, rowCount, dataPackage);
  return { dataPackage, files: [{ name: basename(path), bytes: sizeOf(path) }], tables: [table] };
}

async function readTable(
  path: string,
  rowCount: number,
  dataPackage: DataPackageSummary | null,
): Promise<InspectedTable> {
  const format = formats.find(({ extension }) => extension === extname(path));
  const reader = headReaders.find((each) => each.format === format?.name);
  if (reader === undefined)
    throw new UsageError(
      `${path} is none of the files that docrows writes (${formats.map(({ extension }) => extension).join(", ")})`,
    );
  const file = basename(path);
  try {
    const head = await reader.read(path, rowCount);
    const fields = dataPackage?.tables.get(file.slice(0, file.indexOf(".")));
    const columns = withTypes(head, fields);
    if (columns.length === 0 && file !== REJECTS_FILE) throw new HeadError(NO_COLUMNS);
    return { ...head, file, columns };
  } catch (error) {
    throw new InputError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** A table without rows is an empty file in JSONL; datapackage.json alone tells its columns. */
const NO_COLUMNS = `it holds nothing, and no ${DATA_PACKAGE_FILE} beside it tells its columns`;

/** What the parsers say of a damaged file speaks of their own inside. */
function reasonOf(error: unknown): string {
  if (error instanceof HeadError) return error.message;
  const isSystemCall = (error as NodeJS.ErrnoException).syscall !== undefined;
  return isSystemCall ? systemReason(error) : "it is damaged, or not what its name says";
}

/** Names and types as the file tells them, else as the data package does. */
function withTypes(
  { columns }: TableHead,
  fields: readonly { name: string; type: string }[] | undefined,
): TableHead["columns"] {
  if (columns.length === 0) return fields ?? [];
  return columns.map(({ name, type }) => ({
    name,
    type: type || (fields?.find((field) => field.name === name)?.type ?? ""),
  }));
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    throw new InputError(`cannot read ${path}: ${systemReason(error)}; the dataset is not complete`, {
      cause: error,
    });
  }
}
