/**
 * The WebAssembly kernel for tests that know nothing of its memory. Each call's sources are copied into the arena and its targets
 * into the pieces, and results are copied back. The place changes from call to call, with something hostile on both sides. A call
 * throws if it went to the twin in TypeScript, wrote where it may not, or changed a source. Separate from the oracle, which
 * knows only what kernels should answer.
 */
import type { Utf8Vector } from "../../src/batch/batch.ts";
import type { Kernel, Texts, TextTarget } from "../../src/kernel/kernel.ts";
import type { LineColumn, LineCursor, Lines } from "../../src/kernel/lines.ts";
import { type KernelFunctions, KernelMemory, SCRATCH_BYTES } from "../../src/kernel/memory.ts";
import type { ParagraphSpans } from "../../src/kernel/paragraph-spans.ts";
import { WebAssemblyKernel } from "../../src/kernel/webassembly.ts";

/** Bytes that kernels may change behind the last one that they write. */
export const OVERRUN_BYTES = 16;

const PIECE_BYTES = 16 << 20;
const ARENA_BYTES = 16 << 20;
/** The arena's first part holds the texts of lines, which stay for several calls. */
const LINE_TEXT_BYTES = 1 << 20;
/** Hostile or marked bytes on both sides of what is copied. */
const MARGIN_BYTES = 192;
const MARK = 0x5a;

/** What stands around sources: it would complete what the range cuts off, end a line, or have to be escaped. */
const surroundings: readonly (readonly number[])[] = [
  [0x22],
  [0x0a],
  [0x0d, 0x0a],
  [0x80],
  [0x85],
  [0xa8],
  [0x80, 0xa8],
  [0xc2],
  [0xe2],
  [0xe2, 0x80],
  [0x20, 0x5c],
];

/** Names the functions of assembly/ that are called. */
export class RecordingMemory extends KernelMemory {
  readonly calls: string[] = [];

  override get functions(): KernelFunctions {
    const recorded = Object.entries(super.functions).map(([name, call]) => [
      name,
      (...values: number[]) => {
        this.calls.push(name);
        return (call as (...values: number[]) => number)(...values);
      },
    ]);
    return Object.fromEntries(recorded) as KernelFunctions;
  }
}

/** A view into the memory, as long as what it stands for, and the check that only [from, to) of it was changed. */
interface Placed {
  readonly view: Uint8Array;
  check(from: number, to: number): void;
}

export class EmbeddedKernel implements Kernel {
  readonly #memory = new RecordingMemory(PIECE_BYTES);
  readonly #kernel: Kernel;
  /** Addresses modulo 64 at which sources and targets stood. */
  readonly alignments = { sources: new Set<number>(), targets: new Set<number>() };
  readonly #counts: Record<string, number> = {};
  #placedLines: { readonly of: Lines; readonly lines: Lines } | null = null;

  constructor(create = (memory: KernelMemory): Kernel => new WebAssemblyKernel(memory)) {
    this.#kernel = create(this.#memory);
    this.#memory.growArena(ARENA_BYTES);
  }

  findInvalidUtf8(bytes: Uint8Array, start: number, end: number): number {
    const source = this.#placeSource(bytes, start, end, this.#count("findInvalidUtf8"));
    return this.#kernel.findInvalidUtf8(source.view, start, end);
  }

  scanParagraphs(
    bytes: Uint8Array,
    start: number,
    end: number,
    firstLine: number,
    spans: ParagraphSpans,
  ): void {
    const source = this.#placeSource(bytes, start, end, this.#count("scanParagraphs"));
    this.#kernel.scanParagraphs(source.view, start, end, firstLine, spans);
    if (start < end) this.#expectCall("scanParagraphs");
    source.check(0, 0);
  }

  writeCsvText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
    return this.#writeText("writeCsvText", source, start, end, target, at);
  }

  writeJsonText(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
    return this.#writeText("writeJsonText", source, start, end, target, at);
  }

  #writeText(
    name: "writeCsvText" | "writeJsonText",
    bytes: Uint8Array,
    start: number,
    end: number,
    target: Uint8Array,
    at: number,
  ): number {
    const count = this.#count(name);
    const source = this.#placeSource(bytes, start, end, count);
    // 5 and 64 have no common divisor: with the counts, all pairs of alignments come by.
    const written = this.#placeTarget(target, 5 * count + (count >> 6));
    const to = this.#kernel[name](source.view, start, end, written.view, at);
    this.#expectCall(name);
    source.check(0, 0);
    written.check(at, to === at ? at : to + OVERRUN_BYTES);
    target.set(written.view);
    return to;
  }

  writeLines(lines: Lines, cursor: LineCursor, target: Uint8Array): void {
    const count = this.#count("writeLines");
    if (this.#placedLines?.of !== lines)
      this.#placedLines = { of: lines, lines: this.#placeLines(lines, count) };
    const placed = this.#placedLines.lines;
    const written = this.#placeTarget(target, count);
    const { row, length } = cursor;
    this.#kernel.writeLines(placed, cursor, written.view);
    // Only values that the scratch has no room for may go another way.
    const isLong = ({ vector }: LineColumn) =>
      vector.type === "utf8" && !this.#isInside(vector.bytes) && vector.bytes.length > SCRATCH_BYTES >> 1;
    if (row < lines.rowCount && !placed.columns.some(isLong)) this.#expectCall("writeLines");
    this.#memory.calls.length = 0;
    written.check(length, cursor.length === length ? length : cursor.length + OVERRUN_BYTES);
    target.set(written.view);
  }

  gatherText(texts: Texts, first: number, last: number, copies: Int32Array | null, target: TextTarget): void {
    const count = this.#count("gatherText");
    // Every other time they stay where they are: the kernel has to bring them in.
    const source = count % 2 === 0 ? this.#placeSource(texts.bytes, 0, texts.bytes.length, count) : null;
    const offsetBytes = new Uint8Array(
      target.offsets.buffer,
      target.offsets.byteOffset,
      target.offsets.byteLength,
    );
    const offsets = this.#placeTarget(offsetBytes, 4 * count);
    const bytes = this.#placeTarget(target.bytes, count, PIECE_BYTES >> 1);
    const view = new Int32Array(this.#memory.buffer, offsets.view.byteOffset, target.offsets.length);
    const placed = { ...texts, bytes: source?.view ?? texts.bytes };
    this.#kernel.gatherText(placed, first, last, copies, { bytes: bytes.view, offsets: view });
    const isShort = source !== null || texts.bytes.length <= SCRATCH_BYTES >> 1;
    if (first < last && isShort) this.#expectCall("gatherText");
    source?.check(0, 0);
    const rows = copies?.reduce((sum, times) => sum + times, 0) ?? last - first;
    offsets.check(4, 4 * (1 + rows));
    const [from, to] = [target.offsets[0]!, view[rows]!];
    bytes.check(from, from === to ? to : to + OVERRUN_BYTES);
    target.bytes.set(bytes.view);
    target.offsets.set(view);
  }

  /** How many calls of the function there were before. */
  #count(name: string): number {
    const count = this.#counts[name] ?? 0;
    this.#counts[name] = count + 1;
    this.#memory.calls.length = 0;
    return count;
  }

  #expectCall(name: string): void {
    if (!this.#memory.calls.includes(name)) throw new Error(`${name} went to the twin in TypeScript`);
  }

  #isInside(view: Uint8Array): boolean {
    return this.#memory.addressOf(view) >= 0;
  }

  /** bytes[start, end) in the arena, at an alignment of `count` modulo 64, and something else around it. */
  #placeSource(bytes: Uint8Array, start: number, end: number, count: number): Placed {
    const { arena } = this.#memory;
    // The range itself stands at the alignment: the view begins as many bytes before it as `bytes` does.
    const lowest = LINE_TEXT_BYTES + MARGIN_BYTES + start;
    const at = aligned(arena.byteOffset + lowest, count) - arena.byteOffset;
    const to = at + end - start;
    this.alignments.sources.add((arena.byteOffset + at) % 64);
    if (to + MARGIN_BYTES > arena.length) throw new Error("the arena of the tests is too small");
    arena.set(bytes.subarray(start, end), at);
    surround(arena, at, to, surroundings[count % surroundings.length]!, surroundings[(3 * count + 1) % 11]!);
    const view = arena.subarray(at - start, at - start + bytes.length);
    return placed(arena, at - MARGIN_BYTES, to + MARGIN_BYTES, view);
  }

  /** A copy of the target among the pieces, at an alignment of `count` modulo 64, and marks around it. */
  #placeTarget(target: Uint8Array, count: number, offset = 0): Placed {
    const { pieces } = this.#memory;
    const at = aligned(pieces.byteOffset + offset + MARGIN_BYTES, count) - pieces.byteOffset;
    const to = at + target.length;
    this.alignments.targets.add((pieces.byteOffset + at) % 64);
    if (to + MARGIN_BYTES > (offset === 0 ? PIECE_BYTES : pieces.length))
      throw new Error("too long a target");
    pieces.set(target, at);
    surround(pieces, at, to, [MARK], [MARK]);
    const view = pieces.subarray(at, to);
    return placed(pieces, at - MARGIN_BYTES, to + MARGIN_BYTES, view);
  }

  /** The lines with the texts of every second column in the arena, as far as there is room. */
  #placeLines(lines: Lines, count: number): Lines {
    let at = count % 64;
    const columns = lines.columns.map((column, index): LineColumn => {
      const { vector } = column;
      if (vector.type !== "utf8" || (count + index) % 2 === 0) return column;
      if (at + vector.bytes.length > LINE_TEXT_BYTES) return column;
      const bytes = this.#memory.arena.subarray(at, at + vector.bytes.length);
      bytes.set(vector.bytes);
      at += vector.bytes.length;
      return { ...column, vector: { ...vector, bytes } satisfies Utf8Vector };
    });
    return { ...lines, columns };
  }
}

/** The next address whose alignment to 64 is that of `count`. */
function aligned(address: number, count: number): number {
  return address + ((((count - address) % 64) + 64) % 64);
}

/** Fills memory before `start` and from `end` on, each pattern beginning at the range. */
function surround(
  memory: Uint8Array,
  start: number,
  end: number,
  before: readonly number[],
  after: readonly number[],
): void {
  for (let index = 0; index < MARGIN_BYTES; index++) {
    memory[start - 1 - index] = before[before.length - 1 - (index % before.length)]!;
    memory[end + index] = after[index % after.length]!;
  }
}

/** A view of memory[low, high), which is remembered for the check. */
function placed(memory: Uint8Array, low: number, high: number, view: Uint8Array): Placed {
  const shift = view.byteOffset - memory.byteOffset;
  const old = memory.slice(low, high);
  const same = (from: number, to: number) =>
    from >= to || Buffer.compare(memory.subarray(from, to), old.subarray(from - low, to - low)) === 0;
  return {
    view,
    check(from, to) {
      if (!same(low, shift + from) || !same(Math.max(low, shift + to), high))
        throw new Error(`memory outside of ${from} to ${to} was changed`);
    },
  };
}
