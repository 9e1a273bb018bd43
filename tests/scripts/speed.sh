#!/usr/bin/env bash
# How fast `abiseam check` is beside pahole, which reads the same debug info to write BTF.
#
#   speed.sh KERNEL_DIR [RUNS] [PAHOLE...]
#
# KERNEL_DIR holds a vmlinux with DWARF and, anywhere below, its modules (.ko). PAHOLE is the command that runs pahole 1.25 or
# later on a path (default: pahole). Runs are paired and interleaved, so that other work on the machine hits both alike; printed
# are the median times, their ratio, and our peak memory, mapped files included.
set -euo pipefail
kernel=${1:?usage: speed.sh KERNEL_DIR [RUNS] [PAHOLE...]}
runs=${2:-5}
shift $(($# < 2 ? $# : 2))
pahole=("${@:-pahole}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
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
  echo "$name: abiseam $a s, pahole $b s, ratio $(awk "BEGIN { printf \"%.2f\", $a / $b }"), peak memory $(
    cut -d' ' -f2 "$scratch/$name.ours" | sort -n | tail -1 | awk '{ printf "%.0f MB", $1 / 1024 }')"
}

pair vmlinux "$here/abiseam" check --quiet "$vmlinux" -- "${pahole[@]}" -j2 --btf_encode_detached=/dev/null "$vmlinux"
modules=$(dirname "$vmlinux")/kernel
if [ -d "$modules" ]; then
  cat > "$scratch/each.sh" <<'EACH'
modules=$1; shift
find "$modules" -name '*.ko' | while read -r module; do "$@" -j2 --btf_encode_detached=/dev/null "$module" || true; done
EACH
  pair modules "$here/abiseam" check --quiet "$modules" -- bash "$scratch/each.sh" "$modules" "${pahole[@]}"
else
  echo "skipped: modules, because there is no $modules"
fi
