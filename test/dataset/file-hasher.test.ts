/** Files that are hashed in a thread of its own while they are written. */
import { createHash, randomBytes } from "node:crypto";
import { rmSync, truncateSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { FileHasher } from "../../src/dataset/file-hasher.ts";
import { NewFile } from "../../src/dataset/files.ts";
import { InputError } from "../../src/findings/errors.ts";
import { workspace } from "./datasets.ts";

const hashers: FileHasher[] = [];

afterEach(async () => {
  for (const hasher of hashers.splice(0)) await hasher.close();
});

function newFiles(count: number): NewFile[] {
  const { at } = workspace();
  return Array.from({ length: count }, (_, index) => new NewFile(`${index}`, at(`${index}`), `out/${index}`));
}

function hashElsewhere(files: readonly NewFile[]): void {
  const hasher = new FileHasher(files.map(({ path }) => path));
  hashers.push(hasher);
  for (const [index, file] of files.entries()) file.hashWith(hasher.hashOf(index));
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("a file that is hashed elsewhere", () => {
  const MIB = 1 << 20;
  const lengths = [0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB + 7];

  test("has the digest of its bytes, however many, written in turns with others", async () => {
    const contents = lengths.map((length) => randomBytes(length));
    const files = newFiles(lengths.length);
    hashElsewhere(files);
    const most = Math.max(...lengths);
    for (let at = 0; at < most; at += 300_001) {
      for (const [index, file] of files.entries()) {
        const piece = contents[index]!.subarray(at, at + 300_001);
        if (piece.length > 0) file.write(piece);
      }
    }
    const written = await Promise.all(files.map((file) => file.finish()));
    expect(written).toEqual(
      contents.map((bytes, index) => ({ name: `${index}`, bytes: bytes.length, sha256: sha256(bytes) })),
    );
  });

  test("has it as well where a part was written before", async () => {
    const [file] = newFiles(1);
    const content = randomBytes(3 * MIB);
    file!.write(content.subarray(0, MIB));
    hashElsewhere([file!]);
    file!.write(content.subarray(MIB));
    expect((await file!.finish()).sha256).toBe(sha256(content));
  });

  test("ends the writing where its thread has failed, long before the end", async () => {
    const [file] = newFiles(1);
    rmSync(file!.path);
    hashElsewhere([file!]);
    const writeOn = async () => {
      for (;;) {
        file!.write(randomBytes(10));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await expect(writeOn()).rejects.toThrow(/cannot read .*0: no such file or folder/);
  });

  test.each([
    ["removed", (path: string) => rmSync(path), /cannot read .*0: no such file or folder/],
    [
      "made shorter",
      (path: string) => truncateSync(path, 5),
      /0 was changed while it was written; export again/,
    ],
  ])("is an error where somebody has %s it", async (_what, change, message) => {
    const [file, other] = newFiles(2);
    for (const each of [file!, other!]) each.write(randomBytes(10));
    change(file!.path);
    hashElsewhere([file!, other!]);
    const failures = await Promise.allSettled([file!.finish(), other!.finish()]);
    for (const failure of failures) {
      expect(failure).toMatchObject({
        status: "rejected",
        reason: { message: expect.stringMatching(message) },
      });
      expect((failure as PromiseRejectedResult).reason).toBeInstanceOf(InputError);
    }
  });
});
