/**
 * Threads under the eyes of a test: how many were started, and how many live. For
 * `vi.mock("node:worker_threads", async (original) => watched(await original()))`.
 */
import type * as WorkerThreads from "node:worker_threads";
import type { Worker, WorkerOptions } from "node:worker_threads";

interface WatchedThreads {
  /** What threads run instead of what they are told to. */
  entry: URL | null;
  /** What is added to their options. */
  options: WorkerOptions;
  started: number;
  readonly living: Set<Worker>;
}

export const watchedThreads: WatchedThreads = { entry: null, options: {}, started: 0, living: new Set() };

export function watched(module: typeof WorkerThreads): typeof WorkerThreads {
  class WatchedWorker extends module.Worker {
    constructor(entry: string | URL, options: WorkerOptions = {}) {
      super(watchedThreads.entry ?? entry, { ...options, ...watchedThreads.options });
      watchedThreads.started++;
      watchedThreads.living.add(this);
      this.once("exit", () => watchedThreads.living.delete(this));
    }
  }
  return { ...module, Worker: WatchedWorker };
}
