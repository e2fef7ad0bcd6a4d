/**
 * Findings for people: `path:line:column: severity: message (code)`, which editors and terminals link to the place, and
 * below it the line itself.
 */
import { messageOf } from "../findings/catalogue.ts";
import { printableLine } from "../findings/printable.ts";
import { codeFrame } from "./code-frame.ts";
import { notListed, type ReportFormat } from "./reporter.ts";

export const text: ReportFormat = {
  name: "text",
  description:
    "for people: path:line:column, severity, message and code, and below it the line with the place",

  create({ style, columns }) {
    return {
      begin: () => "",
      finding(finding, path) {
        const { severity, line, column, code } = finding;
        // Together, because a file called ":" would make the line begin like a workflow command.
        const place = style.strong(printableLine(`${path}:${line}:${column}:`));
        const mark = severity === "error" ? style.error("error:") : style.warning("warning:");
        const message = `${place} ${mark} ${messageOf(finding)} ${style.faint(`(${code})`)}\n`;
        return message + codeFrame(finding, columns, style);
      },
      end(summary) {
        const left = notListed(summary);
        return left === "" ? "" : `${left}\n`;
      },
    };
  },
};
