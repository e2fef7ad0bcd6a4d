/** Lines of rejects.jsonl: every rejected document with all its findings. */
import { messageOf } from "../findings/catalogue.ts";
import type { DocumentFindings } from "../workers/outcome.ts";

export const REJECTS_FILE = "rejects.jsonl";

/** One line, with its line end. Like the other JSONL files it holds no raw U+0085, U+2028 or U+2029, at which some readers cut lines. */
export function rejectLine({ docId, sourcePath, sha256, findings }: DocumentFindings): string {
  const line = JSON.stringify({
    doc_id: docId,
    source_path: sourcePath,
    doc_sha256: sha256,
    // How many findings have an excerpt depends on what is listed, which the dataset must not.
    findings: findings.map(({ excerpt: _shown, ...finding }) => ({
      ...finding,
      message: messageOf(finding),
    })),
  });
  return `${line.replace(/[\u0085\u2028\u2029]/g, (separator) => `\\u${separator.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}
