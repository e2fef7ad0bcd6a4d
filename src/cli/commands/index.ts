/** The registry of commands, in the order of the help text. */
import type { Command } from "../command.ts";
import { explainCommand } from "./explain.ts";
import { exportCommand } from "./export.ts";
import { inspectCommand } from "./inspect.ts";
import { schemaCommand } from "./schema.ts";
import { validateCommand } from "./validate.ts";

export const commands = [
  exportCommand,
  validateCommand,
  explainCommand,
  inspectCommand,
  schemaCommand,
] as const satisfies readonly Command[];
