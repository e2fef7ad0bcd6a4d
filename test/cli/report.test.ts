/** Paths in reports: as seen from the working directory. */
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { shownPath } from "../../src/cli/report.ts";

describe("shownPath", () => {
  const here = process.cwd();
  test.each([
    ["below the working directory", "a.txt", join(here, "texts"), "texts/a.txt"],
    ["in the working directory", "a.txt", here, "a.txt"],
    ["a name that starts with dots", "..a.txt", here, "..a.txt"],
    ["outside", "a.txt", dirname(here), join(dirname(here), "a.txt")],
    ["far outside", "x/a.txt", "/elsewhere", "/elsewhere/x/a.txt"],
    ["standard input", "-", "", "-"],
  ])("%s", (_what, path, root, expected) => {
    expect(shownPath({ path, code: "document/empty" }, root)).toBe(expected);
  });

  test("of a schema is the schema's own", () => {
    const shown = shownPath({ path: "../my.schema.json", code: "schema-file/unknown-keyword" }, "/texts");
    expect(shown).toBe("../my.schema.json");
  });
});
