/** The registry of report formats, in the order of the reference. */
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import type { ReportFormat } from "./reporter.ts";
import { sarif } from "./sarif.ts";
import { text } from "./text.ts";

export const reportFormats = [
  text,
  json,
  github,
  gitlab,
  sarif,
  junit,
] as const satisfies readonly ReportFormat[];
