/**
 * The kernel in WebAssembly, whose functions stand in assembly/. It works on what lies in its memory; what does not, such as
 * a header row that was made elsewhere, goes the way of its twin in TypeScript.
 */
import { writeCsvText, writeJsonText } from "./escape-text.ts";
import type { Kernel, Texts, TextTarget } from "./kernel.ts";
import { type LineCursor, type Lines, writeLines } from "./lines.ts";
import type { KernelMemory } from "./memory.ts";
import type { ParagraphSpans } from "./paragraph-spans.ts";
import { scanParagraphs } from "./paragraphs.ts";
import { Scratch } from "./scratch.ts";
import { gatherText } from "./texts.ts";
import { findInvalidUtf8 } from "./utf8.ts";
import { LineStage } from "./webassembly-lines.ts";

/** Numbers that the scan writes for a paragraph, and after the last one. */
const SPAN_NUMBERS = 6;
/** Paragraphs that are taken over at once. */
const SPAN_CAPACITY = 1024;

export class WebAssemblyKernel implements Kernel {
  readonly #memory: KernelMemory;
  readonly #scratch: Scratch;
  readonly #stage: LineStage;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
    this.#scratch = new Scratch(memory);
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

  gatherText(
    texts: Texts,
    first: number,
    last: number,
    copies: Int32Array | null,
    { bytes, offsets }: TextTarget,
  ): void {
    if (this.#memory.addressOf(bytes) < 0 || this.#memory.addressOf(offsets) < 0) {
      gatherText(texts, first, last, copies, { bytes, offsets });
      return;
    }
    let at = first;
    let row = 0;
    let most = last - first;
    while (at < last) {
      const end = Math.min(last, at + most);
      const rest = copies?.subarray(at - first) ?? null;
      const count = this.#gatherSome(texts, at, end, rest, { bytes, offsets: offsets.subarray(row) });
      // What was too much once is not tried again.
      if (at + count < end) most = count;
      at += count;
      row += rest === null ? count : rest.subarray(0, count).reduce((sum, times) => sum + times, 0);
    }
  }

  /** Gathers as many texts as can be told of at once, at least one, and returns how many. */
  #gatherSome(
    texts: Texts,
    first: number,
    last: number,
    copies: Int32Array | null,
    target: TextTarget,
  ): number {
    const { functions } = this.#memory;
    const { bytes, offsets } = target;
    const length = offsets[0]!;
    for (let count = last - first; ; count = Math.ceil(count / 4)) {
      this.#scratch.clear();
      const told = this.#scratch.copyTexts(texts, first, first + count);
      const times = copies === null ? 0 : this.#scratch.copyInt32(copies, 0, count);
      if (told !== null && (copies === null || times !== 0)) {
        const [to, next] = [bytes.byteOffset + length, offsets.byteOffset + 4];
        functions.gatherText(told.origin, told.starts, told.ends, times, count, to, next, length);
        return count;
      }
      if (count > 1) continue;
      gatherText(texts, first, first + 1, copies, target);
      return 1;
    }
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
