#!/usr/bin/env bash
# Measures how fast `abiseam check` is, compared with pahole, which reads the same debug info to write BTF.
#
#   speed.sh [--no-write] KERNEL_DIR [RUNS] [PAHOLE...]
#   speed.sh [--no-write] --record NAME OURS THEIRS MEGABYTES     appends figures that were measured elsewhere
#
# Each measurement appends a line to docs/benchmarks.csv (or $BENCHMARKS): date, commit, name, ratio, our seconds, peak memory.
# --no-write only prints. A ratio more than 10 % above the last one of that name is said, and the exit status is 1.
#
# KERNEL_DIR holds a vmlinux with DWARF and, anywhere below, its modules (.ko). PAHOLE is the command that runs pahole 1.25 or
# later on a path (default: pahole). Runs are paired and interleaved, so that other work on the machine hits both alike; printed
# are the median times, their ratio, and our peak memory, mapped files included.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
history=${BENCHMARKS:-$here/docs/benchmarks.csv}
write=yes worse=0
[ "${1:-}" = --no-write ] && write= && shift

record() { # NAME OURS THEIRS MEGABYTES
  local ratio last
  ratio=$(awk "BEGIN { printf \"%.2f\", $2 / $3 }")
  echo "$1: abiseam $2 s, pahole $3 s, ratio $ratio, peak memory $4 MB"
  last=$(awk -F, -v name="$1" '$3 == name { ratio = $4 } END { print ratio }' "$history" 2> /dev/null || true)
  if [ -n "$last" ] && awk "BEGIN { exit !($ratio > 1.1 * $last) }"; then
    echo "$1: slower, ratio $ratio after $last"
    worse=1
  fi
  [ -z "$write" ] || echo "$(date -u +%F),$(git -C "$here" rev-parse --short HEAD 2> /dev/null || echo unknown),$1,$ratio,$2,$4" >> "$history"
}
if [ "${1:-}" = --record ]; then
  [ $# -eq 5 ] || { sed -n '2,12p' "$0"; exit 2; }
  shift
  record "$@"
  exit "$worse"
fi
kernel=${1:?usage: speed.sh [--no-write] KERNEL_DIR [RUNS] [PAHOLE...]}
runs=${2:-5}
shift $(($# < 2 ? $# : 2))
pahole=("${@:-pahole}")
vmlinux=$(find -L "$kernel" -name vmlinux -type f | head -1)
[ -n "$vmlinux" ] || { echo "skipped: no vmlinux below $kernel"; exit 0; }
"${pahole[@]}" --version > /dev/null 2>&1 || { echo "skipped: pahole does not run: ${pahole[*]}"; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
seconds() { # FILE COMMAND...: appends the wall time
  local file=$1
  shift
  /usr/bin/time -a -o "$file" -f '%e %M' "$@" > /dev/null
}
pair() { # NAME, OURS..., --, THEIRS...
  local name=$1 ours=() i
  shift
  while [ "$1" != -- ]; do ours+=("$1"); shift; done
  shift
  "${ours[@]}" > /dev/null || true
  for ((i = 0; i < runs; i++)); do
    seconds "$scratch/$name.ours" "${ours[@]}"
    seconds "$scratch/$name.theirs" "$@"
  done
  local a b
  a=$(cut -d' ' -f1 "$scratch/$name.ours" | median)
  b=$(cut -d' ' -f1 "$scratch/$name.theirs" | median)
  record "$name" "$a" "$b" "$(cut -d' ' -f2 "$scratch/$name.ours" | sort -n | tail -1 | awk '{ printf "%.0f", $1 / 1024 }')"
}

pair vmlinux "$here/abiseam" check --no-cache --quiet "$vmlinux" -- "${pahole[@]}" -j2 --btf_encode_detached=/dev/null "$vmlinux"
modules=$(dirname "$vmlinux")/kernel
if [ -d "$modules" ]; then
  cat > "$scratch/each.sh" <<'EACH'
modules=$1; shift
find "$modules" -name '*.ko' | while read -r module; do "$@" -j2 --btf_encode_detached=/dev/null "$module" || true; done
EACH
  pair modules "$here/abiseam" check --no-cache --quiet "$modules" -- bash "$scratch/each.sh" "$modules" "${pahole[@]}"
else
  echo "skipped: modules, because there is no $modules"
fi
exit "$worse"
