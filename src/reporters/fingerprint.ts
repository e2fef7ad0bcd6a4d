/**
 * Names for findings that stay the same while lines move, by which CI systems tell new findings from known ones. SARIF
 * and GitLab share them.
 */
import { createHash } from "node:crypto";
import type { Finding } from "../findings/finding.ts";

/**
 * Names findings in the order of a report. What two findings share down to their line gets a number, so that no two
 * names are equal; memory holds the names of one document.
 */
export class Fingerprints {
  #path: string | null = null;
  readonly #counts = new Map<string, number>();

  /** 64 hexadecimal digits, from code, path, pointer, the line's excerpt, and how many such findings came before. */
  next({ code, pointer, excerpt }: Finding, path: string): string {
    if (path !== this.#path) this.#counts.clear();
    this.#path = path;
    const parts = [code, path, pointer, excerpt?.text ?? ""];
    const name = sha256(parts);
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count + 1);
    return count === 0 ? name : sha256([...parts, String(count)]);
  }
}

/** Of the parts as a JSON array, so that no two lists of parts read the same. */
function sha256(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
