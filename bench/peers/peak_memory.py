"""Reports the peak memory of the process that imports it. Shared by the peers; the same protocol as peak-memory.mjs."""
import atexit
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
    peak = peak_bytes()
    if peak is not None:
        with open(os.environ["BENCH_PEAK_FILE"], "w", encoding="ascii") as file:
            file.write(str(peak))


if "BENCH_PEAK_FILE" in os.environ:
    atexit.register(report)
