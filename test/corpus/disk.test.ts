/** Listing folders, on file systems that tell what an entry is and on those that leave it to Node to ask. */
import fs, { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { toBytePath } from "../../src/corpus/byte-path.ts";
import { type Entry, listFolder } from "../../src/corpus/disk.ts";
import { temporaryFolder } from "./temporary-folder.ts";

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/**
 * Has Node behave as where entries have no type: of those after the first it tells the kind only if it has their names as bytes.
 * Counts the listings that are open.
 */
function withoutTypes(): { open: number } {
  const listings = { open: 0 };
  const open = fs.opendirSync;
  vi.spyOn(fs, "opendirSync").mockImplementation((path, options) => {
    const listing = open(path, options);
    listings.open++;
    const { readSync, closeSync } = listing;
    let count = 0;
    listing.readSync = () => {
      if (String(options?.encoding) !== "buffer" && count++ > 0)
        throw new TypeError("the name must be bytes");
      return readSync.call(listing);
    };
    listing.closeSync = () => {
      listings.open--;
      closeSync.call(listing);
    };
    return listing;
  });
  syncBuiltinESMExports();
  return listings;
}

/** A folder with an entry of each kind, and names of several forms. */
function hardFolder(): { folder: string; expected: Entry[] } {
  const folder = temporaryFolder("a.txt", "\u00e9\u{1f600}.txt", "sub/inner.txt");
  symlinkSync("nowhere", join(folder, "link"));
  const expected: Entry[] = [
    { name: "a.txt", kind: "file" },
    { name: "link", kind: "link" },
    { name: "sub", kind: "folder" },
    { name: toBytePath("\u00e9\u{1f600}.txt"), kind: "file" },
  ];
  if (process.platform !== "linux") return { folder, expected };
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0x41])]), "");
  expected.push({ name: "\xffA", kind: "file" });
  return { folder, expected };
}

function sorted(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

describe("a folder is listed", () => {
  test("with names as bytes, whatever they are", () => {
    const { folder, expected } = hardFolder();
    expect(sorted(listFolder(toBytePath(folder)))).toEqual(sorted(expected));
  });

  test("once, where the file system does not tell what entries are", () => {
    const { folder, expected } = hardFolder();
    const listings = withoutTypes();
    expect(sorted(listFolder(toBytePath(folder)))).toEqual(sorted(expected));
    expect(fs.opendirSync).toHaveBeenCalledTimes(2);
    expect(listings.open).toBe(0);
  });

  test("with more entries than are read at once", () => {
    const names = Array.from({ length: 300 }, (_, index) => `${index}.txt`);
    expect(
      listFolder(toBytePath(temporaryFolder(...names)))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names.sort());
  });

  test("if it is empty", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "empty"));
    expect(listFolder(toBytePath(join(folder, "empty")))).toEqual([]);
  });
});

test("what cannot be listed throws the error of the system", () => {
  const folder = temporaryFolder("a.txt");
  expect(() => listFolder(toBytePath(join(folder, "a.txt")))).toThrow(/ENOTDIR/);
  expect(() => listFolder(toBytePath(join(folder, "none")))).toThrow(/ENOENT/);
});
