/**
 * Which formats there are: those of ajv-formats and some that it lacks; and what a wrong URI may have meant. Separate from
 * compiling because these rules come from RFCs and know nothing of schemas.
 */
import { createRequire } from "node:module";
import { isIPv6 } from "node:net";
import type * as Formats from "ajv-formats/dist/formats.js";
import { hostOf } from "./values.ts";

// An import would take three times as long: it first looks for the names that a CommonJS module exports.
const require = createRequire(import.meta.url);
const { fullFormats } = require("ajv-formats/dist/formats.js") as typeof Formats;

/** Letters outside ASCII that an IRI may hold (`ucschar`, RFC 3987, section 2.2), as ranges of a character class. */
const ucschar = [
  "\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}",
  ...Array.from({ length: 13 }, (_, index) => (index + 1).toString(16)).map(
    (plane) => `\\u{${plane}0000}-\\u{${plane}fffd}`,
  ),
  "\\u{e1000}-\\u{efffd}",
].join("");

/** Letters that only a query may hold. */
const iprivate = "\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}";

/** A part made of unreserved letters, sub-delimiters, percent-encoded octets and `more`. */
function partOf(more: string): string {
  return `(?:[\\w\\-.~!$&'()*+,;=${ucschar}${more}]|%[\\da-fA-F]{2})*`;
}

const SCHEME = /^[A-Za-z][A-Za-z\d+\-.]*$/;
const AUTHORITY = new RegExp(`^(?:${partOf(":")}@)?(?:\\[([^\\]]*)\\]|${partOf("")})(?::\\d*)?$`, "u");
const FUTURE_ADDRESS = /^v[\da-f]+\.[\w\-.~!$&'()*+,;=:]+$/i;
const PATH = new RegExp(`^${partOf(":@/")}$`, "u");
const QUERY = new RegExp(`^${partOf(`:@/?${iprivate}`)}$`, "u");
const FRAGMENT = new RegExp(`^${partOf(":@/?")}$`, "u");

/** RFC 3986, appendix B. */
const COMPONENTS = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** The formats by name. */
export const ownFormats: Readonly<Record<string, (text: string) => boolean>> = {
  iri: (text) => isIriReference(text) && COMPONENTS.exec(text)![1] !== undefined,
  "iri-reference": isIriReference,
};

/** Whether a text is an IRI or a relative reference by the grammar of RFC 3987, section 2.2. */
function isIriReference(text: string): boolean {
  const [, scheme, authority, path = "", query = "", fragment = ""] = COMPONENTS.exec(text)!;
  const startsRight = authority === undefined ? !path.startsWith("//") : isAuthority(authority);
  const isSchemeRight = scheme === undefined || SCHEME.test(scheme);
  return startsRight && isSchemeRight && PATH.test(path) && QUERY.test(query) && FRAGMENT.test(fragment);
}

function isAuthority(text: string): boolean {
  const match = AUTHORITY.exec(text);
  if (match === null) return false;
  const address = match[1];
  return (
    address === undefined ||
    FUTURE_ADDRESS.test(address) ||
    // Node also takes the zone of an address, which needs an encoding of its own in a URI.
    (isIPv6(address) && !address.includes("%"))
  );
}

/** Names of the formats that are checked; all others pass. */
export const knownFormats: readonly string[] = [...Object.keys(fullFormats), ...Object.keys(ownFormats)];

/** Whether a text is a URI as `format: uri` has it. */
export const isUri = fullFormats.uri as (text: string) => boolean;

/** Characters that RFC 3986 lets stand nowhere in a URI; `%` where no two hexadecimal digits follow. */
const NOT_IN_URI = /[^\w\-.~:/?#[\]@!$&'()*+,;=%]|%(?![\da-fA-F]{2})/gu;

/** The longest text that is percent-encoded for a suggestion, in UTF-16 units. */
const MAX_URI_LENGTH = 1000;

/**
 * The URI that `text` becomes when what cannot stand in one is percent-encoded as UTF-8; null if it becomes none. A host is not
 * encoded: a name that is not ASCII has another form there (RFC 5890), and a wrong character is a mistake.
 */
export function percentEncoded(text: string): string | null {
  if (text.length > MAX_URI_LENGTH || /\p{Cs}/u.test(text)) return null;
  const encoded = text.replace(NOT_IN_URI, (character) => encodeURIComponent(character));
  return encoded !== text && hostOf(encoded) === hostOf(text) && isUri(encoded) ? encoded : null;
}
