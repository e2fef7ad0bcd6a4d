/** The pages: links lead somewhere, the reference is complete, examples do what is written beside them. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { findingDefinitions } from "../../src/findings/catalogue.ts";
import { formats } from "../../src/formats/index.ts";
import { options } from "../../src/options.ts";
import { reportFormats } from "../../src/reporters/index.ts";
import { DocumentsBuilder } from "../../src/tables/documents-table.ts";
import { ParagraphsBuilder } from "../../src/tables/paragraphs-table.ts";
import { anchorsOf, codeBlocksOf, linksOf, pages, projectFolder, read } from "./project.ts";

/** What is wrong with a link of a page, or nothing. */
function fault(page: string, link: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return null;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : posix.normalize(posix.join(dirname(page), decodeURI(path)));
  if (target.startsWith("..") || path.startsWith("/")) return `${link} leads out of the project`;
  if (!existsSync(join(projectFolder, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined) return null;
  return anchorsOf(target).includes(decodeURIComponent(anchor))
    ? null
    : `${link}: ${target} has no such heading`;
}

describe("links", () => {
  test("there are pages, and links on them", () => {
    expect(pages()).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]));
    expect(pages().flatMap(linksOf).length).toBeGreaterThan(10);
  });

  test.each(pages())("%s has none that leads nowhere", (page) => {
    const faults = linksOf(page).map((link) => fault(page, link));
    expect(faults.filter((each) => each !== null)).toEqual([]);
  });

  test("a link that leads nowhere is seen", () => {
    expect(fault("README.md", "docs/none.md")).toBe("docs/none.md: there is no docs/none.md");
    expect(fault("docs/reference.md", "../README.md#nothing-of-the-kind")).toMatch(/has no such heading$/);
    expect(fault("README.md", "../elsewhere")).toMatch(/leads out of the project$/);
    expect(fault("docs/reference.md", "#--out")).toBeNull();
  });
});

describe("docs/reference.md", () => {
  const schemaFields = { fields: [], hasHost: true };
  const columns = [new DocumentsBuilder(schemaFields).table, new ParagraphsBuilder(schemaFields).table];
  const names: readonly (readonly [what: string, names: readonly string[]])[] = [
    ["commands", commands.map(({ name }) => `docrows ${name} <`)],
    ["options", options.map(({ name }) => `### \`--${name}\``)],
    ["formats", formats.map(({ name }) => `\`${name}\``)],
    ["report formats", reportFormats.map(({ name }) => `\`${name}\``)],
    ["columns", columns.flatMap(({ fields }) => fields.map(({ name }) => `| \`${name}\` |`))],
    ["findings", findingDefinitions.map(({ code }) => `| \`${code}\` |`)],
  ];
  test.each(names)("has all %s", (_what, all) => {
    const page = read("docs/reference.md");
    expect(all.filter((name) => !page.includes(name))).toEqual([]);
    expect(all.length).toBeGreaterThan(0);
  });
});

describe("README.md", () => {
  test("has an example for programs that prints what is written below it", async () => {
    const blocks = codeBlocksOf("README.md");
    const at = blocks.findIndex(({ language }) => language === "ts");
    const [example, printed] = blocks.slice(at, at + 2);
    expect([example?.language, printed?.language]).toEqual(["ts", "text"]);
    const folder = mkdtempSync(join(tmpdir(), "docrows-readme-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(projectFolder, join(folder, "node_modules/docrows"));
    symlinkSync(join(projectFolder, "seeds"), join(folder, "seeds"));
    writeFileSync(join(folder, "example.mjs"), example!.code);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["example.mjs"], { cwd: folder });
    expect([stdout, stderr]).toEqual([printed!.code, ""]);
  });

  test("names only commands and options that there are", () => {
    const text = pages()
      .filter((page) => /^(README|CONTRIBUTING)\.md$|^docs\//.test(page))
      .map(read)
      .join("\n");
    const used = [...text.matchAll(/\bdocrows (export|validate|explain|inspect|schema)\b[^\n`|]*/g)].map(
      ([line]) => line,
    );
    const known = options.map(({ name }) => `--${name}`);
    const unknown = used
      .flatMap((line) => line.match(/--[a-z][a-z-]+/g) ?? [])
      .filter((name) => ![...known, "--help"].includes(name));
    expect(used.length).toBeGreaterThan(5);
    expect(unknown).toEqual([]);
  });
});
