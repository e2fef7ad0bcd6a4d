import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, type ValueNode } from "@humanwhocodes/momoa";
import fc from "fast-check";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { InputError, UsageError } from "../../src/findings/errors.ts";
import { repeatedNames } from "../../src/schema/json-syntax.ts";
import { loadSchema } from "../../src/schema/load.ts";
import { load } from "./schema-file.ts";

const draft = "https://json-schema.org/draft/2020-12/schema";

/** What is said of a schema, line by line; nothing where it can be used. */
function linesOf(schema: unknown): readonly string[] {
  try {
    load(schema);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.lines;
  }
}

describe("loadSchema", () => {
  it("gives the identifier, the hash of the bytes and the value", () => {
    const loaded = load('{ "$id": "urn:test:1", "type": "object" }\n');
    expect(loaded).toMatchObject({ displayPath: "s.json", id: "urn:test:1", json: { type: "object" } });
    expect(loaded.sha256).toBe("c7e78e3bca833a8db37822a15f6fb9854c3328b126fee2790d86968f6fb96e5e");
  });

  it("has no identifier where the schema has none", () => {
    expect(load({}).id).toBeNull();
  });

  it("is plain data", () => {
    const loaded = load({ $id: "urn:test:1", properties: { constructor: { type: "string" } } });
    expect(structuredClone(loaded)).toEqual(loaded);
  });

  it("skips a byte order mark, which counts in the hash alone", () => {
    const plain = load('{"type": "object"}');
    const marked = load('\ufeff{"type": "object"}');
    expect(marked.json).toEqual(plain.json);
    expect(marked.sha256).not.toBe(plain.sha256);
  });

  it("names the path itself where no other name is given", () => {
    expect(() => loadSchema("/no/such/schema.json")).toThrow(
      "/no/such/schema.json: the schema cannot be read: no such file or folder",
    );
  });

  it.each([
    ["a missing file", "missing.json", "no such file or folder"],
    ["a folder", ".", "it is a folder"],
  ])("throws InputError for %s", (_name, name, reason) => {
    const folder = mkdtempSync(join(tmpdir(), "docrows-schema-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const attempt = () => loadSchema(join(folder, name), "s.json");
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(`s.json: the schema cannot be read: ${reason}`);
  });
});

describe("a schema that is not UTF-8", () => {
  it.each([
    [[0xff], "1:1", "FF", 0],
    [[0x7b, 0x0a, 0x22, 0xc3, 0xa9, 0xc3], "2:3", "C3", 5],
    [[0xef, 0xbb, 0xbf, 0x7b, 0x80], "1:2", "80", 4],
    [[0x7b, 0x0d, 0x0a, 0x0d, 0xf0, 0x9f, 0x98, 0x80, 0xc0], "3:2", "C0", 8],
  ])("%j is refused at %s", (bytes, place, byte, offset) => {
    expect(() => load(Uint8Array.from(bytes))).toThrow(
      `s.json:${place}: the schema is not UTF-8: byte ${byte} at offset ${offset}`,
    );
  });
});

describe("a schema that is not JSON", () => {
  it.each([
    ["", "1:1", "the text ends too early"],
    ["   ", "1:4", "the text ends too early"],
    ["{", "1:2", "the text ends too early"],
    ['{"type":', "1:9", "the text ends too early"],
    ['{"type":"object"', "1:17", "the text ends too early"],
    ['{"type":"obj', "1:13", "the text ends too early"],
    ["[1,\n2", "2:2", "the text ends too early"],
    ['{"a" 1}', "1:6", "unexpected 1"],
    ['{"a":1,}', "1:8", "unexpected }"],
    ['{"a":1}}', "1:8", "unexpected }"],
    ['{"a":tru}', "1:6", "unexpected t"],
    ['{\r"a":\r\n\ttru}', "3:2", "unexpected t"],
    ['{"\u{1F600}é": tru}', "1:8", "unexpected t"],
    ['\ufeff{"a": }', "1:7", "unexpected }"],
    ["{'a':1}", "1:2", "unexpected '"],
    ['{"a":"\\q"}', "1:7", "unexpected \\"],
    ["{} // note", "1:4", "unexpected /"],
    ['{"title":\n"a\tb"}', "2:3", "a string holds a control character; write it as an escape such as \\n"],
    ["[".repeat(201), "1:201", "more than 200 arrays and objects are nested in each other"],
    [
      `${'{"not":'.repeat(100_000)}{}${"}".repeat(100_000)}`,
      "1:1401",
      "more than 200 arrays and objects are nested in each other",
    ],
  ])("%j is refused at %s", (text, place, reason) => {
    expect(() => load(text)).toThrow(UsageError);
    expect(() => load(text)).toThrow(`s.json:${place}: the schema is not usable JSON: ${reason}`);
  });

  it("brackets in strings are not nesting", () => {
    expect(load({ title: '[{\\"'.repeat(500) }).id).toBeNull();
  });

  it("nesting up to the bound can be compiled", () => {
    const nested = (depth: number): object => (depth === 0 ? {} : { items: nested(depth - 1) });
    expect(load(nested(199)).id).toBeNull();
  });
});

describe("a schema that is no object", () => {
  it.each([
    ["true", "1:1", "`true` describes no columns"],
    ["\n false", "2:2", "`false` describes no columns"],
    ["[]", "1:1", "this is none"],
    ["null", "1:1", "this is none"],
    ['"x"', "1:1", "this is none"],
  ])("%j is refused at %s", (text, place, reason) => {
    expect(() => load(text)).toThrow(`s.json:${place}: a schema must be a JSON object; ${reason}`);
  });
});

describe("the draft", () => {
  const draft07 = "http://json-schema.org/draft-07/schema";
  const draft201909 = "https://json-schema.org/draft/2019-09/schema";
  const unsupported = `this "$schema" is not supported; write "${draft}" (draft 2020-12) or "${draft201909}" (draft 2019-09) or "${draft07}" (draft 07)`;

  it.each([draft, `${draft}#`, draft201909, `${draft201909}#`, draft07, `${draft07}#`])(
    "%s is understood",
    ($schema) => {
      expect(load({ $schema }).json).toEqual({ $schema });
    },
  );

  it.each([
    [{ $schema: "http://json-schema.org/draft-04/schema#" }, "1:12"],
    [{ $schema: "http://json-schema.org/schema#" }, "1:12"],
    [{ $schema: "https://example.org/my-dialect" }, "1:12"],
    [{ $schema: 5 }, "1:12"],
    [{ $defs: { a: { $schema: "http://json-schema.org/draft-06/schema#" } } }, "1:26"],
  ])("%j is refused at %s", (schema, place) => {
    expect(() => load(schema)).toThrow(`s.json:${place}: ${unsupported}`);
  });

  it("two drafts in one schema are refused", () => {
    expect(() => load({ $defs: { a: { $schema: `${draft07}#` } } })).toThrow(
      "s.json:1:26: this part is of draft 07, the schema of draft 2020-12; all parts must be of one draft",
    );
  });
});

describe("a schema that its draft does not allow", () => {
  const objection = "not a valid JSON Schema (draft 2020-12):";
  it.each([
    ['{"type":"strng"}', "1:9", "/type must be a type or a list of types"],
    ['{"type":[]}', "1:9", "/type must be a type or a list of types"],
    ['{"properties":{"a":5}}', "1:20", "/properties/a must be object or boolean"],
    ['{"properties":[]}', "1:15", "/properties must be object"],
    ['{"required":"a"}', "1:13", "/required must be array"],
    ['{"items":[{}]}', "1:10", "/items must be object or boolean"],
    ['{"$id":"a#b"}', "1:8", '/$id must match pattern "^[^#]*#?$"'],
    ['{"$ref":5}', "1:9", "/$ref must be string"],
    ['{"minimum":"1"}', "1:12", "/minimum must be number"],
    ['{"properties":{"a/b":{"minLength":-1}}}', "1:35", "/properties/a~1b/minLength must be >= 0"],
  ])("%s is refused at %s", (text, place, reason) => {
    expect(() => load(text)).toThrow(UsageError);
    expect(linesOf(text)).toEqual([`s.json:${place}: ${objection} ${reason}`]);
  });

  it("is refused with a line for each fault, in the order of the file", () => {
    const text = `{"properties":{
 "b":{"minLength":-1},
 "a":5,
 "c":{"items":[{}],"enum":5}},
"required":"a","type":"strng"}`;
    expect(linesOf(text)).toEqual([
      `s.json:2:19: ${objection} /properties/b/minLength must be >= 0`,
      `s.json:3:6: ${objection} /properties/a must be object or boolean`,
      `s.json:4:15: ${objection} /properties/c/items must be object or boolean`,
      `s.json:4:27: ${objection} /properties/c/enum must be array`,
      `s.json:5:12: ${objection} /required must be array`,
      `s.json:5:23: ${objection} /type must be a type or a list of types`,
    ]);
  });

  it("is refused with all faults that only the whole schema shows, too", () => {
    expect(linesOf('{"properties":{"a":{"pattern":"("}},\n"$ref":"#/x","enum":[]}')).toEqual([
      's.json:1:31: "(" is not a regular expression: Unterminated group',
      's.json:2:8: "$ref": nothing stands at #/x',
      's.json:2:21: "enum" lists no value',
    ]);
  });
});

describe("a schema that names something twice in one object", () => {
  const twice = (name: string) =>
    `the name "${name}" stands a second time in one object, where only one can count; remove one, or rename it`;
  it.each<[string, (readonly [string, string])[]]>([
    ['{"type":"object","type":"strng"}', [["1:18", "type"]]],
    ['{"properties":{"a":{"type":"string"},\n "a":{"type":"integer"}}}', [["2:2", "a"]]],
    ['{"properties":{"a":{}, "\\u0061" : {}}}', [["1:24", "a"]]],
    ['\ufeff{"$id":"urn:x","$id":"urn:y"}', [["1:16", "$id"]]],
    ['{"title":"\u{1F600}","title":""}', [["1:14", "title"]]],
    [
      '{"default":{"a":1,"b":[{"c":1,"c":2}],"a":2}}',
      [
        ["1:31", "c"],
        ["1:39", "a"],
      ],
    ],
    [
      '{"x-a":1,"x-a":2,"x-a":3}',
      [
        ["1:10", "x-a"],
        ["1:18", "x-a"],
      ],
    ],
    ['{"":1,"":2}', [["1:7", ""]]],
    ['{"__proto__":1,"__proto__":2}', [["1:16", "__proto__"]]],
    ['{"x\\u001b":1,"x\\u001b":2}', [["1:14", "x\\u{1b}"]]],
    ['{"a\\\\":1,"a\\\\":2}', [["1:10", "a\\"]]],
    ['{"a\\"b":1,"a\\"b":2}', [["1:11", 'a"b']]],
  ])("%s is refused", (text, faults) => {
    expect(linesOf(text)).toEqual(faults.map(([place, name]) => `s.json:${place}: ${twice(name)}`));
  });

  it.each([
    '{"properties":{"a":{"title":""},"b":{"title":""}},"title":"title"}',
    '{"enum":["a","a:","a"],"default":"default","x-a":[{"a":1},{"a":1}]}',
    '{"properties":{"a":{},"A":{},"properties":{}}}',
    '{"x-a":["\\"","\\\\",":"],"x-b":"\\":"}',
  ])("%s is not", (text) => {
    expect(linesOf(text)).toEqual([]);
  });

  it("is found in any JSON exactly where the parsed value has fewer names than the text", () => {
    const texts = fc.string({
      unit: fc.constantFrom("a", '"', "\\", ":", "{", "}", "\n", "é"),
      maxLength: 3,
    });
    const { text } = fc.letrec<{ text: string; object: string; list: string }>((tie) => ({
      text: fc.oneof(
        { maxDepth: 4 },
        texts.map((each) => JSON.stringify(each)),
        tie("object"),
        tie("list"),
      ),
      list: fc.array(tie("text"), { maxLength: 3 }).map((items) => `[ ${items.join(" ,")}]`),
      object: fc
        .array(fc.tuple(texts, tie("text")), { maxLength: 4 })
        .map(
          (members) => `{${members.map(([name, value]) => `\n${JSON.stringify(name)} : ${value}`).join()}}`,
        ),
    }));
    fc.assert(
      fc.property(text, (json) => {
        const lost = membersIn(parse(json).body) - namesIn(JSON.parse(json));
        expect(repeatedNames(json).length > 0).toBe(lost > 0);
      }),
      { numRuns: 500 },
    );
  });
});

/** How many members a JSON text has, by another parser. */
function membersIn(node: ValueNode): number {
  if (node.type === "Array") return sum(node.elements.map(({ value }) => membersIn(value)));
  return node.type === "Object" ? sum(node.members.map(({ value }) => 1 + membersIn(value))) : 0;
}

function namesIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return sum(Object.values(value).map((each) => (Array.isArray(value) ? 0 : 1) + namesIn(each)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

describe("a name that is not valid Unicode", () => {
  const halved = (name: string) =>
    `the name "${name}" is not valid Unicode: it holds half of a surrogate pair; write the whole character, or another name`;
  it.each([
    ['{"properties":{"\\ud800":{}}}', "1:16", "\\u{d800}"],
    ['{"properties":{"\\ud800":true}}', "1:16", "\\u{d800}"],
    ['{"properties":{"\\ud800":{"type":"string"}}}', "1:16", "\\u{d800}"],
    ['{"properties":{"a":{\n"properties":{"x\\udc00y":{"type":"string"}}}}}', "2:15", "x\\u{dc00}y"],
    ['{"patternProperties":{"\\ud800":{"type":"string"}}}', "1:23", "\\u{d800}"],
    ['{"dependentSchemas":{"\\ud800":{"type":"object"}}}', "1:22", "\\u{d800}"],
  ])("%s is refused at %s", (text, place, name) => {
    expect(linesOf(text)).toEqual([`s.json:${place}: ${halved(name)}`]);
  });

  it("is nobody's business in a value, and a whole pair is one character", () => {
    const text = '{"properties":{"\\ud83d\\ude00":{"const":"\\ud800","examples":[{"\\ud800":1}]}}}';
    expect(linesOf(text)).toEqual([]);
  });
});

describe("references", () => {
  it.each([
    ["a pointer", { $ref: "#/$defs/x", $defs: { x: {} } }],
    ["a pointer with escapes", { $ref: "#/$defs/a~1b%25c~0", $defs: { "a/b%c~": {} } }],
    ["a pointer into a list", { $ref: "#/allOf/0", $defs: {}, allOf: [{ type: "object" }] }],
    ["a pointer to a boolean", { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: true } }],
    ["an anchor", { $ref: "#here", $defs: { x: { $anchor: "here" } } }],
    ["an $id", { $ref: "urn:test:x", $defs: { x: { $id: "urn:test:x" } } }],
    [
      "a pointer from an $id",
      { $ref: "urn:test:x#/$defs/y", $defs: { x: { $id: "urn:test:x", $defs: { y: {} } } } },
    ],
    [
      "a pointer inside an inner $id",
      { $defs: { x: { $id: "urn:test:x", $ref: "#/$defs/y", $defs: { y: {} } } } },
    ],
    ["the root's own $id", { $id: "https://example.org/a.json", $ref: "a.json#/$defs/x", $defs: { x: {} } }],
    ["a relative $id", { $id: "a.json", $ref: "a.json#/$defs/x", $defs: { x: {} } }],
    ["a property of the author's own", { $ref: "#/x-parts/a", "x-parts": { a: { type: "object" } } }],
    ["itself, from a part", { properties: { a: { $ref: "#" } } }],
    ["a dynamic anchor", { $dynamicAnchor: "node", properties: { a: { $dynamicRef: "#node" } } }],
  ])("to %s are followed", (_name, schema) => {
    expect(load(schema).json).toEqual(schema);
  });

  const elsewhere =
    "is not among the local files, and nothing is loaded from a network; --schema-dir DIR names a folder of schemas that are found by their $id";
  it.each([
    ['{"$ref":"https://example.org/x"}', "1:9", `"$ref": https://example.org/x ${elsewhere}`],
    ['{"$id":"https://example.org/a","$ref":"b.json#/c"}', "1:39", `"$ref": b.json#/c ${elsewhere}`],
    ['{"$ref":"//example.org/x"}', "1:9", `"$ref": //example.org/x leads to a network`],
    ['{"$ref":"#/%zz"}', "1:9", '"$ref": #/%zz is no valid reference'],
    ['{"$ref":"#/$defs/x"}', "1:9", '"$ref": nothing stands at #/$defs/x'],
    ['{"$ref":"#/constructor"}', "1:9", '"$ref": nothing stands at #/constructor'],
    ['{"$ref":"#x"}', "1:9", '"$ref": no "$anchor" is called x'],
    [
      '{"title":"x",\n "properties":{"a":{"$ref":"#/title"}}}',
      "2:28",
      '"$ref": what stands at #/title is no schema',
    ],
    ['{"$dynamicRef":"#x"}', "1:16", '"$dynamicRef": #x names no "$dynamicAnchor" here'],
    ['{"$anchor":"a","$defs":{"b":{"$anchor":"a"}}}', "1:40", 'this "$anchor" is given a second time'],
    ['{"$id":"urn:x:y","$defs":{"b":{"$id":"urn:x:y"}}}', "1:38", 'this "$id" is given a second time'],
  ])("%s is refused at %s", (text, place, reason) => {
    expect(() => load(text)).toThrow(UsageError);
    expect(() => load(text)).toThrow(`s.json:${place}: ${reason}`);
  });

  const circle = "this leads in a circle, back to the schema that it is part of";
  it.each([
    ["at once", '{"$ref":"#"}', "1:9"],
    ["through allOf", '{"allOf":[{"$ref":"#"}]}', "1:19"],
    ["through not", '{"not":{"$ref":"#"}}', "1:16"],
    [
      "through two definitions",
      '{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[true,{"$ref":"#/$defs/a"}]}}}',
      "1:82",
    ],
    ["through a dynamic anchor", '{"$dynamicAnchor":"n","$dynamicRef":"#n"}', "1:37"],
  ])("that lead in a circle %s are refused", (_name, text, place) => {
    expect(() => load(text)).toThrow(`s.json:${place}: ${circle}`);
  });

  const chain = (length: number) => ({
    $ref: "#/$defs/d0",
    $defs: Object.fromEntries(
      Array.from({ length }, (_, n) => [`d${n}`, n < length - 1 ? { $ref: `#/$defs/d${n + 1}` } : {}]),
    ),
  });

  it("a long chain of references is used or refused, never a crash", () => {
    const attempt = () => {
      try {
        return load(chain(1900)).id;
      } catch (error) {
        return error;
      }
    };
    expect([null, expect.any(UsageError)]).toContainEqual(attempt());
  });

  it("more schemas than can be compiled in a short time are refused", () => {
    expect(() => load(chain(5000))).toThrow(
      "s.json:1:1: the schema consists of 5,001 schemas, 2,000 are the most",
    );
  });
});

describe("faults that only compiling shows", () => {
  it.each([
    ['{"properties":{"a":{"pattern":"("}}}', "1:31", '"(" is not a regular expression: Unterminated group'],
    [
      '{"patternProperties":{"[":{}}}',
      "1:23",
      '"[" is not a regular expression: Unterminated character class',
    ],
    [
      '{"properties":{"a":{"pattern":"\\\\-"}}}',
      "1:31",
      '"\\\\-" is not a regular expression: Invalid escape',
    ],
    [
      '{"x-own":{"a":{"pattern":"("}},"$ref":"#/x-own/a"}',
      "1:26",
      '"(" is not a regular expression: Unterminated group',
    ],
    ['{"properties":{"a":{"enum":[]}}}', "1:28", '"enum" lists no value'],
    ['{"x-own":{"type":5},"$ref":"#/x-own"}', "1:1", "the schema cannot be used: type must be JSONType"],
  ])("%s is refused at %s", (text, place, reason) => {
    expect(() => load(text)).toThrow(UsageError);
    expect(() => load(text)).toThrow(`s.json:${place}: ${reason}`);
  });

  it("a pattern in a place that is no schema is nobody's business", () => {
    const schema = {
      default: { pattern: "(" },
      enum: [{ pattern: "(" }],
      examples: [{ $ref: "nowhere.json" }],
      properties: { pattern: { const: { $ref: "x" } } },
    };
    expect(load(schema).json).toEqual(schema);
  });
});

describe("messages", () => {
  let message = "";
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "docrows-schema-"));
    const path = join(folder, "s.json");
    writeFileSync(path, JSON.stringify({ $ref: "#/a\u001b[31m" }));
    try {
      loadSchema(path, "s.json");
    } catch (error) {
      message = (error as Error).message;
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("hold no control characters of the schema", () => {
    expect(message).toContain("\\u{1b}");
    expect(message).not.toContain("\u001b");
  });
});
