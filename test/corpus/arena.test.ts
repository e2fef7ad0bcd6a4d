import { execFileSync } from "node:child_process";
import fs, { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Arena, type ArenaMemory, receiveDocuments } from "../../src/corpus/arena.ts";
import { receiveStandardInput } from "../../src/corpus/read-file.ts";
import type { SourceFile } from "../../src/corpus/source-file.ts";
import { KernelMemory } from "../../src/kernel/memory.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const at = (location: string | Buffer): SourceFile => ({
  kind: "file",
  sourcePath: "a",
  location,
  nameIsUtf8: true,
});

function fileWith(bytes: Uint8Array | string): string {
  const path = join(temporaryFolder(), "a.txt");
  writeFileSync(path, bytes);
  return path;
}

/** Appends and returns the text. */
function textOf(arena: Arena, location: string | Buffer): string {
  const read = arena.append(at(location));
  if ("problem" in read) throw new Error(JSON.stringify(read.problem));
  return arena.buffer.toString("utf8", read.start, read.end);
}

const unreadable = (reason: string) => ({
  problem: { code: "input/unreadable", byte: 0, pointer: "", params: { reason } },
});

const tooLarge = (bytes: number, maxBytes: number) => ({
  problem: { code: "input/too-large", byte: 0, pointer: "", params: { bytes, maxBytes } },
});

/** Puts another function in the place of one of `node:fs`, also for those who imported it by name. */
function replace<K extends "fstatSync" | "readSync">(
  name: K,
  replacement: (...call: never[]) => unknown,
): void {
  vi.spyOn(fs, name).mockImplementation(replacement as never);
  syncBuiltinESMExports();
}

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

describe("an arena", () => {
  test("holds documents one behind the other", () => {
    const arena = new Arena({ initialBytes: 4 });
    expect(arena.append(at(fileWith("first")))).toEqual({ start: 0, end: 5 });
    expect(arena.append(at(fileWith("")))).toEqual({ start: 5, end: 5 });
    expect(arena.append(at(fileWith("second")))).toEqual({ start: 5, end: 11 });
    expect(arena.buffer.toString("utf8", 0, arena.length)).toBe("firstsecond");
    expect(arena.bytes.buffer).toBe(arena.buffer.buffer);
    expect(arena.bytes.byteOffset).toBe(0);
  });

  test("is used again", () => {
    const arena = new Arena();
    textOf(arena, fileWith("a longer document"));
    const { bytes } = arena;
    arena.reset();
    expect(arena.append(at(fileWith("short")))).toEqual({ start: 0, end: 5 });
    expect(arena.bytes).toBe(bytes);
  });

  /** Resets an arena with a small document in it, as often as makes a large one shrink. */
  function useForAWhile(arena: Arena): void {
    const path = fileWith("small");
    for (let time = 0; time < 16; time++) {
      textOf(arena, path);
      arena.reset();
    }
  }

  test("gives back the memory of a huge document, when it has not been needed for a while", () => {
    const arena = new Arena({ initialBytes: 10, keepBytes: 100 });
    textOf(arena, fileWith("x".repeat(90)));
    arena.reset();
    useForAWhile(arena);
    expect(arena.bytes.length).toBeGreaterThan(90);
    textOf(arena, fileWith("x".repeat(900)));
    arena.reset();
    expect(arena.bytes.length).toBeGreaterThan(900);
    useForAWhile(arena);
    expect(arena.bytes).toHaveLength(10);
    expect(arena.buffer).toHaveLength(10);
    expect(textOf(arena, fileWith("and goes on"))).toBe("and goes on");
  });

  test("keeps its memory while huge documents follow each other", () => {
    const arena = new Arena({ initialBytes: 10, keepBytes: 100 });
    const [huge, tiny] = [fileWith("x".repeat(900)), fileWith("x")];
    textOf(arena, huge);
    const { bytes } = arena;
    for (let time = 1; time < 100; time++) {
      arena.reset();
      textOf(arena, time % 10 === 0 ? huge : tiny);
      expect(arena.bytes).toBe(bytes);
    }
  });

  test("keeps any documents as they are", () => {
    const path = fileWith("");
    const documents = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    fc.assert(
      fc.property(documents, fc.integer({ min: 0, max: 20 }), (contents, initialBytes) => {
        const arena = new Arena({ initialBytes });
        for (const content of contents) {
          writeFileSync(path, content);
          arena.append(at(path));
        }
        expect(arena.buffer.subarray(0, arena.length)).toEqual(Buffer.concat(contents));
      }),
      { numRuns: 40 },
    );
  });
});

describe("memory that was given to an arena", () => {
  /** Grows to what it is asked for and not a byte more, somewhere else each time. */
  class StrictMemory implements ArenaMemory {
    arena = new Uint8Array(0);
    readonly asked: (number | "renew")[] = [];

    growArena(byteCount: number): void {
      this.asked.push(byteCount);
      const grown = new Uint8Array(Math.max(byteCount, this.arena.length) + 3).subarray(3);
      grown.set(this.arena);
      this.arena = grown;
    }

    renew(): void {
      this.asked.push("renew");
      this.arena = new Uint8Array(0);
    }
  }

  test("is asked to grow only where it is too small, and for no more than the limit", () => {
    const memory = new StrictMemory();
    const arena = new Arena({ memory, initialBytes: 8, maxBytes: 20 });
    expect(textOf(arena, fileWith("1234567"))).toBe("1234567");
    expect(memory.asked).toEqual([8]);
    expect(textOf(arena, fileWith("12345678"))).toBe("12345678");
    expect(memory.asked).toEqual([8, 16]);
    expect(textOf(arena, fileWith("12345"))).toBe("12345");
    expect(memory.asked).toEqual([8, 16, 20]);
    expect(arena.append(at(fileWith("1")))).toEqual(tooLarge(1, 20));
    expect(arena.buffer.toString("utf8", 0, arena.length)).toBe("12345671234567812345");
    expect([arena.bytes.byteOffset, arena.buffer.byteOffset]).toEqual([3, 3]);
  });

  test("may be larger than the limit, and no byte beyond it is used", () => {
    const memory = new StrictMemory();
    memory.arena = new Uint8Array(100).fill(7);
    const arena = new Arena({ memory, initialBytes: 5, maxBytes: 10 });
    expect(arena.append(at(fileWith("12345678901")))).toEqual(tooLarge(11, 10));
    expect(textOf(arena, fileWith("1234567890"))).toBe("1234567890");
    expect(arena.bytes.length).toBeLessThanOrEqual(10);
    expect(memory.arena.subarray(10).every((byte) => byte === 7)).toBe(true);
  });

  test("is begun anew with what it had at first", () => {
    const memory = new StrictMemory();
    const arena = new Arena({ memory, initialBytes: 8, keepBytes: 16 });
    textOf(arena, fileWith("x".repeat(50)));
    for (let time = 0; time < 20; time++) arena.reset();
    expect(memory.asked).toEqual([8, 51, "renew", 8]);
  });

  test("that the system does not give makes a document unreadable, and the next one is read", () => {
    const memory = new StrictMemory();
    const arena = new Arena({ memory, initialBytes: 8 });
    const grow = vi.spyOn(memory, "growArena").mockImplementation(() => {
      throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
    });
    expect(arena.append(at(fileWith("too long for it")))).toEqual(unreadable("not enough memory"));
    grow.mockRestore();
    expect(textOf(arena, fileWith("short"))).toBe("short");
  });
});

describe("an arena in the memory of a kernel", () => {
  const PIECES = 1 << 20;

  test("grows in place, and leaves the pieces beside it alone", () => {
    const memory = new KernelMemory(PIECES);
    const arena = new Arena({ memory, initialBytes: 1000 });
    memory.pieces.fill(7);
    const text = "0123456789".repeat(1_000_000);
    expect(textOf(arena, fileWith("first"))).toBe("first");
    const origin = memory.addressOf(arena.bytes);
    expect(textOf(arena, fileWith(text))).toBe(text);
    expect(arena.buffer.toString("utf8", 0, 5)).toBe("first");
    expect([memory.addressOf(arena.bytes), origin % 16]).toEqual([origin, 0]);
    expect(memory.pieces.length).toBe(PIECES);
    expect(memory.pieces.every((byte) => byte === 7)).toBe(true);
    expect(memory.pieces.byteOffset + PIECES).toBeLessThan(origin);
  });

  test("begins in new memory after a huge document; what was seen of the old one stays", () => {
    const memory = new KernelMemory(PIECES);
    const arena = new Arena({ memory, initialBytes: 1000, keepBytes: 2_000_000 });
    const [first, pieces] = [memory.buffer.byteLength, memory.pieces];
    pieces.fill(7);
    textOf(arena, fileWith("x".repeat(5_000_000)));
    expect(memory.buffer.byteLength).toBeGreaterThan(first + 3_000_000);
    const old = arena.bytes;
    for (let time = 0; time < 20; time++) arena.reset();
    expect(memory.buffer.byteLength).toBe(first);
    expect([memory.addressOf(old), memory.addressOf(pieces)]).toEqual([-1, -1]);
    expect([old[4_999_999], pieces[0], memory.pieces[0]]).toEqual([0x78, 7, 0]);
    expect(textOf(arena, fileWith("and goes on"))).toBe("and goes on");
    expect(memory.addressOf(arena.bytes)).toBeGreaterThan(0);
  });

  test("does not pile up what was given back", async () => {
    const memory = new KernelMemory(PIECES);
    const buffers: WeakRef<SharedArrayBuffer>[] = [];
    for (let time = 0; time < 200; time++) {
      memory.renew();
      memory.growArena(64 << 20);
      buffers.push(new WeakRef(memory.buffer));
      await setImmediate();
    }
    const left = buffers.filter((buffer) => buffer.deref() !== undefined);
    expect(left.length).toBeLessThan(100);
  });
});

describe("a file", () => {
  test("may be far larger than the arena", () => {
    const bytes = Buffer.alloc(3_000_000, "0123456789");
    const arena = new Arena({ initialBytes: 16 });
    expect(arena.append(at(fileWith(bytes)))).toEqual({ start: 0, end: bytes.length });
    expect(arena.buffer.subarray(0, arena.length).equals(bytes)).toBe(true);
  });

  test.runIf(process.platform === "linux")("may have a size of 0 and bytes all the same", () => {
    expect(textOf(new Arena({ initialBytes: 1 }), "/proc/self/status")).toContain("Pid:");
  });

  test.each([
    ["grows", 3],
    ["shrinks", 1000],
  ])("that %s while it is read is taken as far as it goes", (_name, claimed) => {
    const path = fileWith("0123456789");
    const { fstatSync } = fs;
    replace("fstatSync", (descriptor: number) => Object.assign(fstatSync(descriptor), { size: claimed }));
    for (const initialBytes of [0, 3, 4, 10, 11, 5000]) {
      expect(textOf(new Arena({ initialBytes }), path)).toBe("0123456789");
    }
  });

  test("that comes in pieces is read to its end", () => {
    const path = fileWith("0123456789");
    const { readSync } = fs;
    replace("readSync", (descriptor: number, bytes: Uint8Array, offset: number, room: number) =>
      readSync(descriptor, bytes, offset, Math.min(room, 3), null),
    );
    expect(textOf(new Arena({ initialBytes: 1 }), path)).toBe("0123456789");
  });

  test.skipIf(process.platform !== "linux")("may have a name that is not UTF-8", () => {
    const path = Buffer.concat([Buffer.from(`${temporaryFolder()}/`), Buffer.from([0xff, 0xfe])]);
    writeFileSync(path, "text");
    expect(textOf(new Arena(), path)).toBe("text");
    // What a message between threads makes of a Buffer.
    expect(textOf(new Arena(), structuredClone(path))).toBe("text");
  });
});

describe("a problem", () => {
  test("leaves the arena as it was", () => {
    const arena = new Arena();
    textOf(arena, fileWith("first"));
    expect(arena.append(at(join(temporaryFolder(), "gone.txt")))).toEqual(
      unreadable("no such file or folder"),
    );
    expect(arena.length).toBe(5);
    expect(textOf(arena, fileWith("second"))).toBe("second");
  });

  test("is what is no regular file", () => {
    const folder = temporaryFolder("folder/");
    mkdirSync(join(folder, "sub"));
    symlinkSync("nothing", join(folder, "broken"));
    const arena = new Arena();
    expect(arena.append(at(join(folder, "sub")))).toEqual(unreadable("it is a folder"));
    expect(arena.append(at(join(folder, "broken")))).toEqual(unreadable("no such file or folder"));
    expect(arena.append(at("/dev/null"))).toEqual(unreadable("it is not a regular file"));
  });

  test.skipIf(process.platform === "win32")("is a named pipe, and nobody waits for it", () => {
    const pipe = join(temporaryFolder(), "pipe");
    execFileSync("bash", ["-c", 'mkfifo "$0"', pipe]);
    expect(new Arena().append(at(pipe))).toEqual(unreadable("it is not a regular file"));
  });

  test("is a folder that could not be listed", () => {
    const folder = {
      sourcePath: "a",
      location: "/a",
      nameIsUtf8: true,
      kind: "unreadable",
      reason: "permission denied",
    } as const;
    expect(new Arena().append(folder)).toEqual(unreadable("permission denied"));
  });

  test("is a disk that fails while it is read", () => {
    const path = fileWith("text");
    replace("readSync", () => {
      throw Object.assign(new Error("EIO: i/o error, read"), { code: "EIO", syscall: "read" });
    });
    expect(new Arena().append(at(path))).toEqual(unreadable("input/output error"));
  });

  test("is a lack of memory", () => {
    const arena = new Arena();
    vi.spyOn(arena, "grow").mockImplementation(() => {
      throw new RangeError("Array buffer allocation failed");
    });
    expect(arena.append(at(fileWith("text")))).toEqual(unreadable("not enough memory"));
  });

  test("is not a bug: that is thrown", () => {
    replace("fstatSync", () => {
      throw new TypeError("a bug");
    });
    expect(() => new Arena().append(at(fileWith("text")))).toThrow("a bug");
  });
});

describe("too large", () => {
  test("is a file of 2^31 bytes, of which none is read", () => {
    const path = fileWith("");
    truncateSync(path, 2 ** 31);
    const arena = new Arena();
    expect(arena.append(at(path))).toEqual(tooLarge(2 ** 31, 2 ** 31 - 1));
    expect(arena.bytes.length).toBeLessThan(2 ** 21);
  });

  test("is what does not fit any more, to the byte", () => {
    const arena = new Arena({ maxBytes: 10 });
    expect(arena.append(at(fileWith("0123456789a")))).toEqual(tooLarge(11, 10));
    expect(arena.append(at(fileWith("0123456789")))).toEqual({ start: 0, end: 10 });
    expect(arena.append(at(fileWith("")))).toEqual({ start: 10, end: 10 });
    expect(arena.append(at(fileWith("x")))).toEqual(tooLarge(1, 10));
    expect(arena.length).toBe(10);
  });

  test.runIf(process.platform === "linux")("is a file without a size that has no end in sight", () => {
    expect(new Arena({ maxBytes: 20 }).append(at("/proc/self/status"))).toEqual(tooLarge(21, 20));
  });
});

test("standard input is read from its descriptor, and waited for", () => {
  const { fstatSync, readSync } = fs;
  const descriptor = fs.openSync(fileWith("from standard input"), "r");
  const asked: number[] = [];
  replace("fstatSync", (which: number) => {
    asked.push(which);
    return fstatSync(descriptor);
  });
  replace("readSync", (which: number, bytes: Uint8Array, offset: number, room: number) => {
    asked.push(which);
    if (asked.length < 4) throw Object.assign(new Error("EAGAIN"), { code: "EAGAIN", syscall: "read" });
    return readSync(descriptor, bytes, offset, Math.min(room, 4), null);
  });
  expect(textOf(new Arena({ initialBytes: 2 }), "-")).toBe("from standard input");
  expect(new Set(asked)).toEqual(new Set([0]));
  fs.closeSync(descriptor);
});

describe("standard input that is received beforehand", () => {
  function standardInput<T extends Readable>(stream: T): T {
    vi.spyOn(process, "stdin", "get").mockReturnValue(stream as never);
    return stream;
  }

  test("is appended piece by piece behind what is there", async () => {
    standardInput(Readable.from([Buffer.from("from "), Buffer.from("standard "), Buffer.from("input")]));
    const [received] = await receiveDocuments([at("-")]);
    const arena = new Arena({ initialBytes: 2 });
    arena.append(at(fileWith("first")));
    expect(arena.append(received!)).toEqual({ start: 5, end: 24 });
    expect(arena.buffer.toString("utf8", 0, arena.length)).toBe("firstfrom standard input");
    expect(new Arena({ maxBytes: 18 }).append(received!)).toEqual(tooLarge(19, 18));
  });

  test("is not asked for where files are read", async () => {
    const documents = [at("a.txt"), { ...at("-"), kind: "unreadable", reason: "gone" } as const];
    expect(await receiveDocuments(documents)).toBe(documents);
    expect(await receiveDocuments(documents.slice(1))).toEqual(documents.slice(1));
  });

  test("ends at its limit, and on a failure", async () => {
    standardInput(Readable.from([Buffer.alloc(10), Buffer.alloc(11)]));
    expect(await receiveStandardInput(20)).toEqual(tooLarge(21, 20));
    const broken = standardInput(new PassThrough());
    const received = receiveStandardInput(20);
    broken.destroy(Object.assign(new Error("EIO"), { code: "EIO", syscall: "read" }));
    expect(await received).toEqual(unreadable("input/output error"));
  });

  test("is no folder", async () => {
    const { statSync } = fs;
    replace("fstatSync", () => statSync("."));
    expect(await receiveStandardInput(20)).toEqual(unreadable("it is a folder"));
  });

  test("is given up with the signal's reason, before it starts or while it waits", async () => {
    const stdin = standardInput(new PassThrough());
    const reason = new Error("enough");
    await expect(receiveStandardInput(20, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(stdin.destroyed).toBe(false);
    const controller = new AbortController();
    const received = receiveStandardInput(20, controller.signal);
    stdin.write("some");
    void setImmediate().then(() => controller.abort(reason));
    await expect(received).rejects.toBe(reason);
    expect(stdin.destroyed).toBe(true);
  });
});
