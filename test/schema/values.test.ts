import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UnrepresentableReason } from "../../src/findings/unrepresentable.ts";
import { hostOf, parseValue, type ValueKind, whyUnrepresentable } from "../../src/schema/values.ts";

const text: ValueKind = { column: "utf8", readings: [] };
const integer: ValueKind = { column: "int64", readings: ["integer"] };
const number: ValueKind = { column: "float64", readings: ["number"] };
const boolean: ValueKind = { column: "boolean", readings: ["boolean"] };
const date: ValueKind = { column: "date32", readings: [] };
const timestamp: ValueKind = { column: "timestamp", readings: [] };

const cells = (values: readonly string[], kind: ValueKind) =>
  values.map((value) => parseValue(value, kind).cell);
const fits = (json: unknown, cell: unknown) => ({ json, cell, representable: true });
const refused = (json: unknown) => ({ json, cell: null, representable: false });

describe("text", () => {
  it.each(["", "abc", "12", "true", "null", "\u{1F600}", "2020-09-09"])("%j stays as it is", (value) => {
    expect(parseValue(value, text)).toEqual(fits(value, value));
  });
});

describe("integers", () => {
  it.each([
    ["0", 0, 0n],
    ["-1", -1, -1n],
    ["42", 42, 42n],
    ["9007199254740993", 9007199254740992, 9007199254740993n],
    ["9223372036854775807", 2 ** 63, 9223372036854775807n],
    ["-9223372036854775808", -(2 ** 63), -9223372036854775808n],
  ])("%s", (value, json, cell) => {
    expect(parseValue(value, integer)).toEqual(fits(json, cell));
  });

  it("minus zero is zero in the column", () => {
    expect(parseValue("-0", integer).cell).toBe(0n);
  });

  it.each([
    "",
    "-",
    "+1",
    "01",
    "-01",
    "1.0",
    "1e3",
    "1_000",
    " 1",
    "1 ",
    "0x10",
    "Infinity",
    "NaN",
    "١",
    "--1",
    "1n",
    "1\n",
  ])("%j is no integer: the schema sees the text", (value) => {
    expect(parseValue(value, integer)).toEqual(refused(value));
  });

  it.each(["9223372036854775808", "-9223372036854775809", "99999999999999999999", `1${"0".repeat(400)}`])(
    "%s is an integer to the schema, but none of 64 bits",
    (value) => {
      expect(parseValue(value, integer)).toEqual(refused(Number(value)));
    },
  );

  it("survive from text to column, each of 64 bits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(parseValue(String(value), integer)).toEqual(fits(Number(value), value));
      }),
    );
  });
});

describe("numbers", () => {
  it.each([
    ["0", 0],
    ["-0.5e3", -500],
    ["1E+2", 100],
    ["3.25", 3.25],
    ["1e-400", 0],
    ["1.7976931348623157e308", Number.MAX_VALUE],
    ["9007199254740993", 9007199254740992],
  ])("%s", (value, expected) => {
    expect(parseValue(value, number)).toEqual(fits(expected, expected));
  });

  it.each([
    "",
    ".5",
    "5.",
    "1e",
    "+1",
    "01.5",
    "1,5",
    "NaN",
    "Infinity",
    "-Infinity",
    "0x1",
    " 1",
    "1e5.5",
    "−1",
  ])("%j is no number", (value) => {
    expect(parseValue(value, number)).toEqual(refused(value));
  });

  it.each(["1e309", "-1e309", "1".repeat(400)])("%s is beyond 64-bit floating point", (value) => {
    expect(parseValue(value, number)).toEqual(refused(Number(value)));
  });

  it("survive from text to column", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseValue(JSON.stringify(value), number).cell).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it("are read exactly where JSON has a number", () => {
    const pieces = fc.array(fc.constantFrom("0", "1", "9", "-", "+", ".", "e", "E", " "), { maxLength: 7 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const value = parts.join("");
        expect(typeof parseValue(value, number).json === "number").toBe(isJsonNumber(value));
      }),
    );
  });
});

describe("booleans", () => {
  it.each([
    ["true", true],
    ["false", false],
  ])("%s", (value, expected) => {
    expect(parseValue(value, boolean)).toEqual(fits(expected, expected));
  });

  it.each(["", "True", "FALSE", "1", "0", "yes", "true ", "t"])("%j is none", (value) => {
    expect(parseValue(value, boolean)).toEqual(refused(value));
  });
});

describe("mixtures", () => {
  const mixed: ValueKind = { column: "utf8", readings: ["boolean", "integer", "number"] };
  it.each([
    ["true", true],
    ["5", 5],
    ["5.5", 5.5],
    ["9007199254740993", 9007199254740992],
    ["five", "five"],
  ])("%s is text in the column, and to the schema what it reads as", (value, json) => {
    expect(parseValue(value, mixed)).toEqual(fits(json, value));
  });
});

describe("dates", () => {
  it("have the days that the calendar has", () => {
    expect(
      cells(["1970-01-01", "1969-12-31", "2020-02-29", "2000-02-29", "0001-01-01", "9999-12-31"], date),
    ).toEqual([0, -1, 18321, 11016, -719162, 2932896]);
  });

  it.each([
    "0000-01-01",
    "0000-12-31",
    "2021-02-29",
    "1900-02-29",
    "2100-02-29",
    "2020-00-10",
    "2020-13-01",
    "2020-01-00",
    "2020-01-32",
    "2020-04-31",
    "2020-06-31",
    "2020-1-01",
    "2020-01-1",
    "20-01-01",
    "12020-01-01",
    "-2020-01-01",
    "+2020-01-01",
    "2020/01/01",
    "2020-01-01T00:00:00Z",
    " 2020-01-01",
    "2020-01-01\n",
    "",
    "２020-01-01",
  ])("%j is none", (value) => {
    expect(parseValue(value, date)).toEqual(refused(value));
  });

  it("agree with Date.UTC on every day", () => {
    const days = fc.integer({ min: -719_162, max: 2_932_896 });
    fc.assert(
      fc.property(days, (day) => {
        const value = new Date(day * 86_400_000).toISOString().slice(0, 10);
        expect(parseValue(value, date)).toEqual(fits(value, day));
      }),
    );
  });

  it("accept no day that Date would move", () => {
    const parts = fc.tuple(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const moved = new Date(0);
        moved.setUTCFullYear(year, month - 1, day);
        const exists = moved.getUTCMonth() === month - 1 && moved.getUTCDate() === day;
        const value = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
        expect(parseValue(value, date).cell).toBe(exists ? moved.getTime() / 86_400_000 : null);
      }),
    );
  });
});

describe("date-times", () => {
  it.each([
    ["1970-01-01T00:00:00Z", 0n],
    ["1969-12-31T23:59:59.999999Z", -1n],
    ["1970-01-01T00:00:00.5Z", 500_000n],
    ["1970-01-01T00:00:00.000001Z", 1n],
    ["1970-01-01t00:00:00z", 0n],
    ["1970-01-01T01:30:00+01:30", 0n],
    ["1969-12-31T20:00:00-04:00", 0n],
    ["1970-01-01T00:00:00-00:00", 0n],
    ["1970-01-01T23:59:00+23:59", 0n],
    ["2020-02-29T12:34:56.789012+02:00", 1_582_972_496_789_012n],
    ["0001-01-01T00:00:00Z", -62_135_596_800_000_000n],
    ["9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999n],
    ["0000-12-31T23:00:00-01:00", -62_135_596_800_000_000n],
  ])("%s", (value, cell) => {
    expect(parseValue(value, timestamp)).toEqual(fits(value, cell));
  });

  it.each([
    "2020-01-01",
    "2020-01-01T00:00:00",
    "2020-01-01T00:00Z",
    "2020-01-01 00:00:00Z",
    "2020-01-01T24:00:00Z",
    "2020-01-01T00:60:00Z",
    "2020-02-30T00:00:00Z",
    "2016-12-31T23:59:60Z",
    "2020-01-01T00:00:00.Z",
    "2020-01-01T00:00:00.1234567Z",
    "2020-01-01T00:00:00.0000000Z",
    "2020-01-01T00:00:00,5Z",
    "2020-01-01T00:00:00+01",
    "2020-01-01T00:00:00+0100",
    "2020-01-01T00:00:00+24:00",
    "2020-01-01T00:00:00+01:60",
    "2020-01-01T00:00:00+1:00",
    "0001-01-01T00:59:59+01:00",
    "9999-12-31T23:00:00-01:00",
    "0000-06-01T00:00:00Z",
    "2020-01-01T00:00:00Z ",
    "",
  ])("%j is none", (value) => {
    expect(parseValue(value, timestamp)).toEqual(refused(value));
  });

  it("agree with Date on milliseconds", () => {
    const instants = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.integer({ min: -1439, max: 1439 }), (instant, offset) => {
        const local = new Date(instant.getTime() + offset * 60_000).toISOString();
        fc.pre(/^\d{4}-/.test(local));
        const clock = `${String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0")}:${String(Math.abs(offset) % 60).padStart(2, "0")}`;
        const value = local.replace("Z", `${offset < 0 ? "-" : "+"}${clock}`);
        expect(parseValue(value, timestamp).cell).toBe(BigInt(instant.getTime()) * 1000n);
      }),
    );
  });
});

describe("whyUnrepresentable", () => {
  it.each<[string, ValueKind, UnrepresentableReason]>([
    ["9223372036854775808", integer, "integer-range"],
    ["-9223372036854775809", integer, "integer-range"],
    [`1${"0".repeat(400)}`, integer, "integer-range"],
    ["1e30", integer, "integer-form"],
    ["five", integer, "other-type"],
    ["-1e309", number, "number-range"],
    ["five", number, "other-type"],
    ["yes", boolean, "other-type"],
    ["0000-02-29", date, "year-range"],
    ["2021-02-29", date, "date-form"],
    ["0000-02-30", date, "date-form"],
    ["5", date, "date-form"],
    ["2020-01-01 00:00:00Z", timestamp, "date-time-separator"],
    ["2020-01-01\n00:00:00Z", timestamp, "date-time-separator"],
    ["2020-01-01T00:00:00.1234567Z", timestamp, "fraction-digits"],
    ["2020-01-01t00:00:00.0000000+05:30", timestamp, "fraction-digits"],
    ["2020-01-01T00:00:00+0530", timestamp, "offset-form"],
    ["2020-01-01T00:00:00.5-05", timestamp, "offset-form"],
    ["2020-01-01T00:00:00", timestamp, "offset-form"],
    ["2016-12-31T23:59:60Z", timestamp, "leap-second"],
    ["2017-01-01T01:29:60.5+01:30", timestamp, "leap-second"],
    ["0000-02-29T00:00:00Z", timestamp, "utc-year-range"],
    ["0001-01-01T00:59:59+01:00", timestamp, "utc-year-range"],
    ["9999-12-31T23:00:00-01:00", timestamp, "utc-year-range"],
    ["2021-02-29T00:00:00Z", timestamp, "date-time-form"],
    ["2021-01-01T24:00:00Z", timestamp, "date-time-form"],
    ["2021-01-01T00:00:61Z", timestamp, "date-time-form"],
    ["2021-01-01T00:00:00+24:00", timestamp, "date-time-form"],
    ["2020-01-01", timestamp, "date-time-form"],
    ["", timestamp, "date-time-form"],
  ])("%j", (value, kind, reason) => {
    expect(parseValue(value, kind).representable).toBe(false);
    expect(whyUnrepresentable(value, kind.column)).toBe(reason);
  });
});

describe("hostOf", () => {
  it.each([
    ["https://www.example.org/2020/09/x/", "www.example.org"],
    ["HTTPS://WWW.Example.ORG", "www.example.org"],
    ["http://example.org:8080/x", "example.org"],
    ["http://example.org:/x", "example.org"],
    ["http://user:secret@example.org:80/x", "example.org"],
    ["http://user@example.org", "example.org"],
    ["http://a%40b@example.org", "example.org"],
    ["http://[2001:DB8::1]:8080/x", "2001:db8::1"],
    ["http://user@[::1]", "::1"],
    ["http://[v1.X:y]/", "v1.x:y"],
    ["http://192.0.2.1/", "192.0.2.1"],
    ["http://example.org?q=@other.example", "example.org"],
    ["http://example.org#//other.example", "example.org"],
    ["http://example.org?//other.example", "example.org"],
    ["http://BÜCHER.example/", "bÜcher.example"],
    ["http://b%C3%BCcher.example/", "b%c3%bccher.example"],
    ["http://example.org./", "example.org."],
    ["//example.org/x", "example.org"],
    ["file:///etc/hosts", null],
    ["http://", null],
    ["http://:80/", null],
    ["http://user@/", null],
    ["http://[]/", null],
    ["http://[::1", null],
    ["http://[::1]x/", null],
    ["urn:isbn:0451450523", null],
    ["mailto:somebody@example.org", null],
    ["/path/only", null],
    ["not-a-url", null],
    ["x/y://example.org", null],
    ["", null],
  ])("%s: %s", (url, host) => {
    expect(hostOf(url)).toBe(host);
  });

  it("finds the host that a URI was made from", () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
    const parts = fc.record({
      user: fc.constantFrom("", "u@", "u:p@"),
      host: fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join(".")),
      port: fc.constantFrom("", ":", ":1", ":65535"),
      rest: fc.constantFrom("", "/", "/a:b@c", "?@x:1", "#@x:1", "/[x]"),
    });
    fc.assert(
      fc.property(parts, ({ user, host, port, rest }) => {
        expect(hostOf(`http://${user}${host.toUpperCase()}${port}${rest}`)).toBe(host);
      }),
    );
  });
});

function isJsonNumber(value: string): boolean {
  try {
    return value.trim() === value && typeof JSON.parse(value) === "number";
  } catch {
    return false;
  }
}
