/**
 * The output formats in the order in which they are listed. A new one is one new file and one line here.
 */
import { arrow } from "./arrow.ts";
import { csv } from "./csv.ts";
import type { Format } from "./format.ts";
import { jsonl } from "./jsonl.ts";

/** Every format that can be asked for. */
export const formats = [csv, jsonl, arrow] as const satisfies readonly Format[];

/** Their names, for `--format`. */
export const formatNames: readonly string[] = formats.map((format) => format.name);
