/** SARIF against the rules of the standard (OASIS SARIF 2.1.0) that concern what is written here, and what GitHub requires beyond. */
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect } from "vitest";

const closed = (properties: Record<string, object>, optional: string[] = []) => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const text = { type: "string", minLength: 1 };
const message = closed({ text });
const level = { enum: ["none", "note", "warning", "error"] };
const count = { type: "integer", minimum: 0 };

/** Sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.28, 3.29, 3.30 and 3.49, as far as properties are used. */
const rules = closed({
  $schema: { type: "string", format: "uri" },
  version: { const: "2.1.0" },
  runs: {
    type: "array",
    minItems: 1,
    maxItems: 1,
    items: closed({
      columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
      originalUriBaseIds: { type: "object", additionalProperties: closed({ description: message }) },
      properties: { type: "object", additionalProperties: count },
      tool: closed({
        driver: closed({
          name: text,
          semanticVersion: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+" },
          rules: {
            type: "array",
            uniqueItems: true,
            items: closed({
              id: text,
              shortDescription: message,
              fullDescription: message,
              help: message,
              defaultConfiguration: closed({ level }),
            }),
          },
        }),
      }),
      results: {
        type: "array",
        items: closed({
          ruleId: text,
          ruleIndex: count,
          level,
          message,
          locations: {
            type: "array",
            minItems: 1,
            items: closed({
              physicalLocation: closed({
                artifactLocation: closed(
                  { uri: { type: "string", format: "uri-reference" }, uriBaseId: text },
                  ["uriBaseId"],
                ),
                region: closed({
                  startLine: { type: "integer", minimum: 1 },
                  startColumn: { type: "integer", minimum: 1 },
                }),
              }),
            }),
          },
          partialFingerprints: { type: "object", additionalProperties: text, minProperties: 1 },
        }),
      },
    }),
  },
});

const ajv = new Ajv2020({ allErrors: true });
(formats as unknown as (target: Ajv2020) => void)(ajv);
const validate = ajv.compile(rules);

export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

export interface Run {
  readonly results: readonly Result[];
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly originalUriBaseIds: object;
  readonly properties: object;
}

/** The only run of a log, after checking it. */
export function runOf(report: string): Run {
  const log = JSON.parse(report) as { runs: [Run] };
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log.runs[0];
}
