/**
 * The kernel in plain TypeScript: it runs on any memory and is what the faster one is compared with. Each function
 * stands in the file of its subject; here they only come together.
 */
import { writeCsvText, writeJsonText } from "./escape-text.ts";
import type { Kernel } from "./kernel.ts";
import { writeLines } from "./lines.ts";
import { scanParagraphs } from "./paragraphs.ts";
import { gatherText } from "./texts.ts";
import { findInvalidUtf8 } from "./utf8.ts";

/** The byte kernels without WebAssembly. It keeps no state. */
export const typescriptKernel: Kernel = {
  findInvalidUtf8,
  scanParagraphs,
  writeCsvText,
  writeJsonText,
  writeLines,
  gatherText,
};
