#!/usr/bin/env python3
"""A workspace on a PostgreSQL server, as whole processes: against psql, and against the same workspace in a file.

    tests/bench/server.py ADDRESS [CHATS] [--keep FOLDER] [--pairs N]

ADDRESS is `postgres://USER@HOST:PORT/DATABASE`, where a schema may be made and dropped. By default 1,000,000
chats. With `--keep`, the file that was built stays, and is used again. `ROLECALL` names another binary than
the release build; it must be one with the feature `postgres`.

- the first page of chats of each role, beside the query that a person would write for psql: 1.0 times
- `can`, beside the same question to the file: 3 times
- how long a word that stands in a few messages takes to be found, and `workspace move`: told, without a limit

Exit code 1 where a limit is missed.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile

import chats
import timing
import workspace

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = "rolecall_bench"

SQLITE_TIME = "strftime('%Y-%m-%dT%H:%M:%SZ', chat.last_at / 1000, 'unixepoch')"
TIME = """to_char(to_timestamp(chat.last_at / 1000) AT TIME ZONE 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""


def psql(address, query):
    return ["psql", "-X", "-q", "-A", "-t", "-d", address, "-c", query]


def page(role, me):
    """The page as a person would write it, for PostgreSQL."""
    query, _ = chats.queries(role, me)
    query = query.replace(SQLITE_TIME, TIME).rstrip(";")
    return f"SELECT row_to_json(page) FROM ({query}) AS page"


def keys(command):
    """Which chats the command prints."""
    printed = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line)["id"] for line in printed.splitlines()]


def measure(program, address, path, pairs):
    bars = timing.Bars()
    there = f"{address}?schema={SCHEMA}"
    subprocess.run(psql(address, f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"), check=True,
                   stderr=subprocess.DEVNULL)
    copy = path + ".moving"
    shutil.copyfile(path, copy)
    moved = timing.Run([program, "--quiet", "workspace", "move", copy, there, "--yes"])
    print(f"workspace move: {moved.seconds:.0f} s")
    os.environ["PGOPTIONS"] = f"-c search_path={SCHEMA}"
    for role in chats.ROLES:
        email, me = chats.member(path, role)
        ours, theirs = chats.chat_list(program, there, email), psql(address, page(role, me))
        if keys(ours) != keys(theirs):
            raise SystemExit(f"not the same rows: {ours}\n{theirs}")
        pair = timing.Pair(ours, theirs, pairs)
        bars.hold(f"chat list as {role}, beside psql", pair.ratio, 1.0, timing.beside(pair))
    ask = ["can", chats.member(path, "owner")[0], "view", "--chat", "5000"]
    pair = timing.Pair(*([program, "--workspace", place, *ask] for place in (there, path)), pairs)
    bars.hold("can, beside the file", pair.ratio, 3.0, timing.beside(pair))
    find = ["chat", "search", "lawsuit", "--as", chats.member(path, "teammate")[0]]
    pair = timing.Pair(*([program, "--quiet", "--workspace", there, *command] for command in (find, ask)),
                       pairs)
    print(f"chat search, beside can: {pair.ratio:.2f} {timing.beside(pair)}")
    subprocess.run(psql(address, f"DROP SCHEMA {SCHEMA} CASCADE"), check=True, stderr=subprocess.DEVNULL)
    bars.end()


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("address")
    arguments.add_argument("chats", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("--keep", metavar="FOLDER")
    arguments.add_argument("--pairs", type=int, default=41)
    asked = arguments.parse_args()
    program = workspace.program_of(os.path.join(HERE, "..", ".."))
    folder = asked.keep or tempfile.mkdtemp(prefix="rolecall-bench-")
    os.makedirs(folder, exist_ok=True)
    try:
        path = chats.prepared(program, folder, asked.chats)
        measure(program, asked.address, path, asked.pairs)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
