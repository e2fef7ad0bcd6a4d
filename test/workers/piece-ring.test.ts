/** The ring of pieces, with a consumer that takes them when the ring waits, and not before. */
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { itemLimits } from "../../src/corpus/work-items.ts";
import { PIECE_BYTES, type PieceSink } from "../../src/formats/format.ts";
import { KernelMemory } from "../../src/kernel/memory.ts";
import {
  PieceRing,
  RING_BYTES,
  type RingPiece,
  releasePiece,
  ringBytesOf,
} from "../../src/workers/piece-ring.ts";

/** Eight of these fill a ring. */
const EIGHTH = RING_BYTES / 8;
const memory = new KernelMemory(RING_BYTES);

/** Takes pieces in their order, and checks that nothing has changed them since they were handed on. */
class Consumer {
  readonly released = new Int32Array(new SharedArrayBuffer(4));
  readonly sink: PieceSink;
  /** What is in them is `value`; null: nobody has written it. */
  readonly pieces: { readonly piece: RingPiece; readonly value: number | null }[] = [];
  waits = 0;
  #count = 0;
  #value: number | null = null;

  constructor(waits = true) {
    this.sink = new PieceRing(memory, this.released, waits).sink((piece) => {
      this.pieces.push({ piece, value: this.#value });
    });
    vi.spyOn(Atomics, "wait").mockImplementation(() => {
      this.waits++;
      if (this.pieces.length === 0) throw new Error("nobody would ever end this waiting");
      this.take();
      return "ok";
    });
  }

  /** Writes a piece in which every byte is the same, and another one than in the pieces near it. */
  write(byteCount: number): void {
    this.#value = this.#count++ % 251;
    this.sink.reserve(byteCount).fill(this.#value, 0, byteCount);
    this.sink.emit(byteCount, null);
    this.#value = null;
  }

  /** Looks at the oldest piece and releases it. */
  take(): RingPiece {
    const { piece, value } = this.pieces.shift()!;
    const { bytes } = piece;
    if (value !== null && bytes.length > 0) {
      const looked = Array.from(
        { length: 65 },
        (_, part) => bytes[Math.floor((part * (bytes.length - 1)) / 64)],
      );
      expect(new Set(looked)).toEqual(new Set([value]));
    }
    releasePiece(piece, this.released);
    return piece;
  }

  get waitingBytes(): number {
    const inRing = this.pieces.filter(({ piece }) => piece.bytes.buffer === memory.buffer);
    return inRing.reduce((sum, { piece }) => sum + piece.bytes.length, 0);
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a ring", () => {
  test("holds pieces one behind the other, at multiples of 16", () => {
    const consumer = new Consumer();
    for (const byteCount of [1, 16, 17, 0, 5]) consumer.write(byteCount);
    const starts = consumer.pieces.map(({ piece }) => piece.bytes.byteOffset - memory.pieces.byteOffset);
    expect(starts).toEqual([0, 16, 32, 64, 64]);
    expect(consumer.pieces.map(({ piece }) => piece.end)).toEqual([16, 32, 64, 64, 80]);
    expect(consumer.waits).toBe(0);
    for (let left = 5; left > 0; left--) consumer.take();
  });

  test("gives room where a kernel may work: aligned, and with more behind it than was asked for", () => {
    const { sink } = new Consumer();
    for (const byteCount of [0, 1, 1000, PIECE_BYTES, RING_BYTES]) {
      const room = sink.reserve(byteCount);
      expect(room.byteOffset % 16).toBe(0);
      expect(room.length).toBeGreaterThanOrEqual(byteCount + 16);
      sink.emit(Math.min(byteCount, 3), null);
    }
  });

  test("hands on columns with their piece", () => {
    const consumer = new Consumer();
    const columns = { rowCount: 2, places: [0, 8, -1] };
    consumer.sink.reserve(100);
    consumer.sink.emit(40, columns);
    expect(consumer.pieces[0]!.piece.columns).toBe(columns);
  });

  test("waits where it is full, no sooner, and for no more than it needs", () => {
    const consumer = new Consumer();
    for (let piece = 0; piece < 7; piece++) consumer.write(EIGHTH);
    expect(consumer.waits).toBe(0);
    // The room behind the eighth piece is missing: it goes to the start, where two pieces stand in its way.
    consumer.write(EIGHTH);
    expect(consumer.waits).toBe(2);
    consumer.write(1);
    expect([consumer.waits, consumer.pieces.length]).toEqual([2, 7]);
  });

  test("is used from its start again, as often as may be", () => {
    const consumer = new Consumer();
    for (let piece = 0; piece < 100; piece++) {
      consumer.write(EIGHTH - 100 + piece);
      expect(consumer.waitingBytes).toBeLessThanOrEqual(RING_BYTES);
    }
    expect(consumer.waits).toBeGreaterThan(80);
  });

  test("has room for a piece that needs what was skipped at its end, once all before it are released", () => {
    for (const before of [EIGHTH, 3 * EIGHTH, 5 * EIGHTH, 7 * EIGHTH]) {
      const consumer = new Consumer();
      consumer.write(before);
      consumer.write(RING_BYTES - 64);
      expect([consumer.waits, consumer.pieces.length]).toEqual([1, 1]);
      consumer.take();
    }
  });

  test("shares its room among several outputs", () => {
    const released = new Int32Array(new SharedArrayBuffer(4));
    const ring = new PieceRing(memory, released);
    const order: string[] = [];
    const sinks = ["a", "b"].map((name) => ring.sink(({ end }) => order.push(`${name}${end}`)));
    for (const sink of [...sinks, ...sinks]) {
      sink.reserve(100);
      sink.emit(20, null);
    }
    expect(order).toEqual(["a32", "b64", "a96", "b128"]);
  });
});

describe("a piece that is larger than the ring", () => {
  test("has memory of its own, one at a time, and is waited for", () => {
    const consumer = new Consumer();
    consumer.write(10);
    consumer.write(RING_BYTES);
    expect(consumer.waits).toBe(1);
    expect(consumer.pieces[0]!.piece.bytes.buffer).not.toBe(memory.buffer);
    consumer.write(10);
    expect(consumer.pieces[1]!.piece.bytes.buffer).toBe(memory.buffer);
    consumer.write(2 * RING_BYTES);
    expect([consumer.waits, consumer.pieces.length]).toEqual([3, 1]);
    expect(consumer.take().bytes).toHaveLength(2 * RING_BYTES);
  });

  test("does not wait for room that was asked for and never used", () => {
    const consumer = new Consumer();
    consumer.write(RING_BYTES - 1000);
    consumer.sink.reserve(PIECE_BYTES);
    consumer.write(RING_BYTES);
    expect(consumer.pieces).toHaveLength(1);
  });

  test("may stand at the very end", () => {
    const consumer = new Consumer();
    // All but the last 64 bytes, then all of them.
    consumer.write(RING_BYTES - 64);
    for (let piece = 0; piece < 5; piece++) consumer.write(RING_BYTES + piece);
    for (const byteCount of [16, 16, RING_BYTES - 64, RING_BYTES - 64]) consumer.write(byteCount);
    expect(consumer.waitingBytes).toBeLessThanOrEqual(RING_BYTES);
  });
});

test("counters may pass 2^31 and 2^32", () => {
  const consumer = new Consumer();
  const ends = new Set<boolean>();
  for (let bytes = 0; bytes < 2 ** 32 + 4 * RING_BYTES; bytes += 3 * EIGHTH) {
    consumer.sink.reserve(3 * EIGHTH);
    consumer.sink.emit(3 * EIGHTH, null);
    expect(consumer.waitingBytes).toBeLessThanOrEqual(RING_BYTES);
    ends.add(consumer.pieces.at(-1)!.piece.end < 0);
    while (consumer.pieces.length > 2) consumer.take();
  }
  expect(ends).toEqual(new Set([false, true]));
});

test("who writes gets memory of his own where the ring is full, and room again once it is not", () => {
  const consumer = new Consumer(false);
  for (let piece = 0; piece < 10; piece++) consumer.write(EIGHTH);
  const inRing = () => consumer.pieces.map(({ piece }) => piece.bytes.buffer === memory.buffer);
  expect(inRing()).toEqual([...Array.from({ length: 7 }, () => true), false, false, false]);
  for (let left = 10; left > 0; left--) consumer.take();
  consumer.write(RING_BYTES / 2);
  consumer.write(EIGHTH);
  expect([inRing(), consumer.waits]).toEqual([[true, true], 0]);
});

test.each([true, false])(
  "any pieces come out as they were written, however late they are taken (waits: %s)",
  (waits) => {
    const size = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 2000 }) },
      { weight: 3, arbitrary: fc.integer({ min: PIECE_BYTES - 100, max: PIECE_BYTES + 100 }) },
      { weight: 3, arbitrary: fc.integer({ min: EIGHTH, max: RING_BYTES }) },
      { weight: 2, arbitrary: fc.integer({ min: RING_BYTES - 100, max: RING_BYTES + 100 }) },
    );
    const step = fc.oneof(
      { weight: 6, arbitrary: size.map((bytes) => ({ type: "write", bytes }) as const) },
      { weight: 1, arbitrary: size.map((bytes) => ({ type: "reserve", bytes }) as const) },
      { weight: 2, arbitrary: fc.constant({ type: "take", bytes: 0 } as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
        const consumer = new Consumer(waits);
        let written = 0;
        let taken = 0;
        for (const { type, bytes } of steps) {
          if (type === "write") {
            consumer.write(bytes);
            written++;
          } else if (type === "reserve") consumer.sink.reserve(bytes);
          else if (consumer.pieces.length > 0) {
            consumer.take();
            taken++;
          }
          expect(consumer.waitingBytes).toBeLessThanOrEqual(RING_BYTES);
        }
        expect(taken + consumer.waits + consumer.pieces.length).toBe(written);
        while (consumer.pieces.length > 0) consumer.take();
      }),
      { numRuns: 60 },
    );
  },
);

test("the rings of many threads are shorter, but hold what a step becomes in all formats", () => {
  expect([0, 1, 2].map(ringBytesOf)).toEqual([RING_BYTES, RING_BYTES, RING_BYTES]);
  expect(ringBytesOf(3)).toBe(ringBytesOf(64));
  expect(ringBytesOf(64)).toBeLessThan(RING_BYTES);
  // Text in three formats, with as much again for what belongs to a document.
  expect(ringBytesOf(64)).toBeGreaterThan(6 * 1.25 * itemLimits.bytes);
});
