/**
 * A schema from the documents themselves: reads every document with the header, once and in the order of the corpus, and
 * tells schema/infer.ts what is there. Paragraphs are counted and not looked at.
 */
import { setImmediate } from "node:timers/promises";
import { Arena, type ReceivedFile, receiveDocuments } from "./corpus/arena.ts";
import { toReadablePath } from "./corpus/byte-path.ts";
import { discover } from "./corpus/discover.ts";
import { PassedOver } from "./corpus/passed-over.ts";
import type { SourceFile } from "./corpus/source-file.ts";
import { WorkItems } from "./corpus/work-items.ts";
import { noDocuments, resolveCorpus } from "./corpus-inputs.ts";
import { type Counts, noCounts } from "./dataset/data-package.ts";
import type { FieldSpan, HeaderReader } from "./documents/header.ts";
import { compileHeader } from "./documents/headers/index.ts";
import { documentKindOf } from "./documents/index.ts";
import type { Finding } from "./findings/finding.ts";
import { Locator } from "./findings/position.ts";
import { excerpt } from "./findings/printable.ts";
import { ParagraphSpans } from "./kernel/paragraph-spans.ts";
import { typescriptKernel } from "./kernel/typescript.ts";
import type { ObservedValue } from "./schema/field-evidence.ts";
import { checkFieldName } from "./schema/header-fit.ts";
import { type ObservedField, SchemaInference } from "./schema/infer.ts";
import type { JsonObject } from "./schema/load.ts";
import { type CorpusOptions, type CorpusSettings, corpusSettings } from "./settings.ts";
import { reservedColumnNames } from "./tables/index.ts";
import { nameNotUtf8, place } from "./workers/examine.ts";
import { excerptLine } from "./workers/line-excerpt.ts";

/** Longer values are not decoded: they are strings whatever they hold. */
const MAX_VALUE_BYTES = 1 << 16;

/** Longest path in the places of a schema, in characters: nothing in a schema may grow beyond measure. */
const MAX_PATH_CHARACTERS = 100;

/** What came of inferring. */
export interface InferredSchema {
  /** Draft 2020-12. Null if no document could be read, or some file not at all. */
  readonly schema: JsonObject | null;
  /** `rejected`: documents that have no such header; nothing of them is in the schema. */
  readonly counts: Readonly<Counts>;
  readonly findingCount: number;
  /** Properties whose column needs another name before the schema can be used. */
  readonly reserved: readonly string[];
  /** What was not read in folders. */
  readonly passedOver: readonly (readonly [kind: string, count: number])[];
}

/**
 * Infers the schema of a corpus. Options for schemas have no effect. Throws UsageError and InputError; a document that
 * cannot be read is a finding.
 */
export async function inferSchema(options: CorpusOptions): Promise<InferredSchema> {
  const settings = corpusSettings(options);
  const reader = compileHeader(settings.header);
  for (const name of reader.fieldNames) checkFieldName(name);
  const inputs = resolveCorpus(settings);
  const { onEvent, signal } = settings;
  const passedOver = new PassedOver();
  const observer = new CorpusObserver(reader, settings);
  onEvent({ type: "start", root: inputs.kind === "files" ? toReadablePath(inputs.root) : "" });
  const items = new WorkItems(discover(inputs, passedOver));
  for (let item = items.next(); item !== null; item = items.next()) {
    // Between two items the event loop gets its turn.
    await setImmediate();
    signal?.throwIfAborted();
    for (const file of await receiveDocuments(item, signal)) observer.observe(file);
    const { documents, bytes, findings } = observer.counts;
    items.learn(documents, bytes);
    await onEvent({ type: "progress", documents, bytes, findings });
  }
  onEvent({ type: "end" });
  signal?.throwIfAborted();
  const { counts, inference } = observer;
  if (counts.documents + counts.unreadable === 0) throw noDocuments(settings.inputs, passedOver);
  const schema = inference.documents > 0 && counts.unreadable === 0 ? inference.schema() : null;
  return {
    schema,
    counts,
    findingCount: counts.findings,
    reserved: schema === null ? [] : reservedProperties(schema, settings.column),
    passedOver: passedOver.entries(),
  };
}

/** The properties whose column would have the name of a built-in one. */
function reservedProperties(schema: JsonObject, renames: ReadonlyMap<string, string>): string[] {
  const properties = schema.properties as Record<string, JsonObject>;
  const hasHost = properties.url?.type !== undefined && properties.url.format === "uri";
  const taken = hasHost ? new Set([...reservedColumnNames, "host"]) : reservedColumnNames;
  return Object.keys(properties).filter(
    (name) => name !== "doc_id" && name !== "paragraphs" && taken.has(renames.get(name) ?? name),
  );
}

/** Reads documents and keeps of them what the schema and the counts need. */
class CorpusObserver {
  readonly inference: SchemaInference;
  readonly counts: Counts = noCounts();
  readonly #reader: HeaderReader;
  readonly #settings: CorpusSettings;
  readonly #arena = new Arena();
  readonly #spans = new ParagraphSpans();

  constructor(reader: HeaderReader, settings: CorpusSettings) {
    this.inference = new SchemaInference(reader.fieldNames);
    this.#reader = reader;
    this.#settings = settings;
  }

  observe(file: SourceFile | ReceivedFile): void {
    const { counts } = this;
    this.#arena.reset();
    const stored = this.#arena.append(file);
    if ("problem" in stored) {
      counts.unreadable++;
      this.#report(place(stored.problem, file.sourcePath, new Locator(new Uint8Array(0), 0, 0)));
      return;
    }
    const { start, end } = stored;
    counts.documents++;
    counts.bytes += end - start;
    const { buffer } = this.#arena;
    this.#spans.truncate(0);
    const settings = { kernel: typescriptKernel, header: this.#reader };
    const reading = documentKindOf(file.sourcePath).read(buffer, start, end, settings, this.#spans);
    const problem = file.nameIsUtf8 ? reading.problem : nameNotUtf8;
    if (problem !== null) {
      counts.rejected++;
      counts.rejectedBytes += end - start;
      const finding = place(problem, file.sourcePath, new Locator(buffer, start, end), start);
      const line = excerptLine(buffer, start, end, start + problem.byte);
      this.#report(line.text === "" || problem === nameNotUtf8 ? finding : { ...finding, excerpt: line });
      return;
    }
    counts.paragraphs += reading.paragraphCount;
    const placeAt = (offset: number) => () => placeText(file, new Locator(buffer, start, end), offset);
    this.inference.add({
      fields: reading.fields.map((field) => observedField(field, buffer, placeAt(field.start))),
      paragraphCount: reading.paragraphCount,
      place: placeAt(reading.place),
    });
  }

  #report(finding: Finding): void {
    this.counts.findings++;
    this.#settings.onFinding(finding);
  }
}

function placeText({ sourcePath }: SourceFile, locator: Locator, offset: number): string {
  const { line, column } = locator.locate(offset);
  return `${excerpt(sourcePath, MAX_PATH_CHARACTERS)}:${line}:${column}`;
}

function observedField(
  { name, start, end, value }: FieldSpan,
  buffer: Buffer,
  at: () => string,
): ObservedField {
  return { name, value: value ?? textIn(buffer, start, end), place: at };
}

/** The text bytes[start, end); of a very long one so much that it is seen to be long. */
function textIn(buffer: Buffer, start: number, end: number): ObservedValue {
  return { kind: "plain", text: buffer.toString("utf8", start, Math.min(end, start + MAX_VALUE_BYTES)) };
}
