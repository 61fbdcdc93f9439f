#!/usr/bin/env bash
# A million messages in a hundred thousand chats: `chat import` beside what `sqlite3` takes to load
# the same messages from CSV into the same tables and indexes, those of the full text included, and
# the most memory that it needs.
#
#   tests/bench/import.sh [MESSAGES] [CHATS]
#
# Needs python3, sqlite3 and a release build. Fails if the import takes more than 2.5 times
# as long, or 200 MB.
set -euo pipefail
cd "$(dirname "$0")/../.."

messages=${1:-1000000}
chats=${2:-100000}
program=$(tests/bench/program.sh)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

export ROLECALL_WORKSPACE=$folder/imported.db ROLECALL_NOW=2026-01-31T12:00:00Z
"$program" --quiet init Bench --owner olive@bench.test > /dev/null
cp "$ROLECALL_WORKSPACE" "$folder/loaded.db"

python3 tests/bench/messages.py "$folder/messages.jsonl" "$messages" "$chats"

# What a command takes: seconds, seconds of processor time, and the most memory in megabytes.
measure() {
  python3 - "$@" <<'PYTHON'
import os, resource, subprocess, sys, time

begun = time.monotonic()
quiet = subprocess.DEVNULL
child = subprocess.run(sys.argv[1:], stdin=quiet, stdout=quiet, stderr=quiet)
taken = time.monotonic() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{taken:.2f} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / 1024:.0f}")
sys.exit(child.returncode)
PYTHON
}

sync
read -r ours ours_cpu memory <<< "$(measure "$program" --quiet chat import "$folder/messages.jsonl")"

# The same rows, in the order of their keys, as CSV; then into the same tables, triggers and indexes.
tables="account contact chat message"
{
  echo ".bail on"
  echo "PRAGMA foreign_keys = ON;"
  echo "BEGIN;"
  for table in $tables; do
    columns=$(sqlite3 "$ROLECALL_WORKSPACE" "SELECT group_concat(name) FROM pragma_table_info('$table')")
    nulls=$(sqlite3 "$ROLECALL_WORKSPACE" "SELECT group_concat('nullif(' || name || ', '''')') FROM pragma_table_info('$table')")
    sqlite3 -csv "$ROLECALL_WORKSPACE" "SELECT * FROM $table ORDER BY 1" > "$folder/$table.csv"
    # CSV has no NULL: the rows pass a bare table without indexes, as anybody would load them.
    echo "CREATE TEMP TABLE load_$table ($columns);"
    echo ".import --csv --schema temp $folder/$table.csv load_$table"
    echo "INSERT INTO main.$table SELECT $nulls FROM load_$table;"
    echo "DROP TABLE load_$table;"
  done
  # The full text, as it is indexed: every text with its place, every name with its chat's.
  echo "INSERT INTO message_search (rowid, place, text) SELECT
    (at / 1000 - 1230768000 << 27 | message.id) << 6 | (account_id & 63), 'a' || account_id, text FROM message JOIN chat ON chat.id = chat_id
    WHERE text IS NOT NULL ORDER BY 1;"
  echo "INSERT INTO name_search (rowid, place, name) SELECT chat.id << 6 | (account_id & 63),
    'a' || account_id, name FROM chat JOIN contact ON contact.id = contact_id
    WHERE name IS NOT NULL ORDER BY chat.id;"
  echo "COMMIT;"
} > "$folder/load.sql"
sync
read -r theirs theirs_cpu _ <<< "$(measure sqlite3 "$folder/loaded.db" ".read $folder/load.sql")"

count() { sqlite3 "$1" "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM chat)"; }
[ "$(count "$ROLECALL_WORKSPACE")" = "$(count "$folder/loaded.db")" ] || { echo "the two differ"; exit 1; }
for word in parcel 'a1 AND saturday' c7; do
  found() { sqlite3 "$1" "SELECT count(*), total(rowid) FROM message_search WHERE message_search MATCH '$word'"; }
  [ "$(found "$ROLECALL_WORKSPACE")" = "$(found "$folder/loaded.db")" ] || { echo "the indexes differ"; exit 1; }
done

python3 - "$ours" "$theirs" "$memory" "$ours_cpu" "$theirs_cpu" "$messages" "$chats" <<'PYTHON'
import sys

ours, theirs, memory, ours_cpu, theirs_cpu = map(float, sys.argv[1:6])
print(f"{sys.argv[6]} messages in {sys.argv[7]} chats")
print(f"rolecall chat import  {ours:7.2f} s  {ours_cpu:7.2f} s of processor  {memory:.0f} MB at most (bar: 200 MB)")
print(f"sqlite3 .import       {theirs:7.2f} s  {theirs_cpu:7.2f} s of processor")
print(f"ratio                 {ours / theirs:7.2f}    (bar: 2.5)")
sys.exit(ours > 2.5 * theirs or memory > 200)
PYTHON
