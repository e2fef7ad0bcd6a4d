/**
 * A run over a corpus: what has to be known before the first document, then one item after the other, counted.
 * Exporting, validating and iterating differ only in what they do with the items.
 */
import { setImmediate } from "node:timers/promises";
import { receiveDocuments } from "./corpus/arena.ts";
import { toReadablePath } from "./corpus/byte-path.ts";
import { ChangedFiles } from "./corpus/changed-files.ts";
import { discover } from "./corpus/discover.ts";
import { type ResolvedInputs, resolveInputs } from "./corpus/inputs.ts";
import { PassedOver } from "./corpus/passed-over.ts";
import { cutWorkItems, type WorkItem } from "./corpus/work-items.ts";
import { type Counts, noCounts } from "./dataset/data-package.ts";
import type { HeaderReader } from "./documents/header.ts";
import { compileHeader } from "./documents/headers/index.ts";
import { documentExtensions } from "./documents/index.ts";
import { describeFinding } from "./findings/catalogue.ts";
import { InputError, UsageError } from "./findings/errors.ts";
import type { Finding } from "./findings/finding.ts";
import { typescriptKernel } from "./kernel/typescript.ts";
import { loadBuiltInSchema } from "./schema/built-in-schema.ts";
import { deriveColumns, type SchemaColumns, undeclaredKinds } from "./schema/columns.ts";
import { type LoadedSchema, loadSchema } from "./schema/load.ts";
import { compileValidator, type Validator } from "./schema/validate.ts";
import type { ValueKind } from "./schema/values.ts";
import { schemaWarnings } from "./schema/warnings.ts";
import type { CorpusSettings } from "./settings.ts";
import { reservedColumnNames } from "./tables/index.ts";
import { ItemProcessor, type ItemResult } from "./workers/process.ts";

/** What happens in a run, for progress and logs. */
export type RunEvent =
  /** `root`: the folder that paths in findings are relative to, absolute; "" for standard input. */
  | { readonly type: "start"; readonly root: string }
  /** After the findings of a document: `path` as in findings, its status, how many findings it has. In the order of the documents. */
  | {
      readonly type: "document";
      readonly path: string;
      readonly status: "ok" | "rejected" | "unreadable";
      readonly findings: number;
    }
  /** After each work item: documents seen so far, their bytes, findings so far. */
  | {
      readonly type: "progress";
      readonly documents: number;
      readonly bytes: number;
      readonly findings: number;
    }
  | { readonly type: "end" };

/** Documents read at once: enough to keep the cost per item small, little enough to keep memory small. */
export const ITEM_LIMITS = { maxBytes: 4 << 20, maxDocuments: 1024 };

/** How documents are read: header, schema, columns. */
export interface DocumentRules {
  readonly header: HeaderReader;
  readonly schema: LoadedSchema;
  readonly columns: SchemaColumns;
  /** How header fields are read that have no column. */
  readonly undeclaredKind: (name: string) => ValueKind | null;
  readonly validator: Validator;
}

type RuleSettings = SchemaSettings & Pick<CorpusSettings, "header" | "column">;

/** Loads schema and forms of header. Throws UsageError if they are unusable or do not fit each other. */
export function loadDocumentRules(settings: RuleSettings): DocumentRules {
  const reader = compileHeader(settings.header);
  const loaded = loadSettledSchema(settings);
  const columns = deriveColumns(loaded, {
    headerFields: reader.fieldNames,
    anyField: reader.anyField,
    nested: reader.nested,
    renames: settings.column,
    reserved: reservedColumnNames,
  });
  const undeclaredKind = undeclaredKinds(loaded, reader.nested);
  return { header: reader, schema: loaded, columns, undeclaredKind, validator: compileValidator(loaded) };
}

/** What decides how a schema is loaded. */
export type SchemaSettings = Pick<CorpusSettings, "schema" | "schemaDir" | "strictSchema" | "unsafePatterns">;

/** Loads the schema of a run. Throws UsageError and InputError if it is unusable; if it is to be strict, for each of its warnings. */
export function loadSettledSchema(settings: SchemaSettings): LoadedSchema {
  const { schema, schemaDir, strictSchema, unsafePatterns } = settings;
  const options = { schemaFolder: schemaDir, unsafePatterns };
  const loaded = schema === undefined ? loadBuiltInSchema() : loadSchema(schema, schema, options);
  const warnings = strictSchema ? schemaWarnings(loaded) : [];
  if (warnings.length > 0) throw new UsageError(warnings.map(describeFinding));
  return loaded;
}

/** A document without findings. */
const sound = { status: "ok", findings: [] } as const;

export class CorpusRun {
  readonly rules: DocumentRules;
  readonly processor: ItemProcessor;
  readonly passedOver = new PassedOver();
  readonly counts: Counts = noCounts();
  /** The first findings, `maxFindings` at most. */
  readonly findings: Finding[] = [];
  /** All findings, those in the schema among them. */
  findingCount = 0;
  readonly #settings: CorpusSettings;
  readonly #inputs: ResolvedInputs;
  readonly #changed: ChangedFiles | undefined;

  /** `outFolder` is never read. Throws UsageError and InputError, before any document is read. */
  constructor(settings: CorpusSettings, outFolder?: string) {
    this.#settings = settings;
    this.#inputs = resolveCorpus(settings, outFolder);
    this.#changed = findChanged(settings, this.#inputs);
    this.rules = loadDocumentRules(settings);
    this.processor = new ItemProcessor({
      kernel: typescriptKernel,
      ...this.rules,
      maxExcerpts: settings.maxFindings,
    });
  }

  /**
   * Processes the corpus in the order of the documents. An item's batches are valid until the next item. Throws the
   * signal's reason if the run is stopped, and InputError if there is no document.
   */
  async *items(): AsyncGenerator<ItemResult> {
    const { onEvent, signal } = this.#settings;
    onEvent({ type: "start", root: this.#inputs.kind === "files" ? toReadablePath(this.#inputs.root) : "" });
    for (const warning of schemaWarnings(this.rules.schema)) this.#reportFinding(warning);
    for (const item of cutWorkItems(discover(this.#inputs, this.passedOver, this.#changed), ITEM_LIMITS)) {
      // Between two items the event loop gets its turn: signals, progress, other work of the caller.
      await setImmediate();
      signal?.throwIfAborted();
      const documents = await receiveDocuments(item.documents, signal);
      const result = this.processor.process({ ...item, documents });
      this.#count(result);
      this.#report(item, result);
      yield result;
      await onEvent(this.#progress());
    }
    // What came while the last item was processed counts as well.
    await setImmediate();
    signal?.throwIfAborted();
    onEvent({ type: "end" });
    signal?.throwIfAborted();
    const { documents, unreadable } = this.counts;
    // That nothing has changed is no mistake.
    if (documents + unreadable === 0 && this.#changed === undefined)
      throw noDocuments(this.#settings.inputs, this.passedOver);
  }

  #progress(): RunEvent {
    const { documents, bytes, findings } = this.counts;
    return { type: "progress", documents, bytes, findings };
  }

  #count(result: ItemResult): void {
    const { counts } = this;
    counts.documents += result.documents.rowCount;
    counts.rejected += result.rejectedRows.length;
    counts.bytes += result.bytes;
    counts.rejectedBytes += result.rejectedBytes;
    counts.paragraphs += result.paragraphs.rowCount;
    counts.defaultedFields += result.defaultedFields;
    for (const { status, findings } of result.withFindings) {
      if (status === "unreadable") counts.unreadable++;
      counts.findings += findings.length;
    }
  }

  /** Tells of every document of an item, after its findings. */
  #report(item: WorkItem, { withFindings }: ItemResult): void {
    let next = 0;
    for (const { sourcePath: path } of item.documents) {
      const document = withFindings[next];
      const { status, findings } = document?.sourcePath === path ? document : sound;
      if (findings.length > 0) next++;
      for (const finding of findings) this.#reportFinding(finding);
      this.#settings.onEvent({ type: "document", path, status, findings: findings.length });
    }
  }

  #reportFinding(finding: Finding): void {
    this.findingCount++;
    if (this.findings.length < this.#settings.maxFindings) this.findings.push(finding);
    this.#settings.onFinding(finding);
  }
}

/** What is said of inputs in which there is no document. */
export function noDocuments(inputs: readonly string[], passedOver: PassedOver): InputError {
  const kinds = passedOver.entries().map(([extension, count]) => `${count} ${extension}`);
  const others = kinds.length === 0 ? "" : ` (passed over: ${kinds.join(", ")})`;
  return new InputError(
    `no documents in ${inputs.join(", ")}${others}; documents are files that end in ${documentExtensions.join(", ")}, or name them with --include`,
  );
}

/** Resolves the inputs of a run. `outFolder` is never read. */
export function resolveCorpus(
  { inputs, root, include, exclude, hidden }: CorpusSettings,
  outFolder?: string,
): ResolvedInputs {
  return resolveInputs({
    inputs,
    include,
    exclude,
    hidden,
    cwd: process.cwd(),
    extensions: documentExtensions,
    ...(root !== undefined && { root }),
    ...(outFolder !== undefined && { outFolder }),
  });
}

function findChanged({ changedSince }: CorpusSettings, inputs: ResolvedInputs): ChangedFiles | undefined {
  if (changedSince === undefined) return undefined;
  if (inputs.kind === "files") return new ChangedFiles(inputs.root, changedSince);
  throw new UsageError("--changed-since looks at files, - (standard input) is none");
}

/** How many files a run over this corpus reads. */
export async function countFiles(settings: CorpusSettings, outFolder?: string): Promise<number> {
  let count = 0;
  const inputs = resolveCorpus(settings, outFolder);
  for (const _file of discover(inputs, new PassedOver(), findChanged(settings, inputs))) {
    if (++count % 1000 === 0) await setImmediate();
    settings.signal?.throwIfAborted();
  }
  return count;
}
