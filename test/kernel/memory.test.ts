/** The memory of the WebAssembly kernels: where its parts stand, and that they stay what they are while it grows. */
import { describe, expect, test } from "vitest";
import { KernelMemory, SCRATCH_BYTES } from "../../src/kernel/memory.ts";

/** Free room that assembly/index.ts asks for: kernels read 80 bytes behind a range and write 16 behind what they write. */
const SLACK_BYTES = 80;

/** Start and end of each part, in the order in which they should stand. */
function partsOf(memory: KernelMemory): [start: number, end: number][] {
  const { pieces, arena } = memory;
  return [
    [0, memory.functions.freeMemoryStart()],
    [memory.scratch, memory.scratch + SCRATCH_BYTES],
    [pieces.byteOffset, pieces.byteOffset + pieces.length],
    [arena.byteOffset, arena.byteOffset + arena.length],
    [memory.buffer.byteLength, memory.buffer.byteLength],
  ];
}

function expectApart(memory: KernelMemory): void {
  const parts = partsOf(memory);
  for (let index = 1; index < parts.length; index++) {
    // Nothing is read or written behind the kernel's own data.
    const room = index === 1 ? 0 : SLACK_BYTES;
    expect(parts[index]![0]).toBeGreaterThanOrEqual(parts[index - 1]![1] + room);
    expect(parts[index]![1]).toBeGreaterThanOrEqual(parts[index]![0]);
  }
}

describe("KernelMemory", () => {
  test.each([0, 1, 15, 1 << 16, (1 << 16) - 128, 3_000_001])(
    "keeps its parts apart with pieces of %i bytes",
    (pieceBytes) => {
      const memory = new KernelMemory(pieceBytes);
      expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(memory.pieces).toHaveLength(pieceBytes);
      for (const address of [memory.scratch, memory.pieces.byteOffset, memory.arena.byteOffset])
        expect(address % 16).toBe(0);
      expectApart(memory);
      for (const byteCount of [0, 1, 65_535, 65_536, 1 << 20, 5_000_000, 3]) {
        const before = memory.arena;
        memory.growArena(byteCount);
        expect(memory.arena.length).toBeGreaterThanOrEqual(Math.max(byteCount, before.length));
        expect(memory.arena.byteOffset).toBe(before.byteOffset);
        expectApart(memory);
      }
    },
  );

  test("grows in place, with all that was written", () => {
    const memory = new KernelMemory(1000);
    memory.growArena(100_000);
    const { arena, pieces, buffer } = memory;
    arena.fill(1);
    pieces.fill(2);
    new Uint8Array(buffer, memory.scratch, SCRATCH_BYTES).fill(3);
    memory.growArena(1_000_000);
    expect(memory.buffer.byteLength).toBeGreaterThan(buffer.byteLength);
    expect(memory.arena.subarray(0, arena.length).every((byte) => byte === 1)).toBe(true);
    expect(memory.pieces.every((byte) => byte === 2)).toBe(true);
    expect(new Uint8Array(memory.buffer, memory.scratch, SCRATCH_BYTES).every((byte) => byte === 3)).toBe(
      true,
    );
    // Who still holds a view of before sees the same memory.
    arena[7] = 9;
    expect(memory.arena[7]).toBe(9);
  });

  test("does not grow where there is room", () => {
    const memory = new KernelMemory(0);
    memory.growArena(200_000);
    const { buffer } = memory;
    memory.growArena(200_000);
    memory.growArena(memory.arena.length);
    memory.growArena(0);
    expect(memory.buffer).toBe(buffer);
    memory.growArena(memory.arena.length + 1);
    expect(memory.buffer.byteLength).toBe(buffer.byteLength + (1 << 16));
  });

  test("knows addresses in it, whatever the view", () => {
    const memory = new KernelMemory(1000);
    expect(memory.addressOf(memory.pieces)).toBe(memory.pieces.byteOffset);
    expect(memory.addressOf(memory.pieces.subarray(5, 9))).toBe(memory.pieces.byteOffset + 5);
    expect(memory.addressOf(new Uint8Array(memory.buffer))).toBe(0);
    expect(memory.addressOf(new Int32Array(memory.buffer, 4096, 2))).toBe(4096);
    expect(memory.addressOf(new DataView(memory.buffer, 3))).toBe(3);
    expect(memory.addressOf(new Uint8Array(8))).toBe(-1);
    expect(memory.addressOf(new Uint8Array(new SharedArrayBuffer(8)))).toBe(-1);
    expect(memory.addressOf(new KernelMemory(1000).pieces)).toBe(-1);
  });

  test("begins again with clean memory of the first size", () => {
    const memory = new KernelMemory(1000);
    const first = memory.buffer.byteLength;
    memory.growArena(3_000_000);
    memory.arena.fill(1);
    memory.pieces.fill(1);
    const { pieces, arena } = memory;
    memory.renew();
    expect(memory.buffer.byteLength).toBe(first);
    expect(memory.addressOf(pieces)).toBe(-1);
    expect(memory.addressOf(arena)).toBe(-1);
    expect(memory.pieces.every((byte) => byte === 0)).toBe(true);
    expect(memory.arena.every((byte) => byte === 0)).toBe(true);
    expectApart(memory);
    memory.growArena(10);
    memory.arena.set([0x22, 0x61]);
    const from = memory.arena.byteOffset;
    const to = memory.functions.writeCsvText(from, from + 2, memory.pieces.byteOffset);
    expect(to - memory.pieces.byteOffset).toBe(3);
    expect([...memory.pieces.subarray(0, 3)]).toEqual([0x22, 0x22, 0x61]);
    expect(pieces[0]).toBe(1);
  });

  test("throws RangeError beyond what 32-bit addresses reach, and stays what it is", () => {
    const memory = new KernelMemory(1000);
    memory.pieces.fill(5);
    const size = memory.buffer.byteLength;
    for (const byteCount of [2 ** 32, 2 ** 32 - (1 << 20), 2 ** 40])
      expect(() => memory.growArena(byteCount)).toThrow(RangeError);
    expect(memory.buffer.byteLength).toBe(size);
    expect(memory.pieces.every((byte) => byte === 5)).toBe(true);
    memory.growArena(100_000);
    expect(memory.arena.length).toBeGreaterThanOrEqual(100_000);
    expect(() => new KernelMemory(2 ** 32)).toThrow(RangeError);
  });
});
