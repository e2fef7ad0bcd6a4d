/**
 * Arrow IPC, file format (https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format): the format, and the
 * library's writer with its two faults here repaired.
 */
import { createRequire } from "node:module";
import type * as Arrow from "apache-arrow";
import type { Table } from "../batch/field.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type ArrowLibrary, arrowSchema, toRecordBatch } from "./arrow-record-batch.ts";
import { ColumnEncoder } from "./column-encoder.ts";
import { batchOf } from "./column-pieces.ts";
import {
  type BatchEncoder,
  type Format,
  type FormatSettings,
  type Output,
  PIECE_BYTES,
  type Piece,
  type TableWriter,
} from "./format.ts";
import { RecordBatchAssembler } from "./record-batches.ts";

const require = createRequire(import.meta.url);

/** Uncompressed record batches of at most 16 MiB; the schema carries `settings.metadata`. */
export const arrow: Format = {
  name: "arrow",
  extension: ".arrow",
  mediaType: "application/vnd.apache.arrow.file",
  description: "Arrow IPC file, typed columns that are read without parsing.",
  load: { module: "pandas as pd", line: 'pd.read_feather(PATH, dtype_backend="pyarrow")' },
  createEncoder(table: Table, _settings: FormatSettings, kernel: Kernel): BatchEncoder {
    return new ColumnEncoder(table, kernel);
  },
  createWriter(table: Table, { metadata }: FormatSettings, output: Output): TableWriter {
    return new ArrowWriter(table, metadata, output);
  },
};

class ArrowWriter implements TableWriter {
  readonly #table: Table;
  readonly #writer: Arrow.RecordBatchFileWriter;
  readonly #schema: Arrow.Schema;
  readonly #assembler: RecordBatchAssembler;
  readonly #copy = new OwnCopy();

  constructor(table: Table, metadata: ReadonlyMap<string, string>, output: Output) {
    this.#table = table;
    // Loaded here and not with this file: it takes 0.1 s, which commands that write no Arrow file need not wait.
    const library = require("apache-arrow") as ArrowLibrary;
    this.#writer = createFileWriter(library, output);
    this.#schema = arrowSchema(library, table, metadata);
    this.#assembler = new RecordBatchAssembler(table, {
      onBatch: (batch) => this.#writer.write(toRecordBatch(library, this.#schema, batch, "view")),
    });
  }

  begin(): void {
    this.#writer.reset(undefined, this.#schema);
  }

  append(piece: Piece): void {
    this.#assembler.append(batchOf(this.#table, { ...piece, bytes: this.#copy.of(piece.bytes) }));
  }

  end(): void {
    this.#assembler.flush();
    this.#writer.finish();
  }
}

/**
 * Bytes copied out of memory that is shared between threads. V8 moves shared bytes one by one unless both places are at
 * a multiple of 8, as they are here: to copy all at once, and then each column from the copy, takes less time. A piece that one
 * huge value makes larger than others is not worth as much memory again.
 */
class OwnCopy {
  /** Padding makes pieces somewhat longer than `PIECE_BYTES`. */
  readonly #bytes = new Uint8Array(2 * PIECE_BYTES);

  /** A copy that stays as it is until the next one; the bytes themselves if they are many. */
  of(bytes: Uint8Array): Uint8Array {
    if (bytes.length > this.#bytes.length) return bytes;
    this.#bytes.set(bytes);
    return this.#bytes.subarray(0, bytes.length);
  }
}

/**
 * The library's file writer, changed in two ways. The schema message stands at the start of the file, which the file
 * format asks for and the library leaves out, so that the file can be read as a stream. And bytes go straight to
 * `output` instead of a queue without bound, so that buffers can be used again when `write` returns.
 */
function createFileWriter(library: ArrowLibrary, output: Output): Arrow.RecordBatchFileWriter {
  class FileWriter extends library.RecordBatchFileWriter {
    protected override _writeSchema(schema: Arrow.Schema): this {
      return super._writeSchema(schema)._writeMessage(library.Message.from(schema));
    }

    protected override _write(chunk: Uint8Array | Int32Array): this {
      const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (bytes.length > 0) output(bytes);
      this._position += bytes.length;
      return this;
    }
  }
  return new FileWriter();
}
