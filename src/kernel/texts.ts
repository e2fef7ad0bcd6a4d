/** Text columns in Arrow's layout, in plain TypeScript; the twin is assembly/texts.ts. */
import type { Texts, TextTarget } from "./kernel.ts";

/** The contract is `Kernel.gatherText`. */
export function gatherText(
  { bytes, starts, ends }: Texts,
  first: number,
  last: number,
  target: TextTarget,
  offset: number,
): void {
  let at = target.offsets[offset]!;
  for (let index = first; index < last; index++) {
    target.bytes.set(bytes.subarray(starts[index]!, ends[index]!), at);
    at += ends[index]! - starts[index]!;
    target.offsets[offset + 1 + index - first] = at;
  }
}

/** The contract is `Kernel.repeatText`. */
export function repeatText(
  { bytes, starts, ends }: Texts,
  index: number,
  count: number,
  target: TextTarget,
  offset: number,
): void {
  const text = bytes.subarray(starts[index]!, ends[index]!);
  let at = target.offsets[offset]!;
  for (let copy = 1; copy <= count; copy++) {
    target.bytes.set(text, at);
    at += text.length;
    target.offsets[offset + copy] = at;
  }
}
