/** Vectors against what their values say, and texts against an encoder that takes one at a time. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isValid, type Utf8Vector, type Vector } from "../../src/batch/batch.ts";
import { buildVector, type Value } from "../../src/batch/build-vector.ts";

const nullable = <T extends Value>(value: fc.Arbitrary<T>) => fc.array(fc.option(value), { maxLength: 40 });

function validOf({ validity, length }: Vector): boolean[] {
  return Array.from({ length }, (_, index) => isValid(validity, index));
}

/** Each text as bytes, in hexadecimal: decoding would hide what was replaced. */
function textsOf(vector: Vector): string[] {
  const { bytes, starts, ends, length } = vector as Utf8Vector;
  return Array.from({ length }, (_, index) =>
    Buffer.from(bytes.subarray(starts[index], ends[index])).toString("hex"),
  );
}

function encoded(texts: readonly (string | null)[]): string[] {
  return texts.map((text) => Buffer.from(new TextEncoder().encode(text ?? "")).toString("hex"));
}

describe("texts", () => {
  test.each<[string, (string | null)[]]>([
    ["none", []],
    ["empty ones", ["", ""]],
    ["ASCII ones", ["a", "", "bc\u007f\u0000"]],
    ["one that is not ASCII, among others", ["a", "é", "b"]],
    ["characters of each length", ["a", "é", "€", "\u{1f600}"]],
    ["nulls", [null, "a", null]],
    ["nulls beside what is not ASCII", [null, "ä", null, "b", null]],
    ["nulls alone", [null, null]],
    ["halves of a surrogate pair, which do not become a whole one", ["a\ud83d", "\ude00b"]],
    ["halves with an empty text and a null between them", ["\ud83d", "", null, "\ude00"]],
    ["a byte order mark", ["\ufeff", "a"]],
  ])("are told apart: %s", (_, texts) => {
    const vector = buildVector("utf8", texts);
    expect(vector.length).toBe(texts.length);
    expect(textsOf(vector)).toEqual(encoded(texts));
    expect(validOf(vector)).toEqual(texts.map((text) => text !== null));
  });

  test("stand one behind the other, as Arrow has them", () => {
    for (const texts of [
      ["one", null, "three"],
      ["one", null, "drei\u00df"],
    ]) {
      const { starts, ends } = buildVector("utf8", texts) as Utf8Vector;
      expect(starts[0]).toBe(0);
      expect([...starts].slice(1)).toEqual([...ends].slice(0, -1));
    }
  });

  test("are not joined where the string could become longer than any may be", () => {
    const long = "x".repeat(2 ** 23);
    const texts = [long, "y", null, long];
    const { starts, ends, bytes } = buildVector("utf8", texts) as Utf8Vector;
    expect([...starts]).toEqual([0, 2 ** 23, 2 ** 23 + 1, 2 ** 23 + 1]);
    expect([...ends]).toEqual([2 ** 23, 2 ** 23 + 1, 2 ** 23 + 1, 2 ** 24 + 1]);
    expect(Buffer.from(bytes.subarray(starts[1]! - 1, starts[1]! + 2)).toString()).toBe("xyx");
    // Joined texts have just the bytes that they need.
    expect(bytes.length).toBeGreaterThan(2 ** 24 + 1);
    expect((buildVector("utf8", [long, long]) as Utf8Vector).bytes).toHaveLength(2 ** 24);
  });

  test("are those of an encoder that takes one at a time", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.string({ unit: "binary", maxLength: 8 }),
      fc
        .array(fc.integer({ min: 0xd700, max: 0xe0ff }), { maxLength: 3 })
        .map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(nullable(text), (texts) => {
        const vector = buildVector("utf8", texts);
        expect(textsOf(vector)).toEqual(encoded(texts));
        expect(validOf(vector)).toEqual(texts.map((each) => each !== null));
      }),
    );
  });
});

describe("validity", () => {
  test("is left out where nothing is null", () => {
    expect(buildVector("utf8", ["a"]).validity).toBeNull();
    expect(buildVector("int32", [0]).validity).toBeNull();
    expect(buildVector("boolean", [false]).validity).toBeNull();
    expect(buildVector("boolean", []).validity).toBeNull();
  });

  test.each([7, 8, 9, 16, 17])("has a bit for each of %i values", (count) => {
    const values = Array.from({ length: count }, (_, index) => (index === count - 1 ? null : index));
    const { validity } = buildVector("int32", values);
    expect(validity).toHaveLength(Math.ceil(count / 8));
    expect(validOf(buildVector("int32", values))).toEqual(values.map((value) => value !== null));
  });
});

describe("numbers", () => {
  test.each(["int32", "date32"] as const)("of type %s, 0 for null", (type) => {
    fc.assert(
      fc.property(nullable(fc.integer()), (values) => {
        const vector = buildVector(type, values);
        expect(vector).toMatchObject({ type, length: values.length });
        expect(vector).toHaveProperty(
          "values",
          Int32Array.from(values, (value) => value ?? 0),
        );
        expect(validOf(vector)).toEqual(values.map((value) => value !== null));
      }),
    );
  });

  test.each(["int64", "timestamp"] as const)("of type %s, as number or bigint, 0 for null", (type) => {
    const edges = [0, -1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 31), -(2 ** 32), -(2 ** 32) - 1];
    const value = fc.oneof(
      fc.constantFrom(...edges, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
      fc.maxSafeInteger(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    );
    fc.assert(
      fc.property(nullable(value), (values) => {
        const vector = buildVector(type, values);
        expect(vector).toMatchObject({ type, length: values.length });
        expect(vector).toHaveProperty(
          "values",
          BigInt64Array.from(values, (each) => BigInt(each ?? 0)),
        );
        expect(validOf(vector)).toEqual(values.map((each) => each !== null));
      }),
    );
  });

  test("of type float64, 0 for null", () => {
    fc.assert(
      fc.property(nullable(fc.double()), (values) => {
        const vector = buildVector("float64", values);
        expect(vector).toHaveProperty(
          "values",
          Float64Array.from(values, (value) => value ?? 0),
        );
        expect(validOf(vector)).toEqual(values.map((value) => value !== null));
      }),
    );
  });
});

test("booleans are bits, 0 for null", () => {
  fc.assert(
    fc.property(nullable(fc.boolean()), (values) => {
      const vector = buildVector("boolean", values);
      const bits = (vector as Extract<Vector, { type: "boolean" }>).values;
      expect(bits).toHaveLength(Math.ceil(values.length / 8));
      expect(values.map((_, index) => isValid(bits, index))).toEqual(values.map((value) => value === true));
      expect(validOf(vector)).toEqual(values.map((value) => value !== null));
    }),
  );
});
