#!/usr/bin/env python3
"""Long lists and masked ones: all chats of a workspace as JSON lines.

    tests/bench/stream.py [CHATS] [--keep FOLDER] [--pairs N]

By default on 1,000,000 chats (1 GB under `--keep` or the temporary directory); 20000 is a quick check.
`ROLECALL` names another binary than the release build.

- `chat list --all --format jsonl` beside `sqlite3 -json` with the same columns and rows, which are
  compared first: faster, so at most 1.0 times as long
- its memory for all chats beside that for a tenth of them: at most 1.1 times
- the same list for a reader from whom numbers are hidden beside one who reads them: 1.3 times
- a single page for the two: 1.1 times
- both again where each text has something like a number

Exit code 1 where a limit is missed.
"""

import argparse
import contextlib
import os
import shutil
import sqlite3
import tempfile

import chats
import timing
import workspace


# Numbers as people write them at home and abroad, some of them given out to nobody.
TEXTS = ["call 07700 900123 or 020 7946 0123", "my number: 98765 43210", "(212) 555-0123, ask for Jo",
         "Group 1000000", "0044 7700 900456", "+33 6 12 34 56 78", "tel. 0171/1234567", "919876543210"]


@contextlib.contextmanager
def numbers_in_texts(path, count):
    """Numbers as the last texts of so many of the newest chats, for a while."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        before = connection.execute(
            "SELECT text, id FROM message WHERE id IN (SELECT last_message_id FROM chat"
            " ORDER BY last_at DESC, id DESC LIMIT ?)", (count,)).fetchall()
        written = [(TEXTS[at % len(TEXTS)], key) for at, (_, key) in enumerate(before)]
        replace = "UPDATE message SET text = ? WHERE id = ?"
        try:
            with connection:
                connection.executemany(replace, written)
            yield
        finally:
            with connection:
                connection.executemany(replace, before)


def measure(program, path, count, pairs):
    bars = timing.Bars()
    owner, me = chats.member(path, "owner")
    admin, _ = chats.member(path, "admin")
    whole = chats.chat_list(program, path, owner, "--all")
    query = min(chats.queries("owner", me, page=None),
                key=lambda query: timing.Run(chats.shell(path, query)).seconds)
    chats.check_equal(whole, chats.shell(path, query))
    pair = timing.Pair(whole, chats.shell(path, query), pairs)
    bars.hold("all chats beside the sqlite3 shell", pair.ratio, 1.0, timing.beside(pair))
    tenth = timing.most_memory(chats.chat_list(program, path, owner, "--limit", str(count // 10)))
    most = timing.most_memory(whole)
    bars.hold("its memory, beside that of a tenth", most / tenth, 1.1,
              f"{most / 1e6:10.1f} MB to {tenth / 1e6:.1f} MB")
    # Both roles see every chat; only what they may read of it differs.
    workspace.rolecall(program, path, "mask", "enable", "number", "--role", "admin")
    try:
        masked = chats.chat_list(program, path, admin, "--all")
        pair = timing.Pair(masked, whole, pairs)
        bars.hold("all chats, masked beside unmasked", pair.ratio, 1.3, timing.beside(pair))
        pages = [chats.chat_list(program, path, reader) for reader in (admin, owner)]
        pair = timing.Pair(*pages, pairs * 8 + 1)
        bars.hold("a page, masked beside unmasked", pair.ratio, 1.1, timing.beside(pair))
        with numbers_in_texts(path, 2 * chats.PAGE):
            pair = timing.Pair(*pages, pairs * 8 + 1)
        bars.hold("with numbers in its texts", pair.ratio, 1.1, timing.beside(pair))
        with numbers_in_texts(path, count):
            pair = timing.Pair(masked, whole, pairs)
        bars.hold("all chats, with numbers in all texts", pair.ratio, 1.3, timing.beside(pair))
    finally:
        workspace.rolecall(program, path, "mask", "disable", "number", "--role", "admin")
    bars.end()


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("chats", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("--keep", metavar="FOLDER")
    arguments.add_argument("--pairs", type=int, default=5)
    asked = arguments.parse_args()
    program = workspace.program_of(os.path.join(chats.HERE, "..", ".."))
    folder = asked.keep or tempfile.mkdtemp(prefix="rolecall-bench-")
    os.makedirs(folder, exist_ok=True)
    try:
        measure(program, chats.prepared(program, folder, asked.chats), asked.chats, asked.pairs)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
