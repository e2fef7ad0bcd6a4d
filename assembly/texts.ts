/** Text columns in Arrow's layout; the twin is src/kernel/texts.ts. */
import { copyBytes } from "./copy";

/**
 * Copies `count` texts, the i-th memory[origin + starts[i], origin + ends[i]), one behind the other to `to`, and writes after
 * each, to `offsets`, how many bytes there are so far, counted on from `length`. Returns that number.
 */
export function gatherText(
  origin: usize,
  starts: usize,
  ends: usize,
  count: i32,
  to: usize,
  offsets: usize,
  length: i32,
): i32 {
  for (let index = 0; index < count; index++) {
    const at = <usize>index << 2;
    const from = load<u32>(starts + at);
    const size = load<u32>(ends + at) - from;
    to = copyBytes(origin + from, size, to);
    length += <i32>size;
    store<i32>(offsets + at, length);
  }
  return length;
}

/** Copies the text memory[from, from + size) `count` times to `to`; offsets and result are as those of `gatherText`. */
export function repeatText(from: usize, size: u32, count: i32, to: usize, offsets: usize, length: i32): i32 {
  for (let index = 0; index < count; index++) {
    to = copyBytes(from, size, to);
    length += <i32>size;
    store<i32>(offsets + (<usize>index << 2), length);
  }
  return length;
}
