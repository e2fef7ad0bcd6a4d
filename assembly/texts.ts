/** Text columns in Arrow's layout; the twin is src/kernel/texts.ts. */
import { copyBytes } from "./copy";

/**
 * Copies `count` texts, the i-th memory[origin + starts[i], origin + ends[i]), each `copies[i]` times or, if `copies` is 0, once,
 * one behind the other to `to`, and writes after each, to `offsets`, how many bytes there are so far, counted on from
 * `length`. Returns that number.
 */
export function gatherText(
  origin: usize,
  starts: usize,
  ends: usize,
  copies: usize,
  count: i32,
  to: usize,
  offsets: usize,
  length: i32,
): i32 {
  for (let index = 0; index < count; index++) {
    const at = <usize>index << 2;
    const from = load<u32>(starts + at);
    const size = load<u32>(ends + at) - from;
    for (let times = copies == 0 ? 1 : load<i32>(copies + at); times > 0; times--) {
      to = copyBytes(origin + from, size, to);
      length += <i32>size;
      store<i32>(offsets, length);
      offsets += 4;
    }
  }
  return length;
}
