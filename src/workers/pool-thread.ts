/** One thread of a pool: which items it holds, and what it answered. Separate from the pool, which knows their order. */
import type { WorkItem } from "../corpus/work-items.ts";
import { BundledThread } from "./bundled-thread.ts";
import { packItem } from "./packed-item.ts";
import { type RingPiece, releasePiece } from "./piece-ring.ts";
import type { ThreadAnswer, ThreadData, ThreadTask } from "./thread.ts";
import type { WorkSettings } from "./work.ts";

export class PoolThread {
  readonly #thread: BundledThread<ThreadAnswer>;
  readonly #released = new Int32Array(new SharedArrayBuffer(4));
  /** The items that it has, in their order. */
  readonly #tasks: { readonly item: WorkItem; readonly answers: ThreadAnswer[] }[] = [];
  ready = false;

  constructor(settings: WorkSettings, onAnswer: () => void, onFailure: (failure: Error) => void) {
    const workerData: ThreadData = { settings, released: this.#released };
    this.#thread = new BundledThread({
      entry: "thread",
      workerData,
      onMessage: (answer) => {
        if (answer.type === "ready") this.ready = true;
        else this.#tasks[0]!.answers.push(answer);
        if (answer.type === "done") this.#tasks.shift();
        onAnswer();
      },
      onFailure,
      occupation: () => this.#occupation(),
    });
  }

  get heldCount(): number {
    return this.#tasks.length;
  }

  /** Whether an item that it has is one document, which may be large. */
  get holdsLongItem(): boolean {
    return this.#tasks.some(({ item }) => item.length === 1);
  }

  /** Hands a task to the thread; its answers will stand in the array that is returned. */
  take(item: WorkItem, encode: boolean): ThreadAnswer[] {
    const answers: ThreadAnswer[] = [];
    this.#tasks.push({ item, answers });
    this.#thread.post({ item: packItem(item), encode } satisfies ThreadTask);
    return answers;
  }

  release(piece: RingPiece): void {
    releasePiece(piece, this.#released);
  }

  /** Whether the thread keeps the process alive; at first it does not. */
  ref(): void {
    this.#thread.ref();
  }

  unref(): void {
    this.#thread.unref();
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  #occupation(): string {
    const documents = this.#tasks.flatMap(({ item }) => item);
    const [first, last] = [documents[0]?.sourcePath, documents.at(-1)?.sourcePath];
    return first === undefined ? "" : ` while it handled ${first}${last === first ? "" : ` to ${last}`}`;
  }
}
