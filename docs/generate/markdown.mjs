/** Markdown: what the generated pages share. */

/** A page of blocks with blank lines between them. */
export function page(...blocks) {
  return `${blocks.join("\n\n").trimEnd()}\n`;
}

/** A table; a `|` in a cell is escaped, within code too. */
export function table(head, rows) {
  const cell = (text) => text.replaceAll("|", "\\|");
  const lines = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`);
  return lines.join("\n");
}

/** Code within a line. Text that holds a backtick, or blanks at its ends, is fenced so that it stays whole. */
export function code(text) {
  if (text.includes("`")) return `\`\` ${text} \`\``;
  return /^ .* $/.test(text) ? `\` ${text} \`` : `\`${text}\``;
}

/** A block of code. */
export function block(language, text) {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** A block of JSON. Lists and objects without others inside stand on one line where they fit. */
export function jsonBlock(value) {
  const spread = JSON.stringify(value, null, 2);
  const text = spread.replace(
    /^( *)((?:"[^\n]*": )?)([[{]\n[^[\]{}]*[\]}])/gm,
    (whole, blanks, key, inner) => {
      const line = inner.replace(/\n\s*/g, " ").replace(/^\[ | \]$/g, (end) => end.trim());
      return blanks.length + key.length + line.length <= 100 ? `${blanks}${key}${line}` : whole;
    },
  );
  return block("json", text);
}
