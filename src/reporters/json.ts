/** All findings as one JSON document, for programs: schemas/report.schema.json describes it. */
import { messageOf } from "../findings/catalogue.ts";
import { JsonElements, jsonText } from "./json-text.ts";
import type { ReportFormat } from "./reporter.ts";

/** Raised when a program that reads the report would have to change. */
const REPORT_VERSION = 1;

export const json: ReportFormat = {
  name: "json",
  description: "one JSON document: counts and findings (schemas/report.schema.json)",

  create() {
    const elements = new JsonElements();
    return {
      begin: () => `{"version":${REPORT_VERSION},"findings":[`,
      finding: (finding, path) => elements.next({ ...finding, path, message: messageOf(finding) }),
      end: ({ documents, failedDocuments, findings, listed }) =>
        `\n],"counts":${jsonText({ documents, failedDocuments, findings, listed })}}\n`,
    };
  },
};
