/**
 * A thread that does what the locations of its documents say, in JSON: waits at a gate, writes pieces into a ring, ends in one
 * way or another. `settings` are three arrays in shared memory: gates, and counts of threads begun, documents begun, bytes written.
 */
import { parentPort, workerData } from "node:worker_threads";
import { KernelMemory } from "../../dist/kernel/memory.js";
import { unpackItem } from "../../dist/workers/packed-item.js";
import { PieceRing, RING_BYTES } from "../../dist/workers/piece-ring.js";

const { settings, released } = workerData;
const { gates, counts } = settings;
const [THREADS, DOCUMENTS, BYTES] = [0, 1, 2];

/** Number 0 is no gate; a gate is open when it is 1. */
function pass(gate) {
  while (gate > 0 && Atomics.load(gates, gate) === 0) Atomics.wait(gates, gate, 0);
}

const endings = {
  exit: () => process.exit(3),
  throw: () => {
    throw new TypeError("a mistake in the thread");
  },
  text: () => {
    throw "only a text";
  },
  reject: () => Promise.reject(new TypeError("a mistake in the thread")),
  memory: () => {
    for (const kept = []; ; ) kept.push(new Array(10_000).fill(kept.length));
  },
};

const ring = new PieceRing(new KernelMemory(RING_BYTES), released);
const sink = ring.sink((piece) => parentPort.postMessage({ type: "piece", output: 0, piece }));
parentPort.on("message", ({ item, encode }) => {
  for (const { location } of unpackItem(item)) {
    const { id, gate = 0, pieces = 0, bytes = 0, ending } = JSON.parse(location);
    Atomics.add(counts, DOCUMENTS, 1);
    pass(gate);
    for (let piece = 0; piece < pieces && encode; piece++) {
      sink.reserve(bytes).fill(id + piece, 0, bytes);
      Atomics.add(counts, BYTES, bytes);
      sink.emit(bytes, null);
    }
    endings[ending]?.();
    parentPort.postMessage({ type: "outcome", outcome: { seen: 1, bytes: id } });
  }
  parentPort.postMessage({ type: "done" });
});
// The second thread and those after it are let in by the first gate.
if (Atomics.add(counts, THREADS, 1) > 0 && settings.lateThreads) pass(1);
parentPort.postMessage({ type: "ready" });
