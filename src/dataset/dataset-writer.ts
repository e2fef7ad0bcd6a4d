/** Writes both tables in all formats, and the list of rejects, into the staging folder. */
import type { Table } from "../batch/field.ts";
import type { Format, FormatSettings, Piece, TableWriter } from "../formats/format.ts";
import { jsonl } from "../formats/jsonl.ts";
import type { OutputSettings } from "../workers/work.ts";
import {
  DATA_PACKAGE_FILE,
  type DataPackageContent,
  type DatasetFile,
  formatDataPackage,
} from "./data-package.ts";
import { FileHasher } from "./file-hasher.ts";
import type { NewFile, WrittenFile } from "./files.ts";
import { REJECTS_FILE } from "./rejects.ts";
import type { Staging } from "./staging.ts";

/** From so many threads beside the main one on, that one has no time to hash what they make. */
const THREADS_THAT_OUTPACE = 2;

/** A table in one format. */
class TableFile {
  readonly table: Table;
  readonly format: Format;
  readonly file: NewFile;
  readonly #settings: FormatSettings;
  #writer: TableWriter | null = null;

  constructor(table: Table, format: Format, settings: FormatSettings, staging: Staging) {
    this.table = table;
    this.format = format;
    this.#settings = settings;
    this.file = staging.create(table.name + format.extension);
  }

  append(piece: Piece): void {
    this.#begun().append(piece);
  }

  async finish(): Promise<DatasetFile> {
    this.#begun().end();
    return { ...(await this.file.finish()), table: this.table, format: this.format };
  }

  /** Made when there is something to write: to load Arrow's library takes as long as threads need to start, which come first. */
  #begun(): TableWriter {
    if (this.#writer === null) {
      this.#writer = this.format.createWriter(this.table, this.#settings, (bytes) => this.file.write(bytes));
      this.#writer.begin();
    }
    return this.#writer;
  }
}

export interface DatasetWriterSettings {
  /** In the order of the files in datapackage.json. */
  readonly tables: readonly Table[];
  readonly formats: readonly Format[];
  readonly format: FormatSettings;
  /** Whether rejects.jsonl is written. */
  readonly rejects: boolean;
}

/** Names of all files that a dataset of these settings has, datapackage.json aside. */
export function datasetFileNames({
  tables,
  formats,
  rejects,
}: Pick<DatasetWriterSettings, "formats" | "rejects"> & { tables: readonly { name: string }[] }): string[] {
  const names = tables.flatMap((table) => formats.map((format) => table.name + format.extension));
  return rejects ? [...names, REJECTS_FILE] : names;
}

/** Names of all files that a dataset may have. */
export function possibleFileNames(formats: readonly Format[]): string[] {
  const tables = [{ name: "paragraphs" }, { name: "documents" }];
  return [...datasetFileNames({ tables, formats, rejects: true }), DATA_PACKAGE_FILE];
}

export class DatasetWriter {
  readonly #staging: Staging;
  readonly #tables: readonly TableFile[];
  readonly #rejects: NewFile | null;
  #hasher: FileHasher | null = null;

  constructor(staging: Staging, { tables, formats, format, rejects }: DatasetWriterSettings) {
    this.#staging = staging;
    this.#tables = tables.flatMap((table) =>
      formats.map((each) => new TableFile(table, each, format, staging)),
    );
    this.#rejects = rejects ? staging.create(REJECTS_FILE) : null;
  }

  /** The tables' files in their order, as a run is told of them. */
  get outputs(): OutputSettings[] {
    return this.#tables.map(({ table, format }) => ({
      table: table.name as OutputSettings["table"],
      format: format.name,
    }));
  }

  /** Appends a piece to the file that is output number `output`. */
  write(output: number, piece: Piece): void {
    this.#tables[output]!.append(piece);
  }

  /** Appends lines to rejects.jsonl. */
  writeRejects(lines: Uint8Array): void {
    this.#rejects?.write(lines);
  }

  /** Is told how many threads beside the main one make what is written. Throws where the system gives no further one. */
  expectThreads(count: number): void {
    if (count < THREADS_THAT_OUTPACE || this.#hasher !== null) return;
    const files = this.#tables.map(({ file }) => file);
    if (this.#rejects !== null) files.push(this.#rejects);
    const hasher = new FileHasher(files.map(({ path }) => path));
    for (const [index, file] of files.entries()) file.hashWith(hasher.hashOf(index));
    this.#hasher = hasher;
  }

  /** Closes all files and writes datapackage.json. Resolves to the files in that order. */
  async finish(content: Omit<DataPackageContent, "files">): Promise<WrittenFile[]> {
    const finishing = this.#tables.map((table) => table.finish());
    if (this.#rejects !== null) finishing.push(finishRejects(this.#rejects));
    const files = await Promise.all(finishing);
    const description = this.#staging.create(DATA_PACKAGE_FILE);
    description.write(new TextEncoder().encode(formatDataPackage({ ...content, files })));
    return [...files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })), await description.finish()];
  }

  /** Ends what works for it beside the main thread. */
  async close(): Promise<void> {
    await this.#hasher?.close();
  }
}

async function finishRejects(file: NewFile): Promise<DatasetFile> {
  return { ...(await file.finish()), table: null, format: jsonl };
}
