/** The built-in schema is taken as valid when it is loaded: that is proved here. */
import { describe, expect, test } from "vitest";
import { builtInSchemaPath, loadBuiltInSchema } from "../../src/schema/built-in-schema.ts";
import { metaSchemaErrors } from "../../src/schema/compile.ts";
import { defaultDialect, dialectOf } from "../../src/schema/dialects.ts";
import { loadSchema } from "../../src/schema/load.ts";

const builtIn = loadBuiltInSchema();
/** The same file, checked as anybody's schema is. */
const checked = loadSchema(builtInSchemaPath, "the built-in schema");

describe("loadBuiltInSchema", () => {
  test("gives what loading with all checks gives", () => {
    expect(builtIn).toEqual(checked);
  });

  test("the file is valid by its draft's meta-schema", () => {
    expect(dialectOf(builtIn.json)).toBe(defaultDialect);
    expect(metaSchemaErrors(builtIn.json, defaultDialect)).toEqual([]);
  });
});
