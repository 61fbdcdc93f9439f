#!/usr/bin/env bash
# Prints the program to measure: the one that `ROLECALL` names, or the newest release build.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${ROLECALL:-$(ls -t target/*/release/rolecall target/release/rolecall 2> /dev/null | head -1)}
[ -x "$program" ] || { echo "build it first: cargo build --release" >&2; exit 2; }
realpath "$program"
