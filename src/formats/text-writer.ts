/** The file of a text format: a header, and the pieces as they are. */
import type { Output, Piece, TableWriter } from "./format.ts";

export class TextWriter implements TableWriter {
  readonly #header: Uint8Array;
  readonly #output: Output;

  /** `header` may be empty. */
  constructor(header: Uint8Array, output: Output) {
    this.#header = header;
    this.#output = output;
  }

  begin(): void {
    if (this.#header.length > 0) this.#output(this.#header);
  }

  append({ bytes }: Piece): void {
    this.#output(bytes);
  }

  /** Nothing is left to be written. */
  end(): void {}
}
