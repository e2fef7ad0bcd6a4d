/** The registry of report formats. */
import type { ReportFormat } from "./reporter.ts";
import { text } from "./text.ts";

export const reportFormats = [text] as const satisfies readonly ReportFormat[];
