#!/usr/bin/env python3
"""What it costs to start the program and ask one question, beside a program that does nothing.

    tests/bench/start.py [--pairs N]

- `rolecall can EMAIL PERMISSION` beside an empty Rust `main`, built here by `rustc -O`: at most twice
- the sqlite3 shell reading one row of the same file, for comparison: no limit

`ROLECALL` names another binary than the release build. Exit code 1 where the limit is missed.
"""

import argparse
import os
import subprocess
import tempfile

import timing
import workspace


def measure(program, folder, pairs):
    source, empty = os.path.join(folder, "empty.rs"), os.path.join(folder, "empty")
    with open(source, "w", encoding="utf-8") as file:
        file.write("fn main() {}\n")
    subprocess.run(["rustc", "-O", "-C", "panic=abort", "-C", "strip=symbols", "-o", empty, source],
                   check=True)
    path = os.path.join(folder, "workspace.db")
    workspace.rolecall(program, path, "init", "Bench", "--owner", "owner@bench.test")
    workspace.rolecall(program, path, "member", "add", "agent@bench.test", "--role", "agent")
    bars = timing.Bars()
    can = [program, "--workspace", path, "can", "agent@bench.test", "inbox"]
    pair = timing.Pair(can, [empty], pairs)
    bars.hold("can, beside an empty main", pair.ratio, 2.0, timing.beside(pair))
    for what, command in (("--version", [program, "--version"]),
                          ("the sqlite3 shell", ["sqlite3", path, "SELECT email FROM member"])):
        pair = timing.Pair(command, [empty], pairs)
        bars.hold(f"{what}, beside an empty main", pair.ratio, float("inf"), timing.beside(pair))
    bars.end()


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pairs", type=int, default=301)
    asked = arguments.parse_args()
    program = workspace.program_of(os.path.join(os.path.dirname(__file__), "..", ".."))
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
        measure(program, folder, asked.pairs)


if __name__ == "__main__":
    main()
