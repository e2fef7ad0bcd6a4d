/**
 * One document against the schema: what the schema sees of it (docs/documents.md), the values of its columns, and its problems at their
 * bytes. Separate from the processing of work items because it is the only part that makes JavaScript values.
 */
import { constants } from "node:buffer";
import type { DocumentReading } from "../documents/document-kind.ts";
import type { FieldSpan } from "../documents/header.ts";
import type { Problem } from "../findings/finding.ts";
import type { ParagraphSpans } from "../kernel/paragraph-spans.ts";
import type { SchemaColumn, SchemaColumns } from "../schema/columns.ts";
import { type PropertyDefault, parseDefault } from "../schema/defaults.ts";
import { pointerSteps, pointerTo } from "../schema/json-text.ts";
import type { Place } from "../schema/places.ts";
import {
  type DocumentValue,
  type NestedValue,
  newDocumentValue,
  type Validator,
} from "../schema/validate.ts";
import { type Cell, hostOf, type ValueKind } from "../schema/values.ts";
import { fieldText, readField, startOfPart, whyFieldUnrepresentable } from "./field-values.ts";

/** The longest text that can become a JavaScript string, and so be validated, in bytes. */
const MAX_VALUE_BYTES = constants.MAX_STRING_LENGTH;

/** A document's column values and problems. */
export interface Conformance {
  /** In the order of the schema's columns. */
  readonly cells: readonly Cell[];
  readonly host: string | null;
  readonly problems: readonly Problem[];
  /** The fields that took their default. */
  readonly defaulted: readonly PropertyDefault[];
}

/** A default with what every document that takes it shares: nothing changes these values. */
interface ReadyDefault {
  readonly source: PropertyDefault;
  readonly json: NestedValue;
  /** Position of the column, or undefined. */
  readonly index: number | undefined;
}

const noDefaults: readonly PropertyDefault[] = [];

export class ConformanceChecker {
  readonly #validator: Validator;
  readonly #undeclaredKind: (name: string) => ValueKind | null;
  readonly #columns: readonly SchemaColumn[];
  /** A document's cells before any is known. */
  readonly #noCells: readonly Cell[];
  readonly #columnIndex: ReadonlyMap<string, number>;
  readonly #urlIndex: number;
  readonly #defaults: readonly ReadyDefault[];

  /** `undeclaredKind` tells how fields without a column are read. */
  constructor(
    validator: Validator,
    { columns, hasHost, defaults }: SchemaColumns,
    undeclaredKind: (name: string) => ValueKind | null,
  ) {
    this.#validator = validator;
    this.#undeclaredKind = undeclaredKind;
    this.#columns = columns;
    this.#noCells = columns.map(() => null);
    this.#columnIndex = new Map(columns.map(({ property }, index) => [property, index]));
    this.#urlIndex = hasHost ? this.#columnIndex.get("url")! : -1;
    this.#defaults = defaults.map((source) => ({
      source,
      json: parseDefault(source),
      index: this.#columnIndex.get(source.property),
    }));
  }

  /** Checks the document that starts at `start` of the arena. */
  check(
    docId: string,
    arena: Buffer,
    start: number,
    reading: DocumentReading,
    spans: ParagraphSpans,
  ): Conformance {
    const cells = this.#noCells.slice();
    const unread = reading.problem ?? findTooLong(reading, spans, start);
    if (unread !== null) return { cells, host: null, problems: [unread], defaulted: noDefaults };

    const document = newDocumentValue();
    document.doc_id = docId;
    const unrepresentable: Problem[] = [];
    for (const field of reading.fields) {
      const index = this.#columnIndex.get(field.name);
      const column = index === undefined ? undefined : this.#columns[index]!;
      const kind = column === undefined ? this.#undeclaredKind(field.name) : column.values;
      const { json, cell, representable } = readField(field, arena, kind);
      document[field.name] = json;
      if (column === undefined) continue;
      cells[index!] = cell;
      if (!representable) unrepresentable.push(notRepresentable(field, arena, start, column));
    }
    const defaulted = this.#defaults.length === 0 ? noDefaults : this.#addDefaults(document, cells);
    const url = this.#urlIndex < 0 ? null : cells[this.#urlIndex]!;
    const found = this.#problemsOf(document, arena, start, reading, spans);
    const problems = defaulted.length === 0 ? found : markDefaults(found, defaulted);
    return {
      cells,
      host: typeof url === "string" ? hostOf(url) : null,
      problems: unrepresentable.length === 0 ? problems : withAccepted(problems, unrepresentable),
      defaulted,
    };
  }

  /** Gives a document the values of the fields that it lacks. */
  #addDefaults(document: DocumentValue, cells: Cell[]): readonly PropertyDefault[] {
    const missing = this.#defaults.filter(({ source }) => !(source.property in document));
    for (const { source, json, index } of missing) {
      document[source.property] = json;
      if (index !== undefined) cells[index] = source.cell;
    }
    return missing.map(({ source }) => source);
  }

  /** Adds the paragraphs, as far as they matter, and validates the document. */
  #problemsOf(
    document: DocumentValue,
    arena: Buffer,
    start: number,
    reading: DocumentReading,
    spans: ParagraphSpans,
  ): Problem[] {
    if (!this.#validator.textsMatter) {
      document.paragraphs = new Array<string>(reading.paragraphCount).fill("x");
      if (this.#validator.validate(document).length === 0) return [];
    }
    document.paragraphs = decodeParagraphs(arena, reading, spans);
    return this.#validator.validate(document).map(({ code, pointer, params, place }) => ({
      code,
      pointer,
      params,
      byte: offsetOf(place, reading, spans) - start,
    }));
  }
}

/** Adds the values that columns cannot hold: only where the schema itself accepts the value is the column the one to object. */
function withAccepted(problems: readonly Problem[], unrepresentable: readonly Problem[]): Problem[] {
  const accepted = unrepresentable.filter(
    ({ pointer }) => !problems.some((problem) => problem.pointer === pointer),
  );
  return [...problems, ...accepted];
}

/** Says of problems in a value that it is a default: nobody finds it in the document. */
function markDefaults(problems: readonly Problem[], defaulted: readonly PropertyDefault[]): Problem[] {
  const names = new Set(defaulted.map(({ property }) => property));
  return problems.map((problem) => {
    const [name] = pointerSteps(problem.pointer);
    if (name === undefined || !names.has(name)) return problem;
    return { ...problem, params: { ...problem.params, defaultOf: name } };
  });
}

function notRepresentable(field: FieldSpan, arena: Buffer, start: number, column: SchemaColumn): Problem {
  return {
    code: "value/not-representable",
    byte: field.start - start,
    pointer: pointerTo("", field.name),
    params: {
      value: fieldText(field, arena).slice(0, 80),
      type: column.field.type,
      reason: whyFieldUnrepresentable(field, arena, column.values),
    },
  };
}

/** Where in the arena a place of the document is. */
function offsetOf(place: Place, reading: DocumentReading, spans: ParagraphSpans): number {
  switch (place.kind) {
    case "header":
      return reading.place;
    case "field": {
      const field = reading.fields.find(({ name }) => name === place.name);
      return field === undefined ? reading.place : startOfPart(field, place.path);
    }
    case "paragraph":
      return spans.starts[reading.firstParagraph + place.index] ?? reading.place;
  }
}

function decodeParagraphs(
  arena: Buffer,
  { firstParagraph, paragraphCount }: DocumentReading,
  spans: ParagraphSpans,
): string[] {
  const paragraphs = new Array<string>(paragraphCount);
  for (let index = 0; index < paragraphCount; index++) {
    const at = firstParagraph + index;
    paragraphs[index] = arena.toString("utf8", spans.starts[at]!, spans.ends[at]!);
  }
  return paragraphs;
}

function findTooLong(reading: DocumentReading, spans: ParagraphSpans, start: number): Problem | null {
  const params = { maxBytes: MAX_VALUE_BYTES };
  for (let at = reading.firstParagraph; at < reading.firstParagraph + reading.paragraphCount; at++) {
    const bytes = spans.ends[at]! - spans.starts[at]!;
    if (bytes <= MAX_VALUE_BYTES) continue;
    const pointer = `/paragraphs/${at - reading.firstParagraph}`;
    return { code: "value/too-long", byte: spans.starts[at]! - start, pointer, params: { ...params, bytes } };
  }
  const field = reading.fields.find((each) => each.end - each.start > MAX_VALUE_BYTES);
  if (field === undefined) return null;
  return {
    code: "value/too-long",
    byte: field.start - start,
    pointer: pointerTo("", field.name),
    params: { ...params, bytes: field.end - field.start },
  };
}
