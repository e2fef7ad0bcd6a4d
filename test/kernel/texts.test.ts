/** Text columns in Arrow's layout, against texts put together as strings of bytes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernel, Texts } from "../../src/kernel/kernel.ts";
import { SCRATCH_BYTES } from "../../src/kernel/memory.ts";
import { OVERRUN_BYTES } from "./embedded-kernel.ts";
import { kernels } from "./oracle.ts";

const UNTOUCHED = 0xaa;
/** Texts already in the target before those that are added. */
const FRONT = "front";

/** Sizes on both sides of those where copying changes its way. */
const size = fc.oneof(fc.nat(40), fc.constantFrom(0, 1, 15, 16, 17, 511, 512, 513, 600));

/** Texts in one piece of memory with gaps between them; every third one before those that came earlier. */
function textsOf(contents: readonly string[]): Texts {
  const starts = new Int32Array(contents.length);
  const ends = new Int32Array(contents.length);
  const order = contents.map((_, index) => index).sort((a, b) => (a % 3) - (b % 3) || a - b);
  const bytes = new Uint8Array(contents.reduce((sum, { length }) => sum + length + 3, 3)).fill(0x22);
  let at = 2;
  for (const index of order) {
    starts[index] = at;
    ends[index] = at + contents[index]!.length;
    bytes.set(Buffer.from(contents[index]!, "latin1"), at);
    at = ends[index]! + (index % 4);
  }
  return { bytes, starts, ends };
}

/** Runs `write` on a target that holds `FRONT` and returns its texts, those behind offset number `offset`. */
function added(room: number, count: number, offset: number, write: (target: Targets) => void): string[] {
  const bytes = new Uint8Array(FRONT.length + room + OVERRUN_BYTES + 8).fill(UNTOUCHED);
  bytes.set(Buffer.from(FRONT));
  const offsets = new Int32Array(offset + count + 3).fill(-7);
  offsets[offset] = FRONT.length;
  write({ bytes, offsets });
  expect(Buffer.from(bytes.subarray(0, FRONT.length)).toString()).toBe(FRONT);
  expect(offsets[offset + count]).toBe(FRONT.length + room);
  const behind = bytes.subarray(FRONT.length + room + OVERRUN_BYTES);
  expect(behind.every((byte) => byte === UNTOUCHED)).toBe(true);
  expect([...offsets.subarray(0, offset), ...offsets.subarray(offset + count + 1)]).toEqual(
    Array(offset + 2).fill(-7),
  );
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [offsets[offset + index]!, offsets[offset + index + 1]!];
    return Buffer.from(bytes.subarray(from, to)).toString("latin1");
  });
}

interface Targets {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
}

function gathered(kernel: Kernel, contents: readonly string[], first: number, last: number, offset: number) {
  const room = contents.slice(first, last).reduce((sum, { length }) => sum + length, 0);
  const texts = textsOf(contents);
  return added(room, last - first, offset, (target) => kernel.gatherText(texts, first, last, target, offset));
}

function repeated(kernel: Kernel, contents: readonly string[], index: number, count: number, offset: number) {
  const texts = textsOf(contents);
  const room = contents[index]!.length * count;
  return added(room, count, offset, (target) => kernel.repeatText(texts, index, count, target, offset));
}

/** Texts that differ in every byte from their neighbours. */
const contents = fc
  .array(size, { maxLength: 12 })
  .map((sizes) =>
    sizes.map((length, index) =>
      String.fromCharCode(...Array.from({ length }, (_, at) => (7 * index + at) % 256)),
    ),
  );

describe.each(kernels)("the kernel %s", (_name, kernel) => {
  test("gathers texts in their order, wherever they stand", () => {
    fc.assert(
      fc.property(contents, fc.nat(12), fc.nat(12), fc.nat(3), (texts, one, other, offset) => {
        const first = Math.min(one, other, texts.length);
        const last = Math.min(Math.max(one, other), texts.length);
        expect(gathered(kernel, texts, first, last, offset)).toEqual(texts.slice(first, last));
      }),
      { numRuns: 200 },
    );
  });

  test("repeats a text", () => {
    fc.assert(
      fc.property(contents, fc.nat(11), fc.nat(9), fc.nat(3), (texts, number, count, offset) => {
        const some = texts.length > 0 ? texts : [""];
        const index = number % some.length;
        expect(repeated(kernel, some, index, count, offset)).toEqual(Array(count).fill(some[index]));
      }),
      { numRuns: 200 },
    );
  });

  test("gathers and repeats one behind the other into the same column", () => {
    const texts = textsOf(["one", "", "three", "four"]);
    const target = { bytes: new Uint8Array(64), offsets: new Int32Array(9) };
    kernel.gatherText(texts, 0, 3, target, 0);
    kernel.repeatText(texts, 3, 2, target, 3);
    kernel.repeatText(texts, 1, 1, target, 5);
    kernel.gatherText(texts, 2, 4, target, 6);
    expect([...target.offsets]).toEqual([0, 3, 3, 8, 12, 16, 16, 21, 25]);
    expect(Buffer.from(target.bytes.subarray(0, 25)).toString()).toBe("onethreefourfourthreefour");
  });

  test("gathers more texts than are told at once", () => {
    const count = (SCRATCH_BYTES >> 3) + 3;
    const texts = {
      bytes: Buffer.from("abcdefghij"),
      starts: Int32Array.from({ length: count }, (_, index) => index % 10),
      ends: Int32Array.from({ length: count }, (_, index) => Math.min(10, (index % 10) + (index % 3))),
    };
    const sizes = Int32Array.from(texts.starts, (start, index) => texts.ends[index]! - start);
    const room = sizes.reduce((sum, length) => sum + length, 0);
    const target = { bytes: new Uint8Array(room + OVERRUN_BYTES), offsets: new Int32Array(count + 1) };
    kernel.gatherText(texts, 0, count, target, 0);
    let length = 0;
    const offsets = Int32Array.from({ length: count + 1 }, (_, index) => {
      const before = length;
      length += sizes[index] ?? 0;
      return before;
    });
    expect(Buffer.compare(new Uint8Array(target.offsets.buffer), new Uint8Array(offsets.buffer))).toBe(0);
    const wrong = [0, 1, count >> 1, SCRATCH_BYTES >> 3, count - 2, count - 1].filter((index) => {
      const text = target.bytes.subarray(offsets[index]!, offsets[index + 1]!);
      return Buffer.compare(text, texts.bytes.subarray(texts.starts[index]!, texts.ends[index]!)) !== 0;
    });
    expect(wrong).toEqual([]);
  });

  test("repeats a text that is longer than all that is told", () => {
    const long = "0123456789".repeat(SCRATCH_BYTES / 10 + 1);
    expect(long.length).toBeGreaterThan(SCRATCH_BYTES);
    expect(repeated(kernel, ["a", long], 1, 2, 0).map((text) => text === long)).toEqual([true, true]);
  });
});
