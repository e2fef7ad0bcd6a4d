/**
 * Workflow commands as GitHub's runner takes them off a log (actions/runner, ActionCommand.cs): a reader of our own, which knows nothing of
 * how they are written. It takes every name for a command, where the runner knows a few.
 */

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands of a log, line by line. */
export function commandsOf(log: string): Command[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => readCommand(line) ?? readOldCommand(line) ?? []);
}

/** White space as .NET trims it, at the start and at the end of a text. */
const leading = /^[\p{Z}\t-\r\u0085]+/u;
const trailing = /[\p{Z}\t-\r\u0085]+$/u;

/** `::name key=value,key=value::data`, at the start of a line. */
function readCommand(line: string): Command | null {
  const text = line.replace(leading, "");
  const end = text.indexOf("::", 2);
  if (!text.startsWith("::") || end < 0) return null;
  const decode = decoderOf({ "%0D": "\r", "%0A": "\n" });
  const decodeProperty = decoderOf({ "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": "," });
  return commandOf(text.slice(2, end), ",", decodeProperty, decode(text.slice(end + 2)));
}

/** `##[name key=value;key=value]data`, anywhere in a line: the older form, still read. */
function readOldCommand(line: string): Command | null {
  const start = line.indexOf("##[");
  const end = start < 0 ? -1 : line.indexOf("]", start);
  if (end < 0) return null;
  const decode = decoderOf({ "%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]" });
  return commandOf(line.slice(start + 3, end), ";", decode, decode(line.slice(end + 1)));
}

/** Empty properties, and pairs without a key or a value, are passed over. Keys are the same in any case. */
function commandOf(
  info: string,
  separator: string,
  decode: (text: string) => string,
  data: string,
): Command | null {
  const space = info.indexOf(" ");
  const name = space < 0 ? info : info.slice(0, space);
  const pairs =
    space < 0
      ? []
      : info
          .slice(space + 1)
          .replace(leading, "")
          .replace(trailing, "")
          .split(separator);
  const properties = pairs.flatMap((pair) => {
    const [, key, value] = /^=*([^=]+)=(.+)$/s.exec(pair) ?? [];
    return key === undefined || value === undefined ? [] : [[key.toLowerCase(), decode(value)]];
  });
  return name === "" ? null : { name, properties: Object.fromEntries(properties), data };
}

/** Replaces one code after the other, the percent sign's last. */
function decoderOf(codes: Readonly<Record<string, string>>): (text: string) => string {
  const all = Object.entries({ ...codes, "%25": "%" });
  return (text) => all.reduce((result, [code, character]) => result.replaceAll(code, character), text);
}
