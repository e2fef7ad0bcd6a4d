/** Copies of a few bytes, for which a call of `memory.copy` takes longer than the copying. */

/** Copies memory[from, from + size) to `to` and returns the address after it. The ranges do not overlap. */
@inline
export function copyBytes(from: usize, size: usize, to: usize): usize {
  if (size > 512) {
    memory.copy(to, from, size);
    return to + size;
  }
  for (let at: usize = 0; at < size; at += 16) v128.store(to + at, v128.load(from + at));
  return to + size;
}
