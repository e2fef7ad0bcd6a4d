/**
 * What only the WebAssembly kernel has: memory that is its own or not, and that grows. What both kernels answer is tested for
 * both alike, through `EmbeddedKernel`, whose own checks are tested here too.
 */
import { describe, expect, test } from "vitest";
import type { LineCursor } from "../../src/kernel/lines.ts";
import { KernelMemory, SCRATCH_BYTES } from "../../src/kernel/memory.ts";
import { ParagraphSpans } from "../../src/kernel/paragraph-spans.ts";
import { typescriptKernel } from "../../src/kernel/typescript.ts";
import { WebAssemblyKernel } from "../../src/kernel/webassembly.ts";
import { EmbeddedKernel, OVERRUN_BYTES, RecordingMemory } from "./embedded-kernel.ts";
import { type LineModel, linesOf, naiveLines, start } from "./line-models.ts";
import { decode, encode, scanned } from "./oracle.ts";

const memory = new RecordingMemory(1 << 20);
memory.growArena(3 << 20);
const kernel = new WebAssemblyKernel(memory);

/** The text, in the arena. */
function inArena(text: string, at = 3): Uint8Array {
  const bytes = encode(text);
  const view = memory.arena.subarray(at, at + bytes.length);
  view.set(bytes);
  return view;
}

/** What was called since the last time. */
function calls(): string[] {
  return memory.calls.splice(0);
}

const text = 'a "b"\n\n\u2028 c\\\r\rd é\n';

describe("memory that is not the kernel's own", () => {
  test("paragraphs are found in it", () => {
    const bytes = encode(text);
    const expected = scanned(typescriptKernel, bytes, 0, bytes.length, 1);
    expect(scanned(kernel, bytes, 0, bytes.length, 1)).toEqual(expected);
    expect(calls()).toEqual([]);
    const own = inArena(text);
    expect(scanned(kernel, own, 0, own.length, 1)).toEqual(expected);
    expect(calls()).toEqual(["scanParagraphs"]);
  });

  test.each(["writeCsvText", "writeJsonText"] as const)("%s reads from it, and writes to it", (name) => {
    const bytes = encode(text);
    const expected = new Uint8Array(200);
    const length = typescriptKernel[name](bytes, 2, bytes.length, expected, 5);
    const ways: [source: Uint8Array, target: Uint8Array, called: string[]][] = [
      [bytes, new Uint8Array(200), []],
      [inArena(text), new Uint8Array(200), []],
      [bytes, memory.pieces.subarray(7, 207), []],
      [inArena(text), memory.pieces.subarray(7, 207), [name]],
    ];
    for (const [source, target, called] of ways) {
      expect(kernel[name](source, 2, bytes.length, target, 5)).toBe(length);
      expect(decode(target.slice(5, length))).toBe(decode(expected.slice(5, length)));
      expect(calls()).toEqual(called);
    }
  });

  test("texts are gathered from it, and to it", () => {
    const contents = "one two three";
    const [starts, ends] = [Int32Array.of(8, 0, 4), Int32Array.of(13, 3, 7)];
    for (const bytes of [encode(contents), inArena(contents)]) {
      for (const target of [new Uint8Array(99), memory.pieces.subarray(1, 100)]) {
        for (const offsets of [
          new Int32Array(7),
          new Int32Array(memory.buffer, memory.pieces.byteOffset + 400, 7),
        ]) {
          offsets.fill(0);
          kernel.gatherText({ bytes, starts, ends }, 0, 3, Int32Array.of(1, 3, 2), {
            bytes: target,
            offsets,
          });
          expect(Buffer.from(target.subarray(0, 20)).toString()).toBe("threeoneoneonetwotwo");
          expect([...offsets]).toEqual([0, 5, 8, 11, 14, 17, 20]);
          const isOwn = target.buffer === memory.buffer && offsets.buffer === memory.buffer;
          expect(calls()).toEqual(isOwn ? ["gatherText"] : []);
        }
      }
    }
  });

  test("lines are written to it, and of texts in it", () => {
    const model: LineModel = {
      escaping: "json",
      lineEnd: "}\n",
      nullText: "null",
      runs: [1, 2],
      columns: [
        { separator: "{", spelling: "quoted", perRun: false, values: [text, null, "c"] },
        { separator: ",", spelling: "int64", perRun: true, values: [1n, -2n] },
      ],
    };
    const expected = naiveLines(model).join("");
    const written = (target: Uint8Array): string => {
      const cursor: LineCursor = start();
      kernel.writeLines(linesOf(model), cursor, target);
      expect([cursor.row, cursor.run]).toEqual([3, 2]);
      return decode(target.slice(0, cursor.length));
    };
    expect(written(new Uint8Array(1000))).toBe(expected);
    expect(calls()).toEqual([]);
    expect(written(memory.pieces.subarray(13, 1013))).toBe(expected);
    expect(calls()).toEqual(["writeLines"]);
  });
});

describe("memory that changes", () => {
  test("views from before it grew are read as they are", () => {
    const grown = new KernelMemory(4096);
    const own = new WebAssemblyKernel(grown);
    grown.growArena(1000);
    const source = grown.arena.subarray(5, 5 + encode(text).length);
    source.set(encode(text));
    const target = grown.pieces.subarray(0, 200);
    grown.growArena(1_000_000);
    const expected = new Uint8Array(200);
    const length = typescriptKernel.writeJsonText(source, 0, source.length, expected, 0);
    for (const view of [target, grown.pieces.subarray(0, 200)]) {
      expect(own.writeJsonText(source, 0, source.length, view, 0)).toBe(length);
      expect(decode(view.slice(0, length))).toBe(decode(expected.slice(0, length)));
      const spans = new ParagraphSpans();
      own.scanParagraphs(source, 0, source.length, 1, spans);
      expect(spans.count).toBe(3);
    }
  });

  test("a kernel works in its memory after that was renewed", () => {
    const renewed = new RecordingMemory(4096);
    const own = new WebAssemblyKernel(renewed);
    renewed.renew();
    renewed.growArena(1000);
    const source = renewed.arena.subarray(9, 12);
    source.set(encode('a"b'));
    const target = renewed.pieces.subarray(0, 32);
    expect(own.writeCsvText(source, 0, 3, target, 0)).toBe(4);
    expect(decode(target.slice(0, 4))).toBe('a""b');
    expect(renewed.calls).toEqual(["writeCsvText"]);
  });
});

test("a scan says where to go on, and in which line", () => {
  const text = inArena("one\n\n\n two\nmore\n\n\n", 0);
  const found = new Int32Array(memory.buffer, memory.scratch, 18);
  const scan = (from: number, end: number, line: number, capacity: number) => {
    const origin = memory.arena.byteOffset;
    found.fill(-1);
    const { scratch, functions } = memory;
    const count = functions.scanParagraphs(origin, origin + from, origin + end, line, scratch, capacity);
    return [count, ...found.subarray(6 * count, 6 * count + 3)];
  };
  expect(scan(0, text.length, 5, 1)).toEqual([1, 7, 8, -1]);
  expect(scan(7, text.length, 8, 1)).toEqual([1, 18, 12, -1]);
  // Line ends behind the range do not count.
  expect(scan(0, 12, 5, 2)).toEqual([2, 12, 9, -1]);
});

test("a text in the arena may be longer than all that is told", () => {
  const long = 'é"'.repeat(SCRATCH_BYTES / 2);
  const model: LineModel = {
    escaping: "csv",
    lineEnd: "\n",
    nullText: "",
    runs: [3],
    columns: [{ separator: "", spelling: "quoted", perRun: false, values: ["a", "", "b"] }],
  };
  const lines = linesOf(model);
  const bytes = inArena(`a${long}b`);
  const starts = Int32Array.of(0, 1, bytes.length - 1);
  const ends = Int32Array.of(1, bytes.length - 1, bytes.length);
  const [column] = lines.columns;
  const vector = { type: "utf8", length: 3, validity: null, bytes, starts, ends } as const;
  const big = new RecordingMemory(8 << 20);
  big.growArena(bytes.length + 1);
  const own = big.arena.subarray(1, 1 + bytes.length);
  own.set(bytes);
  const cursor = start();
  const target = big.pieces.subarray(0, big.pieces.length - OVERRUN_BYTES);
  const columns = [{ ...column!, vector: { ...vector, bytes: own } }];
  new WebAssemblyKernel(big).writeLines({ ...lines, columns }, cursor, target);
  expect(big.calls).toEqual(["writeLines"]);
  const expected = `"a"\n"${long.replaceAll('"', '""')}"\n"b"\n`;
  expect(decode(target.slice(0, cursor.length)) === expected).toBe(true);
});

describe("EmbeddedKernel", () => {
  test("brings every alignment by, of sources and of targets", () => {
    const embedded = new EmbeddedKernel();
    const target = new Uint8Array(80);
    const spans = new ParagraphSpans();
    for (let call = 0; call < 64; call++) {
      embedded.writeJsonText(encode(text), 1, 9, target, 2);
      embedded.scanParagraphs(encode(text), call % 3, 12, 1, spans);
    }
    const every = Array.from({ length: 64 }, (_, alignment) => alignment);
    for (const seen of Object.values(embedded.alignments))
      expect([...seen].sort((a, b) => a - b)).toEqual(every);
  });

  test("sees that a kernel writes where it may not, and that none was called", () => {
    class Careless extends WebAssemblyKernel {
      override writeCsvText(
        source: Uint8Array,
        from: number,
        end: number,
        target: Uint8Array,
        at: number,
      ): number {
        const to = super.writeCsvText(source, from, end, target, at);
        if (at > 0) target[at - 1] = 0;
        else new Uint8Array(target.buffer)[target.byteOffset + to + OVERRUN_BYTES] = 0;
        return to;
      }

      override writeJsonText(
        source: Uint8Array,
        from: number,
        end: number,
        target: Uint8Array,
        at: number,
      ): number {
        source[from] = 0;
        return super.writeJsonText(source, from, end, target, at);
      }

      override scanParagraphs(): void {}
    }
    const embedded = new EmbeddedKernel((own) => new Careless(own));
    const [source, target] = [encode("abc"), new Uint8Array(40).fill(1)];
    expect(() => embedded.writeCsvText(source, 0, 3, target, 1)).toThrow("was changed");
    expect(() => embedded.writeCsvText(source, 0, 3, target, 0)).toThrow("was changed");
    expect(() => embedded.writeJsonText(source, 0, 3, target, 0)).toThrow("was changed");
    expect(() => embedded.scanParagraphs(source, 0, 3, 1, new ParagraphSpans())).toThrow("went to the twin");
  });
});
