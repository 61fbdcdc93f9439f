#!/usr/bin/env python3
"""Searching a million messages: the first page, for every role, beside SQLite's bare full-text query.

    tests/bench/search.py [MESSAGES] [CHATS] [--keep FOLDER] [--pairs N]

By default 1,000,000 messages in 100,000 chats, brought in by `chat import` (some minutes, 1 GB under
`--keep` or the temporary directory); 50000 5000 is a quick check. `ROLECALL` names another binary than
the release build.

The bare query is the one that looks at nobody's sight: what matches in the same index, newest first,
fifty of it, joined to the columns that `chat search` shows, in the sqlite3 shell. Every role's answer is
held against that, so who sees few chats may not wait for the many that they don't see. What each
role finds is first compared with what SQL says of the rows it may see.

Exit code 1 where a limit is missed.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile

import chats
import messages
import timing
import workspace

# By how much they find: a text in four, one in seven hundred, nearly none; names, all of them and some.
WORDS = ["parcel", "parcel saturday price", "uncommon", "rare", "customer", "customer 77"]

COLUMNS = """chat.id, account.number AS account,
    coalesce(contact.name, chat.subject, '@' || contact.username, contact.phone) AS contact,
    contact.phone, 0 AS phone_masked"""

JOINS = """LEFT JOIN account ON account.id = chat.account_id
    LEFT JOIN member AS connector ON connector.id = account.connector_id
    LEFT JOIN contact ON contact.id = chat.contact_id"""

MESSAGES = """message_search CROSS JOIN message ON message.id = message_search.rowid >> 6 & 134217727
    CROSS JOIN chat ON chat.id = message.chat_id"""

NAMES = "name_search CROSS JOIN chat ON chat.id = name_search.rowid >> 6"


def match(words):
    """As the index is asked: each word, the last one may go on."""
    return " AND ".join(f'"{word}"' for word in words.split()) + " *"


def bare(words):
    """The full-text query and nothing else, in names or in messages, as `chat search` shows them."""
    if words.startswith("customer"):
        return f"""SELECT {COLUMNS}, NULL AS message, chat.last_at AS at, NULL AS direction,
            contact.name AS "match" FROM {NAMES} {JOINS}
            WHERE name_search MATCH 'name : ({match(words)})'
            ORDER BY name_search.rowid DESC LIMIT {chats.PAGE};"""
    return f"""SELECT {COLUMNS}, message.id AS message, message.at, message.direction,
        message.text AS "match" FROM {MESSAGES} {JOINS}
        WHERE message_search MATCH 'text : ({match(words)})'
        ORDER BY message_search.rowid DESC LIMIT {chats.PAGE};"""


def expected(path, role, me, words):
    """What that member is to find: the keys of chats, or of messages."""
    if words.startswith("customer"):
        found, key, table = NAMES, "chat.id", "name_search"
    else:
        found, key, table = MESSAGES, "message.id", "message_search"
    column = "name" if table == "name_search" else "text"
    query = f"""SELECT {key} FROM {found} {JOINS} WHERE {table} MATCH '{column} : ({match(words)})'
        AND {chats.SIGHT[role]} ORDER BY {table}.rowid DESC LIMIT {chats.PAGE}"""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return [row[0] for row in connection.execute(query.replace(":me", str(me)))]


def search(program, path, actor, words):
    return [program, "--quiet", "--workspace", path, "--as", actor, "--format", "jsonl", "chat",
            "search", *words.split()]


def check(program, path, role, email, me, words):
    printed = subprocess.run(search(program, path, email, words), stdout=subprocess.PIPE, check=True)
    rows = [json.loads(line) for line in printed.stdout.splitlines()]
    found = [row["id"] if words.startswith("customer") else row["message"] for row in rows]
    if found != expected(path, role, me, words):
        raise SystemExit(f"{role} does not find what they may see of `{words}`")
    return len(found)


def build(program, path, count, chat_count):
    """A workspace with people, their accounts, messages and assignments, all by the program."""
    workspace.make_people(program, path)
    accounts = [f"9180{number:08}" for number in range(1, workspace.ACCOUNTS + 1)]
    lines = path + ".jsonl"
    messages.write(lines, count, chat_count, accounts)
    workspace.rolecall(program, path, "chat", "import", lines)
    os.remove(lines)
    chance = random.Random(2)
    for role in ("agent", "collaborator"):
        for number in range(1, workspace.MEMBERS[role] + 1):
            some = chance.sample(range(1, chat_count + 1), min(workspace.ASSIGNED, chat_count // 20))
            given = "".join(f"{chat}\n" for chat in some).encode()
            subprocess.run([program, "--workspace", path, "--quiet", "chat", "assign", "-", "--to",
                            workspace.email(role, number)], input=given, check=True,
                           stdout=subprocess.DEVNULL)


def measure(program, path, pairs):
    bars = timing.Bars()
    for words in WORDS:
        print(f"\n`{words}`, beside the bare query in the sqlite3 shell")
        query = chats.shell(path, bare(words))
        for role in chats.ROLES:
            email, me = chats.member(path, role)
            found = check(program, path, role, email, me, words)
            pair = timing.Pair(search(program, path, email, words), query, pairs)
            bars.hold(f"  {role}, {found} found", pair.ratio, 1.5, timing.beside(pair))
    bars.end()


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("messages", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("chats", nargs="?", type=int, default=100_000)
    arguments.add_argument("--keep", metavar="FOLDER")
    arguments.add_argument("--pairs", type=int, default=41)
    asked = arguments.parse_args()
    program = workspace.program_of(os.path.join(chats.HERE, "..", ".."))
    folder = asked.keep or tempfile.mkdtemp(prefix="rolecall-bench-")
    os.makedirs(folder, exist_ok=True)
    try:
        path = os.path.join(folder, f"search-{asked.messages}-{asked.chats}.db")
        if not os.path.exists(path):
            print(f"building {asked.messages:,} messages", flush=True)
            build(program, path + ".new", asked.messages, asked.chats)
            os.rename(path + ".new", path)
        measure(program, path, asked.pairs)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
