/**
 * What GitLab requires of a code quality report: a schema of our own, after its documentation and its source
 * (app/validators/json_schemas/codeclimate.json, lib/gitlab/ci/parsers/codequality, lib/gitlab/ci/reports/codequality_reports.rb),
 * and stricter. It reads issues up to the first that does not conform, and keeps one for each fingerprint.
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";

const text = { type: "string", minLength: 1 };
const validate = new Ajv2020({ allErrors: true }).compile({
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: text,
      check_name: text,
      fingerprint: { type: "string", pattern: "^[0-9a-f]{64}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { ...text, not: { pattern: "^\\./" } },
          lines: {
            type: "object",
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
});

export type Issue = { readonly fingerprint: string; readonly location: { readonly path: string } };

/** The issues of a report, after checking them. */
export function issuesOf(report: string): Issue[] {
  const issues = JSON.parse(report) as Issue[];
  validate(issues);
  expect(validate.errors ?? []).toEqual([]);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  return issues;
}
