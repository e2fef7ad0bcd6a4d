/** Corpora for the tests of the library: folders that go with the test. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { type Workspace, workspaceIn } from "../cli/workspace.ts";

export const HEADER = "date 2020-09-09 https://www.example.org/";
export const GOOD = `${HEADER}\n\nOne.\n\nTwo.\n`;
export const BAD = "no header\n";

export function workspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "docrows-library-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return workspaceIn(folder);
}

/** A folder of `count` small documents, more than are read at once, that goes after all tests of the file. */
export function manyDocuments(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), "docrows-many-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (let index = 0; index < count; index++) writeFileSync(join(folder, `${index}.txt`), GOOD);
  return folder;
}
