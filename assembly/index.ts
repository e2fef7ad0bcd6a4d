/**
 * The byte kernels in AssemblyScript, compiled to dist/kernel.wasm with 128-bit SIMD. `src/kernel/webassembly.ts` calls them;
 * each has a twin in TypeScript with the same result, which it names. All work in one imported memory and allocate nothing.
 *
 * Loads may reach 80 bytes beyond a range, and stores 16 bytes beyond the last byte written: whoever lays out the memory
 * leaves that much room (`src/kernel/memory.ts`).
 */
export { writeCsvText, writeJsonText } from "./escape-text";
export { writeLines } from "./lines";
export { scanParagraphs } from "./paragraphs";
export { gatherText } from "./texts";

/** The first byte of the memory that the kernels do not use themselves. */
export function freeMemoryStart(): usize {
  return __heap_base;
}
