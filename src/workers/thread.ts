/** The entry of a thread: takes items, handles them and answers with pieces and outcomes, in their order. */
import { parentPort, workerData } from "node:worker_threads";
import { useCompiledCode } from "../package/compiled-code.ts";
import type { Outcome } from "./outcome.ts";
import { type PackedItem, unpackItem } from "./packed-item.ts";
import type { RingPiece } from "./piece-ring.ts";
import type { WorkSettings } from "./work.ts";

/** What a thread begins with. */
export interface ThreadData {
  readonly settings: WorkSettings;
  /** One number in shared memory: how far the thread's ring is free (piece-ring.ts). */
  readonly released: Int32Array;
}

/** What a thread is told. */
export interface ThreadTask {
  readonly item: PackedItem;
  readonly encode: boolean;
}

/** What a thread answers: `ready` once, then for each item pieces and outcomes, and `done`. */
export type ThreadAnswer =
  | { readonly type: "ready" }
  | { readonly type: "piece"; readonly output: number; readonly piece: RingPiece }
  | { readonly type: "outcome"; readonly outcome: Outcome }
  | { readonly type: "done" };

async function start(): Promise<void> {
  useCompiledCode();
  // Not imported above: that would be before.
  const { Work } = await import("./work.ts");
  const port = parentPort!;
  const answer = (message: ThreadAnswer) => port.postMessage(message);
  const { settings, released } = workerData as ThreadData;
  const work = new Work(settings, released, (output, piece) => answer({ type: "piece", output, piece }));
  port.on("message", ({ item, encode }: ThreadTask) => {
    for (const outcome of work.handle(unpackItem(item), encode)) answer({ type: "outcome", outcome });
    answer({ type: "done" });
  });
  answer({ type: "ready" });
}

start().catch((error: unknown) => {
  // Thrown, and not only rejected: what becomes of rejections is up to flags of the process.
  setImmediate(() => {
    throw error;
  });
});
