#!/bin/sh
# Times what is promised of policies on a large workspace: a plan over 10,000 members and 1,000,000
# chats against the `sqlite3` shell grouping the same chats once by account and once by assignee;
# `can` as a whole process against an empty Rust `main`; and a question of a batch of 1,000,000
# against that process. Prints every figure with its bound, and fails if one is out of it.
#
#     sh tests/bench/policy.sh [FOLDER]     # a folder for 300 MB; else a temporary one
#
# Needs sqlite3, rustc and a release build.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
program=$("$root/tests/bench/program.sh")
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
export ROLECALL_WORKSPACE="$folder/large.db"

if [ ! -f "$ROLECALL_WORKSPACE" ]; then
    "$program" init Large --owner owner@x.test --quiet >/dev/null
    sqlite3 "$ROLECALL_WORKSPACE" <<'SQL'
PRAGMA synchronous = OFF;
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
INSERT INTO team SELECT i, 'Team ' || i, 'team ' || i, 0, 0 FROM n;
WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
INSERT INTO member (id, email, email_key, role, team_id, status, added_at)
SELECT i, 'm' || i || '@x.test', 'm' || i || '@x.test',
    CASE i % 10 WHEN 0 THEN 'admin' WHEN 1 THEN 'collaborator' WHEN 2 THEN 'teammate'
        WHEN 3 THEN 'teammate' ELSE 'agent' END,
    1 + i % 50, 'active', 0 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
INSERT INTO account (id, number, number_country_code, connector_id, connected_at)
SELECT i, '+9198' || (10000000 + i), 2, CASE i % 20 WHEN 0 THEN NULL ELSE i * 10 END, 0 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
INSERT INTO chat (id, account_id, group_id, status, assignee_id, last_at, created_at)
SELECT i, 1 + (i * 7919) % 1000, 'g' || i, 'open',
    CASE i % 3 WHEN 0 THEN NULL ELSE 1 + (i * 104729) % 10000 END, i, i FROM n;
COMMIT;
SQL
    sqlite3 "$ROLECALL_WORKSPACE" 'PRAGMA wal_checkpoint(TRUNCATE); ANALYZE;' >/dev/null
fi

cat > "$folder/empty.rs" <<'RUST'
fn main() {}
RUST
rustc --edition 2024 -O -C panic=abort -C strip=symbols -o "$folder/empty" "$folder/empty.rs"

# Milliseconds of the fastest of so many runs.
fastest() {
    runs=$1
    shift
    best=999999999
    while [ "$runs" -gt 0 ]; do
        start=$(date +%s%N)
        "$@" >/dev/null
        took=$((($(date +%s%N) - start) / 1000))
        [ "$took" -lt "$best" ] && best=$took
        runs=$((runs - 1))
    done
    echo "$best" | awk '{ printf "%.3f", $1 / 1000 }'
}

# So many runs of one command, in one go, as milliseconds a run: what a process costs is too little
# to be told from the clock's own cost one at a time.
average() {
    runs=$1
    shift
    start=$(date +%s%N)
    count=$runs
    while [ "$count" -gt 0 ]; do
        "$@" >/dev/null
        count=$((count - 1))
    done
    echo "$(($(date +%s%N) - start)) $runs" | awk '{ printf "%.3f", $1 / $2 / 1000000 }'
}

least() {
    runs=$1
    shift
    for _ in 1 2 3 4 5 6 7; do average "$runs" "$@"; echo; done | sort -n | head -1
}

failed=0
check() {
    ratio=$(echo "$2 $3" | awk '{ printf "%.2f", $1 / $2 }')
    verdict=$(echo "$ratio $4" | awk '{ print ($1 <= $2) ? "ok" : "TOO SLOW" }')
    printf '%-44s %10s ms against %10s ms: %8s × (at most %s) %s\n' "$1" "$2" "$3" "$ratio" "$4" "$verdict"
    [ "$verdict" = ok ] || failed=1
}

sed_open='s/^"chats.other-teams" = false /"chats.other-teams" = true  /; s/^"chats.same-team" = false /"chats.same-team" = true  /'
"$program" policy export | sed "$sed_open" > "$folder/open.toml"
# Both groupings from their indexes, the fastest that the shell can do.
grouping='SELECT account_id, count(*) FROM chat GROUP BY account_id;
    SELECT assignee_id, count(*) FROM chat WHERE assignee_id IS NOT NULL GROUP BY assignee_id;'
shell=$(fastest 5 sqlite3 "$ROLECALL_WORKSPACE" "$grouping")
plan=$(fastest 5 "$program" policy plan "$folder/open.toml" --format json)
check 'policy plan, 10,000 members, 1,000,000 chats' "$plan" "$shell" 5

can() { "$program" can m3@x.test inbox; }
empty() { "$folder/empty"; }
can_time=$(least 100 can)
empty_time=$(least 100 empty)
check 'can, a whole process' "$can_time" "$empty_time" 2

awk 'BEGIN { for (i = 0; i < 1000000; i++)
    printf "{\"member\":\"m%d@x.test\",\"permission\":\"%s\"}\n", 2 + (i * 7919) % 9999,
        (i % 3 == 0) ? "inbox" : (i % 3 == 1) ? "users.export" : "chats.other-teams" }' \
    > "$folder/questions.jsonl"
batch=$(fastest 3 "$program" can --batch "$folder/questions.jsonl")
each=$(echo "$batch" | awk '{ printf "%.6f", $1 / 1000000 }')
bound=$(echo "$can_time" | awk '{ printf "%.6f", $1 / 1000 }')
check 'one question of a batch of 1,000,000' "$each" "$bound" 1

exit "$failed"
