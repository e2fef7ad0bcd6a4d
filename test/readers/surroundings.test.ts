/** Contract: the time zone, the language and the place where a command runs change nothing. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { corpora, runCommandLine, temporaryFolder } from "./datasets.ts";

const folder = temporaryFolder();

afterAll(folder.remove);

async function exportIn(name: string, exportArguments: readonly string[], environment: NodeJS.ProcessEnv) {
  const out = join(folder.path, name);
  const summary = await runCommandLine(["export", ...exportArguments, "--out", out], environment);
  const files = readdirSync(out)
    .sort()
    .map((file) => [file, readFileSync(join(out, file), "latin1")]);
  return { files, summary: summary.replaceAll(out, "out").replace(/in [\d.]+ s/, "in 0.0 s") };
}

describe.each(["typed", "seeds"])("%s", (name) => {
  const { exportArguments } = corpora.find((corpus) => corpus.name === name)!;

  it("gives the same files and the same messages in Tokyo and in German", async () => {
    const plain = await exportIn(`${name}-plain`, exportArguments, { TZ: "UTC", LANG: "C", LC_ALL: "C" });
    const elsewhere = { TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8", LANGUAGE: "de" };
    const moved = await exportIn(`${name} moved`, exportArguments, elsewhere);
    expect(moved.files.map(([file]) => file)).toContain("datapackage.json");
    expect(moved).toEqual(plain);
  });
});
