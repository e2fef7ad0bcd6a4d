/** Findings as lines for people: `path:line:column: severity: message (code)`, which editors and terminals link to the place. */
import { messageOf } from "../findings/catalogue.ts";
import { printable } from "../findings/printable.ts";
import type { ReportFormat } from "./reporter.ts";

export const text: ReportFormat = {
  name: "text",
  description: "one line for each finding: path:line:column, severity, message, code",

  create(style) {
    return {
      begin: () => "",
      finding({ severity, line, column, code, ...finding }, path) {
        const place = style.strong(`${printable(path)}:${line}:${column}:`);
        const mark = severity === "error" ? style.error("error:") : style.warning("warning:");
        return `${place} ${mark} ${messageOf({ code, params: finding.params })} ${style.faint(`(${code})`)}\n`;
      },
      end({ findings, listed }) {
        const left = findings - listed;
        return left > 0
          ? `${left.toLocaleString("en")} more findings are not listed; raise --max-findings to see them\n`
          : "";
      },
    };
  },
};
