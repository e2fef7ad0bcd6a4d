/** YAML front matter: where it is, what its values are, and where each stands. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HeaderValue } from "../../../src/documents/header.ts";
import { readHeader } from "./read-header.ts";

const read = (document: string) => readHeader("yaml", document);
const frontMatter = (yaml: string) => read(`---\n${yaml}\n---\n`);

/** A value in short form: plain text as it is, quoted text in quotes. */
function short(value: HeaderValue | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === "null") return null;
  if (value.kind === "list") return value.items.map(short);
  if (value.kind === "map") return value.entries.map(({ name, value: inner }) => [name, short(inner)]);
  return value.kind === "quoted" ? JSON.stringify(value.text) : value.text;
}

const valuesOf = (yaml: string) => {
  const found = frontMatter(yaml);
  return "values" in found ? found.values.map(short) : found;
};

describe("where front matter is", () => {
  test.each([
    ["---\na: 1\n---\nBody", [0, 13], 0],
    ["---\na: 1\n...\nBody", [0, 13], 0],
    ["---\na: 1\n---", [0, 12], 0],
    ["---\r\na: 1\r\n--- \r\n\r\nBody", [0, 17], 0],
    ["---\ra: 1\r---\rBody", [0, 13], 0],
    ["\n \n---\u00a0\t\na: 1\n---\n", [3, 19], 3],
    ["---\n---\n---\n", [0, 8], 0],
    ["---\n# nothing\n\n---\nBody", [0, 19], 0],
  ])("%j", (document, header, place) => {
    expect(read(document)).toMatchObject({ header, place });
  });

  test.each([
    ["a: 1\n---\n", 0],
    ["--\n", 2],
    ["----\na: 1\n---\n", 3],
    ["--- a: 1\n---\n", 3],
    [" ---\na: 1\n---\n", 0],
    ["---\na: 1\n", 9],
    ["---\na: 1\n ---\n", 14],
    ["---", 3],
  ])("%j departs at %i", (document, at) => {
    expect(read(document)).toMatchObject({ problem: "mismatch", at });
  });

  test.each(["", " \n\u2003"])("%j is empty", (document) => {
    expect(read(document)).toEqual({ problem: "empty" });
  });
});

describe("what values are", () => {
  test.each<[string, unknown[]]>([
    ["a: 1", ["1"]],
    ["a: 2020-09-09", ["2020-09-09"]],
    ["a: true\nb: True\nc: 0x1F\nd: .inf\ne: 1e3", ["true", "True", "0x1F", ".inf", "1e3"]],
    ["a:\nb: ~\nc: null\nd: NULL\ne: Null\nf: nULL", [null, null, null, null, null, "nULL"]],
    ['a: "1"\nb: \'null\'\nc: ""', ['"1"', '"null"', '""']],
    ["a: !!str 1\nb: !!str\nc: !!int '5'\nd: !!null ''", ['"1"', '""', "5", null]],
    ["a: |\n  x\n   y\nb: >-\n  x\n  y", ['"x\\n y\\n"', '"x y"']],
    ['a: "\\u00e9\\n\\U0001f331"', [JSON.stringify("é\n🌱")]],
    ["a: [1, 'x', ~, [y]]", [["1", '"x"', null, ["y"]]]],
    [
      "a: {b: {c: 1, 2: x}, doc_id: y}",
      [
        [
          [
            "b",
            [
              ["c", "1"],
              ["2", "x"],
            ],
          ],
          ["doc_id", "y"],
        ],
      ],
    ],
    [
      "a: {b, c: }",
      [
        [
          ["b", null],
          ["c", null],
        ],
      ],
    ],
    [
      "a:\n- b: 1\n  c: 2\n-",
      [
        [
          [
            ["b", "1"],
            ["c", "2"],
          ],
          null,
        ],
      ],
    ],
    ["a: &x [1]\nb: *x\nc: &x 2\nd: [*x, *x]", [["1"], ["1"], "2", ["2", "2"]]],
    ["<<: {a: 1}", [[["a", "1"]]]],
    ["a: x # comment\nb: x#y\nc: http://a.example/#b", ["x", "x#y", "http://a.example/#b"]],
    ["constructor: {valueOf: 1}", [[["valueOf", "1"]]]],
    ["{a: 1, b: [2]}", ["1", ["2"]]],
  ])("%j", (yaml, expected) => {
    expect(valuesOf(yaml)).toEqual(expected);
  });

  test("lines may end in any way", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const found = read(["---", "a: |", "  x", "  y", "b:", "- 1", "---", ""].join(end));
      expect("values" in found && found.values.map(short)).toEqual(['"x\\ny\\n"', ["1"]]);
    }
  });
});

describe("where values stand", () => {
  test("in bytes, also after characters of several bytes", () => {
    const found = read("---\n# 🌱\né: 'ü'\nlist: [鉄, 道]\nnone:\nlast: {x: é y}\n---\n");
    const starts = (value: HeaderValue | undefined): unknown =>
      value?.kind === "list"
        ? [value.start, ...value.items.map(starts)]
        : value?.kind === "map"
          ? [value.start, ...value.entries.map((entry) => starts(entry.value))]
          : value?.start;
    // Values count from the start of memory, before which nothing but the other document stands.
    const first = "values" in found ? found.values[0]!.start - found.starts![0]! : 0;
    const absolute = (offset: number | number[]): unknown =>
      typeof offset === "number" ? offset + first : offset.map(absolute);
    expect(found).toMatchObject({
      fields: { é: "'ü'", list: "[鉄, 道]", none: "", last: "{x: é y}" },
      starts: [15, 26, 42, 49],
    });
    expect("values" in found && found.values.map(starts)).toEqual(
      [15, [26, 27, 32], 42, [49, 53]].map(absolute),
    );
  });

  test("an alias stands where it is written", () => {
    expect(frontMatter("a: &x 1\nb: *x")).toMatchObject({ starts: [10, 15] });
  });
});

describe("front matter that cannot be read", () => {
  test.each([
    ["- a", "it must hold lines `key: value`", 4],
    ["text", "it must hold lines `key: value`", 4],
    ["a: [1", "", 10],
    ["a: !x y", "Unresolved tag: !x", 7],
    ["a: !!set {x}", "the tag tag:yaml.org,2002:set is not supported", 13],
    ["? [a]\n: 1", "a key must be a text", 6],
    ["a: *b", "the alias *b has no anchor before it", 7],
    ["a: &a {b: *a}", "the alias *a stands within its own anchor", 14],
    ["a: 1\n: 2", "a key is empty", 9],
    ['a: "\\udc00"', "an escape stands for half a character", 7],
  ])("%j", (yaml, reason, at) => {
    expect(frontMatter(yaml)).toEqual({
      problem: "yaml",
      at,
      reason: reason === "" ? expect.any(String) : reason,
    });
  });

  test("only the first problem is told", () => {
    expect(frontMatter("a: *b\na: 1")).toMatchObject({ problem: "yaml", at: 7 });
    expect(frontMatter("a: 1\na: *b")).toEqual({ problem: "repeated-field", at: 9, name: "a" });
  });

  test.each(["[", "{a: ", "- ", "? "])("%j nests to a bound", (open) => {
    const nested = (depth: number) => frontMatter(`a:\n ${open.repeat(depth)}`);
    expect(nested(10)).not.toMatchObject({ reason: expect.stringContaining("nested") });
    expect(nested(101)).toMatchObject({ reason: "values are nested more than 100 deep" });
    expect(nested(16_000)).toMatchObject({ reason: "values are nested more than 100 deep" });
  });

  test("its size is bounded", () => {
    expect(frontMatter(`a: ${"x".repeat(65_532)}`)).toMatchObject({ header: [0, 65_536 + 8] });
    expect(frontMatter(`a: ${"x".repeat(65_533)}`)).toMatchObject({ problem: "yaml", at: 4 });
  });

  test("aliases are bounded by what they stand for", () => {
    const text = "x".repeat(60_000);
    const aliases = (count: number) => frontMatter(`a: &a ${text}\nb: [${Array(count).fill("*a").join()}]`);
    expect(aliases(16)).toMatchObject({ starts: [10, 60_014] });
    expect(aliases(17)).toMatchObject({ reason: "its aliases stand for too many values", at: 60_014 });
    const doubled = Array.from(
      { length: 1000 },
      (_, index) => `k${index + 1}: &k${index + 1} [*k${index}, *k${index}]`,
    );
    expect(frontMatter(`k0: &k0 x\n${doubled.join("\n")}`)).toMatchObject({
      reason: "its aliases stand for too many values",
    });
  });

  test("hostile text is read or refused, never a crash", () => {
    const piece = fc.constantFrom(
      ...[
        "a",
        ": ",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!!str ",
        "!",
        "|\n",
        ">\n",
        '"',
        "'",
        "\n",
        "  ",
      ],
      ...[
        "#",
        "%",
        "@",
        "\\",
        "é",
        "\t",
        "\r",
        "\r\n",
        "---",
        "...",
        "~",
        "<<",
        "\u0085",
        "\ufeff",
        "\u0000",
        "🌱",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const document = `---\n${pieces.join("")}\n---\n`;
        const found = read(document);
        const length = Buffer.byteLength(document);
        const places = "problem" in found ? ("at" in found ? [found.at] : []) : found.starts;
        for (const place of places) expect(place >= 0 && place <= length).toBe(true);
        expect("problem" in found || found.header[1]! <= length).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
