/**
 * Files of the package that the code needs. This file stands as many folders below the package's own in src/ as it does in
 * dist/ and, with all else, in dist/bundle/.
 */

/** Where a file of the package lies; `path` counts from the folder of package.json. */
export function packageFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}
