/**
 * The library: the same functions that the commands call. They never print, exit, install signal handlers or read
 * configuration files. Only what is exported here is public.
 */
export type { RunEvent } from "./corpus-run.ts";
export type { Counts } from "./dataset/data-package.ts";
export type { WrittenFile } from "./dataset/files.ts";
export { messageOf } from "./findings/catalogue.ts";
export { InputError, UsageError } from "./findings/errors.ts";
export type { Finding, FindingParams, LineExcerpt, Problem, Severity } from "./findings/finding.ts";
export {
  type ExportResult,
  exportDataset,
  type ReadOptions,
  readParagraphs,
  type ValidationResult,
  validateCorpus,
} from "./run.ts";
export type { CorpusOptions, ExportOptions, OnInvalid } from "./settings.ts";
