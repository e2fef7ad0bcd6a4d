/**
 * The byte sink of text formats: it hands on what was written whenever a chunk is full, so that memory does not grow
 * with the file. Separate from `ByteSink`, which knows nothing of outputs.
 */
import { ByteSink } from "../batch/byte-sink.ts";
import type { Output } from "./format.ts";

/** Pieces of the file hold at least this many bytes, the last one apart. */
export const CHUNK_BYTES = 1 << 20;

/** Room beyond a full chunk, so that ordinary writes never make the buffer grow. */
const SLACK_BYTES = 1 << 19;

/** Bytes reach `output` in order: when a chunk is full and room for more is asked for, and at `flush`. */
export class ChunkedSink extends ByteSink {
  readonly #output: Output;

  constructor(output: Output) {
    super(CHUNK_BYTES + SLACK_BYTES);
    this.#output = output;
  }

  /** Makes room for `count` more bytes. May hand on what was written: read `bytes` and `length` again afterwards. */
  override reserve(count: number): void {
    // The buffer never shrinks, so this much is always there; asked for each cell, it must cost nothing.
    if (this.length < CHUNK_BYTES && count <= SLACK_BYTES) return;
    if (this.length >= CHUNK_BYTES) this.flush();
    super.reserve(count);
  }

  /** Hands on everything that was written. */
  flush(): void {
    if (this.length === 0) return;
    this.#output(this.view());
    this.clear();
  }
}
