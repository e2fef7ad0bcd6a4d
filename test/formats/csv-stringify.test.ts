/** The CSV dialects, with csv-parse as oracle and csv-stringify's own answers written out. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csv } from "../../src/formats/csv.ts";
import { CsvStringifyEncoder, csvStringifyHeader } from "../../src/formats/csv-stringify.ts";
import { type CsvDialect, type Format, PIECE_BYTES } from "../../src/formats/format.ts";
import { TextWriter } from "../../src/formats/text-writer.ts";
import { arbitraryCuts, arbitraryGrid } from "./random-batches.ts";
import { setups, webassemblySetup } from "./setups.ts";
import {
  batchesOf,
  dayText,
  EncodedFile,
  encode,
  expectSame,
  momentText,
  plainBatch,
  type Row,
  rowsOf,
  settingsWith,
  tableOf,
} from "./value-batches.ts";

const table = tableOf(["text", "utf8", null], ["n", "int32", null], ["day", "date32"], ["yes", "boolean"]);
const rows: Row[] = [
  ["plain", 1, 18_514, true],
  ["", -2, 0, false],
  [null, null, 0, true],
  ['"a;b"\r', 3, -1, false],
];

function text(dialect: Partial<CsvDialect>, some = rows): string {
  return Buffer.from(encode(csv, table, [plainBatch(table, some)], settingsWith(dialect))).toString();
}

/** csv with every dialect through csv-stringify, the default one too. */
const throughLibrary: Format = {
  ...csv,
  createEncoder: (_table, settings) => new CsvStringifyEncoder(settings.csv),
  createWriter: (ofTable, settings, output) =>
    new TextWriter(csvStringifyHeader(ofTable, settings.csv), output),
};

describe("CSV dialects", () => {
  it("quotes what needs it, and an empty text, with `minimal`", () => {
    expect(text({ quoting: "minimal" })).toBe(
      'text,n,day,yes\nplain,1,2020-09-09,true\n"",-2,1970-01-01,false\n,,1970-01-01,true\n"""a;b""\r",3,1969-12-31,false\n',
    );
  });

  it("quotes every value but null with `all`", () => {
    expect(text({ quoting: "all" })).toBe(
      '"text","n","day","yes"\n"plain","1","2020-09-09","true"\n"","-2","1970-01-01","false"\n,,"1970-01-01","true"\n"""a;b""\r","3","1969-12-31","false"\n',
    );
  });

  it("quotes a lone CR whatever the record delimiter", () => {
    const lone: Row[] = [["a\rb", 1, 0, true]];
    expect(text({ quoting: "minimal" }, lone)).toContain('"a\rb",1');
    expect(text({ quoting: "minimal", recordDelimiter: "\r\n" }, lone)).toContain('"a\rb",1');
  });

  it("writes delimiter, line ends and byte order mark as told, the mark once", () => {
    const bytes = encode(
      csv,
      table,
      [plainBatch(table, [rows[0]!]), plainBatch(table, []), plainBatch(table, [rows[1]!])],
      settingsWith({ delimiter: ";", recordDelimiter: "\r\n", bom: true }),
    );
    expect(Buffer.from(bytes).toString()).toBe(
      '\ufeff"text";"n";"day";"yes"\r\n"plain";1;2020-09-09;true\r\n"";-2;1970-01-01;false\r\n',
    );
  });

  it("writes byte order mark and header of a table without rows", () => {
    const bytes = encode(csv, table, [], settingsWith({ bom: true, quoting: "minimal" }));
    expect(Buffer.from(bytes).toString()).toBe("\ufefftext,n,day,yes\n");
  });

  it("keeps numbers and disarms formulas in text with `escapeFormulas`", () => {
    const formulas: Row[] = [
      ["=1+1", -2, 0, true],
      ["-x", 1, 0, true],
    ];
    expect(text({ escapeFormulas: true }, formulas)).toBe(
      '"text","n","day","yes"\n"\'=1+1",-2,1970-01-01,true\n"\'-x",1,1970-01-01,true\n',
    );
  });

  it("keeps a U+FEFF at the start of a value", () => {
    expect(text({ delimiter: ";" }, [["\ufeffa", 1, 0, true]])).toContain('"\ufeffa";1');
  });

  it("writes the default dialect as the byte encoder does", () => {
    fc.assert(
      fc.property(arbitraryGrid, arbitraryCuts, (grid, cuts) => {
        const batches = batchesOf(grid, cuts);
        for (const setup of setups) {
          const bytes = encode(csv, grid.table, batches, settingsWith(), setup);
          expectSame(encode(throughLibrary, grid.table, batches), bytes);
        }
      }),
    );
  });

  it("reads back with csv-parse in every dialect", () => {
    const dialects = fc.record({
      delimiter: fc.constantFrom(",", ";", "\t", "|", "::"),
      recordDelimiter: fc.constantFrom("\n", "\r\n"),
      bom: fc.boolean(),
      quoting: fc.constantFrom("strings", "all", "minimal"),
    });
    fc.assert(
      fc.property(arbitraryGrid, arbitraryCuts, dialects, (grid, cuts, dialect) => {
        const bytes = encode(
          csv,
          grid.table,
          batchesOf(grid, cuts),
          settingsWith(dialect as Partial<CsvDialect>),
        );
        const expected = rowsOf(grid).map((row) =>
          row.map((value, index) => {
            const { type } = grid.table.fields[index]!;
            if (value === null) return "";
            if (type === "date32") return dayText(value as number);
            return type === "timestamp" ? momentText(value as bigint) : String(value);
          }),
        );
        const options = {
          delimiter: dialect.delimiter,
          record_delimiter: dialect.recordDelimiter,
          bom: dialect.bom,
        };
        const names = grid.table.fields.map((field) => field.name);
        expect(parse(Buffer.from(bytes), options)).toEqual([names, ...expected]);
      }),
    );
  });

  it("encodes many rows and large texts in groups", () => {
    const many = Array.from({ length: 2500 }, (_, index): Row => [`t${index}`, index, 0, true]);
    const large: Row[] = [
      ["x".repeat(3 << 20), 1, 0, true],
      ["y", 2, 0, true],
    ];
    const file = new EncodedFile(csv, table, settingsWith({ delimiter: ";" }), webassemblySetup);
    file.append(plainBatch(table, [...many, ...large]));
    const lines = Buffer.from(file.end()).toString().split("\n");
    expect(Math.max(...file.pieceSizes)).toBe(PIECE_BYTES);
    expect(lines).toHaveLength(2504);
    expect(lines[2500]).toBe('"t2499";2499;1970-01-01;true');
    expect(lines[2501]).toHaveLength((3 << 20) + '"";1;1970-01-01;true'.length);
  });
});
