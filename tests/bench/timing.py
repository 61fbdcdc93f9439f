"""Times whole processes against each other; the benchmarks beside this file import it.

Machines are shared and drift, so nothing is said in milliseconds alone: two commands are run in
turn, each pair gives a ratio, and the median of the ratios is what counts.
"""

import os
import statistics
import subprocess
import time


class Run:
    """What one process took, in seconds by the clock."""

    def __init__(self, command, environment=None):
        null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        begun = time.perf_counter()
        process = os.posix_spawnp(command[0], command, environment or os.environ, file_actions=null)
        _, status = os.waitpid(process, 0)
        self.seconds = time.perf_counter() - begun
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"failed: {' '.join(command)}")


def most_memory(command):
    """The most memory that the command held, in bytes.

    Asked of the system while it runs: what is told at its end includes this program's own.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    most = 0
    while True:
        try:
            with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
                held = [line.split()[1] for line in status if line.startswith("VmHWM")]
        except ProcessLookupError:
            held = []
        most = max([most, *(int(kilobytes) * 1024 for kilobytes in held)])
        if process.poll() is not None:
            break
        time.sleep(0.005)
    if process.returncode != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return most


class Pair:
    """Two commands, run in turn."""

    def __init__(self, first, second, pairs):
        # Once for nothing, so that both find the file in memory.
        Run(first), Run(second)
        runs = []
        for turn in range(pairs):
            # Each goes first as often as the other.
            if turn % 2:
                second_run, first_run = Run(second), Run(first)
            else:
                first_run, second_run = Run(first), Run(second)
            runs.append((first_run, second_run))
        self.ratio = statistics.median(one.seconds / other.seconds for one, other in runs)
        self.first = statistics.median(one.seconds for one, _ in runs)
        self.second = statistics.median(other.seconds for _, other in runs)


class Bars:
    """The limits, and whether all of them were met."""

    def __init__(self):
        self.missed = 0

    def hold(self, what, ratio, most, beside=""):
        """Prints a ratio beside its limit."""
        met = ratio <= most
        self.missed += not met
        print(f"{what:44} {ratio:7.3f}  at most {most:<5} {'ok' if met else 'MISSED':7}{beside}",
              flush=True)

    def end(self):
        """Ends the benchmark: with 1 where a limit was missed."""
        print(f"{self.missed} missed" if self.missed else "all met")
        raise SystemExit(1 if self.missed else 0)


def beside(pair):
    """The two medians in milliseconds, for people."""
    return f"{pair.first * 1e3:10.2f} ms to {pair.second * 1e3:.2f} ms"
