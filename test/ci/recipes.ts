/** The recipes of docs/ci.md: its blocks of YAML, told apart by what they hold, and completed where they show only a part of a file. */
import { parse } from "yaml";
import { codeBlocksOf } from "../structure/project.ts";

/** A step of a workflow. */
export interface WorkflowStep {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** A job of a pipeline of GitLab. */
export interface GitlabJob {
  readonly script: readonly string[];
  readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
}

/** A hook of pre-commit. */
export interface Hook {
  readonly entry: string;
  readonly files: string;
  readonly language: string;
}

type Steps = readonly WorkflowStep[];

export interface Recipe {
  readonly kind: "workflow" | "pipeline" | "pre-commit";
  /** The whole file. */
  readonly file: unknown;
  readonly steps: Steps;
  readonly jobs: readonly GitlabJob[];
  readonly hooks: readonly Hook[];
}

/** Every block of YAML of the page, in its order. Throws at one that is of no known kind. */
export function recipes(): Recipe[] {
  const blocks = codeBlocksOf("docs/ci.md").filter(({ language }) => language === "yaml");
  return blocks.map(({ code }) => recipeOf(parse(code)));
}

function recipeOf(block: unknown): Recipe {
  const none = { steps: [], jobs: [], hooks: [] };
  if (Array.isArray(block)) return workflowOf({ steps: block as Steps });
  const object = block as Record<string, unknown>;
  if (Object.hasOwn(object, "steps")) return workflowOf(object as { steps: Steps });
  if (Object.hasOwn(object, "jobs")) {
    const { jobs } = object as { jobs: Record<string, { steps: Steps }> };
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    return { ...none, kind: "workflow", file: object, steps };
  }
  if (Object.hasOwn(object, "repos")) {
    const { repos } = object as { repos: { hooks: Hook[] }[] };
    return { ...none, kind: "pre-commit", file: object, hooks: repos.flatMap(({ hooks }) => hooks) };
  }
  const jobs = Object.values(object) as GitlabJob[];
  if (!jobs.every(({ script }) => Array.isArray(script))) throw new Error("a recipe of no known kind");
  return { ...none, kind: "pipeline", file: object, jobs };
}

/** A job, or the steps of one, in the workflow that the page shows first. */
function workflowOf(job: { readonly steps: Steps }): Recipe {
  const whole = { on: ["push"], jobs: { documents: { "runs-on": "ubuntu-latest", ...job } } };
  return { kind: "workflow", file: whole, steps: job.steps, jobs: [], hooks: [] };
}
