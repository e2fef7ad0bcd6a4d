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

/** Gathers into a target that holds `FRONT` and returns the texts behind it. */
function gathered(
  kernel: Kernel,
  contents: readonly string[],
  first: number,
  last: number,
  copies: readonly number[] | null,
): string[] {
  const some = contents.slice(first, last);
  const times = copies ?? some.map(() => 1);
  const count = times.reduce((sum, each) => sum + each, 0);
  const room = some.reduce((sum, { length }, index) => sum + length * times[index]!, 0);
  const bytes = new Uint8Array(FRONT.length + room + OVERRUN_BYTES + 8).fill(UNTOUCHED);
  bytes.set(Buffer.from(FRONT));
  const offsets = new Int32Array(count + 3).fill(-7);
  offsets[0] = FRONT.length;
  kernel.gatherText(textsOf(contents), first, last, copies && Int32Array.from(copies), { bytes, offsets });
  expect(Buffer.from(bytes.subarray(0, FRONT.length)).toString()).toBe(FRONT);
  expect(offsets[count]).toBe(FRONT.length + room);
  const behind = bytes.subarray(FRONT.length + room + OVERRUN_BYTES);
  expect(behind.every((byte) => byte === UNTOUCHED)).toBe(true);
  expect([...offsets.subarray(count + 1)]).toEqual([-7, -7]);
  return Array.from({ length: count }, (_, index) =>
    Buffer.from(bytes.subarray(offsets[index]!, offsets[index + 1]!)).toString("latin1"),
  );
}

/** Each text as often as its number says. */
const repeated = (texts: readonly string[], copies: readonly number[]): string[] =>
  texts.flatMap((text, index) => Array<string>(copies[index]!).fill(text));

/** Texts that differ in every byte from their neighbours. */
const contents = fc
  .array(size, { maxLength: 12 })
  .map((sizes) =>
    sizes.map((length, index) =>
      String.fromCharCode(...Array.from({ length }, (_, at) => (7 * index + at) % 256)),
    ),
  );

/** How often each of the texts above comes. */
const times = fc.array(fc.nat(5), { minLength: 12, maxLength: 12 });

/** One text more than is told at once. */
const MANY = (SCRATCH_BYTES >> 3) + 1;

describe.each(kernels)("the kernel %s", (_name, kernel) => {
  test("gathers texts in their order, wherever they stand", () => {
    fc.assert(
      fc.property(contents, fc.nat(12), fc.nat(12), (texts, one, other) => {
        const first = Math.min(one, other, texts.length);
        const last = Math.min(Math.max(one, other), texts.length);
        expect(gathered(kernel, texts, first, last, null)).toEqual(texts.slice(first, last));
      }),
      { numRuns: 200 },
    );
  });

  test("gathers each as often as it is to come, which may be never", () => {
    fc.assert(
      fc.property(contents, times, fc.nat(12), fc.nat(12), (texts, all, one, other) => {
        const first = Math.min(one, other, texts.length);
        const last = Math.min(Math.max(one, other), texts.length);
        const copies = all.slice(first, last);
        expect(gathered(kernel, texts, first, last, copies)).toEqual(
          repeated(texts.slice(first, last), copies),
        );
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["once", null],
    ["0 to 2 times", Int32Array.from({ length: MANY }, (_, index) => index % 3)],
  ])("gathers more texts than are told at once, %s each", (_often, copies) => {
    const alphabet = "abcdefghij";
    const starts = Int32Array.from({ length: MANY }, (_, index) => index % 10);
    const ends = starts.map((start, index) => Math.min(10, start + (index % 4)));
    const expected = Array.from(starts, (start, index) => alphabet.slice(start, ends[index]));
    const all = repeated(expected, copies === null ? expected.map(() => 1) : [...copies]);
    const text = all.join("");
    const target = {
      bytes: new Uint8Array(text.length + OVERRUN_BYTES),
      offsets: new Int32Array(all.length + 1),
    };
    kernel.gatherText({ bytes: Buffer.from(alphabet), starts, ends }, 0, MANY, copies, target);
    expect(Buffer.from(target.bytes.subarray(0, text.length)).toString() === text).toBe(true);
    let end = 0;
    const wrong = all.filter((each, index) => {
      end += each.length;
      return target.offsets[index + 1] !== end;
    });
    expect(wrong).toEqual([]);
  });

  test("gathers texts that are longer, or farther apart, than all that is told", () => {
    const long = "0123456789".repeat(SCRATCH_BYTES / 10 + 1);
    expect(long.length).toBeGreaterThan(SCRATCH_BYTES);
    const texts = ["a", long, "b", "c", "d"];
    const written = gathered(kernel, texts, 0, 5, [2, 2, 0, 1, 3]);
    const shown = written.map((text) => (text === long ? "long" : text));
    expect(shown).toEqual(["a", "a", "long", "long", "c", "d", "d", "d"]);
  });
});
