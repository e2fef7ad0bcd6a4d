/** The package: exact versions, entries that exist, nothing in it that does not belong there, and dependencies that are accounted for. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { codeBlocksOf, projectFolder, read, readJson } from "./project.ts";

const manifest = readJson("package.json") as {
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  files: string[];
  version: string;
};

describe("package.json", () => {
  test("pins every version exactly", () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(
      Object.keys(manifest)
        .filter((key) => /[dD]ependencies$/.test(key))
        .sort(),
    ).toEqual(["dependencies", "devDependencies"]);
  });

  test("points to files that the build makes", () => {
    const entries = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((entry) =>
        typeof entry === "string" ? [entry] : Object.values(entry),
      ),
    ];
    const missing = entries.filter((entry) => !existsSync(join(projectFolder, entry.replace(/\*$/, ""))));
    expect(missing).toEqual([]);
    expect(read(manifest.bin.docrows!)).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test("is what npm would pack, and no more", async () => {
    const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
    const { stdout } = await promisify(execFile)("npm", args, { cwd: projectFolder });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    const known =
      /^(?:dist\/(?!cli\/).+\.(?:js|cjs|d\.ts|wasm)|dist\/bundle\/LICENSES\.txt|schemas\/.+\.schema\.json|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
    expect(paths.filter((path) => !known.test(path))).toEqual([]);
    for (const path of [
      "dist/index.js",
      "dist/index.d.ts",
      "dist/bundle/docrows.cjs",
      "dist/bundle/thread.cjs",
      "dist/bundle/LICENSES.txt",
      "schemas/document.schema.json",
    ])
      expect(paths).toContain(path);
    for (const path of ["README.md", "LICENSE", "CHANGELOG.md"]) expect(paths).toContain(path);
  });
});

test("the bundle brings the licences of the packages in it", () => {
  const texts = read("dist/bundle/LICENSES.txt");
  for (const name of Object.keys(manifest.dependencies)) {
    const { version, license } = readJson(`node_modules/${name}/package.json`);
    expect(texts).toContain(`${name} ${version}: ${license}\n`);
  }
  expect(texts).toContain("Apache License");
});

describe("package-lock.json", () => {
  test("names no place to download from, and only pinned packages", () => {
    const lock = read("package-lock.json");
    expect(lock).not.toContain('"resolved"');
    const hosts = lock.match(/"(?:git\+|git:|http:|https:|file:)[^"]*"/g) ?? [];
    // Addresses of people who can be paid are all that a lock file may hold.
    const others = hosts.filter(
      (address) =>
        !lock.includes(`"url": ${address}`) && !/funding|opencollective|sponsors|tidelift/.test(address),
    );
    expect(others).toEqual([]);
  });

  test("agrees with package.json", () => {
    const { packages } = readJson("package-lock.json") as {
      packages: Record<string, Record<string, unknown>>;
    };
    const { "": root, ...installed } = packages;
    expect(root).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
    });
    const scripts = Object.entries(installed).filter(
      ([, entry]) => entry.hasInstallScript === true && entry.dev !== true,
    );
    expect(scripts).toEqual([]);
    const pinned = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, version] of Object.entries(pinned))
      expect([name, installed[`node_modules/${name}`]?.version]).toEqual([name, version]);
  });
});

describe("docs/dependencies.md", () => {
  test("accounts for every run-time dependency, and for no other", () => {
    const rows = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` \|\s*(.+?)\s*\|$/gm)];
    expect(rows.map(([, name]) => name).sort()).toEqual(Object.keys(manifest.dependencies).sort());
    expect(rows.filter(([, , reason]) => reason!.length < 10)).toEqual([]);
  });
});

test("the changelog and the package speak of the same version", () => {
  expect(read("CHANGELOG.md")).toContain(manifest.version);
  expect(codeBlocksOf("README.md").length).toBeGreaterThan(0);
});
