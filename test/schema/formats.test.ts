import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { knownFormats, ownFormats, percentEncoded } from "../../src/schema/formats.ts";
import { compileValidator } from "../../src/schema/validate.ts";
import { schemaWarnings } from "../../src/schema/warnings.ts";
import { documentOf, load } from "./schema-file.ts";

describe("knownFormats", () => {
  it("are those that ajv-formats gives to ajv, and our own", () => {
    const ajv = new Ajv();
    addFormats.default(ajv, { mode: "full" });
    expect(knownFormats).toEqual([...Object.keys(ajv.formats), "iri", "iri-reference"]);
  });
});

describe("iri", () => {
  it.each([
    ["https://example.org/straße", true],
    ["http://例え.テスト/パス?問=答#断片", true],
    ["https://jürgen@example.org:80/", true],
    ["urn:x:é", true],
    ["https://example.org/?\ue000", true],
    ["https://example.org/\ue000", false],
    ["https://example.org/#\ue000", false],
    ["https://example.org/a b", false],
    ["https://example.org/%zz", false],
    ["httpé://example.org/", false],
    ["https://example.org:8é/", false],
    ["https://[::1é]/", false],
    ["https://example.org/\ufdd0", false],
    ["https://example.org/\u0085", false],
    ["https://a@b@c/", false],
    ["http:////x", true],
    ["x:////y", true],
    ["x:", true],
    ["1x:y", false],
    ["http://[v1.a:b]/", true],
    ["http://[::1]:80/", true],
    ["http://[fe80::1%25eth0]/", false],
    ["http://[1.2.3.4]/", false],
    ["/straße", false],
    ["", false],
  ])("%j: %s", (text, expected) => {
    expect(ownFormats.iri!(text)).toBe(expected);
  });

  it.each([
    ["/straße", true],
    ["#é", true],
    ["", true],
    ["é?\ue000", true],
    ["//é/ü", true],
    ["é:b", false],
    ["./é:b", true],
    ["a b", false],
    ["\\é", false],
  ])("-reference %j: %s", (text, expected) => {
    expect(ownFormats["iri-reference"]!(text)).toBe(expected);
  });

  it("is known, and checked", () => {
    const loaded = load({ properties: { x: { format: "iri" } } });
    expect(schemaWarnings(loaded)).toEqual([]);
    const codes = (x: string) =>
      compileValidator(loaded)
        .validate(documentOf({ x }))
        .map(({ code }) => code);
    expect([codes("https://example.org/é"), codes("é")]).toEqual([[], ["schema/format"]]);
  });
});

describe("percentEncoded", () => {
  it.each([
    ["https://example.org/straße", "https://example.org/stra%C3%9Fe"],
    ["https://example.org/a b|c", "https://example.org/a%20b%7Cc"],
    ["https://example.org/100%", "https://example.org/100%25"],
    ["https://example.org/%20é", "https://example.org/%20%C3%A9"],
    ["https://example.org/\u{1F600}", "https://example.org/%F0%9F%98%80"],
    ["https://example.org/", null],
    ["example.org/é", null],
    ["é", null],
    [`https://example.org/é${"a".repeat(1000)}`, null],
    ["https://example.org/\ud800", null],
    // What a host is written as is not percent-encoded.
    ["https://exämple.org/a", null],
    ["https://exämple.org/é", null],
    ["https://exa mple.org/", null],
    ["//例え.jp/a", null],
    ["https://é@EXAMPLE.org:80/é?ä#ö", "https://%C3%A9@EXAMPLE.org:80/%C3%A9?%C3%A4#%C3%B6"],
    ["https://[::1]/é", "https://[::1]/%C3%A9"],
    ["urn:x:é", "urn:x:%C3%A9"],
  ])("%j: %j", (text, expected) => {
    expect(percentEncoded(text)).toBe(expected);
  });
});
