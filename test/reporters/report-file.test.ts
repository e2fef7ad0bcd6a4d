/** Report files: complete or not there, and never in the way of what was there before. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect } from "vitest";
import { openReportFile } from "../../src/cli/report-file.ts";
import { test } from "../cli/workspace.ts";

describe("a report file", () => {
  test("appears when it is complete, with nothing beside it", ({ workspace }) => {
    const path = workspace.at("a.xml");
    const file = openReportFile(path);
    file.write("é漢😀\n");
    expect(existsSync(path)).toBe(false);
    file.write("x".repeat(200_000));
    file.commit();
    file.discard();
    expect(readFileSync(path, "utf8")).toBe(`é漢😀\n${"x".repeat(200_000)}`);
    expect(readdirSync(workspace.folder)).toEqual(["a.xml"]);
  });

  test("that is dropped leaves the old one", ({ workspace }) => {
    workspace.write({ "a.xml": "old" });
    const file = openReportFile(workspace.at("a.xml"));
    file.write("new".repeat(100_000));
    file.discard();
    file.discard();
    expect(workspace.snapshot(".")).toEqual({ "a.xml": "old" });
  });

  test("replaces the old one", ({ workspace }) => {
    workspace.write({ "a.xml": "old and longer" });
    openReportFile(workspace.at("a.xml")).commit();
    expect(workspace.snapshot(".")).toEqual({ "a.xml": "" });
  });

  test("replaces what a link leads to, not the link", ({ workspace }) => {
    workspace.write({ "real/a.xml": "old" });
    symlinkSync("real/a.xml", workspace.at("link.xml"));
    const file = openReportFile(workspace.at("link.xml"));
    file.write("new");
    file.commit();
    expect(lstatSync(workspace.at("link.xml")).isSymbolicLink()).toBe(true);
    expect(readFileSync(workspace.at("real/a.xml"), "utf8")).toBe("new");
  });

  test("may be a device, which stays one", () => {
    const file = openReportFile("/dev/null");
    file.write("gone");
    file.commit();
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("that cannot be written is told with its path", ({ workspace }) => {
    mkdirSync(workspace.at("folder"));
    workspace.write({ file: "" });
    const failure = (path: string, reason: string) =>
      expect.objectContaining({ name: "InputError", message: `cannot write ${path}: ${reason}` });
    const [folder, none, below] = ["folder", "none/a.xml", "file/a.xml"].map((path) => workspace.at(path));
    expect(() => openReportFile(folder!)).toThrow(failure(folder!, "it is a folder"));
    expect(() => openReportFile(none!)).toThrow(failure(none!, "no such file or folder"));
    expect(() => openReportFile(below!)).toThrow(failure(below!, "a part of the path is not a folder"));
    expect(workspace.snapshot(".")).toEqual({ file: "" });
  });
});
