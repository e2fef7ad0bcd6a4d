/** The recipes of docs/ci.md: its blocks of YAML, told apart by what they hold, and completed where they show only a part of a file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { codeBlocksOf, projectFolder } from "../structure/project.ts";

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

/** A hook of pre-commit; `entry` with its arguments. */
export interface Hook {
  readonly entry: string;
  readonly files: string;
  readonly language: string;
}

/** A hook of another repository, as one uses it. */
interface UsedHook {
  readonly id: string;
  readonly files: string;
  readonly args: readonly string[];
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
    const { repos } = object as { repos: { repo: string; hooks: UsedHook[] }[] };
    const hooks = repos.flatMap(({ repo, hooks }) =>
      hooks.map((hook) => (repo === "local" ? (hook as unknown as Hook) : offeredHook(hook))),
    );
    return { ...none, kind: "pre-commit", file: object, hooks };
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

/** What this repository offers under the hook's name, as pre-commit runs it from a clone. */
function offeredHook({ id, files, args }: UsedHook): Hook {
  const offered = parse(readFileSync(join(projectFolder, ".pre-commit-hooks.yaml"), "utf8")) as (Hook & {
    readonly id: string;
  })[];
  const { entry, language } = offered.find((hook) => hook.id === id)!;
  return { files, language, entry: [join(projectFolder, entry), ...args].join(" ") };
}
