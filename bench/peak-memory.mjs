/**
 * Reports the peak memory of the Node.js process that it is loaded into (`node --import`). A process asks for its own figure as its
 * last act: the parent would have to poll, and Linux lets a child's `ru_maxrss` start at its parent's.
 */
import { readFileSync, writeFileSync } from "node:fs";

/** Peak resident memory in bytes. */
function peakBytes() {
  try {
    const match = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (match !== null) return Number(match[1]) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}

const target = process.env.BENCH_PEAK_FILE;
if (target !== undefined) process.on("exit", () => writeFileSync(target, String(peakBytes())));
