/**
 * Runs a composite action as GitHub's runner does, as far as action.yml needs it: inputs with their defaults, `env` of each step,
 * and `run` in bash. What is not understood is an error, so that the action cannot grow past what is tested here.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { finished, type Outcome } from "../cli/workspace.ts";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Step {
  readonly name: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}

const known = ["name", "shell", "run", "env"];

/** Runs the steps in order, in `cwd`, up to the first that fails, and tells what became of each. */
export async function runAction(
  path: string,
  given: Readonly<Record<string, string>>,
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<Outcome[]> {
  const { inputs, runs } = parse(readFileSync(path, "utf8")) as Action;
  if (runs.using !== "composite") throw new Error(`${runs.using} actions are not understood`);
  const values = inputValues(inputs, given);
  const outcomes: Outcome[] = [];
  for (const step of runs.steps) {
    const outcome = await runStep(step, values, cwd, environment);
    outcomes.push(outcome);
    if (outcome.exitCode !== 0) break;
  }
  return outcomes;
}

function inputValues(
  inputs: Action["inputs"],
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  for (const name of Object.keys(given)) if (inputs[name] === undefined) throw new Error(`no input ${name}`);
  return new Map(
    Object.entries(inputs).map(([name, input]) => {
      const value = given[name] ?? input.default;
      if (value === undefined) throw new Error(`the input ${name} has no value`);
      return [name, value];
    }),
  );
}

function runStep(
  step: Step,
  inputs: ReadonlyMap<string, string>,
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const other = Object.keys(step).filter((key) => !known.includes(key));
  if (other.length > 0 || step.shell !== "bash") throw new Error(`not understood: ${step.name} ${other}`);
  if (step.run.includes("${{"))
    throw new Error(`${step.name}: inputs belong into env, where bash reads no code`);
  const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, expand(value, inputs)]);
  const env = { ...environment, ...Object.fromEntries(own) };
  const options = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run];
  return finished(spawn("bash", options, { cwd, env }));
}

function expand(text: string, inputs: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_all, expression: string) => {
    const value = inputs.get(expression.trim().replace(/^inputs\./, ""));
    if (value === undefined) throw new Error(`${expression} is not understood`);
    return value;
  });
}
