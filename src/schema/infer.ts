/**
 * From what documents hold to a schema that they conform to. Pure: it is told of one document after the other and reads
 * none, and its memory does not grow with their number.
 */
import { Exceptions, FieldEvidence, type ObservedValue } from "./field-evidence.ts";
import type { JsonObject } from "./json-syntax.ts";

/** Most fields that are described, and the longest name in UTF-16 units: documents choose them, so that there is no end of them. */
const MAX_FIELDS = 200;
const MAX_NAME_LENGTH = 100;

/** A header field of one document. */
export interface ObservedField {
  readonly name: string;
  readonly value: ObservedValue;
  /** `path:line:column` of the value. */
  readonly place: () => string;
}

/** One document. No two fields have the same name, and none is called `doc_id`, `paragraphs` or `__proto__`. */
export interface ObservedDocument {
  readonly fields: readonly ObservedField[];
  readonly paragraphCount: number;
  /** `path:line:column` of its header. */
  readonly place: () => string;
}

/**
 * Gathers documents into a schema. For documents with `status` active, active and closed, and a `year` that one of them
 * lacks, `schema` has `status: { type: "string" }` (required) and `year: { type: "integer" }`.
 */
export class SchemaInference {
  /** How many documents there were. */
  documents = 0;
  readonly #headerFields: ReadonlySet<string>;
  readonly #fields: Map<string, FieldEvidence>;
  readonly #withoutParagraphs = new Exceptions();
  readonly #undescribed = new Exceptions();
  #mostParagraphs = 0;
  #fewestParagraphs = Number.POSITIVE_INFINITY;

  /** `headerFields`: what the forms of header name themselves. A schema must know them even if no document has them. */
  constructor(headerFields: readonly string[]) {
    this.#headerFields = new Set(headerFields);
    this.#fields = new Map(headerFields.map((name) => [name, new FieldEvidence()]));
  }

  add({ fields, paragraphCount, place }: ObservedDocument): void {
    this.documents++;
    this.#mostParagraphs = Math.max(this.#mostParagraphs, paragraphCount);
    this.#fewestParagraphs = Math.min(this.#fewestParagraphs, paragraphCount);
    if (paragraphCount === 0) this.#withoutParagraphs.add(place);
    for (const field of fields) {
      const evidence = this.#evidenceOf(field.name);
      if (evidence === null) this.#undescribed.add(field.place);
      else evidence.observe(field.value, field.place);
    }
  }

  /** A schema of draft 2020-12 that all documents conform to. Call it after the first document. */
  schema(): JsonObject {
    const all = [...this.#fields].map(
      ([name, evidence]) => [name, evidence.schema(this.documents, this.#headerFields.has(name))] as const,
    );
    // No column can be without a name, and what a pattern describes has none.
    const nameless = all.find(([name]) => name === "")?.[1];
    const required = [...this.#fields]
      .filter(([, { count }]) => count === this.documents)
      .map(([name]) => name);
    return {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Document",
      description: `Inferred from ${this.documents} ${this.documents === 1 ? "document" : "documents"}.`,
      type: "object",
      properties: {
        doc_id: {
          description: `Path of the document below the root folder, with slashes. In ${this.documents} of ${this.documents} documents.`,
          type: "string",
          minLength: 1,
        },
        ...Object.fromEntries(all.filter(([name]) => name !== "")),
        paragraphs: this.#paragraphs(),
      },
      ...(nameless !== undefined && { patternProperties: { "^$": nameless } }),
      required: ["doc_id", ...required, "paragraphs"],
      ...this.#furtherFields(),
    };
  }

  #evidenceOf(name: string): FieldEvidence | null {
    const known = this.#fields.get(name);
    if (known !== undefined) return known;
    if (this.#fields.size >= MAX_FIELDS || name.length > MAX_NAME_LENGTH) return null;
    const evidence = new FieldEvidence();
    this.#fields.set(name, evidence);
    return evidence;
  }

  #paragraphs(): JsonObject {
    const { count, list } = this.#withoutParagraphs;
    return {
      description: `From ${this.#fewestParagraphs} to ${this.#mostParagraphs} in each of ${this.documents} documents.`,
      type: "array",
      ...(count === 0 && { minItems: 1 }),
      items: { type: "string", minLength: 1 },
      ...(count > 0 && { $comment: `${count} of ${this.documents} documents have none: ${list}` }),
    };
  }

  #furtherFields(): JsonObject {
    const { count, list } = this.#undescribed;
    if (count === 0) return { additionalProperties: false };
    return {
      additionalProperties: true,
      $comment: `Only the first ${MAX_FIELDS} fields with names of at most ${MAX_NAME_LENGTH} characters are described. Others occur ${count} times: ${list}`,
    };
  }
}
