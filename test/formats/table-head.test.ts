/** The first rows of JSONL files, held against a parser that keeps the order of names and the text of numbers. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "@humanwhocodes/momoa";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { headReaders } from "../../src/formats/table-head.ts";

const folder = mkdtempSync(join(tmpdir(), "docrows-head-"));
afterAll(() => rmSync(folder, { recursive: true }));

const jsonl = headReaders.find(({ format }) => format === "jsonl")!;

async function headOf(line: string) {
  const path = join(folder, "x.jsonl");
  writeFileSync(path, `${line}\n`);
  return await jsonl.read(path, 1);
}

/** The same by the parser's tree. */
function expectedOf(line: string): Map<string, string | null> {
  const { body } = parse(line);
  if (body.type !== "Object") throw new Error("no object");
  return new Map(
    body.members.map(({ name, value }) => [
      name.type === "String" ? name.value : name.name,
      value.type === "Null"
        ? null
        : value.type === "String"
          ? value.value
          : line.slice(value.loc.start.offset, value.loc.end.offset),
    ]),
  );
}

test("names stand in the order of the line, numbers and nested values as they are there", async () => {
  const name = fc.oneof(
    fc.integer({ min: 0, max: 12 }).map(String),
    fc.constantFrom("doc_id", 'q"\\', "__proto__", ",:{}"),
  );
  const value = fc.jsonValue({ maxDepth: 2 });
  const member = fc
    .tuple(name, value, fc.constantFrom("", " ", "\t"))
    .map(([key, each, space]) => `${JSON.stringify(key)}${space}:${space}${JSON.stringify(each)}${space}`);
  await fc.assert(
    fc.asyncProperty(fc.array(member, { maxLength: 6 }), async (members) => {
      const line = `{${members.join(",")}}`;
      const expected = expectedOf(line);
      const { columns, rows } = await headOf(line);
      expect(columns.map((column) => column.name)).toEqual([...expected.keys()]);
      expect(rows).toEqual([[...expected.values()]]);
    }),
  );
});

test("long integers keep their digits, and quotes behind backslashes end no text", async () => {
  const { rows } = await headOf(String.raw`{"2":12345678901234567890,"a":"\\\"","b":"\\","c":[1,{"d":"}"}]}`);
  expect(rows).toEqual([["12345678901234567890", '\\"', "\\", '[1,{"d":"}"}]']]);
});
