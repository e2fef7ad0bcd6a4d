/** Writes both tables in all formats, and the list of rejects, into the staging folder. */
import type { Batch } from "../batch/batch.ts";
import type { Table } from "../batch/field.ts";
import type { EncoderSettings, Format, TableEncoder } from "../formats/format.ts";
import { jsonl } from "../formats/jsonl.ts";
import {
  DATA_PACKAGE_FILE,
  type DataPackageContent,
  type DatasetFile,
  formatDataPackage,
} from "./data-package.ts";
import type { NewFile, WrittenFile } from "./files.ts";
import type { Staging } from "./staging.ts";

export const REJECTS_FILE = "rejects.jsonl";

interface OpenTable {
  readonly table: Table;
  readonly format: Format;
  readonly file: NewFile;
  readonly encoder: TableEncoder;
}

export interface DatasetWriterSettings {
  /** In the order of the files in datapackage.json. */
  readonly tables: readonly Table[];
  readonly formats: readonly Format[];
  readonly encoder: EncoderSettings;
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

export class DatasetWriter {
  readonly #staging: Staging;
  readonly #tables: readonly OpenTable[];
  readonly #rejects: NewFile | null;

  constructor(staging: Staging, { tables, formats, encoder, rejects }: DatasetWriterSettings) {
    this.#staging = staging;
    this.#tables = tables.flatMap((table) =>
      formats.map((format) => openTable(staging, table, format, encoder)),
    );
    this.#rejects = rejects ? staging.create(REJECTS_FILE) : null;
    for (const open of this.#tables) open.encoder.begin();
  }

  /** Appends a batch to every file of its table. */
  write(batch: Batch): void {
    for (const { table, encoder } of this.#tables) if (table.name === batch.table.name) encoder.write(batch);
  }

  /** Appends lines to rejects.jsonl. */
  writeRejects(lines: Uint8Array): void {
    this.#rejects?.write(lines);
  }

  /** Closes all files, writes datapackage.json and puts everything in place. Returns the files in that order. */
  commit(content: Omit<DataPackageContent, "files">): WrittenFile[] {
    const files = this.#tables.map(({ table, format, file, encoder }): DatasetFile => {
      encoder.end();
      return { ...file.finish(), table, format };
    });
    if (this.#rejects !== null) files.push({ ...this.#rejects.finish(), table: null, format: jsonl });
    const description = this.#staging.create(DATA_PACKAGE_FILE);
    description.write(new TextEncoder().encode(formatDataPackage({ ...content, files })));
    const written = [
      ...files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
      description.finish(),
    ];
    this.#staging.commit(written);
    return written;
  }
}

function openTable(staging: Staging, table: Table, format: Format, settings: EncoderSettings): OpenTable {
  const file = staging.create(table.name + format.extension);
  return {
    table,
    format,
    file,
    encoder: format.createEncoder(table, settings, (bytes) => file.write(bytes)),
  };
}
