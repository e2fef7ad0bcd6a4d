/**
 * How one document is read, step by step: where the header is and what it gives, where every paragraph starts and ends,
 * what separates them, and what the schema objects to. A run reads documents with the same code.
 */
import { Arena, receiveDocuments } from "./corpus/arena.ts";
import { toReadablePath } from "./corpus/byte-path.ts";
import { discover } from "./corpus/discover.ts";
import { PassedOver } from "./corpus/passed-over.ts";
import type { SourceFile } from "./corpus/source-file.ts";
import { resolveCorpus } from "./corpus-inputs.ts";
import type { DocumentReading } from "./documents/document-kind.ts";
import { compileHeader } from "./documents/headers/index.ts";
import { documentKindOf } from "./documents/index.ts";
import { messageOf } from "./findings/catalogue.ts";
import { InputError, UsageError } from "./findings/errors.ts";
import type { Finding } from "./findings/finding.ts";
import { byteOrderMarkLength, Locator } from "./findings/position.ts";
import { ParagraphSpans } from "./kernel/paragraph-spans.ts";
import { typescriptKernel } from "./kernel/typescript.ts";
import { lineEndLength } from "./kernel/white-space.ts";
import { loadDocumentRules } from "./load-rules.ts";
import type { SchemaColumn } from "./schema/columns.ts";
import { type PropertyDefault, parseDefault } from "./schema/defaults.ts";
import { type CorpusOptions, type CorpusSettings, corpusSettings } from "./settings.ts";
import { readyRules } from "./workers/document-rules.ts";
import { DocumentExaminer } from "./workers/examine.ts";
import { fieldText } from "./workers/field-values.ts";

/** A header field: its value as text (JSON for lists, maps and null), its place, and the column that takes it. */
export interface ExplainedField {
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** Null where the field has no column. */
  readonly columnName: string | null;
  readonly columnType: string | null;
}

/** A field that the document lacks, with the schema's default. */
export type ExplainedDefault = Omit<ExplainedField, "line" | "column">;

export interface ExplainedParagraph {
  readonly lineStart: number;
  readonly lineEnd: number;
  /** Half-open, in the document's bytes. */
  readonly byteStart: number;
  readonly byteEnd: number;
  /** Code points, and runs of characters that are not White_Space. */
  readonly charCount: number;
  readonly wordCount: number;
  readonly text: string;
  /** What stands between this paragraph and the one before, or the header. */
  readonly separator: string;
}

export interface Explanation {
  readonly sourcePath: string;
  readonly root: string;
  readonly kind: string;
  readonly bytes: number;
  readonly byteOrderMark: boolean;
  /** How many lines end in each way. */
  readonly lineEnds: { readonly lf: number; readonly crlf: number; readonly cr: number };
  /** The forms of header that are tried, in order. */
  readonly headerForms: readonly string[];
  /** Null where none of them matches. */
  readonly header: {
    /** The form that matches. */
    readonly form: string;
    readonly lineStart: number;
    readonly lineEnd: number;
    readonly byteStart: number;
    readonly byteEnd: number;
    readonly fields: readonly ExplainedField[];
    /** The fields that took their default. */
    readonly defaults: readonly ExplainedDefault[];
  } | null;
  readonly paragraphs: readonly ExplainedParagraph[];
  readonly findings: readonly Finding[];
}

/** Reads one document as a run would. Throws UsageError and InputError, and the signal's reason once it is aborted. */
export async function explainDocument(options: CorpusOptions): Promise<Explanation> {
  const settings = corpusSettings(options);
  const rules = loadDocumentRules(settings);
  const inputs = resolveCorpus(settings);
  const file = onlyDocument([...discover(inputs, new PassedOver())], settings);
  const [received] = await receiveDocuments([file], settings.signal);
  const arena = new Arena();
  const stored = arena.append(received!);
  if ("problem" in stored) throw new InputError(`${options.inputs[0]}: ${messageOf(stored.problem)}`);
  const document = arena.buffer.subarray(stored.start, stored.end);
  const spans = new ParagraphSpans();
  const examiner = new DocumentExaminer({
    kernel: typescriptKernel,
    ...readyRules(rules),
    maxExcerpts: settings.maxFindings,
  });
  const { reading, defaulted, findings } = examiner.examine(file, document, 0, document.length, spans);
  return {
    sourcePath: file.sourcePath,
    root: inputs.kind === "files" ? toReadablePath(inputs.root) : "",
    kind: documentKindOf(file.sourcePath).name,
    bytes: document.length,
    byteOrderMark: byteOrderMarkLength(document, 0, document.length) > 0,
    lineEnds: countLineEnds(document),
    headerForms: settings.header,
    header:
      reading.problem === null
        ? {
            ...explainHeader(document, reading, settings.header, rules.columns.columns),
            defaults: defaulted.map((each) => explainDefault(each, rules.columns.columns)),
          }
        : null,
    paragraphs: explainParagraphs(document, reading, spans),
    findings,
  };
}

function onlyDocument(files: readonly SourceFile[], { inputs }: CorpusSettings): SourceFile {
  const [file, ...others] = files;
  if (file !== undefined && others.length === 0) return file;
  throw new UsageError(
    `explain reads one document, ${inputs.join(", ")} holds ${files.length}; name one file`,
  );
}

function explainHeader(
  document: Buffer,
  reading: DocumentReading,
  forms: readonly string[],
  columns: readonly SchemaColumn[],
): Omit<NonNullable<Explanation["header"]>, "defaults"> {
  const start = byteOrderMarkLength(document, 0, document.length);
  const form = forms.find(
    (each) => !("problem" in compileHeader([each]).read(document, start, document.length)),
  )!;
  const locator = new Locator(document, 0, document.length);
  const { line: lineStart } = locator.locate(reading.place);
  const fields = reading.fields.map((field): ExplainedField => {
    return {
      name: field.name,
      text: fieldText(field, document),
      ...locator.locate(field.start),
      ...columnOf(field.name, columns),
    };
  });
  // The line end belongs to the line that it ends.
  const { line: lineEnd } = locator.locate(reading.headerEnd - 1);
  return { form, lineStart, lineEnd, byteStart: reading.headerStart, byteEnd: reading.headerEnd, fields };
}

function explainDefault(given: PropertyDefault, columns: readonly SchemaColumn[]): ExplainedDefault {
  const value = parseDefault(given);
  return {
    name: given.property,
    text: typeof value === "string" ? value : given.text,
    ...columnOf(given.property, columns),
  };
}

/** The column that takes a field. */
function columnOf(
  name: string,
  columns: readonly SchemaColumn[],
): Pick<ExplainedField, "columnName" | "columnType"> {
  const field = columns.find(({ property }) => property === name)?.field;
  return { columnName: field?.name ?? null, columnType: field?.type ?? null };
}

function explainParagraphs(
  document: Buffer,
  reading: DocumentReading,
  spans: ParagraphSpans,
): ExplainedParagraph[] {
  return Array.from({ length: reading.paragraphCount }, (_, index) => {
    const byteStart = spans.starts[index]!;
    const byteEnd = spans.ends[index]!;
    const before = index === 0 ? reading.headerEnd : spans.ends[index - 1]!;
    return {
      lineStart: spans.lineStarts[index]!,
      lineEnd: spans.lineEnds[index]!,
      byteStart,
      byteEnd,
      charCount: spans.charCounts[index]!,
      wordCount: spans.wordCounts[index]!,
      text: document.toString("utf8", byteStart, byteEnd),
      separator: document.toString("utf8", before, byteStart),
    };
  });
}

function countLineEnds(document: Buffer): Explanation["lineEnds"] {
  const counts = { lf: 0, crlf: 0, cr: 0 };
  for (let at = 0; at < document.length; ) {
    const length = lineEndLength(document, at, document.length);
    if (length === 2) counts.crlf++;
    else if (length === 1) counts[document[at] === 0x0a ? "lf" : "cr"]++;
    at += Math.max(1, length);
  }
  return counts;
}
