#!/usr/bin/env python3
"""An import into a workspace on a PostgreSQL server, beside psql's `\\copy` of the rows that it makes.

    tests/bench/server_import.py ADDRESS [MESSAGES] [CHATS]

ADDRESS is `postgres://USER@HOST:PORT/DATABASE`, where schemas may be made and dropped. By default 1,000,000
messages in 100,000 chats. `ROLECALL` names another binary than the release build; it must be one with the
feature `postgres`.

The same rows are copied into a workspace as new, in one transaction, with its references, indexes and triggers.
Exit code 1 where the import takes more than 1.2 times as long.
"""

import os
import subprocess
import sys
import tempfile

import messages
import timing
import workspace

HERE = os.path.dirname(os.path.abspath(__file__))
OURS, THEIRS = "rolecall_bench_import", "rolecall_bench_copy"
LIMIT = 1.2


def psql(address, *words):
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address, *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def rows(address, schema):
    """How many rows each of its tables has."""
    tables = psql(address, "-c", f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' ORDER BY 1")
    counts = " UNION ALL ".join(f"SELECT '{table}=' || count(*) FROM {schema}.{table}" for table in tables)
    return dict(line.split("=") for line in psql(address, "-c", counts))


def measure(program, address, folder, file):
    environment = {**os.environ, "ROLECALL_NOW": "2026-01-31T12:00:00Z"}
    for schema in (OURS, THEIRS):
        psql(address, "-c", "SET client_min_messages = error", "-c", f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        environment["ROLECALL_WORKSPACE"] = f"{address}?schema={schema}"
        timing.Run([program, "--quiet", "init", "Bench", "--owner", "olive@bench.test"], environment)
    before = rows(address, OURS)

    environment["ROLECALL_WORKSPACE"] = f"{address}?schema={OURS}"
    psql(address, "-c", "CHECKPOINT")
    ours = timing.Run([program, "--quiet", "chat", "import", file], environment).seconds

    after = rows(address, OURS)
    # What only the import fills, but for its entries in the audit log.
    filled = [table for table, count in after.items()
              if before[table] == "0" != count and not table.startswith("audit")]
    script = [f"SET search_path = {THEIRS};", "BEGIN;", "SET CONSTRAINTS ALL DEFERRED;"]
    for table in filled:
        path = os.path.join(folder, table)
        psql(address, "-c", f"\\copy {OURS}.{table} TO '{path}'")
        script.append(f"\\copy {table} FROM '{path}'")
    script.append("COMMIT;")
    load = os.path.join(folder, "load.sql")
    with open(load, "w", encoding="utf-8") as written:
        written.write("\n".join(script) + "\n")
    psql(address, "-c", "CHECKPOINT")
    theirs = timing.Run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address, "-f", load]).seconds

    copied = rows(address, THEIRS)
    if any(copied[table] != after[table] for table in filled):
        raise SystemExit("the two differ")
    print("copied: " + ", ".join(f"{table} {after[table]}" for table in filled))
    for schema in (OURS, THEIRS):
        psql(address, "-c", "SET client_min_messages = error", "-c", f"DROP SCHEMA {schema} CASCADE")
    return ours, theirs


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    address = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    chats = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000
    program = workspace.program_of(os.path.join(HERE, "..", ".."))
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
        file = os.path.join(folder, "messages.jsonl")
        messages.write(file, count, chats, messages.ACCOUNTS)
        ours, theirs = measure(program, address, folder, file)
    print(f"{count} messages in {chats} chats")
    print(f"rolecall chat import  {ours:7.2f} s")
    print(f"psql \\copy            {theirs:7.2f} s")
    print(f"ratio                 {ours / theirs:7.2f}    (limit: {LIMIT})")
    sys.exit(ours > LIMIT * theirs)


if __name__ == "__main__":
    main()
