"""Builds workspaces of any size to measure on; the benchmarks beside this file import it.

The workspace, its teams, members and accounts are made through the program's own commands, so that
the schema and the policy are the real ones. Chats, contacts and messages are then written by SQL, as
no import could be waited for. The spread is that of a grown inbox:

- 200 members in 5 teams: owner, 5 admins, 80 teammates, 80 agents, 34 collaborators
- 300 accounts with very uneven shares of the chats, one in ten without a connector
- every agent and collaborator is assigned about 300 chats; teammates share 30 % of the rest
- one chat in fifty is a group of three; messages are in the order of their times, chats in none
- one contact in twenty has the tag `vip`, one in thousand `press`, and ten of them, however many there
  are, `lawsuit`; two chats in three are unanswered
"""

import os
import random
import sqlite3
import subprocess

TEAMS = 5
MEMBERS = {"admin": 5, "teammate": 80, "agent": 80, "collaborator": 34}
ACCOUNTS = 300
ASSIGNED = 300
NOW = 1_767_225_600  # 2026-01-01T00:00:00Z, in seconds

# A permutation of 1..n that looks like chance and is the same on every machine: `key * FACTOR % n`,
# with a prime that divides no round number.
FACTOR = 2_654_435_761

TEXTS = """WITH text (key, kind, text) AS (VALUES
    (0, 'text', 'Hello, when will my order arrive?'),
    (1, 'text', 'Thank you very much!'),
    (2, 'text', 'Is the blue one still available in size 42, and could you send it to Pune by Friday?'),
    (3, 'image', NULL),
    (4, 'text', 'नमस्ते, क्या आप मेरी मदद कर सकते हैं?'),
    (5, 'text', 'My order number is 40718236, please check'),
    (6, 'document', 'invoice'),
    (7, 'text', 'Please call me back'),
    (8, 'text', '¿Cuánto cuesta el envío?'),
    (9, 'audio', NULL),
    (10, 'text', 'Ok'),
    (11, 'text', 'I paid 1,499.00 yesterday at 14:30'),
    (12, 'text', 'Please call my wife on +91 98200 12345, she is at home'),
    (13, 'text', 'Good morning'),
    (14, 'text', 'Can I change the address? The new one is 12 Park Street, Kolkata 700016'),
    (15, 'image', 'the parcel came like this'),
    (16, 'text', 'مرحبا، هل هذا متوفر؟'),
    (17, 'text', 'Yes, that is right'),
    (18, 'text', 'Do you deliver on Sundays too?'),
    (19, 'sticker', NULL))"""

# What is written row by row is cheap; an index kept up to date in random order is not. So the
# indexes are taken down and built again from the schema's own words.
FILL = [
    f"""INSERT INTO contact (id, name, username, phone, phone_country_code, created_at)
        WITH RECURSIVE counted (key) AS
            (VALUES (1) UNION ALL SELECT key + 1 FROM counted WHERE key < :chats)
        SELECT key, CASE WHEN key % 5 > 0 THEN 'Customer ' || char(65 + key % 26) || (key % 9973) END,
            CASE WHEN key % 97 = 0 THEN 'user.' || key END,
            '+91' || (7000000000 + key * 190), 2, {NOW * 1000}
        FROM counted""",
    """INSERT INTO known_number (national, country_code, contact_id)
        SELECT CAST('1' || substr(phone, 2 + phone_country_code) AS INTEGER),
            CAST(substr(phone, 2, phone_country_code) AS INTEGER), id FROM contact ORDER BY 1, 2, 3""",
    f"""INSERT INTO chat (id, account_id, contact_id, group_id, subject, status, assignee_id, last_at,
            last_message_id, unread, created_at)
        WITH RECURSIVE counted (key, mixed) AS (VALUES (1, {FACTOR} % :chats) UNION ALL
            SELECT key + 1, (key + 1) * {FACTOR} % :chats FROM counted WHERE key < :chats)
        SELECT key, 1 + {ACCOUNTS} * (key * 7919 % 1009) * (key * 7919 % 1009) * (key * 7919 % 1009)
                / (1009 * 1009 * 1009),
            CASE WHEN key % 50 > 0 THEN key END, CASE WHEN key % 50 = 0 THEN 'group-' || key END,
            CASE WHEN key % 50 = 0 THEN 'Group ' || key END,
            CASE WHEN key % 3 = 0 THEN 'closed' ELSE 'open' END,
            CASE WHEN mixed * 10 / :chats < 3 THEN (SELECT id FROM bench_teammate
                WHERE place = mixed % (SELECT count(*) FROM bench_teammate)) END,
            ({NOW} - 60 - mixed * 63072000 / :chats) * 1000, :chats - mixed, key % 3 > 0, ({NOW} - 70000000) * 1000
        FROM counted""",
    """UPDATE chat SET assignee_id = bench_assigned.member FROM bench_assigned
        WHERE chat.id = bench_assigned.chat""",
    """INSERT INTO chat_participant (chat_id, contact_id)
        SELECT chat.id, chat.id - few.value FROM chat, generate_few AS few
        WHERE chat.group_id IS NOT NULL ORDER BY 1, 2""",
    """INSERT INTO contact_tag (contact_id, tag)
        WITH RECURSIVE counted (key) AS
            (VALUES (1) UNION ALL SELECT key + 1 FROM counted WHERE key < :chats)
        SELECT key, 'vip' FROM counted WHERE key % 20 = 1 UNION ALL
        SELECT key, 'press' FROM counted WHERE key % 1000 = 1 UNION ALL
        SELECT key, 'lawsuit' FROM counted WHERE key % (:chats / 10) = 1 ORDER BY 1, 2""",
    """INSERT INTO chat_tag (tag, account_id, assignee_id, last_at, chat_id)
        WITH tagged AS (SELECT tag, account_id, assignee_id, last_at, id
            FROM chat JOIN contact_tag USING (contact_id))
        SELECT tag, 0, 0, last_at, id FROM tagged UNION ALL
        SELECT tag, account_id, 0, last_at, id FROM tagged UNION ALL
        SELECT tag, account_id, coalesce(assignee_id, -1), last_at, id FROM tagged UNION ALL
        SELECT tag, 0, assignee_id, last_at, id FROM tagged WHERE assignee_id IS NOT NULL
        ORDER BY 1, 2, 3, 4, 5""",
    f"""INSERT INTO message (id, chat_id, external_id, at, direction, kind, text, contact_id, status)
        {TEXTS}
        SELECT last_message_id, chat.id, 'wamid.' || chat.id, last_at,
            CASE WHEN chat.id % 3 = 0 THEN 'out' ELSE 'in' END, kind, text,
            CASE WHEN chat.id % 3 > 0 THEN contact_id END,
            CASE WHEN chat.id % 3 = 0 THEN 'read' END
        FROM chat JOIN text ON text.key = chat.id * 31 % 20 ORDER BY last_at""",
]


def rolecall(program, path, *arguments):
    """Runs one command on the workspace, or fails."""
    command = [program, "--workspace", path, "--quiet", "--yes", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def email(role, number):
    return f"{role}{number}@bench.test"


def make_people(program, path):
    """The workspace with everything but chats, through the program's commands."""
    chance = random.Random(1)
    rolecall(program, path, "init", "Bench", "--owner", email("owner", 1))
    for team in range(2, TEAMS + 1):
        rolecall(program, path, "team", "add", f"Team {team}")
    connectors = []
    for role, count in MEMBERS.items():
        for number in range(1, count + 1):
            team = 1 + number % TEAMS
            name = "Default" if team == 1 else f"Team {team}"
            rolecall(program, path, "member", "add", email(role, number), "--role", role,
                     "--team", name, "--no-invite")
            if role != "collaborator":
                connectors.append(email(role, number))
    for number in range(1, ACCOUNTS + 1):
        rolecall(program, path, "--as", chance.choice(connectors), "account", "connect",
                 f"+9180{number:08}", "--label", f"Line {number}")


def build(program, path, chats):
    """A workspace with that many chats at that path."""
    make_people(program, path)
    connection = sqlite3.connect(path)
    run = connection.execute
    run("PRAGMA journal_mode = OFF")
    run("PRAGMA synchronous = OFF")
    run("PRAGMA temp_store = FILE")
    run("PRAGMA cache_size = -500000")
    run("PRAGMA foreign_keys = OFF")
    # What came with an import was connected by nobody.
    run("UPDATE account SET connector_id = NULL WHERE id % 10 = 7")
    run("""CREATE TEMP TABLE bench_teammate AS
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM member WHERE role = 'teammate'""")
    run("CREATE TEMP TABLE bench_assigned (chat INTEGER PRIMARY KEY, member INTEGER)")
    run("CREATE TEMP TABLE generate_few (value INTEGER)")
    connection.executemany("INSERT INTO generate_few VALUES (?)", [(1,), (2,), (3,)])
    assign_some(connection, chats)
    indexes = run("""SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
        AND tbl_name IN ('contact', 'contact_tag', 'chat', 'message', 'chat_participant')""").fetchall()
    for name, _ in indexes:
        run(f"DROP INDEX {name}")
    for statement in FILL:
        run(statement, {"chats": chats} if ":chats" in statement else {})
    for _, sql in indexes:
        run(sql)
    for table in ("contact", "chat", "message"):
        run("INSERT INTO sequence (name, last) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET last = excluded.last", (table, chats))
    connection.commit()
    run("PRAGMA journal_mode = WAL")
    connection.close()


def widen(path, accounts):
    """Spreads the chats over that many accounts, all but one in a hundred connected in the first
    team: who is in it sees nearly everything, account by account."""
    connection = sqlite3.connect(path)
    run = connection.execute
    first = run("SELECT id FROM member WHERE role = 'admin' AND team_id = 1 LIMIT 1").fetchone()[0]
    other = run("SELECT id FROM member WHERE role = 'admin' AND team_id <> 1 LIMIT 1").fetchone()[0]
    run(f"""INSERT INTO account (id, number, number_country_code, label, connector_id, connected_at)
        WITH RECURSIVE counted (key) AS (VALUES ({ACCOUNTS} + 1) UNION ALL
            SELECT key + 1 FROM counted WHERE key < {accounts})
        SELECT key, '+9190' || (10000000 + key), 2, 'Line ' || key,
            CASE WHEN key % 100 = 0 THEN {other} ELSE {first} END, {NOW * 1000} FROM counted""")
    run(f"UPDATE chat SET account_id = 1 + id * 7919 % {accounts} WHERE account_id > 0")
    run("DELETE FROM chat_tag")
    run(next(statement for statement in FILL if "INTO chat_tag" in statement))
    run("UPDATE sequence SET last = ? WHERE name = 'account'", (accounts,))
    connection.commit()
    connection.close()


def assign_some(connection, chats):
    """Gives every agent and collaborator their chats, drawn from all."""
    chance = random.Random(2)
    sought = "SELECT id FROM member WHERE role IN ('agent', 'collaborator') ORDER BY id"
    members = [row[0] for row in connection.execute(sought)]
    each = min(ASSIGNED, chats // (2 * len(members)))
    drawn = chance.sample(range(1, chats + 1), each * len(members))
    rows = ((chat, members[place // each]) for place, chat in enumerate(drawn))
    connection.executemany("INSERT INTO bench_assigned VALUES (?, ?)", rows)


def program_of(root):
    """The release binary, or the one that `ROLECALL` names."""
    found = subprocess.run([os.path.join(root, "tests", "bench", "program.sh")],
                           stdout=subprocess.PIPE, text=True)
    if found.returncode:
        raise SystemExit(found.returncode)
    return found.stdout.strip()
