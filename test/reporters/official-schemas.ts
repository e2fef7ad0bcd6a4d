/**
 * Reports against the schemas that others have published. The schemas are not part of this project; test/setup/official-schemas.ts
 * fetches them. Separate from the rules beside this file, which are ours and say more about what docrows writes.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { inject } from "vitest";

const { folder } = inject("officialSchemas");

/** What an official schema, by its file's name, objects to in a value: `/place message`. */
export function officialErrors(name: string): (value: unknown) => string[] {
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  (formats as unknown as (target: Ajv) => void)(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(folder!, name), "utf8")));
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** What the schema of Jenkins' xUnit plugin objects to in each of the reports. */
export function junitErrors(reports: readonly string[]): string[][] {
  const scratch = mkdtempSync(join(tmpdir(), "docrows-junit-"));
  try {
    const paths = reports.map((_report, index) => join(scratch, `${index}.xml`));
    for (const [index, path] of paths.entries()) writeFileSync(path, reports[index]!);
    const output = execFileSync(
      inject("python").executable!,
      [join(import.meta.dirname, "validate-xml.py")],
      {
        input: [join(folder!, "junit.xsd"), ...paths].join("\n"),
        env: { PYTHONPATH: join(folder!, "python"), PYTHONDONTWRITEBYTECODE: "1" },
        encoding: "utf8",
      },
    );
    return JSON.parse(output) as string[][];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
