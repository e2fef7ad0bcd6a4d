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
import type { NewFile, WrittenFile } from "./files.ts";
import type { Staging } from "./staging.ts";

export const REJECTS_FILE = "rejects.jsonl";

interface OpenTable {
  readonly table: Table;
  readonly format: Format;
  readonly file: NewFile;
  readonly writer: TableWriter;
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

export class DatasetWriter {
  readonly #staging: Staging;
  readonly #tables: readonly OpenTable[];
  readonly #rejects: NewFile | null;

  constructor(staging: Staging, { tables, formats, format, rejects }: DatasetWriterSettings) {
    this.#staging = staging;
    this.#tables = tables.flatMap((table) => formats.map((each) => openTable(staging, table, each, format)));
    this.#rejects = rejects ? staging.create(REJECTS_FILE) : null;
    for (const { writer } of this.#tables) writer.begin();
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
    this.#tables[output]!.writer.append(piece);
  }

  /** Appends lines to rejects.jsonl. */
  writeRejects(lines: Uint8Array): void {
    this.#rejects?.write(lines);
  }

  /** Closes all files, writes datapackage.json and puts everything in place. Returns the files in that order. */
  commit(content: Omit<DataPackageContent, "files">): WrittenFile[] {
    const files = this.#tables.map(({ table, format, file, writer }): DatasetFile => {
      writer.end();
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

function openTable(staging: Staging, table: Table, format: Format, settings: FormatSettings): OpenTable {
  const file = staging.create(table.name + format.extension);
  return {
    table,
    format,
    file,
    writer: format.createWriter(table, settings, (bytes) => file.write(bytes)),
  };
}
