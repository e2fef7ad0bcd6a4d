/** Files in the output folder that docrows did not write: never touched, and never read as documents. */
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/findings/errors.ts";
import { exportDataset } from "../../src/run.ts";
import { exportText, HEADER, workspace } from "./datasets.ts";

describe("a file that docrows did not write", () => {
  test("stays, beside and across datasets", async () => {
    const space = workspace();
    const own = {
      "out/notes.txt": "mine",
      "out/figures/a.csv": "1,2",
      "out/.hidden": "x",
      "out/.docrows/x": "y",
    };
    space.write(own);
    for (const [text, format] of [
      ["one", "csv"],
      ["two", "jsonl"],
      ["three", "arrow"],
    ] as const) {
      await exportText(space, text, { format: [format] });
      const files = space.snapshot("");
      for (const [name, content] of Object.entries(own)) expect(files[name]).toBe(content);
    }
  });

  test.each(["paragraphs.csv", "documents.csv", "datapackage.json", "rejects.jsonl"])(
    "is not overwritten: %s",
    async (name) => {
      const space = workspace();
      space.write({ [`out/${name}`]: "{}" });
      const before = space.snapshot("out");
      const options = { onInvalid: "skip" } as const;
      await expect(exportText(space, "new", options)).rejects.toThrow(UsageError);
      await expect(exportText(space, "new", options)).rejects.toThrow(
        `${space.at("out", name)} exists and was not written by docrows, or was changed since; move it away or name another folder with --out`,
      );
      expect(space.snapshot("out")).toEqual(before);
    },
  );

  test("is not overwritten if it is a folder, or a link that leads nowhere", async () => {
    const space = workspace();
    mkdirSync(space.at("out/paragraphs.csv"), { recursive: true });
    await expect(exportText(space, "new")).rejects.toThrow("was not written by docrows");
    mkdirSync(space.at("linked"));
    symlinkSync(space.at("nowhere"), space.at("linked/documents.csv"));
    await expect(exportText(space, "new", { out: space.at("linked") })).rejects.toThrow(
      "was not written by docrows",
    );
  });

  test("of a format that is not asked for is no hindrance", async () => {
    const space = workspace();
    space.write({ "out/paragraphs.jsonl": "mine" });
    await exportText(space, "new");
    expect(space.snapshot("out")["paragraphs.jsonl"]).toBe("mine");
    await expect(exportText(space, "new", { format: ["csv", "jsonl"] })).rejects.toThrow(UsageError);
    expect(space.snapshot("out")["paragraphs.jsonl"]).toBe("mine");
  });

  test("is one that was changed after docrows wrote it: it is neither removed nor overwritten", async () => {
    const space = workspace();
    await exportText(space, "old", { format: ["csv", "jsonl"] });
    space.write({ "out/paragraphs.csv": "mine" });
    await exportText(space, "new", { format: ["jsonl"] });
    expect(space.snapshot("out")["paragraphs.csv"]).toBe("mine");
    await expect(exportText(space, "newer", { format: ["csv"] })).rejects.toThrow("or was changed since");
    expect(space.snapshot("out")["paragraphs.csv"]).toBe("mine");
  });

  test("that appears while the documents are read is not overwritten either", async () => {
    const space = workspace();
    const onEvent = ({ type }: { type: string }) => {
      if (type === "end") space.write({ "out/paragraphs.csv": "mine" });
    };
    await expect(exportText(space, "new", { onEvent })).rejects.toThrow("was not written by docrows");
    expect(space.snapshot("out")).toEqual({ "paragraphs.csv": "mine" });
  });
});

describe("the output folder", () => {
  test("is not read, not as a part of the input, and not by another name", async () => {
    const space = workspace();
    space.write({ "texts/a.txt": `${HEADER}\n\nA.\n`, "texts/out/notes.txt": "not a document" });
    symlinkSync(space.at("texts/out"), space.at("link"));
    for (const out of [space.at("texts/out"), space.at("link")]) {
      const result = await exportDataset({
        inputs: [space.at("texts")],
        out,
        format: ["csv"],
        include: ["*"],
      });
      expect([result.counts.documents, result.complete]).toEqual([1, true]);
      expect(result.passedOver).toEqual([["(output folder)", 1]]);
    }
    expect(readFileSync(space.at("texts/out/notes.txt"), "utf8")).toBe("not a document");
  });

  test("cannot be a file, nor lie below one", async () => {
    const space = workspace();
    space.write({ file: "mine" });
    for (const out of ["file", "file/below"]) {
      await expect(exportText(space, "new", { out: space.at(out) })).rejects.toThrow(
        `cannot create the folder ${space.at(out, ".docrows")}: `,
      );
    }
    expect(space.snapshot("")).toHaveProperty("file", "mine");
  });
});
