/** Headers of `Key: value` lines. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHeader } from "./read-header.ts";

const read = (document: string) => readHeader("fields", document);

describe("lines `Key: value`", () => {
  test.each<[string, string, object]>([
    ["end at a blank line", "a: 1\nb: 2\n\nc: 3\n", { a: "1", b: "2" }],
    ["end at a line of White_Space", "a: 1\n\u2003\t\nb: 2\n", { a: "1" }],
    ["end with the document", "a: 1\nb: 2", { a: "1", b: "2" }],
    ["end in any way", "a: 1\rb: 2\r\nc: 3\r\r\nd: 4", { a: "1", b: "2", c: "3" }],
    ["are cut at the first colon", "url: https://a.example/:x", { url: "https://a.example/:x" }],
    ["need no blank", "a:1\nb :2\nhttps://a.example/", { a: "1", b: "2", https: "//a.example/" }],
    ["are trimmed of White_Space", "a\u00a0:\u3000 x  y \u2028\n", { a: "x  y" }],
    ["keep what is no White_Space", "\u200ba:\ufeffx\u200b", { "\u200ba": "\ufeffx\u200b" }],
    ["may have empty values", "a:\nb:  \nc: 1\n", { a: "", b: "", c: "1" }],
    ["may have blanks in keys", "Date of birth: 1\n", { "Date of birth": "1" }],
    ["differ by letter case", "a: 1\nA: 2\n", { a: "1", A: "2" }],
    ["may be called constructor", "constructor: 1\ntoString: 2", { constructor: "1", toString: "2" }],
    ["may have long keys", `${"k".repeat(1000)}: 1`, { ["k".repeat(1000)]: "1" }],
  ])("%s", (_name, document, fields) => {
    expect(read(document)).toMatchObject({ fields: { ...fields } });
    expect(Object.keys((read(document) as { fields: object }).fields)).toEqual(Object.keys(fields));
  });

  test("are the header with their line ends; blank lines around them are not", () => {
    const document = "\n \r\na: 1\r\nb:\n\nBody: x\n";
    expect(read(document)).toMatchObject({ header: [4, 13], place: 4, starts: [7, 12] });
  });

  test("an empty value stands after its colon", () => {
    expect(read("a:  \nb: 1")).toMatchObject({ starts: [2, 8] });
  });
});

describe("no such header", () => {
  test.each([
    ["Just text.", 0],
    ["a: 1\nno field\n", 5],
    ["a: 1\n b: 2\n", 5],
    ["a: 1\n\tcontinued\n", 5],
    ["\n  a: 1\n", 1],
    [": 1\n", 0],
    ["\u00a0: 1\n", 0],
    [`${"k".repeat(1001)}: 1\n`, 0],
    ["---\na: 1\n---\n", 0],
  ])("%j departs at %i", (document, at) => {
    expect(read(document)).toEqual({ problem: "mismatch", at, expected: "Key: value" });
  });

  test.each(["", "\n", " \r\n\u2003"])("%j is empty", (document) => {
    expect(read(document)).toEqual({ problem: "empty" });
  });

  test("a name stands once", () => {
    expect(read("é: 1\na: 2\né :3\n")).toEqual({ problem: "repeated-field", at: 11, name: "é" });
  });

  test.each(["doc_id", "paragraphs", "__proto__"])("no field is called %s", (name) => {
    expect(read(`a: 1\n${name}: 2\n`)).toEqual({ problem: "reserved-field", at: 5, name });
  });
});

test("every field that is written is read", () => {
  const word = fc.stringMatching(/^[a-zé鉄][a-z 0-9:é]{0,8}[a-z]$/u);
  const fields = fc.uniqueArray(fc.tuple(word, word), {
    selector: ([key]) => key.split(":")[0]!.trim(),
    minLength: 1,
  });
  const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(fields, lineEnd, (pairs, end) => {
      const keys = pairs.map(([key, value]) => [key.replaceAll(":", "").trim() || "k", value] as const);
      fc.pre(new Set(keys.map(([key]) => key)).size === keys.length);
      const header = keys.map(([key, value]) => `${key}: ${value}${end}`).join("");
      const found = read(`${header}${end}Body: x`);
      expect(found).toMatchObject({
        header: [0, Buffer.byteLength(header)],
        fields: Object.fromEntries(keys),
      });
    }),
    { numRuns: 100 },
  );
});
