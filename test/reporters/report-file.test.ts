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

  test("gets the folder that it is to stand in, which goes with it if it is dropped", ({ workspace }) => {
    const path = workspace.at("reports/today/a.xml");
    const dropped = openReportFile(path);
    dropped.write("x".repeat(100_000));
    dropped.discard();
    expect(readdirSync(workspace.folder)).toEqual([]);
    const kept = openReportFile(path);
    kept.commit();
    kept.discard();
    expect(workspace.snapshot(".")).toEqual({ "reports/today/a.xml": "" });
  });

  test("that is dropped leaves a folder that others have put something into", ({ workspace }) => {
    const file = openReportFile(workspace.at("reports/today/a.xml"));
    workspace.write({ "reports/other.txt": "kept" });
    file.discard();
    expect(workspace.snapshot(".")).toEqual({ "reports/other.txt": "kept" });
    expect(readdirSync(workspace.at("reports"))).toEqual(["other.txt"]);
  });

  test("that cannot be written is told with its path", ({ workspace }) => {
    mkdirSync(workspace.at("folder"));
    workspace.write({ file: "" });
    const failure = (path: string, reason: string) =>
      expect.objectContaining({ name: "InputError", message: `cannot write ${path}: ${reason}` });
    const [folder, below] = ["folder", "file/a.xml"].map((path) => workspace.at(path));
    expect(() => openReportFile(folder!)).toThrow(failure(folder!, "it is a folder"));
    expect(() => openReportFile(below!)).toThrow(failure(below!, "a part of the path is not a folder"));
    expect(workspace.snapshot(".")).toEqual({ file: "" });
  });
});
