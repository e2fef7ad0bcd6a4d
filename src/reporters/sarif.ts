/**
 * SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), for code scanning and editors. The rules are written behind the
 * results, because only then is it known which of them occurred.
 */
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { findingDefinitions, messageOf } from "../findings/catalogue.ts";
import type { Finding } from "../findings/finding.ts";
import { Fingerprints } from "./fingerprint.ts";
import { JsonElements, jsonText } from "./json-text.ts";
import type { ReportFormat } from "./reporter.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** The name under which code scanning systems know the top folder of the sources (section 3.14.14). */
const BASE = "%SRCROOT%";

/** Key of our fingerprints (section 3.27.17: a hierarchical name that ends in a version). */
const FINGERPRINT = "docrowsFinding/v1";

export const sarif: ReportFormat = {
  name: "sarif",
  description: "SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors",

  create({ version }) {
    const results = new JsonElements();
    const fingerprints = new Fingerprints();
    /** Codes in the order in which they first occur: a rule's index is its place here. */
    const codes: string[] = [];
    return {
      begin: () =>
        `{"$schema":${jsonText(SCHEMA)},"version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints","results":[`,
      finding(finding, path) {
        if (!codes.includes(finding.code)) codes.push(finding.code);
        const fingerprint = fingerprints.next(finding, path);
        return results.next(resultOf(finding, path, codes.indexOf(finding.code), fingerprint));
      },
      end(summary) {
        const { documents, failedDocuments, findings, listed } = summary;
        const driver = { name: "docrows", semanticVersion: version, rules: codes.map(ruleOf) };
        const baseIds = { [BASE]: { description: { text: "The folder that docrows was run in." } } };
        const properties = { documents, failedDocuments, findings, listed };
        return `\n],"tool":${jsonText({ driver })},"originalUriBaseIds":${jsonText(baseIds)},"properties":${jsonText(properties)}}]}\n`;
      },
    };
  },
};

function resultOf(finding: Finding, path: string, ruleIndex: number, fingerprint: string) {
  const { code, severity, line, column } = finding;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: withoutLinks(messageOf(finding)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(path),
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    partialFingerprints: { [FINGERPRINT]: fingerprint },
  };
}

/** `[text](address)` in a message is a link (section 3.11.6), and messages quote documents. */
function withoutLinks(message: string): string {
  return message.replaceAll("](", "\\](");
}

/** Relative paths as URI references (RFC 3986, section 4.2), absolute ones as file URIs. */
function artifactLocation(path: string) {
  if (isAbsolute(path)) return { uri: pathToFileURL(path).href };
  return { uri: path.split("/").map(encodeSegment).join("/"), uriBaseId: BASE };
}

/** `encodeURIComponent` leaves no `:`, so that no segment reads as a scheme; it throws at lone surrogates. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(Buffer.from(segment).toString());
}

function ruleOf(code: string) {
  const { description, severity } = findingDefinitions.find((definition) => definition.code === code)!;
  return {
    id: code,
    // One sentence, as section 3.49.9 asks.
    shortDescription: { text: description.replace(/(?<=\.) .*$/, "") },
    fullDescription: { text: description },
    help: { text: description },
    defaultConfiguration: { level: severity },
  };
}
