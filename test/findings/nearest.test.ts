/** Suggestions for mistyped names: one where a person would see it, none where it would be a guess. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { didYouMean, nearestName } from "../../src/findings/nearest.ts";

const names = ["export", "validate", "explain", "inspect", "format", "max-findings", "csv-bom", "url"];

describe("nearestName", () => {
  test.each([
    ["exprot", "export"],
    ["exports", "export"],
    ["EXPORT", "export"],
    ["valdate", "validate"],
    ["fromat", "format"],
    ["max-finding", "max-findings"],
    ["maxfindings", "max-findings"],
    ["csv-bmo", "csv-bom"],
    ["ulr", "url"],
    ["urls", "url"],
    ["formated", "format"],
  ])("%s → %s", (given, expected) => {
    expect(nearestName(given, names)).toBe(expected);
  });

  test.each(["", "x", "zzzzzz", "completely-different", "中文", "of"])("%j is near to nothing", (given) => {
    expect(nearestName(given, names)).toBeUndefined();
  });

  test.each([
    ["b", "a"],
    ["ab", "a"],
    ["foo", "not"],
    ["bar", "url"],
    ["lru", "url"],
    ["node", "note1x"],
    ["rest", "text"],
  ])("%s does not share more with %s than it differs", (given, known) => {
    expect(nearestName(given, [known])).toBeUndefined();
  });

  test.each([
    ["tpye", "type"],
    ["esle", "else"],
    ["dtae", "date"],
    ["data", "date"],
    ["titles", "title"],
  ])("%s shares more with %s than it differs", (given, known) => {
    expect(nearestName(given, [known])).toBe(known);
  });

  test("there is nothing near where nothing is known", () => {
    expect(nearestName("export", [])).toBeUndefined();
  });

  test("gives the name as it is spelled", () => {
    expect(nearestName("minlenght", ["maxLength", "minLength"])).toBe("minLength");
  });

  test("is always one of the known names, and a known name is nearest to itself", () => {
    const known = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), {
      minLength: 1,
      maxLength: 6,
      selector: (name) => name.toLowerCase(),
    });
    fc.assert(
      fc.property(known, fc.string({ maxLength: 8 }), (choices, given) => {
        expect([...choices, undefined]).toContain(nearestName(given, choices));
        expect(nearestName(choices[0]!, choices)).toBe(choices[0]);
      }),
    );
  });
});

describe("didYouMean", () => {
  test("is the end of a message, or nothing", () => {
    expect(didYouMean("exprot", names)).toBe(" Did you mean export?");
    expect(didYouMean("zzzzzz", names)).toBe("");
  });
});
