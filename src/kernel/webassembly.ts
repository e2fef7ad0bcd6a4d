/**
 * The kernel in WebAssembly, whose functions stand in assembly/. It works on what lies in its memory; what does not, such as
 * a header row that was made elsewhere, goes the way of its twin in TypeScript.
 */
import { writeCsvText, writeJsonText } from "./escape-text.ts";
import type { Kernel, Texts, TextTarget } from "./kernel.ts";
import { type LineCursor, type Lines, writeLines } from "./lines.ts";
import { type KernelMemory, SCRATCH_BYTES } from "./memory.ts";
import type { ParagraphSpans } from "./paragraph-spans.ts";
import { scanParagraphs } from "./paragraphs.ts";
import { gatherText, repeatText } from "./texts.ts";
import { findInvalidUtf8 } from "./utf8.ts";
import { LineStage } from "./webassembly-lines.ts";

/** Numbers that the scan writes for a paragraph, and after the last one. */
const SPAN_NUMBERS = 6;
/** Paragraphs that are taken over at once. */
const SPAN_CAPACITY = 1024;
/** Texts that are gathered at once. */
const TEXT_CAPACITY = SCRATCH_BYTES >> 3;

export class WebAssemblyKernel implements Kernel {
  readonly #memory: KernelMemory;
  readonly #stage: LineStage;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
    this.#stage = new LineStage(memory);
  }

  /** Node's own check is as fast as the memory. */
  findInvalidUtf8(bytes: Uint8Array, start: number, end: number): number {
    return findInvalidUtf8(bytes, start, end);
  }

  scanParagraphs(
    bytes: Uint8Array,
    start: number,
    end: number,
    firstLine: number,
    spans: ParagraphSpans,
  ): void {
    const origin = this.#memory.addressOf(bytes);
    if (origin < 0) {
      scanParagraphs(bytes, start, end, firstLine, spans);
      return;
    }
    const { functions, scratch, buffer } = this.#memory;
    const found = new Int32Array(buffer, scratch, (SPAN_CAPACITY + 1) * SPAN_NUMBERS);
    let at = start;
    let line = firstLine;
    while (at < end) {
      const count = functions.scanParagraphs(origin, origin + at, origin + end, line, scratch, SPAN_CAPACITY);
      spans.appendAll(found, count);
      at = found[count * SPAN_NUMBERS]! >>> 0;
      line = found[count * SPAN_NUMBERS + 1]!;
    }
  }

  writeCsvText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
    return this.#writeText("writeCsvText", source, start, end, target, at);
  }

  writeJsonText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
    return this.#writeText("writeJsonText", source, start, end, target, at);
  }

  writeLines(lines: Lines, cursor: LineCursor, target: Uint8Array): void {
    if (this.#memory.addressOf(target) < 0 || !this.#stage.write(lines, cursor, target)) {
      writeLines(lines, cursor, target);
    }
  }

  gatherText(texts: Texts, first: number, last: number, target: TextTarget, offset: number): void {
    const memory = this.#memory;
    const origin = memory.addressOf(texts.bytes);
    const to = memory.addressOf(target.bytes);
    const offsets = memory.addressOf(target.offsets);
    if (origin < 0 || to < 0 || offsets < 0) {
      gatherText(texts, first, last, target, offset);
      return;
    }
    const staged = new Int32Array(memory.buffer, memory.scratch, 2 * TEXT_CAPACITY);
    let length = target.offsets[offset]!;
    for (let from = first; from < last; from += TEXT_CAPACITY) {
      const count = Math.min(TEXT_CAPACITY, last - from);
      staged.set(texts.starts.subarray(from, from + count));
      staged.set(texts.ends.subarray(from, from + count), count);
      const ends = memory.scratch + 4 * count;
      const next = offsets + 4 * (offset + 1 + from - first);
      length = memory.functions.gatherText(origin, memory.scratch, ends, count, to + length, next, length);
    }
  }

  repeatText(texts: Texts, index: number, count: number, target: TextTarget, offset: number): void {
    const { scratch, functions, buffer } = this.#memory;
    const to = this.#memory.addressOf(target.bytes);
    const offsets = this.#memory.addressOf(target.offsets);
    const start = texts.starts[index]!;
    const size = texts.ends[index]! - start;
    let from = this.#memory.addressOf(texts.bytes) + start;
    const isHere = texts.bytes.buffer === buffer;
    if (to < 0 || offsets < 0 || (!isHere && size > SCRATCH_BYTES)) {
      repeatText(texts, index, count, target, offset);
      return;
    }
    if (!isHere) {
      new Uint8Array(buffer, scratch, size).set(texts.bytes.subarray(start, start + size));
      from = scratch;
    }
    const length = target.offsets[offset]!;
    functions.repeatText(from, size, count, to + length, offsets + 4 * (offset + 1), length);
  }

  #writeText(
    write: keyof typeof textTwins,
    source: Uint8Array,
    start: number,
    end: number,
    target: Uint8Array,
    at: number,
  ): number {
    const from = this.#memory.addressOf(source);
    const to = this.#memory.addressOf(target);
    if (from < 0 || to < 0) return textTwins[write](source, start, end, target, at);
    return (this.#memory.functions[write](from + start, from + end, to + at) >>> 0) - to;
  }
}

const textTwins = { writeCsvText, writeJsonText };
