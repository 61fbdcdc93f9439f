#!/usr/bin/env python3
"""The list of chats, as a whole process: against SQLite's own shell, and against itself on a
workspace ten times as large.

    tests/bench/chats.py [SMALL] [LARGE] [--keep FOLDER] [--pairs N] [--filters]

By default 1,000,000 and 10,000,000 chats: then it needs 10 GB under `--keep` or the temporary
directory, and several minutes to build. `chats.py 50000 100000` is a quick check;
with fewer, some see less than a page and the comparison says nothing. With `--keep`, what
was built stays, and is used again. `ROLECALL` names another binary than the release build.

For each role, on both workspaces:
- `rolecall chat list --as X` beside `sqlite3 -json` with the same columns and rows, which are
  compared first. The query is the one a person would write; where it is faster when SQLite is told to
  walk the index by time, it is that one: at most 2.0 times as long
- the first page, and one in the middle of the list, on the large beside the small one: 1.3 times
And on the small workspace again with 10,000 accounts, of which the teammate sees nearly all and the
agent few: 2.0 times what the shell takes.

With `--filters`, instead of all that, the first page with each filter of `chat list`, for each role, on the
large beside the small one: 1.3 times. Where fewer than a page are found in the small one, as many are asked
for in both.

Exit code 1 where a limit is missed.
"""

import argparse
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile

import timing
import workspace

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = 50
ROLES = ["owner", "admin", "teammate", "agent", "collaborator"]

# What the unified preset lets each role see, as a person would write it for SQLite.
OWN = "account.connector_id = :me"
TEAM = "connector.team_id = (SELECT team_id FROM member WHERE id = :me)"
ASSIGNED = "chat.assignee_id = :me"
SIGHT = {
    "owner": "TRUE",
    "admin": "TRUE",
    "teammate": f"({OWN} OR {TEAM} OR {ASSIGNED})",
    "agent": f"({OWN} OR {ASSIGNED})",
    "collaborator": ASSIGNED,
}

PREVIEW = """CASE WHEN message.direction = 'out' THEN 'you: ' ELSE '' END || CASE
    WHEN message.kind = 'text' AND message.text IS NOT NULL THEN message.text
    ELSE '[' || message.kind || ']' || coalesce(' ' || message.text, '') END"""

COLUMNS = f"""chat.id, account.number AS account,
    coalesce(contact.name, chat.subject, '@' || contact.username, contact.phone, 'unknown') AS contact,
    contact.phone, 0 AS phone_masked, assignee.email AS assignee, chat.status,
    strftime('%Y-%m-%dT%H:%M:%SZ', chat.last_at / 1000, 'unixepoch') AS last_message_at,
    CASE WHEN length({PREVIEW}) > 60 THEN substr({PREVIEW}, 1, 60) || '…' ELSE {PREVIEW} END AS preview,
    CASE WHEN {OWN} THEN 'own' WHEN {{team}} AND {TEAM} THEN 'same-team'
        WHEN {{others}} THEN 'other-teams' ELSE 'assigned' END AS scope,
    account.label AS account_label"""

# In the shape that lets SQLite begin with the chats in order, or with the accounts: as it likes.
FROM = """FROM chat {by} JOIN account ON account.id = chat.account_id
    LEFT JOIN member AS connector ON connector.id = account.connector_id
    LEFT JOIN contact ON contact.id = chat.contact_id
    LEFT JOIN member AS assignee ON assignee.id = chat.assignee_id
    LEFT JOIN message ON message.id = chat.last_message_id"""


def queries(role, me, page=PAGE):
    """The equivalent query, as SQLite plans it by itself and along the index by time."""
    columns = COLUMNS.format(team=role != "agent" and role != "collaborator",
                             others=role in ("owner", "admin"))
    for by in ("", "INDEXED BY chat_by_time"):
        limit = f" LIMIT {page}" if page else ""
        text = (f"SELECT {columns} {FROM.format(by=by)} WHERE {SIGHT[role]}"
                f" ORDER BY chat.last_at DESC, chat.id DESC{limit};")
        yield text.replace(":me", str(me))


def shell(path, query):
    return ["sqlite3", "-readonly", "-json", path, query]


def chat_list(program, path, actor, *arguments):
    return [program, "--quiet", "--workspace", path, "--as", actor, "--format", "jsonl", "chat", "list",
            *arguments]


def check_equal(ours, theirs):
    """Fails unless both print the same rows with the same columns."""
    with subprocess.Popen(ours, stdout=subprocess.PIPE) as one, \
            subprocess.Popen(theirs, stdout=subprocess.PIPE) as other:
        count = 0
        for line, expected in itertools.zip_longest(one.stdout, other.stdout, fillvalue=b"{}"):
            row = json.loads(line)
            expected = json.loads(expected.strip(b"[],\n"))
            expected["phone_masked"] = bool(expected.get("phone_masked"))
            if row != expected:
                raise SystemExit(f"not the same rows: {row}\n{expected}\n{ours}\n{theirs}")
            count += 1
    if count == 0:
        raise SystemExit(f"no rows at all: {ours}")


def member(path, role):
    """Someone of that role with accounts of their own, and their key."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return connection.execute(
            "SELECT email, member.id FROM member LEFT JOIN account ON connector_id = member.id"
                " WHERE role = ? GROUP BY member.id ORDER BY team_id, count(account.id) DESC LIMIT 1",
            (role,)).fetchone()


def middle(path, role, me):
    """The key of the chat in the middle of what that member sees."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        seen = (f"FROM chat JOIN account ON account.id = account_id LEFT JOIN member AS connector"
                f" ON connector.id = connector_id WHERE {SIGHT[role]}").replace(":me", str(me))
        half = connection.execute(f"SELECT count(*) / 2 {seen}").fetchone()[0]
        return connection.execute(f"SELECT chat.id {seen} ORDER BY last_at DESC, chat.id DESC"
                                  f" LIMIT 1 OFFSET {half}").fetchone()[0]


def prepared(program, folder, chats):
    """The workspace of that size, built unless it is kept from before."""
    path = os.path.join(folder, f"{chats}.db")
    if not os.path.exists(path):
        print(f"building {chats:,} chats", flush=True)
        workspace.build(program, path + ".new", chats)
        os.rename(path + ".new", path)
    return path


def widened(path):
    """A copy of that workspace with 10,000 accounts."""
    wide = path.replace(".db", "-wide.db")
    if not os.path.exists(wide):
        shutil.copyfile(path, wide + ".new")
        workspace.widen(wide + ".new", 10_000)
        os.rename(wide + ".new", wide)
    return wide


def beside_the_shell(bars, program, path, roles, pairs):
    print(f"\nchat list beside the sqlite3 shell, {os.path.basename(path)}")
    for role in roles:
        email, me = member(path, role)
        ours = chat_list(program, path, email)
        timed = []
        for query in queries(role, me):
            theirs = shell(path, query)
            check_equal(ours, theirs)
            timed.append((timing.Run(theirs).seconds, theirs))
        fastest = min(timed)
        pair = timing.Pair(ours, fastest[1], pairs if fastest[0] < 0.1 else 3)
        bars.hold(f"  {role}", pair.ratio, 2.0, timing.beside(pair))


def filters(path):
    """Each filter, and some of them together, as arguments."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        account, = connection.execute("SELECT number FROM account WHERE id = 5").fetchone()
    colleague = workspace.email("teammate", 1)
    middle = "2025-01-01"
    return [
        ["--account", account], ["--assignee", colleague], ["--unassigned"], ["--status", "closed"],
        ["--unread"], ["--team", "Team 2"], ["--since", "2025-12-01"], ["--until", middle],
        ["--tag", "vip"], ["--tag", "press"], ["--tag", "lawsuit"],
        ["--status", "open", "--unassigned", "--unread"],
        ["--team", "Team 2", "--status", "closed", "--until", middle],
        ["--assignee", colleague, "--tag", "vip", "--unread"],
    ]


def rows(command):
    """How many rows the command prints."""
    printed = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return len(printed.stdout.splitlines())


def measure_filters(program, small, large, pairs):
    bars = timing.Bars()
    for role in ROLES:
        print(f"\n{role}: the first page, on the large workspace beside the small one")
        for arguments in filters(small):
            found = rows(chat_list(program, small, member(small, role)[0], *arguments))
            limit = ["--limit", str(found)] if 0 < found < PAGE else []
            commands = [chat_list(program, path, member(path, role)[0], *arguments, *limit)
                        for path in (large, small)]
            pair = timing.Pair(*commands, pairs)
            bars.hold("  " + " ".join(arguments), pair.ratio, 1.3, timing.beside(pair))
    bars.end()


def measure(program, small, large, wide, pairs):
    bars = timing.Bars()
    for path in (small, large):
        beside_the_shell(bars, program, path, ROLES, pairs)
    beside_the_shell(bars, program, wide, ["teammate", "agent"], pairs)
    print("\nthe large workspace beside the small one")
    for role in ROLES:
        first, deep = [], []
        for path in (large, small):
            email, me = member(path, role)
            first.append(chat_list(program, path, email))
            deep.append(chat_list(program, path, email, "--after", str(middle(path, role, me))))
        for what, commands in (("first page", first), ("page in the middle", deep)):
            pair = timing.Pair(*commands, pairs)
            bars.hold(f"  {role}, {what}", pair.ratio, 1.3, timing.beside(pair))
    bars.end()


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("small", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("large", nargs="?", type=int, default=10_000_000)
    arguments.add_argument("--keep", metavar="FOLDER")
    arguments.add_argument("--pairs", type=int, default=41)
    arguments.add_argument("--filters", action="store_true")
    asked = arguments.parse_args()
    program = workspace.program_of(os.path.join(HERE, "..", ".."))
    folder = asked.keep or tempfile.mkdtemp(prefix="rolecall-bench-")
    os.makedirs(folder, exist_ok=True)
    try:
        paths = [prepared(program, folder, chats) for chats in (asked.small, asked.large)]
        if asked.filters:
            measure_filters(program, *paths, asked.pairs)
        measure(program, *paths, widened(paths[0]), asked.pairs)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
