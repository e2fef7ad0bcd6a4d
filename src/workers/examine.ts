/** One document that lies in memory: read, checked against the schema, its problems placed. */
import type { SourceFile } from "../corpus/source-file.ts";
import type { DocumentReading } from "../documents/document-kind.ts";
import { documentKindOf } from "../documents/index.ts";
import { severityOf } from "../findings/catalogue.ts";
import type { Finding, Problem } from "../findings/finding.ts";
import { Locator } from "../findings/position.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { ParagraphSpans } from "../kernel/paragraph-spans.ts";
import type { PropertyDefault } from "../schema/defaults.ts";
import type { Cell } from "../schema/values.ts";
import { ConformanceChecker } from "./conform.ts";
import type { ReadyRules } from "./document-rules.ts";
import { excerptLine } from "./line-excerpt.ts";

export interface ExaminerSettings extends ReadyRules {
  readonly kernel: Kernel;
  /** How many findings get an excerpt of their line, the first ones; those that nobody lists need none. Default: 0. */
  readonly maxExcerpts?: number;
}

export interface ExaminedDocument {
  readonly reading: DocumentReading;
  /** Values of the schema's columns, in their order. */
  readonly cells: readonly Cell[];
  readonly host: string | null;
  /** The fields that took their default. */
  readonly defaulted: readonly PropertyDefault[];
  /** In the order of their bytes, then of their codes. */
  readonly findings: readonly Finding[];
}

export class DocumentExaminer {
  readonly #settings: ExaminerSettings;
  readonly #checker: ConformanceChecker;
  #excerptsLeft: number;

  constructor(settings: ExaminerSettings) {
    this.#settings = settings;
    this.#excerptsLeft = settings.maxExcerpts ?? 0;
    this.#checker = new ConformanceChecker(settings.validator, settings.columns, settings.undeclaredKind);
  }

  /** Examines the document memory[start, end) and appends its paragraphs to `spans`. */
  examine(
    file: Pick<SourceFile, "sourcePath" | "nameIsUtf8">,
    memory: Buffer,
    start: number,
    end: number,
    spans: ParagraphSpans,
  ): ExaminedDocument {
    const { sourcePath, nameIsUtf8 } = file;
    const reading = documentKindOf(sourcePath).read(memory, start, end, this.#settings, spans);
    const conformance = this.#checker.check(sourcePath, memory, start, reading, spans);
    const { cells, host, defaulted } = conformance;
    const problems = nameIsUtf8 ? conformance.problems : [nameNotUtf8, ...conformance.problems];
    const findings = this.#withExcerpts(
      placeAll(problems, sourcePath, memory, start, end),
      memory,
      start,
      end,
    );
    return { reading, cells, host, defaulted, findings };
  }

  #withExcerpts(
    findings: readonly Finding[],
    memory: Uint8Array,
    start: number,
    end: number,
  ): readonly Finding[] {
    if (this.#excerptsLeft === 0 || findings.length === 0) return findings;
    return findings.map((finding) => {
      if (this.#excerptsLeft === 0 || finding.code === "input/name-not-utf8") return finding;
      this.#excerptsLeft--;
      const excerpt = excerptLine(memory, start, end, start + finding.byte);
      return excerpt.text === "" ? finding : { ...finding, excerpt };
    });
  }
}

/** What is wrong with a document whose name cannot be written down exactly. */
export const nameNotUtf8: Problem = { code: "input/name-not-utf8", byte: 0, pointer: "", params: {} };

/** Gives problems their places, in the order of their bytes, then of their codes. */
function placeAll(
  problems: readonly Problem[],
  path: string,
  bytes: Uint8Array,
  start: number,
  end: number,
): Finding[] {
  if (problems.length === 0) return [];
  const locator = new Locator(bytes, start, end);
  const inOrder = problems.toSorted(
    (a, b) => a.byte - b.byte || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
  return inOrder.map((problem) => place(problem, path, locator, start));
}

/** A problem with its place in the document that starts at `start` of the locator's bytes. */
export function place(problem: Problem, path: string, locator: Locator, start = 0): Finding {
  const { code, byte, pointer, params } = problem;
  const { line, column } = locator.locate(start + byte);
  // In this order findings are written as JSON.
  return { code, severity: severityOf(code), path, line, column, byte, pointer, params };
}
