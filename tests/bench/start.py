#!/usr/bin/env python3
"""What it costs to start the program and ask one question.

    tests/bench/start.py [--pairs N]

`rolecall can EMAIL PERMISSION`, paired with the sqlite3 shell reading one row of the same file: at
most 1.1 times as long. Beside an empty Rust `main`, built here by `rustc -O`, for comparison: no limit.

`ROLECALL` names another binary than the release build. Exit code 1 where the limit is missed, or the
program is not position-independent.
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
    workspace.rolecall(program, path, "member", "add", "agent@bench.test", "--role", "agent",
                       "--no-invite")
    bars = timing.Bars()
    with open(program, "rb") as file:
        # The type in an ELF header: 3 is ET_DYN.
        if int.from_bytes(file.read(18)[16:], "little") != 3:
            raise SystemExit(f"{program} is not position-independent (ET_DYN)")
    can = [program, "--workspace", path, "can", "agent@bench.test", "inbox"]
    for what, other, most in (
            ("can, beside the sqlite3 shell", ["sqlite3", path, "SELECT email FROM member"], 1.1),
            ("can, beside an empty main", [empty], float("inf"))):
        pair = timing.Pair(can, other, pairs)
        bars.hold(what, pair.ratio, most, timing.beside(pair))
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
