/** Text documents: mark, header, body, and what is said of those that cannot be read. */
import { describe, expect, test } from "vitest";
import type { DocumentReading } from "../../src/documents/document-kind.ts";
import { compileHeaderTemplate } from "../../src/documents/headers/template.ts";
import { documentExtensions, documentKindOf, documentKinds } from "../../src/documents/index.ts";
import { text } from "../../src/documents/text.ts";
import { ParagraphSpans } from "../../src/kernel/paragraph-spans.ts";
import { typescriptKernel } from "../../src/kernel/typescript.ts";

const settings = { kernel: typescriptKernel, header: compileHeaderTemplate("date {date} {url}") };
const HEADER = "date 2020-09-09 https://a.example/";

/** Reads a document that stands between others in memory. */
function read(document: Buffer | string, spans = new ParagraphSpans()) {
  const before = Buffer.from("date 1 2\n\nbefore");
  const body = Buffer.from(document);
  const bytes = Buffer.concat([before, body, Buffer.from("after\n\n")]);
  const start = before.length;
  const reading = text.read(bytes, start, start + body.length, settings, spans);
  const rows = Array.from({ length: reading.paragraphCount }, (_, index) => {
    const at = reading.firstParagraph + index;
    return {
      text: bytes.toString("utf8", spans.starts[at], spans.ends[at]),
      lines: [spans.lineStarts[at], spans.lineEnds[at]],
    };
  });
  return { reading, rows, start };
}

function relative({ reading, start }: { reading: DocumentReading; start: number }) {
  return [reading.headerStart - start, reading.headerEnd - start, reading.place - start];
}

describe("a document that can be read", () => {
  test("has a header, then paragraphs with the lines of the file", () => {
    const result = read(`\n ${HEADER}\r\n\r\nOne,\rtwo.\n\u2003\nThree.`);
    expect(result.reading.problem).toBeNull();
    expect(relative(result)).toEqual([1, 2 + HEADER.length + 2, 2]);
    expect(result.rows).toEqual([
      { text: "One,\rtwo.", lines: [4, 5] },
      { text: "Three.", lines: [7, 7] },
    ]);
  });

  test("a byte order mark belongs to neither header nor paragraphs", () => {
    const result = read(`\ufeff${HEADER}\nBody \ufeff.\n`);
    expect(relative(result)).toEqual([3, 3 + HEADER.length + 1, 3]);
    expect(result.rows).toEqual([{ text: "Body \ufeff.", lines: [2, 2] }]);
  });

  test("only the first mark is skipped", () => {
    const { reading } = read(`\ufeff\ufeff${HEADER}\nBody.`);
    expect(reading.problem).toMatchObject({ code: "header/mismatch", byte: 3 });
  });

  test.each([HEADER, `${HEADER}\n`, `${HEADER}\r\n\n \u2028\n`])("a header alone is read: %j", (document) => {
    const { reading } = read(document);
    expect(reading.problem).toBeNull();
    expect(reading.paragraphCount).toBe(0);
    expect(reading.fields).toHaveLength(2);
  });

  test("appends its paragraphs to those of other documents", () => {
    const spans = new ParagraphSpans();
    const first = read(`${HEADER}\n\nOne.\n\nTwo.`, spans);
    const second = read(`${HEADER}\n\nThree.`, spans);
    expect([first.reading.firstParagraph, second.reading.firstParagraph, spans.count]).toEqual([0, 2, 3]);
    expect(second.rows).toEqual([{ text: "Three.", lines: [3, 3] }]);
  });
});

describe("a document that cannot be read", () => {
  test.each([
    ["", 0],
    ["\ufeff", 0],
    [" \n\u3000\r\n", 0],
  ])("is empty: %j", (document, byte) => {
    expect(read(document).reading.problem).toEqual({
      code: "document/empty",
      byte,
      pointer: "",
      params: {},
    });
  });

  test("says what was found where the header stops to match, up to the end of the line", () => {
    const { reading } = read("\ufeff\ndate 2020 a b c\r\nBody");
    expect(reading.problem).toEqual({
      code: "header/mismatch",
      byte: 3 + 1 + "date 2020 a ".length,
      pointer: "",
      params: { expected: "the end of the line", found: "b c" },
    });
  });

  test("never finds half a character, however long the line", () => {
    for (const start of ["", "x", "xx", "xxx"]) {
      const { reading } = read(start + "𝄞".repeat(100));
      expect(reading.problem!.params.found).toMatch(/^x*𝄞{50,}$/u);
    }
  });

  test.each<[number[], number, string]>([
    [[0xff], 0, "FF"],
    [[...Buffer.from(`${HEADER}\n\nabc`), 0xc3], HEADER.length + 5, "C3"],
    [[...Buffer.from(HEADER), 0x0a, 0x0a, 0xed, 0xa0, 0x80], HEADER.length + 2, "ED"],
    [[0xef, 0xbb, 0xbf, 0x0a, 0x80], 4, "80"],
    [[0xef, 0xbb], 0, "EF"],
    [[0x00, 0xc0, 0x80], 1, "C0"],
  ])("is not UTF-8: %j", (bytes, byte, found) => {
    const spans = new ParagraphSpans();
    const { reading } = read(Buffer.from(bytes), spans);
    expect(reading.problem).toEqual({ code: "input/invalid-utf8", byte, pointer: "", params: { found } });
    expect([reading.paragraphCount, reading.fields.length, spans.count]).toEqual([0, 0, 0]);
    expect(reading.headerEnd).toBe(reading.headerStart);
  });

  test.each<[string, number[], Record<string, string>]>([
    ["little-endian", [0xff, 0xfe, 0x61, 0x00], { found: "FF", looksLike: "UTF-16" }],
    ["big-endian", [0xfe, 0xff, 0x00, 0x61], { found: "FE", looksLike: "UTF-16" }],
    ["a byte order mark alone", [0xff, 0xfe], { found: "FF", looksLike: "UTF-16" }],
    ["half of one", [0xff], { found: "FF" }],
    ["one byte twice", [0xff, 0xff], { found: "FF" }],
    ["one that does not come first", [0x61, 0xff, 0xfe], { found: "FF" }],
  ])("looks like UTF-16, or does not: %s", (_, bytes, params) => {
    expect(read(Buffer.from(bytes)).reading.problem!.params).toEqual(params);
  });

  test("a character that the end of the document cuts is not completed by what follows in memory", () => {
    const bytes = Buffer.from(`${HEADER}\n\né`);
    const reading = text.read(bytes, 0, bytes.length - 1, settings, new ParagraphSpans());
    expect(reading.problem).toMatchObject({ code: "input/invalid-utf8", byte: bytes.length - 2 });
  });
});

describe("kinds of documents", () => {
  test.each(["a.txt", "a.TXT", "folder.md/a.Txt", "-", "no-extension", "a.md"])("%s is text", (path) => {
    expect(documentKindOf(path).name).toBe("text");
  });

  test("extensions are lower-case, with a dot, and belong to one kind each", () => {
    expect(documentExtensions.filter((extension) => !/^\.[a-z0-9]+$/.test(extension))).toEqual([]);
    expect(new Set(documentExtensions).size).toBe(documentExtensions.length);
    expect(documentKinds.map(({ name }) => name)).toContain("text");
  });
});
