/**
 * Where paragraphs stand: one typed array a column, one entry a paragraph, for all documents that are processed together. The kernel
 * appends; a rejected document's entries are taken back with `truncate`.
 */
export class ParagraphSpans {
  count = 0;
  /** Offset of the first byte, in the arena. */
  starts = new Int32Array(1024);
  /** Offset after the last byte, in the arena. */
  ends = new Int32Array(1024);
  /** Number of the line that holds the first byte, from 1. */
  lineStarts = new Int32Array(1024);
  /** Number of the line that holds the last byte, from 1. */
  lineEnds = new Int32Array(1024);
  /** Unicode code points. */
  charCounts = new Int32Array(1024);
  /** Runs of characters that are not White_Space. */
  wordCounts = new Int32Array(1024);

  append(start: number, end: number, lineStart: number, lineEnd: number, chars: number, words: number): void {
    if (this.count === this.starts.length) this.#grow();
    const index = this.count++;
    this.starts[index] = start;
    this.ends[index] = end;
    this.lineStarts[index] = lineStart;
    this.lineEnds[index] = lineEnd;
    this.charCounts[index] = chars;
    this.wordCounts[index] = words;
  }

  /** Appends the first `count` entries of `found`, each of six numbers in the order of `append`. */
  appendAll(found: Int32Array, count: number): void {
    for (let at = 0; at < 6 * count; at += 6) {
      this.append(found[at]!, found[at + 1]!, found[at + 2]!, found[at + 3]!, found[at + 4]!, found[at + 5]!);
    }
  }

  /** Forgets all entries from `count` on. */
  truncate(count: number): void {
    this.count = count;
  }

  #grow(): void {
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    this.lineStarts = grown(this.lineStarts);
    this.lineEnds = grown(this.lineEnds);
    this.charCounts = grown(this.charCounts);
    this.wordCounts = grown(this.wordCounts);
  }
}

function grown(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
