#!/usr/bin/env python3
"""What one command costs over a kept SSH connection.

    tests/bench/gate.py [--pairs N]

Needs root and `sshd`. `chat list` over the connection, less what `true` costs over it, beside the same
command run by the gate here: at most twice as long.

`ROLECALL` names another binary than the release build. Exit code 1 where the limit is missed.
"""

import argparse
import os
import socket
import statistics
import subprocess
import tempfile
import time

import timing
import workspace


def keygen(folder, name):
    path = os.path.join(folder, name)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    with open(path + ".pub", encoding="utf-8") as file:
        return path, file.read().strip()


def free_port():
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


def seconds(command, environment=None):
    return timing.Run(command, environment).seconds


def measure(program, folder, pairs):
    path = os.path.join(folder, "workspace.db")
    workspace.rolecall(program, path, "init", "Bench", "--owner", "owner@bench.test")
    key, public = keygen(folder, "member")
    plain, plain_public = keygen(folder, "plain")
    host, host_public = keygen(folder, "host")
    workspace.rolecall(program, path, "key", "add", key + ".pub")
    authorized = os.path.join(folder, "authorized_keys")
    with open(authorized, "w", encoding="utf-8") as file:
        subprocess.run([program, "--workspace", path, "key", "authorized", "--all"], stdout=file,
                       check=True)
        file.write(f'restrict,command="true" {plain_public}\n')
    port = free_port()
    config = os.path.join(folder, "sshd_config")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f"Port {port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile none\n"
                   f"UsePAM no\nStrictModes no\nPermitRootLogin forced-commands-only\n"
                   f"AuthorizedKeysFile {authorized}\n")
    known = os.path.join(folder, "known_hosts")
    with open(known, "w", encoding="utf-8") as file:
        file.write(f"[127.0.0.1]:{port} {host_public}\n")
    os.makedirs("/run/sshd", exist_ok=True)
    server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", config])
    masters = []
    try:
        time.sleep(1)

        def client(identity, *words):
            return ["ssh", "-F", "none", "-i", identity, "-S", identity + ".to", "-p", str(port),
                    "-o", f"UserKnownHostsFile={known}", "-o", "IdentitiesOnly=yes",
                    "-o", "BatchMode=yes", *words, "root@127.0.0.1"]

        for identity in (key, plain):
            masters.append(subprocess.Popen(client(identity, "-M", "-N")))
        time.sleep(2)
        asked = {**os.environ, "SSH_ORIGINAL_COMMAND": "chat list"}
        here = [program, "gate", "--workspace", path, "--key", " ".join(public.split()[:2])]
        ratios = []
        for _ in range(pairs):
            over = seconds([*client(key), "chat list"])
            trip = seconds([*client(plain), "true"])
            ratios.append((over - trip) / seconds(here, asked))
        bars = timing.Bars()
        bars.hold("chat list over SSH less true, beside the gate", statistics.median(ratios), 2.0)
        bars.end()
    finally:
        for process in [*masters, server]:
            process.terminate()
            process.wait()


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pairs", type=int, default=101)
    asked = arguments.parse_args()
    program = workspace.program_of(os.path.join(os.path.dirname(__file__), "..", ".."))
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
        measure(program, folder, asked.pairs)


if __name__ == "__main__":
    main()
