/** `exportDataset` and `validateCorpus` as a program calls them: results, events, errors, stopping, and silence. */
import { createHash } from "node:crypto";
import { symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import {
  type CorpusOptions,
  exportDataset,
  type Finding,
  InputError,
  messageOf,
  type RunEvent,
  UsageError,
  validateCorpus,
} from "../../src/index.ts";
import { BAD, GOOD, HEADER, manyDocuments, workspace } from "./corpora.ts";

const many = manyDocuments(2500);

let spies: MockInstance[] = [];
beforeEach(() => {
  const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write"));
  const logs = (["log", "info", "warn", "error", "debug"] as const).map((name) => vi.spyOn(console, name));
  spies = [
    ...streams,
    ...logs,
    vi.spyOn(process, "exit"),
    vi.spyOn(process, "on"),
    vi.spyOn(process, "once"),
  ];
});
afterEach(() => {
  const calls = spies.map((spy) => spy.mock.calls.length);
  vi.restoreAllMocks();
  expect(calls).toEqual(calls.map(() => 0));
});

describe("exportDataset", () => {
  test("resolves to counts, files and findings", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD, "t/b.txt": BAD, "t/c.txt": GOOD, "t/d.md": "" });
    const result = await exportDataset({ inputs: [space.at("t")], out: space.at("out"), onInvalid: "skip" });
    expect(result.counts).toEqual({
      documents: 3,
      rejected: 1,
      unreadable: 0,
      bytes: 2 * GOOD.length + BAD.length,
      rejectedBytes: BAD.length,
      paragraphs: 4,
      findings: 1,
      defaultedFields: 0,
    });
    expect([result.complete, result.findingCount, result.passedOver]).toEqual([true, 1, [[".md", 1]]]);
    expect(result.findings).toMatchObject([
      {
        code: "header/mismatch",
        severity: "error",
        path: "b.txt",
        line: 1,
        column: 1,
        byte: 0,
        pointer: "",
        params: { expected: "date", found: "no header" },
      },
    ]);
    expect(messageOf(result.findings[0]!)).toBe(
      'the header line does not match: expected date, found "no header"',
    );
    const files = space.snapshot("out");
    expect(result.files.map(({ name }) => name)).toEqual([
      ...["csv", "jsonl", "arrow"].map((extension) => `paragraphs.${extension}`),
      ...["csv", "jsonl", "arrow"].map((extension) => `documents.${extension}`),
      "rejects.jsonl",
      "datapackage.json",
    ]);
    for (const { name, bytes, sha256 } of result.files) {
      const content = Buffer.from(files[name]!, "latin1");
      expect([bytes, sha256]).toEqual([content.length, createHash("sha256").update(content).digest("hex")]);
    }
  });

  test("documents that do not conform are data: nothing is written, nothing is thrown", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD, "t/b.txt": BAD });
    const result = await exportDataset({ inputs: [space.at("t")], out: space.at("out") });
    expect([result.complete, result.files, result.counts.rejected]).toEqual([false, [], 1]);
    expect(space.snapshot("out")).toEqual({});
  });

  test("a document that cannot be read is data too, and nothing is written under skip either", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD, "t/c.txt": BAD });
    symlinkSync("nowhere", space.at("t/b.txt"));
    const inputs = ["a", "b", "c"].map((name) => space.at("t", `${name}.txt`));
    const options = { inputs, root: space.at("t"), out: space.at("out"), onInvalid: "skip" } as const;
    const { complete, counts, files, findings } = await exportDataset(options);
    expect([complete, files]).toEqual([false, []]);
    expect(counts).toMatchObject({ documents: 2, rejected: 1, unreadable: 1, paragraphs: 2, findings: 2 });
    expect(findings.map(({ path, code }) => [path, code])).toEqual([
      ["b.txt", "input/unreadable"],
      ["c.txt", "header/mismatch"],
    ]);
  });

  test.each<[object | undefined, string]>([
    [undefined, "the options must be an object, found undefined"],
    [{}, "inputs: undefined is not a list of texts: name files, folders or globs"],
    [{ inputs: "seeds" }, 'inputs: "seeds" is not a list of texts: name files, folders or globs'],
    [{ inputs: [5] }, "inputs: [ 5 ] is not a list of texts: name files, folders or globs"],
    [{ inputs: ["a", ""] }, "inputs: an empty text names no file"],
    [{ inputs: ["a"], maxfindings: 3 }, 'there is no option "maxfindings". Did you mean maxFindings?'],
    [{ inputs: ["a"], "on-invalid": "skip" }, 'there is no option "on-invalid". Did you mean onInvalid?'],
    [{ inputs: ["a"], onfinding() {} }, 'there is no option "onfinding". Did you mean onFinding?'],
    [{ inputs: ["a"], constructor: 1 }, 'there is no option "constructor"'],
    [{ inputs: ["a"], signal: {} }, "signal: {} is not an AbortSignal"],
    [{ inputs: ["a"], onEvent: 1 }, "onEvent: 1 is not a function"],
    [{ inputs: ["a"], root: 5 }, "--root: 5 is not a text"],
    [
      { inputs: ["a"], column: new Map([["date", "day"]]) },
      "--column: Map(1) { 'date' => 'day' } is not a mapping of names to names",
    ],
  ])("%j is told as wrong use", async (options, message) => {
    const failure = await validateCorpus(options as CorpusOptions).catch((error: unknown) => error);
    expect(failure).toEqual(new UsageError(message));
  });

  test("takes a mapping without a prototype", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD });
    const column = Object.assign(Object.create(null), { date: "day" });
    const result = await exportDataset({ inputs: [space.at("t")], out: space.at("out"), column });
    expect(result.complete).toBe(true);
    expect(space.snapshot("out")["paragraphs.csv"]).toContain('"day"');
  });

  test("throws UsageError for wrong use and InputError for what is not there", async () => {
    const space = workspace();
    const out = space.at("out");
    await expect(exportDataset({ inputs: [], out })).rejects.toBeInstanceOf(UsageError);
    await expect(exportDataset({ inputs: [space.folder], out, format: ["x"] })).rejects.toBeInstanceOf(
      UsageError,
    );
    for (const [name, options] of Object.entries({
      inputs: { inputs: ["a\0b"] },
      "--root": { inputs: [space.folder], root: "a\0" },
      "--include": { inputs: [space.folder], include: ["*.txt", "\0"] },
    }))
      await expect(exportDataset({ ...options, out })).rejects.toThrow(
        new RegExp(`^${name}: .* holds a NUL`),
      );
    await expect(exportDataset({ inputs: [space.at("none")], out })).rejects.toBeInstanceOf(InputError);
    await expect(exportDataset({ inputs: [space.folder], out })).rejects.toThrow(/^no documents in /);
    expect(space.snapshot("")).toEqual({});
  });

  test.each([
    ["2", true],
    ["1", false],
    [2, true],
    [1, false],
    ["50%", true],
    ["49.99%", false],
    ["0%", false],
    ["100%", true],
    [undefined, true],
  ])("maxRejected %j with 2 of 4 rejected: written is %j", async (maxRejected, complete) => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD, "t/b.txt": BAD, "t/c.txt": GOOD, "t/d.txt": BAD });
    const options = { onInvalid: "skip", maxRejected, format: ["csv"] } as const;
    const result = await exportDataset({ inputs: [space.at("t")], out: space.at("out"), ...options });
    expect([result.complete, result.files.length > 0]).toEqual([complete, complete]);
  });

  test("reads what was given when it was called: relative paths start at the working directory", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD });
    const before = process.cwd();
    process.chdir(space.folder);
    try {
      const { files } = await exportDataset({ inputs: ["t"], out: "data", format: ["csv"] });
      expect(files).toHaveLength(3);
    } finally {
      process.chdir(before);
    }
    expect(Object.keys(space.snapshot("data"))).toHaveLength(3);
  });
});

describe("events and findings", () => {
  test("come in the order of the documents: start, findings, progress, end", async () => {
    const space = workspace();
    space.write({ "t/a.txt": BAD, "t/b.txt": "", "t/c.txt": GOOD });
    const seen: (RunEvent | string)[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.type === "document") seen.push(`${event.path} ${event.status} ${event.findings}`);
      else seen.push(event);
    };
    const onFinding = ({ path, code }: Finding) => seen.push(`${path} ${code}`);
    await validateCorpus({ inputs: [space.at("t")], onEvent, onFinding });
    expect(seen).toEqual([
      { type: "start", root: space.at("t") },
      "a.txt header/mismatch",
      "a.txt rejected 1",
      "b.txt document/empty",
      "b.txt rejected 1",
      "c.txt ok 0",
      { type: "progress", documents: 3, bytes: BAD.length + GOOD.length, findings: 2 },
      { type: "end" },
    ]);
  });

  test("progress only grows, and its last word is the result", async () => {
    const steps: number[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.type === "progress") steps.push(event.documents);
    };
    const { counts } = await validateCorpus({ inputs: [many], onEvent });
    expect(steps.length).toBeGreaterThan(1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect([steps.at(-1), counts.documents]).toEqual([2500, 2500]);
  });

  test.each([0, 1, 3, 1000])(
    "maxFindings %i caps the list; all are counted and told",
    async (maxFindings) => {
      const space = workspace();
      const schema = JSON.stringify({ properties: { date: { type: "string", foramt: "date" } } });
      space.write({ "s.json": schema, "t/a.txt": BAD, "t/b.txt": "", "t/c.txt": BAD });
      const told: string[] = [];
      const { counts, findings, findingCount } = await validateCorpus({
        inputs: [space.at("t")],
        schema: space.at("s.json"),
        maxFindings,
        onFinding: ({ code }) => told.push(code),
      });
      expect(told).toEqual([
        "schema-file/unknown-keyword",
        "header/mismatch",
        "document/empty",
        "header/mismatch",
      ]);
      expect(findings.map(({ code }) => code)).toEqual(told.slice(0, maxFindings));
      expect([findingCount, counts.findings]).toEqual([4, 3]);
    },
  );

  test("are waited for after each item where the listener returns a promise", async () => {
    const log: string[] = [];
    const onEvent = async ({ type }: RunEvent) => {
      if (type === "document") return;
      log.push(type);
      await new Promise((resolve) => setTimeout(resolve, 20));
      log.push(`after ${type}`);
    };
    await validateCorpus({ inputs: [many], onEvent });
    const items = log
      .slice(log.indexOf("progress"), log.indexOf("end"))
      .filter((each) => /progress/.test(each));
    expect(items.length).toBeGreaterThan(2);
    expect(items).toEqual(items.map((_, index) => (index % 2 === 0 ? "progress" : "after progress")));
  });

  test("are waited for where the listener returns anything with a then", async () => {
    const log: string[] = [];
    const then = (resolve: () => void) => {
      log.push("waited for");
      resolve();
    };
    await validateCorpus({ inputs: [many], onEvent: ({ type }) => (type === "end" ? { then } : null) });
    expect(log).toEqual(["waited for"]);
  });

  test("are the listener's own: what it does with a finding changes nothing", async () => {
    const space = workspace();
    space.write({ "t/a.txt": BAD });
    const onFinding = (finding: Finding) => Object.assign(finding, { path: "elsewhere" });
    const { findings } = await validateCorpus({ inputs: [space.at("t")], onFinding });
    expect(findings.map(({ path }) => path)).toEqual(["a.txt"]);
  });

  test("an error of the listener ends the run, and leaves nothing behind", async () => {
    const space = workspace();
    space.write({ "t/a.txt": BAD });
    const onFinding = () => {
      throw new RangeError("enough");
    };
    const options = { inputs: [space.at("t")], out: space.at("out"), onFinding };
    await expect(exportDataset(options)).rejects.toThrow(new RangeError("enough"));
    expect(space.snapshot("out")).toEqual({});
  });
});

describe.each(["start", "document", "progress", "end", "a finding"])(
  "a promise of a listener for %s",
  (kind) => {
    test("that is rejected ends the run as an error does, and leaves nothing behind", async () => {
      const space = workspace();
      space.write({ "t/a.txt": GOOD, "t/b.txt": BAD });
      const fail = async (type: string) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (type === kind) throw new RangeError("enough");
      };
      const listeners = { onEvent: ({ type }: RunEvent) => fail(type), onFinding: () => fail("a finding") };
      const options = {
        inputs: [space.at("t")],
        out: space.at("out"),
        onInvalid: "skip",
        ...listeners,
      } as const;
      await expect(exportDataset(options)).rejects.toThrow(new RangeError("enough"));
      await expect(validateCorpus({ inputs: [space.at("t")], ...listeners })).rejects.toThrow("enough");
      expect(space.snapshot("out")).toEqual({});
    });
  },
);

describe("a signal", () => {
  const reason = new Error("the caller has seen enough");

  test("that is set beforehand stops the run before it reads", async () => {
    const space = workspace();
    const signal = AbortSignal.abort(reason);
    await expect(exportDataset({ inputs: [many], out: space.at("out"), signal })).rejects.toBe(reason);
    await expect(validateCorpus({ inputs: [many], signal })).rejects.toBe(reason);
    expect(space.snapshot("")).toEqual({});
  });

  test("that comes while the last item is at work still stops it", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD });
    const controller = new AbortController();
    const seen: string[] = [];
    const onEvent = ({ type }: RunEvent) => {
      seen.push(type);
      // As a signal handler does: in a later turn of the event loop.
      if (type === "document") setImmediate(() => controller.abort(reason));
    };
    const options = { inputs: [space.at("t")], out: space.at("out"), signal: controller.signal, onEvent };
    await expect(exportDataset(options)).rejects.toBe(reason);
    expect(seen).toEqual(["start", "document", "progress"]);
    expect(space.snapshot("out")).toEqual({});
  });

  test("stops the run between documents, and the old dataset stays", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD });
    await exportDataset({ inputs: [space.at("t")], out: space.at("out") });
    const before = space.snapshot("out");
    const controller = new AbortController();
    const seen: string[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.type !== "document") seen.push(event.type);
      if (event.type === "progress") controller.abort(reason);
    };
    const options = { inputs: [many], out: space.at("out"), signal: controller.signal, onEvent };
    await expect(exportDataset(options)).rejects.toBe(reason);
    expect(seen).toEqual(["start", "progress"]);
    expect(space.snapshot("out")).toEqual(before);
  });

  test("at the very end still stops it", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD });
    const controller = new AbortController();
    const onEvent = ({ type }: RunEvent) => type === "end" && controller.abort(reason);
    const options = { inputs: [space.at("t")], out: space.at("out"), signal: controller.signal, onEvent };
    await expect(exportDataset(options)).rejects.toBe(reason);
    expect(space.snapshot("out")).toEqual({});
  });
});

describe("validateCorpus", () => {
  test("checks and writes nothing", async () => {
    const space = workspace();
    space.write({ "t/a.txt": GOOD, "t/b.txt": `${HEADER}\n`, "t/out/c.txt": GOOD });
    const before = space.snapshot("");
    const { counts, findings, ...rest } = await validateCorpus({ inputs: [space.at("t")] });
    expect(counts).toMatchObject({ documents: 3, rejected: 1, paragraphs: 4 });
    expect(findings.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["schema/minItems", "/paragraphs"],
    ]);
    expect(Object.keys(rest).sort()).toEqual(["findingCount", "passedOver"]);
    expect(space.snapshot("")).toEqual(before);
  });
});
