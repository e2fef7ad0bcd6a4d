/**
 * The line of a finding with a caret below the place:
 *
 *     3 | date 2024-02-30 https://www.example.org/
 *       |      ^
 *
 * Separate from the text report because fitting a line of any script into a terminal is work of its own.
 */
import type { Finding } from "../findings/finding.ts";
import { printable } from "../findings/printable.ts";
import type { Style } from "./reporter.ts";

/** A character as it is shown, and the columns that it takes. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

const ELLIPSIS: Cell = { text: "…", width: 1 };

/** The least width of a line's text: a narrower terminal breaks the line. */
const MIN_WIDTH = 20;

/** Two lines, safe to print; nothing for a finding without an excerpt, or with a blank one. At most `columns` wide, unless that is too narrow. */
export function codeFrame(
  { excerpt, line, column, severity }: Finding,
  columns: number,
  style: Style,
): string {
  if (excerpt === undefined || isBlank(excerpt.text)) return "";
  const gutter = `  ${line} | `;
  const cells = cellsOf(excerpt.text);
  const width = Math.max(MIN_WIDTH, columns - gutter.length);
  const shown = cutToWidth(cells, excerpt.column - 1, column > excerpt.column, width);
  const caret = (severity === "error" ? style.error : style.warning)("^");
  const blank = `${" ".repeat(gutter.length - 2)}| `;
  const before = " ".repeat(widthOf(shown.cells.slice(0, shown.at)));
  const content = shown.cells.map(({ text }) => text).join("");
  return `${style.faint(gutter)}${content}\n${style.faint(blank)}${before}${caret}\n`;
}

/** One cell for each code point; a tab is one blank, and no workflow command begins in the line. */
function cellsOf(text: string): Cell[] {
  const characters = [...text];
  return characters.map((character, index) => {
    const isCommand = character === "#" && characters[index + 1] === "#" && characters[index + 2] === "[";
    const shown = isCommand ? printable("##[").slice(0, -2) : printable(character);
    if (character === "\t") return { text: " ", width: 1 };
    return { text: shown, width: shown === character ? characterWidth(character) : shown.length };
  });
}

/**
 * As many cells around the one at `at` as fit into `width`, and where that one is now. `cutBefore`: the line has more before the first
 * cell.
 */
function cutToWidth(
  cells: readonly Cell[],
  at: number,
  cutBefore: boolean,
  width: number,
): { readonly cells: readonly Cell[]; readonly at: number } {
  // A place at the line's end needs a column of its own.
  if (!cutBefore && widthOf(cells) < width) return { cells, at };
  const own = cells[at]?.width ?? 1;
  const room = width - own - 2 * ELLIPSIS.width;
  // The place stands in the middle, or further to the right where the rest of the line is short.
  let roomBefore = Math.max(Math.floor(room / 2), room - widthOf(cells.slice(at + 1)));
  let from = at;
  while (from > 0 && cells[from - 1]!.width <= roomBefore) roomBefore -= cells[--from]!.width;
  let roomAfter = room - widthOf(cells.slice(from, at));
  let to = Math.min(at + 1, cells.length);
  while (to < cells.length && cells[to]!.width <= roomAfter) roomAfter -= cells[to++]!.width;
  const left = from > 0 || cutBefore ? [ELLIPSIS] : [];
  const right = to < cells.length ? [ELLIPSIS] : [];
  return { cells: [...left, ...cells.slice(from, to), ...right], at: at - from + left.length };
}

/** Whether there is nothing to see. */
function isBlank(text: string): boolean {
  return /^[\p{White_Space}\ufeff\u200b]*$/u.test(text);
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

/** Marks and format characters take no column, East Asian wide ones and emoji two (Unicode Standard Annex 11, roughly). */
function characterWidth(character: string): number {
  if (/^[\p{M}\p{Cf}]$/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;
