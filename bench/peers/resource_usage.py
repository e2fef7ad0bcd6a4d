"""Reports what the process that imports it has used, as resource-usage.mjs does for Node.js. Shared by the peers."""
import atexit
import json
import os
import sys


def peak_bytes():
    """Peak resident memory in bytes, or None where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def report():
    times = os.times()
    usage = {"peakBytes": peak_bytes(), "cpuMs": (times.user + times.system) * 1000}
    with open(os.environ["BENCH_USAGE_FILE"], "w", encoding="ascii") as file:
        json.dump(usage, file)


if "BENCH_USAGE_FILE" in os.environ:
    atexit.register(report)
