/**
 * What documents show of one header field: how often it is there, which types its values fit, and where they do not.
 * Separate from inferring because this part must stay small in memory, however many values there are.
 */
import type { JsonObject, JsonValue } from "./json-syntax.ts";
import { type TextType, type TextValue, textTypes } from "./text-types.ts";

/** The value of a field; what lists and maps hold is not looked at. */
export type ObservedValue = TextValue | { readonly kind: "null" | "list" | "map" };

/** Most different values that can be all there are, and the longest of them in UTF-16 units. */
const MAX_VALUES = 10;
const MAX_VALUE_LENGTH = 60;

/** How often each of them must occur, on average. */
const MIN_OCCURRENCES = 3;

/** Something that is not so everywhere: how often, and the first places. */
export class Exceptions {
  count = 0;
  readonly #places: string[] = [];

  add(place: () => string): void {
    if (this.count++ < 3) this.#places.push(place());
  }

  /** `a.txt:1:7, b.txt:1:7, c.txt:1:7 and 2 more`. */
  get list(): string {
    const more = this.count - this.#places.length;
    return this.#places.join(", ") + (more > 0 ? ` and ${more} more` : "");
  }
}

/** The values of one field so far. Takes the same memory for any number of them. */
export class FieldEvidence {
  readonly #counts = { text: 0, null: 0, list: 0, map: 0 };
  readonly #exceptions = new Map(textTypes.map((type) => [type, new Exceptions()]));
  /** Null as soon as there are too many. */
  #values: Set<string> | null = new Set();

  /** How many documents have the field. */
  get count(): number {
    const { text, null: nulls, list, map } = this.#counts;
    return text + nulls + list + map;
  }

  /** Adds the value of one document. `place` is asked only for the first values that some type does not fit. */
  observe(value: ObservedValue, place: () => string): void {
    if (!("text" in value)) {
      this.#counts[value.kind]++;
      return;
    }
    this.#counts.text++;
    for (const [type, exceptions] of this.#exceptions) if (!type.fits(value)) exceptions.add(place);
    if (value.text.length > MAX_VALUE_LENGTH) this.#values = null;
    this.#values?.add(value.text);
    if (this.#values !== null && this.#values.size > MAX_VALUES) this.#values = null;
  }

  /**
   * The narrowest schema that all values conform to. `documents`: how many there were; `givesText`: the field may be text
   * although no value shows it.
   */
  schema(documents: number, givesText: boolean): JsonObject {
    const { text, null: nulls, list, map } = this.#counts;
    const textType = this.#textType;
    // Null alone says nothing of the type, and text is what headers give.
    const hasText = text > 0 || givesText || list + map === 0;
    const types = [
      ...(hasText ? [textType?.type ?? "string"] : []),
      ...(list > 0 ? ["array"] : []),
      ...(map > 0 ? ["object"] : []),
      ...(nulls > 0 ? ["null"] : []),
    ];
    const values = textType === undefined && list + map === 0 ? this.#allValues : null;
    const comment = this.#comment(textType);
    return {
      description: this.#description(documents, textType),
      type: types.length === 1 ? types[0]! : types,
      ...(textType?.format !== undefined && { format: textType.format }),
      ...(values !== null && { enum: [...values, ...(nulls > 0 ? [null] : [])] satisfies JsonValue[] }),
      ...(comment !== null && { $comment: comment }),
    };
  }

  /** The first type that all text fits; undefined where it is only a string. */
  get #textType(): TextType | undefined {
    if (this.#counts.text === 0) return undefined;
    return textTypes.find((type) => this.#exceptions.get(type)!.count === 0);
  }

  /** The values in the order of their code units, if they seem to be all there are. */
  get #allValues(): readonly string[] | null {
    const values = this.#values;
    if (values === null || values.size === 0) return null;
    return this.#counts.text >= MIN_OCCURRENCES * values.size ? [...values].sort() : null;
  }

  /** `In 16 of 16 documents: 14 string (3 different), 2 null.` */
  #description(documents: number, textType: TextType | undefined): string {
    const { text, null: nulls, list, map } = this.#counts;
    const different = this.#values === null ? "many" : this.#values.size;
    const parts = [
      ...(text > 0 ? [`${text} ${textType?.name ?? `string (${different} different)`}`] : []),
      ...(list > 0 ? [`${list} array`] : []),
      ...(map > 0 ? [`${map} object`] : []),
      ...(nulls > 0 ? [`${nulls} null`] : []),
    ];
    const found = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
    return `In ${this.count} of ${documents} documents${found}.`;
  }

  /** Tells of the narrower type that most values fit, or null where there is none. */
  #comment(textType: TextType | undefined): string | null {
    const { text } = this.#counts;
    const narrower = textType === undefined ? textTypes : textTypes.slice(0, textTypes.indexOf(textType));
    const [nearest] = narrower
      .map((type) => ({ type, exceptions: this.#exceptions.get(type)! }))
      .filter(({ exceptions }) => exceptions.count * 2 < text)
      .sort((a, b) => a.exceptions.count - b.exceptions.count);
    if (nearest === undefined) return null;
    const { type, exceptions } = nearest;
    return `Not ${type.name} because of ${exceptions.count} of ${text} values: ${exceptions.list}`;
  }
}
