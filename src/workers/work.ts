/**
 * All that is done with a work item, wherever it is done: documents become rows, and rows pieces of files. What it needs is
 * told as plain data, so that a thread can be told the same.
 */
import { firstRuns } from "../batch/batch.ts";
import type { WorkItem } from "../corpus/work-items.ts";
import { InputError } from "../findings/errors.ts";
import type { BatchEncoder, FormatSettings, PieceSink } from "../formats/format.ts";
import { formats } from "../formats/index.ts";
import { KernelMemory } from "../kernel/memory.ts";
import { WebAssemblyKernel } from "../kernel/webassembly.ts";
import { type DocumentRules, readyRules } from "./document-rules.ts";
import type { Outcome } from "./outcome.ts";
import { PieceRing, type RingPiece } from "./piece-ring.ts";
import { DocumentProcessor, type ProcessedDocuments } from "./process.ts";

/** A file that is made of one table. */
export interface OutputSettings {
  readonly table: "documents" | "paragraphs";
  /** Name of the format. */
  readonly format: string;
}

export interface WorkSettings {
  readonly rules: DocumentRules;
  /** How many findings get an excerpt of their line. */
  readonly maxExcerpts: number;
  readonly outputs: readonly OutputSettings[];
  readonly format: FormatSettings;
  /** Whether a rejected document is the end of all files, as one that cannot be read is. */
  readonly endsAtRejected: boolean;
  /** Length of the ring that pieces wait in, in bytes. */
  readonly ringBytes: number;
}

interface OutputEncoder {
  readonly table: OutputSettings["table"];
  readonly encoder: BatchEncoder;
  readonly sink: PieceSink;
}

export class Work {
  readonly #processor: DocumentProcessor;
  readonly #outputs: readonly OutputEncoder[];
  readonly #endsAtRejected: boolean;
  readonly #ring: PieceRing;

  /**
   * `emit` takes the pieces of each output, by its number; they stand in a ring that `released` frees, and which is waited for, if
   * `waits` says so, where it is full.
   */
  constructor(
    { rules, maxExcerpts, outputs, format, endsAtRejected, ringBytes }: WorkSettings,
    released: Int32Array,
    emit: (output: number, piece: RingPiece) => void,
    waits = true,
  ) {
    const ready = readyRules(rules);
    const { memory, kernel, processor } = withMemory(() => {
      const memory = new KernelMemory(ringBytes);
      const kernel = new WebAssemblyKernel(memory);
      return { memory, kernel, processor: new DocumentProcessor({ kernel, ...ready, maxExcerpts }, memory) };
    });
    const ring = new PieceRing(memory, released, waits);
    this.#ring = ring;
    this.#processor = processor;
    this.#endsAtRejected = endsAtRejected;
    this.#outputs = outputs.map((output, number) => ({
      table: output.table,
      encoder: formats
        .find(({ name }) => name === output.format)!
        .createEncoder(this.#processor.tables[output.table], format, kernel),
      sink: ring.sink((piece) => emit(number, piece)),
    }));
  }

  /** Bytes of pieces for which there is room now. */
  get freeBytes(): number {
    return this.#ring.freeBytes;
  }

  /**
   * Handles the documents of an item, a few at a time; after each step come their pieces, if `encode` says so, and then what became
   * of them.
   */
  *handle(item: WorkItem, encode: boolean): Generator<Outcome> {
    for (let first = 0; first < item.length; ) {
      const processed = this.process(item, first);
      if (encode) this.encode(processed);
      first += processed.outcome.seen;
      yield processed.outcome;
    }
  }

  /** Makes rows of some documents of an item, from `first` on. They are valid until the next ones. */
  process(item: WorkItem, first: number): ProcessedDocuments {
    return this.#processor.process(item, first);
  }

  /** Makes pieces of rows. Those from a document on that ends the files are left out. */
  encode({ documents, paragraphs, outcome }: ProcessedDocuments): void {
    const end = fileEnd(outcome, this.#endsAtRejected);
    const rows = end === null ? paragraphs : firstRuns(paragraphs, end);
    for (const { table, encoder, sink } of this.#outputs)
      encoder.encode(table === "documents" ? documents : rows, sink);
  }
}

/** Calls what allocates memory; that there is none is no bug. */
function withMemory<T>(allocate: () => T): T {
  try {
    return allocate();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(
      "the system gives no memory to work in: each thread needs about 10 GiB of address space, of which little is used; raise the limit (ulimit -v), or take fewer threads with --threads",
      { cause: error },
    );
  }
}

/** How many of the documents come before the one that ends the files; null if none does. */
export function fileEnd({ rejectedRows, firstUnreadable }: Outcome, endsAtRejected: boolean): number | null {
  const rejected = endsAtRejected ? rejectedRows[0] : undefined;
  const ends = [rejected, firstUnreadable].filter((row) => row !== undefined && row !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}
