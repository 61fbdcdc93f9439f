#!/usr/bin/env bash
# How long a list of contacts takes to import, against what the sqlite3 shell takes to load the same
# file into the same tables with the same indexes: `.import` into a plain table, then an INSERT for
# contacts, traits and tags each. Both begin with a workspace that has the schema and no contacts, and
# both have the same memory for pages. And the export: its time, and that its memory doesn't grow
# with what it writes. Prints one line for each; the import's ratio is the contract's: at most 2.
#
# A row has a name, a number, whether its person opted in, an email, a city, and two tags: the last three
# as a trait, a trait, and tags. One row in ten has no email, one in three nothing said of consent.
#
#   tests/bench/contact_import.sh [ROWS] [RUNS]      (ROLECALL names the program)
set -euo pipefail

rows=${1:-1000000}
runs=${2:-3}
program=$("$(dirname "$0")/program.sh")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unset "${!ROLECALL_@}" || true

# Numbers in no order, as in a list that people keep.
list() {
    awk -v rows="$1" 'BEGIN {
        split("Mumbai Delhi Pune Chennai Kolkata Jaipur Nagpur Surat", cities, " ")
        print "phone,name,opted_in,email,city,tags"
        for (i = 0; i < rows; i++) {
            key = (i * 7919) % 10000019
            email = i % 10 ? sprintf("person.%07d@company.example", key) : ""
            consent = i % 3 == 0 ? "" : i % 3 == 1 ? "yes" : "no"
            printf "+9198%08d,Person Number %d,%s,%s,%s,segment-%d; batch-%d\n",
                key, i, consent, email, cities[key % 8 + 1], key % 20, i % 50
        }
    }'
}

list "$rows" > all.csv
list "$((rows / 10))" > tenth.csv
"$program" --workspace empty.db --quiet init Bench --owner owner@company.example > /dev/null
sqlite3 empty.db 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null

new_workspace() {
    rm -rf workspace.db*
    cp empty.db workspace.db
}

shell_import() {
    sqlite3 workspace.db > /dev/null <<'SQL'
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -49152;
CREATE TEMP TABLE list (phone TEXT, name TEXT, opted_in TEXT, email TEXT, city TEXT, tags TEXT);
.import --csv --skip 1 --schema temp all.csv list
BEGIN IMMEDIATE;
INSERT INTO contact (id, name, phone, phone_country_code, opted_in, named_at, created_at)
    SELECT rowid, name, phone, 2, CASE opted_in WHEN 'yes' THEN 1 WHEN 'no' THEN 0 END, 0, 0 FROM list;
INSERT INTO contact_trait (contact_id, key, value)
    SELECT rowid, 'city', city FROM list UNION ALL
    SELECT rowid, 'email', email FROM list WHERE email <> '';
INSERT INTO contact_tag
    SELECT rowid, substr(tags, 1, instr(tags, ';') - 1) FROM list UNION ALL
    SELECT rowid, substr(tags, instr(tags, ';') + 2) FROM list;
INSERT OR REPLACE INTO sequence SELECT 'contact', max(id) FROM contact;
COMMIT;
SQL
}

rolecall_import() {
    "$program" --workspace workspace.db --quiet contact import all.csv > /dev/null
}

rolecall_export() {
    "$program" --workspace workspace.db --quiet --format "$1" contact export --force --output out.list
}

# The fastest of several runs, in seconds on the clock and of the processor: whatever else the machine
# does only makes it slower.
fastest() {
    local best='' took prepare=$1
    shift
    for _ in $(seq "$runs"); do
        "$prepare"
        TIMEFORMAT='%R %U %S'
        took=$( { time "$@" 1>&2; } 2>&1 | awk '{ print $1, $2 + $3 }')
        best=$(printf '%s\n%s\n' "$best" "$took" | grep . | sort -n | head -n 1)
    done
    echo "$best"
}

peak() {
    if command -v /usr/bin/time > /dev/null; then
        /usr/bin/time -f '%M' "$@" 2>&1 > /dev/null
    else
        echo unknown
    fi
}

line() {
    awk -v what="$1" -v took="$2" -v shell="$3" 'BEGIN {
        split(took, a, " "); split(shell, b, " ")
        printf "%-34s %.2f s (%.2f s of processor)   ratio %.2f (%.2f)\n",
            what, a[1], a[2], a[1] / b[1], a[2] / b[2]
    }'
}

echo "$rows rows, best of $runs"
shell=$(fastest new_workspace shell_import)
line "sqlite3 .import and INSERT" "$shell" "$shell"
summary='SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM contact_trait), (SELECT count(*) FROM contact_tag)'
expected=$(sqlite3 workspace.db "$summary")
whole=$(fastest new_workspace rolecall_import)
line "contact import" "$whole" "$shell"
found=$(sqlite3 workspace.db "$summary")
[ "$found" = "$expected" ] || { echo "not the same rows: $found instead of $expected"; exit 1; }
line "contact import, all of it again" "$(fastest true rolecall_import)" "$shell"
for form in csv jsonl; do
    line "contact export, $form" "$(fastest true rolecall_export $form)" "$shell"
    echo "  its peak memory, all rows        $(peak "$program" --workspace workspace.db --quiet --format $form contact export --force --output out.list) KiB"
done
new_workspace
echo "peak memory of the import, a tenth $(peak "$program" --workspace workspace.db --quiet contact import tenth.csv) KiB"
for form in csv jsonl; do
    echo "  of the export of these, $form     $(peak "$program" --workspace workspace.db --quiet --format $form contact export --force --output out.list) KiB"
done
new_workspace
echo "peak memory of the import, all     $(peak "$program" --workspace workspace.db --quiet contact import all.csv) KiB"
