/** The version of docrows, from package.json, which lies one folder above `src/` and `dist/` alike. */
import { readFileSync } from "node:fs";

export const version: string = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }
).version;
