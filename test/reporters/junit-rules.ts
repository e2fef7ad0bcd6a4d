/** JUnit XML, read by a parser of our own that is as strict as XML 1.0, and held against what Ant's and Jenkins' schemas require. */
import { expect } from "vitest";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Characters that XML 1.0 allows (section 2.2). */
const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Reads a document without comments, CDATA and name spaces. Throws at what is not well-formed. */
export function parse(xml: string): Element {
  if (!allowed.test(xml)) throw new Error("a character that XML forbids");
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!xml.startsWith(declaration)) throw new Error("no declaration");
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const token = /<\/([a-z-]+)>|<([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  token.lastIndex = declaration.length;
  let end = declaration.length;
  for (let found = token.exec(xml); found !== null; found = token.exec(xml)) {
    end = token.lastIndex;
    const [, closing, opening, attributes = "", empty, text] = found;
    const parent = open.at(-1)!;
    if (text !== undefined) parent.text += unescapeText(text);
    else if (closing !== undefined) {
      if (open.pop()!.name !== closing) throw new Error(`</${closing}> closes nothing`);
    } else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [
        name,
        unescapeText(value!),
      ]);
      const element = { name: opening!, attributes: Object.fromEntries(pairs), children: [], text: "" };
      parent.children.push(element);
      if (empty === "") open.push(element);
    }
  }
  if (end !== xml.length || open.length !== 1 || top.children.length !== 1 || top.text.trim() !== "")
    throw new Error(`not well-formed at ${end}`);
  return top.children[0]!;
}

const characters: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeText(text: string): string {
  return text.replace(/&([^;]*;?)/g, (_all, name: string) => {
    const character = characters[name.slice(0, -1)];
    if (character === undefined) throw new Error(`&${name} is no entity`);
    return character;
  });
}

/** The tests of a report, after checking what holds for every suite and test. */
export function testsOf(xml: string): Element[] {
  const root = parse(xml);
  expect(root.name).toBe("testsuites");
  return root.children.map((suite) => {
    expect(suite.name).toBe("testsuite");
    expect(suite.children).toHaveLength(1);
    const [one] = suite.children as [Element];
    expect(one.name).toBe("testcase");
    expect(one.children.length).toBeLessThanOrEqual(1);
    const outcome = one.children[0]?.name ?? "";
    expect(["", "failure", "error", "system-out"]).toContain(outcome);
    const { name } = one.attributes;
    expect(one.attributes).toEqual({ name, classname: "docrows", time: "0" });
    expect(suite.attributes).toEqual({
      name,
      file: name,
      tests: "1",
      failures: outcome === "failure" ? "1" : "0",
      errors: outcome === "error" ? "1" : "0",
      skipped: "0",
      time: "0",
    });
    return one;
  });
}
