/** Text columns in Arrow's layout, in plain TypeScript; the twin is assembly/texts.ts. */
import type { Texts, TextTarget } from "./kernel.ts";

/** The contract is `Kernel.gatherText`. */
export function gatherText(
  { bytes, starts, ends }: Texts,
  first: number,
  last: number,
  copies: Int32Array | null,
  target: TextTarget,
): void {
  let at = target.offsets[0]!;
  let count = 0;
  for (let index = first; index < last; index++) {
    const text = bytes.subarray(starts[index]!, ends[index]!);
    const times = copies === null ? 1 : copies[index - first]!;
    for (let copy = 0; copy < times; copy++) {
      target.bytes.set(text, at);
      at += text.length;
      target.offsets[++count] = at;
    }
  }
}
