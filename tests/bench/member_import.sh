#!/usr/bin/env bash
# How long a list of members takes to import, against what the sqlite3 shell takes to `.import` the
# same file into a table with the same indexes; and the most memory that an import takes for a tenth
# of the rows and for all of them. Prints one line for each way; the ratio is the contract's: at
# most 3.
#
#   tests/bench/member_import.sh [ROWS] [RUNS]      (ROLECALL names the program)
set -euo pipefail

rows=${1:-100000}
runs=${2:-5}
program=$("$(dirname "$0")/program.sh")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unset "${!ROLECALL_@}" || true

# Addresses in no order, as in a list that people keep; one row in ten without a number.
list() {
    awk -v rows="$1" 'BEGIN {
        print "email,name,phone,role,team"
        for (i = 0; i < rows; i++) {
            key = (i * 7919) % 1000003
            phone = i % 10 ? sprintf("+9198%08d", key) : ""
            printf "person.%06d@company.example,Person Number %d,%s,agent,Default\n", key, i, phone
        }
    }'
}

list "$rows" > all.csv
list "$((rows / 10))" > tenth.csv

shell_import() {
    rm -f shell.db*
    sqlite3 shell.db > /dev/null <<'SQL'
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE member (email TEXT NOT NULL UNIQUE, name TEXT, phone TEXT, role TEXT, team TEXT);
CREATE INDEX member_by_role ON member (role);
CREATE INDEX member_by_team ON member (team);
.import --csv --skip 1 all.csv member
SQL
}

new_workspace() {
    rm -rf ./*.db*
    "$program" --workspace workspace.db --quiet init Bench --owner owner@company.example > /dev/null
    # Without an address, every import of invitations warns.
    "$program" --workspace workspace.db --quiet workspace set --address ssh://bench@localhost > /dev/null
}

rolecall_import() {
    "$program" --workspace workspace.db --quiet member import all.csv "$@" > /dev/null
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
        new_workspace
        /usr/bin/time -f '%M' "$program" --workspace workspace.db --quiet member import "$1" 2>&1 > /dev/null
    else
        echo unknown
    fi
}

shell=$(fastest true shell_import)
bare=$(fastest new_workspace rolecall_import --no-invite)
whole=$(fastest new_workspace rolecall_import)
line() {
    awk -v what="$1" -v took="$2" -v shell="$3" 'BEGIN {
        split(took, a, " "); split(shell, b, " ")
        printf "%-34s %.2f s (%.2f s of processor)   ratio %.2f (%.2f)\n",
            what, a[1], a[2], a[1] / b[1], a[2] / b[2]
    }'
}
echo "$rows rows, best of $runs"
line "sqlite3 .import" "$shell" "$shell"
line "member import --no-invite" "$bare" "$shell"
line "member import (invitation, mail)" "$whole" "$shell"
echo "peak memory, a tenth of the rows   $(peak tenth.csv) KiB"
echo "peak memory, all rows              $(peak all.csv) KiB"
