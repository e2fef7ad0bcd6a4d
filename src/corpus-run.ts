/**
 * A run over a corpus: what has to be known before the first document, then one item after the other, counted.
 * Exporting, validating and iterating differ only in what they do with the items.
 */
import { setImmediate } from "node:timers/promises";
import type { Table } from "./batch/field.ts";
import { toReadablePath } from "./corpus/byte-path.ts";
import type { ChangedFiles } from "./corpus/changed-files.ts";
import { discover } from "./corpus/discover.ts";
import type { ResolvedInputs } from "./corpus/inputs.ts";
import { PassedOver } from "./corpus/passed-over.ts";
import { WorkItems } from "./corpus/work-items.ts";
import { findChanged, noDocuments, resolveCorpus } from "./corpus-inputs.ts";
import { type Counts, noCounts } from "./dataset/data-package.ts";
import type { Finding } from "./findings/finding.ts";
import { defaultCsvDialect, type FormatSettings, type Piece } from "./formats/format.ts";
import { loadDocumentRules } from "./load-rules.ts";
import { schemaWarnings } from "./schema/warnings.ts";
import type { CorpusSettings } from "./settings.ts";
import { tablesOf } from "./tables/index.ts";
import type { DocumentRules } from "./workers/document-rules.ts";
import { handleItems, type ItemQueue } from "./workers/handle-items.ts";
import type { Outcome } from "./workers/outcome.ts";
import type { HandledDocuments } from "./workers/pool.ts";
import { fileEnd, type OutputSettings } from "./workers/work.ts";

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
  /** After some documents, about 1 MiB of them: documents seen so far, their bytes, findings so far. */
  | {
      readonly type: "progress";
      readonly documents: number;
      readonly bytes: number;
      readonly findings: number;
    }
  | { readonly type: "end" };

/** The files that a run makes. */
export interface RunOutputs {
  readonly outputs: readonly OutputSettings[];
  readonly format: FormatSettings;
  /** Whether the files end before the first rejected document, as they do before one that cannot be read. */
  readonly endsAtRejected: boolean;
  /** Takes the pieces of each output, by its number, in order; they are written or copied when it returns. */
  readonly onPiece: (output: number, piece: Piece) => void;
  /** Is told how many threads beside the main one make pieces, when there are some. */
  readonly onThreads?: (count: number) => void;
}

/** A run that makes no files. */
const noOutputs: RunOutputs = {
  outputs: [],
  format: { csv: defaultCsvDialect, metadata: new Map() },
  endsAtRejected: false,
  onPiece: () => {},
};

/** A document without findings. */
const sound = { status: "ok", findings: [] } as const;

export class CorpusRun {
  readonly rules: DocumentRules;
  /** Paragraphs and documents. */
  readonly tables: readonly Table[];
  readonly passedOver = new PassedOver();
  readonly counts: Counts = noCounts();
  /** The first findings, `maxFindings` at most. */
  readonly findings: Finding[] = [];
  /** All findings, those in the schema among them. */
  findingCount = 0;
  readonly #settings: CorpusSettings;
  readonly #inputs: ResolvedInputs;
  readonly #changed: ChangedFiles | undefined;
  /** What listeners have promised since it was last waited for. */
  readonly #promised: Promise<unknown>[] = [];
  #excerptsLeft: number;

  /** `outFolder` is never read. Throws UsageError and InputError, before any document is read. */
  constructor(settings: CorpusSettings, outFolder?: string) {
    this.#settings = settings;
    this.#inputs = resolveCorpus(settings, outFolder);
    this.#changed = findChanged(settings, this.#inputs);
    this.rules = loadDocumentRules(settings);
    this.tables = tablesOf(this.rules.columns);
    this.#excerptsLeft = settings.maxFindings;
  }

  /**
   * Handles the corpus in the order of the documents and yields what became of them, a few at a time, after their pieces. Once
   * a document ends the files, no more pieces come. Throws the signal's reason if the run is stopped, what a listener throws or
   * rejects with, and InputError if there is no document.
   */
  async *outcomes(run: RunOutputs = noOutputs): AsyncGenerator<Outcome> {
    const { signal, threads, maxFindings } = this.#settings;
    const inputs = this.#inputs;
    this.#tell({ type: "start", root: inputs.kind === "files" ? toReadablePath(inputs.root) : "" });
    for (const warning of schemaWarnings(this.rules.schema)) this.#reportFinding(warning);
    const items = new WorkItems(discover(this.#inputs, this.passedOver, this.#changed));
    const source: ItemQueue = {
      encode: run.outputs.length > 0,
      next: (length) => items.next(length),
      get itemLength() {
        return items.itemLength;
      },
      areAtLeast: (amount) => items.areAtLeast(amount),
      hasMore: (count) => items.hasMore(count),
    };
    const { outputs, format, endsAtRejected } = run;
    const work = { rules: this.rules, maxExcerpts: maxFindings, outputs, format, endsAtRejected };
    const onPiece: RunOutputs["onPiece"] = (output, piece) => {
      if (source.encode) run.onPiece(output, piece);
    };
    const { onThreads } = run;
    for await (const handled of handleItems(source, { work, threads, onPiece, onThreads, signal })) {
      const { outcome } = handled;
      if (fileEnd(outcome, endsAtRejected) !== null) source.encode = false;
      this.#count(outcome);
      this.#report(handled);
      items.learn(this.counts.documents, this.counts.bytes);
      yield outcome;
      this.#tell(this.#progress());
      await this.#allPromised();
    }
    // What came while the last item was handled counts as well.
    await setImmediate();
    signal?.throwIfAborted();
    this.#tell({ type: "end" });
    await this.#allPromised();
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

  #count(outcome: Outcome): void {
    const { counts } = this;
    const { documents, paragraphs, bytes, rejectedBytes, rejectedRows, defaultedFields, withFindings } =
      outcome;
    counts.documents += documents;
    counts.rejected += rejectedRows.length;
    counts.bytes += bytes;
    counts.rejectedBytes += rejectedBytes;
    counts.paragraphs += paragraphs;
    counts.defaultedFields += defaultedFields;
    for (const { status, findings } of withFindings) {
      if (status === "unreadable") counts.unreadable++;
      counts.findings += findings.length;
    }
  }

  /** Tells of every document, after its findings. */
  #report({ item, first, outcome: { seen, withFindings } }: HandledDocuments): void {
    let next = 0;
    for (let at = first; at < first + seen; at++) {
      const path = item[at]!.sourcePath;
      const document = withFindings[next];
      const { status, findings } = document?.sourcePath === path ? document : sound;
      if (findings.length > 0) next++;
      for (const finding of findings) this.#reportFinding(this.#withExcerptIfListed(finding));
      this.#tell({ type: "document", path, status, findings: findings.length });
    }
  }

  #tell(event: RunEvent): void {
    this.#await(this.#settings.onEvent(event));
  }

  /** Listeners may be asynchronous. A promise that is rejected before it is waited for must not end the process. */
  #await(answer: unknown): void {
    if (typeof (answer as PromiseLike<unknown> | null | undefined)?.then !== "function") return;
    const promised = Promise.resolve(answer);
    promised.catch(() => {});
    this.#promised.push(promised);
  }

  /** Waits for the listeners, so that they can slow the run down. Rejects as one of them does. */
  async #allPromised(): Promise<void> {
    await Promise.all(this.#promised.splice(0));
  }

  /** Threads give excerpts to their first findings each; here the first ones of all are known. */
  #withExcerptIfListed(finding: Finding): Finding {
    if (finding.code === "input/name-not-utf8" || this.#excerptsLeft-- > 0) return finding;
    const { excerpt: _notListed, ...others } = finding;
    return others;
  }

  #reportFinding(finding: Finding): void {
    this.findingCount++;
    if (this.findings.length < this.#settings.maxFindings) this.findings.push(finding);
    // A copy: what a listener does with it is no part of the result.
    this.#await(this.#settings.onFinding({ ...finding }));
  }
}
