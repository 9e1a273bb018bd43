#!/usr/bin/env bash
# Measures what a start costs: `abiseam check` of two small objects in turn with abidiff of the same two.
#
#   [ABISEAM=PROGRAM] start.sh [--no-write] [RUNS] [ABIDIFF...]
#
# Prints the median processor times of RUNS (default: 20) pairs, their ratio and our peak memory, and appends them to docs/benchmarks.csv under
# the name start (speed.sh --record). PROGRAM is an installed launcher (default: the one of this checkout); ABIDIFF is the command that
# runs libabigail's abidiff (default: abidiff).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
write=()
[ "${1:-}" = --no-write ] && write=(--no-write) && shift
runs=${1:-20}
shift $(($# < 1 ? $# : 1))
abidiff=("${@:-abidiff}")
abiseam=${ABISEAM:-$here/abiseam}
"${abidiff[@]}" --version > /dev/null 2>&1 || { echo "skipped: abidiff does not run: ${abidiff[*]}"; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
objects=("$here"/fixtures/seams/prebuilt/agree/{core,glue}.o)

spent() { # FILE COMMAND...: appends processor seconds and peak kilobytes
  local file=$1
  shift
  /usr/bin/time -q -a -o "$file" -f '%U %S %M' "$@" > /dev/null 2>&1 || true
}
"$abiseam" --version > /dev/null # builds it, and makes its archive of classes
for ((i = 0; i < runs; i++)); do
  spent "$scratch/ours" "$abiseam" check --no-cache "${objects[@]}"
  spent "$scratch/theirs" "${abidiff[@]}" "${objects[@]}"
done
median() { awk '{ print $1 + $2 }' "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
ours=$(median "$scratch/ours") theirs=$(median "$scratch/theirs")
megabytes=$(awk '$3 > most { most = $3 } END { print int(most / 1000) }' "$scratch/ours")
AGAINST=abidiff "$here/tests/scripts/speed.sh" "${write[@]}" --record start "$ours" "$theirs" "$megabytes"
