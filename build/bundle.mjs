/**
 * Makes the bundle: the command line and the entries of its threads in few files, with the packages that they load. Loading a file
 * takes up to a millisecond, and the packages alone have hundreds. The library, dist/index.js, is not bundled: its users share
 * packages with it. Part of `npm run build`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";

const FOLDER = "dist/bundle";
/** Name of a module that exists only while packages are bundled. */
const PACKAGES = "packages-on-demand.cjs";

/** How our files load packages that are not always needed: by a function that each makes by `createRequire`. */
const requireCall = /\brequire\("([^"]+)"\)/g;

/**
 * What is required, by the file of the bundle that it stands in: packages with a common first word, as ajv and ajv-formats,
 * share code and so a file.
 */
const required = /** @type {Map<string, Set<string>>} */ (new Map());

/**
 * Gives `require` the bundled packages.
 * @type {import("rolldown").Plugin}
 */
const bundledPackages = {
  name: "bundled-packages",
  transform(code, id) {
    if (id.includes("node_modules")) return null;
    return code.replace(requireCall, (call, /** @type {string} */ name) => {
      const [word = name] = /\w+/.exec(name) ?? [];
      const file = `./packages/${word}.cjs`;
      required.set(file, (required.get(file) ?? new Set()).add(name));
      return call.replace(`"${name}")`, `"${file}")["${name}"]`);
    });
  },
};

/**
 * A module that has each of the packages under its name, and loads it when it is asked for.
 * @param {ReadonlySet<string>} names
 * @returns {import("rolldown").Plugin}
 */
function packagesModule(names) {
  const getters = [...names].map((name) => `get "${name}"() { return require("${name}"); }`);
  return {
    name: "packages-module",
    resolveId: (id) => (id === PACKAGES ? `${import.meta.dirname}/${PACKAGES}` : null),
    load: (id) => (id.endsWith(PACKAGES) ? `module.exports = { ${getters.join(", ")} };` : null),
  };
}

/**
 * Bundles and writes; returns the files that went into it.
 * @param {import("rolldown").InputOptions} input
 * @param {import("rolldown").OutputOptions} output
 */
async function bundle(input, output) {
  const build = await rolldown({ platform: "node", checks: { emptyImportMeta: false }, ...input });
  // Node.js loads CommonJS sooner.
  const written = await build.write({ format: "cjs", comments: false, ...output });
  return written.output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
}

/**
 * The licences of the packages that the files are from, which ask to go with them.
 * @param {readonly string[]} files
 */
function licencesOf(files) {
  const folders = files.flatMap(
    (file) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0] ?? [],
  );
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const terms = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copyright)/i.test(file));
    return [
      `${name} ${version}: ${license}`,
      ...terms.map((file) => readFileSync(join(folder, file), "utf8")),
    ];
  });
  return texts.flat().join("\n\n");
}

const files = await bundle(
  {
    input: {
      docrows: "src/cli/main.ts",
      thread: "src/workers/thread.ts",
      "hash-thread": "src/dataset/hash-thread.ts",
    },
    // Imported by `inspect` and for the library alone.
    external: ["apache-arrow"],
    plugins: [bundledPackages],
  },
  { dir: FOLDER, entryFileNames: "[name].cjs", chunkFileNames: "[name].cjs" },
);
for (const [file, names] of required) {
  const input = { input: PACKAGES, plugins: [packagesModule(names)] };
  // Nobody reads these, and apache-arrow is loaded a quarter sooner.
  files.push(...(await bundle(input, { file: join(FOLDER, file), minify: true })));
}
writeFileSync(join(FOLDER, "LICENSES.txt"), licencesOf(files));
