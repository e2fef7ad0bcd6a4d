/** datapackage.json: what it says, what it never says, and what is made of one that is strange. */
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { CONTRACT, formatDataPackage, readDataPackage } from "../../src/dataset/data-package.ts";
import { inspectDataset } from "../../src/dataset/inspect.ts";
import { InputError, UsageError } from "../../src/findings/errors.ts";
import { version } from "../../src/package/version.ts";
import { exportDataset } from "../../src/run.ts";
import { exportText, HEADER, workspace } from "./datasets.ts";

const sha256 = (data: string, encoding: BufferEncoding) =>
  createHash("sha256").update(Buffer.from(data, encoding)).digest("hex");

describe("datapackage.json", () => {
  test("names every other file with its size and hash, and holds its own", async () => {
    const space = workspace();
    await exportText(space, "one", { format: ["csv", "jsonl", "arrow"], onInvalid: "skip" });
    const { "datapackage.json": text, ...files } = space.snapshot("out");
    const dataPackage = JSON.parse(Buffer.from(text!, "latin1").toString());
    const resources = dataPackage.resources as { path: string; bytes: number; hash: string }[];
    expect(resources.map(({ path }) => path).sort()).toEqual(Object.keys(files).sort());
    for (const { path, bytes, hash } of resources) {
      expect([path, bytes, hash]).toEqual([
        path,
        files[path]!.length,
        `sha256:${sha256(files[path]!, "latin1")}`,
      ]);
    }
    const { sha256: own, contract } = dataPackage.docrows;
    expect(own).toBe(sha256(text!.replace(own, "0".repeat(64)), "latin1"));
    expect([contract, dataPackage.docrows.version]).toEqual([CONTRACT, version]);
  });

  test("is the same for the same documents and options, from another place, to another place, at another time", async () => {
    const space = workspace();
    const texts = { "a.txt": `${HEADER}\n\nA.\n`, "b/c.txt": "bad" };
    const write = (folder: string) =>
      space.write(
        Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}`, text])),
      );
    write("origin");
    write("elsewhere/second");
    const options = { onInvalid: "skip", column: { url: "link", date: "day" } } as const;
    await exportDataset({ ...options, inputs: [space.at("origin")], out: space.at("out-1"), maxFindings: 0 });
    const [b, a] = [space.at("elsewhere/second/b/c.txt"), space.at("elsewhere/second/a.txt")];
    await exportDataset({
      ...options,
      column: { date: "day", url: "link" },
      format: ["arrow", "jsonl", "csv"],
      inputs: [b, a],
      root: space.at("elsewhere/second"),
      out: space.at("deep/out-2"),
    });
    expect(space.snapshot("deep/out-2")).toEqual(space.snapshot("out-1"));
    const text = space.snapshot("out-1")["datapackage.json"]!;
    for (const word of [space.folder, "out-1", "origin", hostname(), new Date().toISOString().slice(0, 10)])
      expect(text).not.toContain(word);
  });

  test("escapes what a schema's id holds, and hashes itself all the same", () => {
    const text = formatDataPackage({
      files: [],
      version: "1.2.3",
      options: {
        formats: [],
        csv: { delimiter: ",", recordDelimiter: "\n", bom: false, quoting: "strings", escapeFormulas: false },
        header: [`"sha256": "${"0".repeat(64)}"`],
        paragraphs: "blank",
        onInvalid: "fail",
        columns: {},
      },
      schema: { id: '$& "sha256"', sha256: "0".repeat(64) },
      counts: {
        documents: 0,
        rejected: 0,
        unreadable: 0,
        bytes: 0,
        rejectedBytes: 0,
        paragraphs: 0,
        findings: 0,
        defaultedFields: 0,
      },
    });
    const { docrows } = JSON.parse(text);
    expect(docrows.schema).toEqual({ id: '$& "sha256"', sha256: "0".repeat(64) });
    expect(docrows.sha256).toBe(sha256(text.replace(docrows.sha256, "0".repeat(64)), "utf8"));
  });
});

describe("a dataset of a newer contract", () => {
  test("is not touched and not shown", async () => {
    const space = workspace();
    await exportText(space, "old");
    const text = space.snapshot("out")["datapackage.json"]!;
    space.write({
      "out/datapackage.json": text.replace(`"contract": ${CONTRACT}`, `"contract": ${CONTRACT + 1}`),
    });
    const before = space.snapshot("out");
    const message = `has the dataset contract ${CONTRACT + 1}, this docrows knows ${CONTRACT}; install a newer docrows`;
    for (const attempt of [
      () => exportText(space, "new"),
      () => inspectDataset(space.at("out"), 1),
      () => inspectDataset(space.at("out/paragraphs.csv"), 1),
    ]) {
      await expect(attempt()).rejects.toThrow(message);
      await expect(attempt()).rejects.toThrow(UsageError);
    }
    expect(space.snapshot("out")).toEqual(before);
  });
});

describe("a strange datapackage.json", () => {
  test.each([
    "",
    "{",
    "[]",
    "null",
    '"docrows"',
    "{}",
    '{"docrows":{}}',
    '{"docrows":{"contract":"1"}}',
    '{"docrows":null}',
  ])("%j is not from docrows", async (content) => {
    const space = workspace();
    space.write({ "out/datapackage.json": content });
    expect(readDataPackage(space.at("out"))).toBeNull();
    await expect(inspectDataset(space.at("out"), 1)).rejects.toThrow("was not written by docrows");
    await expect(exportText(space, "new")).rejects.toThrow("was not written by docrows");
    expect(space.snapshot("out")).toEqual({ "datapackage.json": content });
  });

  test.each([
    { resources: undefined },
    { resources: [null] },
    { resources: [{ path: 1 }] },
    { resources: [{ path: "paragraphs.csv", schema: { fields: {} } }] },
    { docrows: { contract: CONTRACT } },
  ])("$resources $docrows is damaged", async (change) => {
    const space = workspace();
    await exportText(space, "old");
    const dataPackage = JSON.parse(space.snapshot("out")["datapackage.json"]!);
    space.write({ "out/datapackage.json": JSON.stringify({ ...dataPackage, ...change }) });
    expect(() => readDataPackage(space.at("out"))).toThrow(InputError);
    await expect(inspectDataset(space.at("out"), 1)).rejects.toThrow("datapackage.json is damaged");
  });

  test("names of other places are not acted on", async () => {
    const space = workspace();
    await exportText(space, "old");
    space.write({ keep: "mine", "out/sub/keep.csv": "mine", "out/NOTES.txt": "mine" });
    const dataPackage = JSON.parse(space.snapshot("out")["datapackage.json"]!);
    const strange = ["../keep", "sub/keep.csv", "/etc/hostname", "NOTES.txt", "..", ""];
    dataPackage.resources.push(...strange.map((path) => ({ name: "x", path })));
    space.write({ "out/datapackage.json": JSON.stringify(dataPackage) });
    expect((await exportText(space, "new")).complete).toBe(true);
    expect(space.snapshot("")).toMatchObject({
      keep: "mine",
      "out/sub/keep.csv": "mine",
      "out/NOTES.txt": "mine",
    });
  });

  test("there is no dataset without one", async () => {
    const space = workspace();
    await exportText(space, "old");
    space.write({ "none/paragraphs.csv": space.snapshot("out")["paragraphs.csv"]! });
    await expect(inspectDataset(space.at("none"), 1)).rejects.toThrow(
      "holds no dataset: there is no datapackage.json",
    );
    await expect(inspectDataset(space.at("nowhere"), 1)).rejects.toThrow("nowhere: no such file or folder");
    const { tables, dataPackage } = await inspectDataset(space.at("none/paragraphs.csv"), 1);
    expect([dataPackage, tables[0]!.rows[0]!.slice(0, 3)]).toEqual([null, ["a.txt", "0", "old"]]);
  });
});
