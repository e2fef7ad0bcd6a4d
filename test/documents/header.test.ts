/** The grammar of header templates: what matches, what does not, where matching stops, and which templates are none. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileHeaderTemplate } from "../../src/documents/headers/template.ts";
import { UsageError } from "../../src/findings/errors.ts";
import { whiteSpace } from "../kernel/oracle.ts";

interface Found {
  readonly fields: Record<string, string>;
  /** Text from the start of the header's line to the start of the body. */
  readonly header: string;
  /** Text before the header's first character that is not blank. */
  readonly before: string;
}

interface NotFound {
  /** Text before the place; null if there is no header line at all. */
  readonly before: string | null;
  readonly expected: string;
}

/** Reads `text`, which stands between other bytes that no reader may look at. */
function read(template: string, text: string): Found | NotFound {
  const around = "date 1999-01-01 https://around.example/\n";
  const [head, body] = [Buffer.from(around), Buffer.from(text)];
  const bytes = Buffer.concat([head, body, head]);
  const end = head.length + body.length;
  const found = compileHeaderTemplate(template).read(bytes, head.length, end);
  const slice = (from: number, to: number) => bytes.toString("utf8", from, to);
  if ("problem" in found) {
    return found.problem === "empty"
      ? { before: null, expected: "" }
      : { before: slice(head.length, found.at), expected: found.expected };
  }
  const fields = found.fields.map((field) => [field.name, slice(field.start, field.end)]);
  return {
    fields: Object.fromEntries(fields),
    header: slice(found.start, found.end),
    before: slice(head.length, found.place),
  };
}

const standard = "date {date} {url}";
const separators = [...whiteSpace].filter((code) => code !== 0x0a && code !== 0x0d);

describe("a header that matches", () => {
  test.each<[string, string, Record<string, string>]>([
    [standard, "date 2020-09-09 https://a.example/", { date: "2020-09-09", url: "https://a.example/" }],
    [
      standard,
      " \tdate\t2020-09-09   https://a.example/ \t",
      { date: "2020-09-09", url: "https://a.example/" },
    ],
    [standard, "date date url", { date: "date", url: "url" }],
    [standard, "date {date} {url}", { date: "{date}", url: "{url}" }],
    ["{date}", "é", { date: "é" }],
    ["  {a}\u00a0{b}\u3000", "1 2", { a: "1", b: "2" }],
    // Mixed parts.
    ["[{date}]", "[2020]", { date: "2020" }],
    ["[{date}]", "[[]", { date: "[" }],
    ["[{date}]", "[]]", { date: "]" }],
    ["{a}/{b}", "x/y/z", { a: "x", b: "y/z" }],
    ["{a}-{b}", "--x", { a: "-", b: "x" }],
    ["{a}-{b}", "x--", { a: "x", b: "-" }],
    ["{a}--{b}", "x---y", { a: "x", b: "-y" }],
    ["{a}ab{b}", "aabb", { a: "a", b: "b" }],
    ["{a}€{b}", "£€x", { a: "£", b: "x" }],
    ["<{a}:{b}> {c}", "<1:2> 3", { a: "1", b: "2", c: "3" }],
    ["id={id};", "id=7;", { id: "7" }],
    // Braces.
    ["{{{a}}}", "{x}", { a: "x" }],
    ["{{a}} {b}", "{a} x", { b: "x" }],
    ["}}{a}{{", "}x{", { a: "x" }],
    // The rest of the line.
    ["{a} {rest...}", "1 2  3 \t", { a: "1", rest: "2  3" }],
    ["{rest...}", "  all of it ", { rest: "all of it" }],
    ["title: {title...}", "title:   A  b", { title: "A  b" }],
    ["t:{title...}", "t:A b", { title: "A b" }],
    ["{a} [{rest...}", "1 [2 3]", { a: "1", rest: "2 3]" }],
    ["{a}:{rest...}", "x:y z:w", { a: "x", rest: "y z:w" }],
    // Names: any text without braces.
    ["{constructor} {a.b} {日}", "1 2 3", { constructor: "1", "a.b": "2", 日: "3" }],
  ])("%s reads %j", (template, line, fields) => {
    expect(read(template, line)).toMatchObject({ fields });
  });

  test.each(separators.map((code) => [code.toString(16).padStart(4, "0"), code]))(
    "U+%s separates parts and is trimmed",
    (_name, code) => {
      const blank = String.fromCodePoint(Number(code));
      const line = `${blank}date${blank}${blank}x${blank}y${blank}`;
      expect(read(standard, line)).toMatchObject({ fields: { date: "x", url: "y" } });
    },
  );

  test.each(["\ufeff", "\u200b", "\u180e", "\u2060", "\0", "\u001c", "\u001f"])(
    "%j is no blank: it belongs to the value",
    (character) => {
      const value = `${character}x${character}y`;
      expect(read("{a} {b}", `${value} z`)).toMatchObject({ fields: { a: value, b: "z" } });
    },
  );

  test.each<[string, string, string]>([
    ["a b\nbody", "a b\n", ""],
    ["a b\r\nbody", "a b\r\n", ""],
    ["a b\rbody", "a b\r", ""],
    ["a b\r\n\nbody", "a b\r\n", ""],
    ["a b\n\r\nbody", "a b\n", ""],
    ["a b", "a b", ""],
    ["\n\r\n \t\r\u2003\u2028\n  a b  \nbody", "  a b  \n", "\n\r\n \t\r\u2003\u2028\n  "],
    ["\u2028a b\u2029\nbody", "\u2028a b\u2029\n", "\u2028"],
    ["\r\ra b\r\rx", "a b\r", "\r\r"],
  ])("is the first line that is not blank, with its line end: %j", (text, header, before) => {
    expect(read("{x} {y}", text)).toEqual({ fields: { x: "a", y: "b" }, header, before });
  });

  test("reads back what was put into a template, without backtracking", () => {
    const value = fc.stringMatching(/^[a-z0-9é€𝄞:/.]{1,12}$/u);
    const blank = fc.constantFrom(...separators.map((code) => String.fromCodePoint(code)));
    const blanks = fc.array(blank, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(value, value, value, blanks, blanks, (a, b, c, first, second) => {
        const line = `${first}[${a}](${b})${second}${c}${first}`;
        expect(read("[{a}]({b}) {c}", line)).toMatchObject({ fields: { a, b, c } });
      }),
    );
  });

  test("takes time in proportion to the line", () => {
    const line = `${"ab".repeat(200_000)}c`;
    const startedAt = performance.now();
    expect(read("{a}abc{b}", line)).toMatchObject({ expected: "{b}" });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

describe("a header that does not match", () => {
  test.each<[string, string, string, string]>([
    // Template, line, what stands before the place, what was expected there.
    [standard, "dote 2020 x", "d", "date"],
    [standard, "Date 2020 x", "", "date"],
    [standard, "dat 2020 x", "dat", "date"],
    [standard, "dates 2020 x", "date", "a blank"],
    [standard, "  2020 x", "  ", "date"],
    [standard, "date", "date", "{date}"],
    [standard, "date  ", "date", "{date}"],
    [standard, "date 2020", "date 2020", "{url}"],
    [standard, "date 2020 x y", "date 2020 x ", "the end of the line"],
    [standard, "date 2020 x \u200b", "date 2020 x ", "the end of the line"],
    ["é {a}", "è x", "", "é"],
    ["é {a}", "éé x", "é", "a blank"],
    ["a€ {b}", "a£ x", "a", "a€"],
    ["[{a}]", "[]", "[", "{a}"],
    ["[{a}]", "[x", "[x", "]"],
    ["[{a}]", "[x]]", "[x]", "a blank"],
    ["[{a}]", "x]", "", "["],
    ["[{a}]", "[x y]", "[x", "]"],
    ["{a}/{b}", "x/", "x/", "{b}"],
    ["{a}/{b}", "/x", "", "{a}"],
    ["{a}/{b}", "xy", "xy", "/"],
    ["{a} {rest...}", "x", "x", "{rest...}"],
    ["t:{rest...}", "t:", "t:", "{rest...}"],
    ["{{{a}}}", "x", "", "{"],
    ["{{{a}}}", "{x", "{x", "}"],
    [standard, "\n \ndate 2020", "\n \ndate 2020", "{url}"],
  ])("%s and %j", (template, line, before, expected) => {
    expect(read(template, line)).toEqual({ before, expected });
  });

  test.each(["", "\n", " \t\r\n\u2028\u3000"])("there is no header line in %j", (text) => {
    expect(read(standard, text)).toEqual({ before: null, expected: "" });
  });

  test("the place is never inside a character or behind the line", () => {
    const unit = fc.constantFrom("a", "d", "é", "€", "𝄞", " ", "[", "]", "\u2003");
    const lines = fc
      .tuple(fc.constantFrom("é", "é[", "è", "€"), fc.string({ unit }))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(lines, (line) => {
        const result = read("é[{a}]€ {b}", `${line}\nbody`);
        expect(line.startsWith(result.before!)).toBe(true);
      }),
    );
  });
});

describe("a template", () => {
  test("names its fields in order", () => {
    expect(compileHeaderTemplate("{b}/{a} x {c...}").fieldNames).toEqual(["b", "a", "c"]);
  });

  test.each([
    ["", "it names no field"],
    ["date", "it names no field"],
    ["{{a}}", "it names no field"],
    ["{a} {a}", "the field {a} occurs twice"],
    ["{a} {a...}", "the field {a} occurs twice"],
    ["{a...} {b}", "{a...} takes the rest of the line and must stand last"],
    ["{a...}x", "{a...} takes the rest of the line and must stand last"],
    ["{a}{b}", "{a}{b}: put a blank or a literal between two fields"],
    ["{a}{b...}", "{a}{b...}: put a blank or a literal between two fields"],
    ["{", 'the brace in "{" is not closed'],
    ["{a b}", 'the brace in "{a" is not closed'],
    ["a}", 'the brace in "a}" was not opened'],
    ["{a}}", 'the brace in "{a}}" was not opened'],
    ["{}", "{} is not a field"],
    ["{...}", "{...} is not a field"],
    ["{a{b}", "{a{b} is not a field"],
  ])("%j is none", (template, reason) => {
    expect(() => compileHeaderTemplate(template)).toThrow(UsageError);
    expect(() => compileHeaderTemplate(template)).toThrow(
      `header template ${JSON.stringify(template)}: ${reason}`,
    );
  });

  test("any text is a template or a UsageError", () => {
    const parts = fc.constantFrom("{", "}", "{{", "}}", "{a}", "{b}", "{c...}", " ", "x", ".", "é");
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), fc.array(parts, { maxLength: 8 }), (template, line) => {
        let outcome: unknown;
        try {
          outcome = read(template.join(""), line.join(""));
        } catch (error) {
          outcome = error;
        }
        expect(outcome instanceof Error ? outcome.constructor : Object).toBeOneOf([UsageError, Object]);
      }),
      { numRuns: 500 },
    );
  });
});
