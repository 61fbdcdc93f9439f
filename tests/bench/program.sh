#!/usr/bin/env bash
# Prints the program to measure: the one that `ROLECALL` names, or the plain release build.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${ROLECALL:-${CARGO_TARGET_DIR:-target}/release/rolecall}
[ -x "$program" ] || { echo "build it first: cargo build --release" >&2; exit 2; }
realpath "$program"
