/**
 * Reports what the Node.js process that it is loaded into (`node --import`) has used: one line of JSON in the file that
 * BENCH_USAGE_FILE names. A process asks for its own figures as its last act: the parent would have to poll, and Linux
 * lets a child's `ru_maxrss` start at its parent's.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

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

/** Processor time of all threads, user and system. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Processor time of the main thread, which on Linux has the number of its process; null where the system does not tell. */
function mainThreadMs() {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8");
    return Number(stat.split(" ")[0]) / 1e6;
  } catch {
    return null;
  }
}

const target = process.env.BENCH_USAGE_FILE;
if (target !== undefined && isMainThread)
  process.on("exit", () => {
    const usage = { peakBytes: peakBytes(), cpuMs: cpuMs(), mainThreadMs: mainThreadMs() };
    writeFileSync(target, JSON.stringify(usage));
  });
