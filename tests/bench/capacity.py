#!/usr/bin/env python3
"""What a workspace carries, in a file or on a PostgreSQL server: the figures of the documentation's page on capacity.

    tests/bench/capacity.py [ADDRESS] [--seconds N] [--schemas N] [--messages N]

ADDRESS is `postgres://USER@HOST:PORT/DATABASE`; without it a file is measured. Figures of one machine, as it is
just then: they are told, not held against anything. `ROLECALL` names another binary than the release build.
"""

import argparse
import os
import subprocess
import tempfile
import threading
import time

import messages
import workspace

HERE = os.path.dirname(os.path.abspath(__file__))
WRITERS = 4


def psql(address, query):
    command = ["psql", "-X", "-q", "-A", "-t", "-d", address, "-c", query]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True).stdout.strip()


def timed(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(program, place, seconds, arguments):
    """How many commands a second several processes get done at once, each its own."""
    done = [0] * WRITERS
    end = time.perf_counter() + seconds

    def work(number):
        while time.perf_counter() < end:
            workspace.rolecall(program, place, *arguments(number, done[number]))
            done[number] += 1

    workers = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(done) / seconds


def measure(program, place, folder, asked):
    def rolecall(*arguments):
        workspace.rolecall(program, place, *arguments)

    print(f"init: {timed(lambda: rolecall('init', 'Bench', '--owner', 'o@bench.test')):.2f} s")
    rate = in_turn(program, place, asked.seconds,
                   lambda writer, number: ["team", "add", f"Team {writer} {number}"])
    print(f"changes by {WRITERS} processes: {rate:.0f} a second")
    rate = in_turn(program, place, asked.seconds, lambda *_: ["can", "o@bench.test", "team-settings"])
    print(f"decisions by {WRITERS} processes: {rate:.0f} a second")

    members = os.path.join(folder, "members.csv")
    with open(members, "w", encoding="utf-8") as file:
        file.write("email,role\n")
        file.writelines(f"m{number}@bench.test,agent\n" for number in range(1000))
    print(f"1000 members in a batch: {timed(lambda: rolecall('member', 'import', members)):.1f} s")

    log = os.path.join(folder, "messages.jsonl")
    messages.write(log, asked.messages, max(1, asked.messages // 10), ["14155550132"])
    taken = timed(lambda: rolecall("chat", "import", log))
    print(f"{asked.messages} messages imported: {asked.messages / taken:.0f} a second")


def measure_schemas(program, address, count):
    places = [f"{address}?schema=rolecall_bench_{number}" for number in range(count)]

    def make():
        for place in places:
            workspace.rolecall(program, place, "init", "Bench", "--owner", "o@bench.test")

    print(f"{count} workspaces: {timed(make) / count:.2f} s each")
    of_one = "pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = 'rolecall_bench_0'"
    print(f"tables and indexes of each: {psql(address, f'SELECT count(*) FROM {of_one}')}")
    size = psql(address, f"SELECT sum(pg_relation_size(pg_class.oid))::bigint / 1024 FROM {of_one}")
    print(f"an empty one: {size} KiB")
    print(f"the catalog: {psql(address, 'SELECT pg_size_pretty(sum(pg_total_relation_size(oid))) FROM pg_class WHERE relnamespace = 11 AND relkind = $$r$$')}")
    for place in places:
        psql(address, f"DROP SCHEMA {place.rsplit('=', 1)[1]} CASCADE")


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("address", nargs="?")
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--schemas", type=int, default=100)
    arguments.add_argument("--messages", type=int, default=20_000)
    asked = arguments.parse_args()
    program = workspace.program_of(os.path.join(HERE, "..", ".."))
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
        if asked.address is None:
            measure(program, os.path.join(folder, "workspace.db"), folder, asked)
            return
        schema = "rolecall_bench"
        psql(asked.address, f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        measure(program, f"{asked.address}?schema={schema}", folder, asked)
        psql(asked.address, f"DROP SCHEMA {schema} CASCADE")
        measure_schemas(program, asked.address, asked.schemas)


if __name__ == "__main__":
    main()
