#!/usr/bin/env python3
"""Analytics as a whole process, beside SQLite's own shell with the bare aggregation of the same
columns.

    tests/bench/analytics.py [MESSAGES] [--keep FOLDER] [--pairs N]

By default 1,000,000 messages in a tenth as many chats. The shell counts what can be counted by a
plain query: chats, messages in and out and how far campaigns' messages came, of the same sight. The
program counts how long customers waited besides, with the median. What both count is compared first.
At most 2.0 times what the shell takes, for the owner, who sees everything, and for a teammate.

Exit code 1 where a limit is missed.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile

import chats
import timing
import workspace

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = 86_400_000

# One message in three of ours, one in ten of those a campaign's; the times run over two years.
FILL = f"""INSERT INTO message (id, chat_id, external_id, at, direction, kind, text, member_id, status,
        campaign_id)
    {workspace.TEXTS},
    counted (key) AS (VALUES (1) UNION ALL SELECT key + 1 FROM counted WHERE key < :messages)
    SELECT counted.key, 1 + counted.key * {workspace.FACTOR} / 7 % :chats, 'wamid.' || counted.key,
        ({workspace.NOW} - 63072000 + counted.key * 63072000 / :messages) * 1000,
        CASE WHEN counted.key % 3 = 0 THEN 'out' ELSE 'in' END, kind, text,
        CASE WHEN counted.key % 3 = 0 AND counted.key % 30 > 0 THEN 1 + counted.key * 7 % 200 END,
        CASE WHEN counted.key % 3 = 0 THEN
            CASE counted.key % 4 WHEN 0 THEN 'sent' WHEN 1 THEN 'delivered' WHEN 2 THEN 'read'
                ELSE 'failed' END END,
        CASE WHEN counted.key % 30 = 0 THEN 1 END
    FROM counted JOIN text ON text.key = counted.key * 31 % 20 ORDER BY counted.key"""

COUNTS = """sum(direction = 'in'), sum(direction = 'out'),
    sum(campaign_id IS NOT NULL AND status IN ('sent', 'delivered', 'read')),
    sum(campaign_id IS NOT NULL AND status IN ('delivered', 'read')),
    sum(campaign_id IS NOT NULL AND status = 'read'),
    sum(campaign_id IS NOT NULL AND status = 'failed')"""

FIELDS = ["messages_in", "messages_out", "campaign_sent", "campaign_delivered", "campaign_read",
          "campaign_failed"]

# What is told apart, for messages and for chats.
GROUPS = {
    "day": (f"at / {DAY}", f"chat.created_at / {DAY}", f"last_at / {DAY}"),
    "account": ("account_id", "account_id", "account_id"),
    "member": ("coalesce(CASE WHEN direction = 'out' THEN member_id ELSE assignee_id END, 0)",
               "assignee_id", "assignee_id"),
}


def queries(role, me, by):
    """The bare aggregation, as a person would write it."""
    sight = chats.SIGHT[role].replace(":me", str(me))
    everything = sight == "TRUE"
    seen = ("" if everything else
            " JOIN account ON account.id = chat.account_id"
            " LEFT JOIN member AS connector ON connector.id = account.connector_id")
    where = "" if everything else f" WHERE {sight}"
    needs_chat = not everything or by in ("account", "member")
    messages = "message" + (f" JOIN chat ON chat.id = chat_id{seen}" if needs_chat else "")
    columns = COUNTS
    for name in ("status", "direction", "member_id"):
        columns = columns.replace(name, f"message.{name}")
    of_message, created, last = GROUPS[by] if by else ("1", "1", "1")
    of_message = of_message.replace("member_id", "message.member_id")
    of_message = of_message.replace("at /", "message.at /")
    return [f"SELECT {of_message}, {columns} FROM {messages}{where} GROUP BY 1 ORDER BY 1;",
            f"SELECT {created}, count(*) FROM chat{seen}{where} GROUP BY 1;",
            f"SELECT {last}, sum(chat.status = 'open'), sum(chat.status = 'closed') FROM chat{seen}{where}"
            " GROUP BY 1;"]


def shell(path, role, me, by):
    return ["sqlite3", "-readonly", path, "".join(queries(role, me, by))]


def analytics(program, path, email, by):
    told = ["--by", by] if by else []
    return [program, "--quiet", "--workspace", path, "--as", email, "--format", "json", "analytics",
            *told]


def check_equal(ours, path, role, me, by):
    """Fails unless the messages are counted alike."""
    rows = json.loads(subprocess.run(ours, check=True, stdout=subprocess.PIPE).stdout)
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        expected = connection.execute(queries(role, me, by)[0].rstrip(";")).fetchall()
    told = sorted(tuple(row[field] for field in FIELDS) for row in rows)
    told = [row for row in told if any(row)]
    wanted = sorted(tuple(row[1:]) for row in expected)
    if told != [row for row in wanted if any(row)] or not told:
        raise SystemExit(f"not counted alike: {ours}\n{told[:3]}\n{wanted[:3]}")


def build(program, path, messages):
    """A workspace with that many messages at that path."""
    count = messages // 10
    workspace.build(program, path, count)
    connection = sqlite3.connect(path)
    run = connection.execute
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
        run(f"PRAGMA {pragma}")
    indexes = run("""SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
        AND tbl_name IN ('chat', 'message')""").fetchall()
    for name, _ in indexes:
        run(f"DROP INDEX {name}")
    run("DELETE FROM message")
    run(FILL, {"messages": messages, "chats": count})
    for _, sql in indexes:
        run(sql)
    run("""UPDATE chat SET (created_at, last_at, last_message_id) =
        (SELECT coalesce(min(at), created_at), coalesce(max(at), last_at), max(id) FROM message
            WHERE chat_id = chat.id)""")
    run("UPDATE sequence SET last = ? WHERE name = 'message'", (messages,))
    connection.commit()
    run("VACUUM")
    run("PRAGMA journal_mode = WAL")
    connection.close()


def measure(program, path, pairs):
    bars = timing.Bars()
    for role in ("owner", "teammate"):
        email, me = chats.member(path, role)
        for by in (None, "day", "account", "member"):
            ours, theirs = analytics(program, path, email, by), shell(path, role, me, by)
            check_equal(ours, path, role, me, by)
            pair = timing.Pair(ours, theirs, pairs)
            bars.hold(f"  {role}, by {by or 'nothing'}", pair.ratio, 2.0, timing.beside(pair))
    email, _ = chats.member(path, "owner")
    memory = timing.most_memory(analytics(program, path, email, "day"))
    print(f"  {memory / 1e6:.0f} MB at most")
    bars.end()


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("messages", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("--keep", metavar="FOLDER")
    arguments.add_argument("--pairs", type=int, default=11)
    asked = arguments.parse_args()
    program = workspace.program_of(os.path.join(HERE, "..", ".."))
    folder = asked.keep or tempfile.mkdtemp(prefix="rolecall-bench-")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f"{asked.messages}-messages.db")
    try:
        if not os.path.exists(path):
            print(f"building {asked.messages:,} messages", flush=True)
            build(program, path + ".new", asked.messages)
            os.rename(path + ".new", path)
        measure(program, path, asked.pairs)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
