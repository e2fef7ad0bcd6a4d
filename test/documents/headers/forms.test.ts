/** The forms that a header may have: by name, by template, and several of them. */
import { describe, expect, test } from "vitest";
import { compileHeader, headerKinds } from "../../../src/documents/headers/index.ts";
import { UsageError } from "../../../src/findings/errors.ts";
import { readHeader } from "./read-header.ts";

describe("a form", () => {
  test.each(headerKinds.map(({ name }) => name))("%s is a name and has a description", (name) => {
    expect(compileHeader([name])).toBe(headerKinds.find((kind) => kind.name === name)!.reader);
    expect(headerKinds.find((kind) => kind.name === name)!.description).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    ["yml", " Did you mean yaml?"],
    ["YAML", " Did you mean yaml?"],
    ["field", " Did you mean fields?"],
    ["non", " Did you mean none?"],
    ["banana", ""],
    ["date:", ""],
  ])("%s is refused", (form, hint) => {
    const message = `header "${form}": this is no kind of header (fields, yaml, none), and a template has fields in braces, as in \`date {date} {url}\`.${hint}`;
    expect(() => compileHeader([form])).toThrow(new UsageError(message));
    expect(() => compileHeader(["none", form])).toThrow(UsageError);
  });

  test.each(["", "date url", "{date"])("%j is no template", (form) => {
    expect(() => compileHeader([form])).toThrow(/^header template /);
  });

  test("{fields} is a template", () => {
    expect(compileHeader(["{fields}"]).fieldNames).toEqual(["fields"]);
  });
});

describe("none", () => {
  test.each(["", "\n", "a: 1\n\nBody", "---\n"])("%j is body from its start", (document) => {
    expect(readHeader("none", document)).toMatchObject({ header: [0, 0], place: 0, fields: {} });
  });
});

describe("several forms", () => {
  const forms = ["date {date} {url}", "{title} by {author}", "fields"];

  test("the first that matches is taken", () => {
    expect(readHeader(forms, "date 1 2\n")).toMatchObject({ fields: { date: "1", url: "2" } });
    expect(readHeader(forms, "date by 2\n")).toMatchObject({ fields: { date: "by", url: "2" } });
    expect(readHeader(forms, "Waves by Ann\n")).toMatchObject({ fields: { title: "Waves", author: "Ann" } });
    expect(readHeader(forms, "a: 1\n")).toMatchObject({ fields: { a: "1" } });
    expect(readHeader(["none", ...forms], "a: 1\n")).toMatchObject({ fields: {} });
  });

  test("if none matches, the one that got furthest is named", () => {
    expect(readHeader(forms, "date 1\n")).toEqual({
      problem: "mismatch",
      at: 6,
      expected: "{url} (as in date {date} {url})",
    });
    expect(readHeader(forms, "date by Ann Lee")).toMatchObject({
      at: 12,
      expected: "the end of the line (as in date {date} {url})",
    });
    expect(readHeader(forms, "a: 1\nb\n")).toMatchObject({ at: 5, expected: "Key: value (as in fields)" });
    expect(readHeader(forms, "a: 1\na: 2\n")).toEqual({ problem: "repeated-field", at: 5, name: "a" });
  });

  test("of two that got equally far the first is named", () => {
    expect(readHeader(["b {x}", "c {x}"], "a 1")).toMatchObject({ at: 0, expected: "b (as in b {x})" });
  });

  test.each(["", "\n\u2003"])("%j is empty", (document) => {
    expect(readHeader(forms, document)).toEqual({ problem: "empty" });
  });

  test("give what any of them gives", () => {
    expect(compileHeader(["{a} {b}", "{b} {c}"])).toMatchObject({
      fieldNames: ["a", "b", "c"],
      anyField: false,
      nested: false,
    });
    expect(compileHeader(["{a}", "fields"])).toMatchObject({ anyField: true, nested: false });
    expect(compileHeader(["yaml", "none"])).toMatchObject({ fieldNames: [], anyField: true, nested: true });
  });
});
