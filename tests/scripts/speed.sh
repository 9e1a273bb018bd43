#!/usr/bin/env bash
# Measures how fast `abiseam check` is, compared with pahole, which reads the same debug info to write BTF; `compare` with two checks; and a
# package with its decompression.
#
#   [OLD=vmlinux] [PACKAGE=X.deb] speed.sh [--no-write] KERNEL_DIR [RUNS] [PAHOLE...]
#   speed.sh [--no-write] --record NAME OURS THEIRS MEGABYTES     appends figures that were measured elsewhere
#
# Each measurement appends a line to docs/benchmarks.csv (or $BENCHMARKS): date, commit, name, ratio, our seconds, peak memory. Names: vmlinux and
# modules alone, all of them together with an empty cache's folder (all), without a change since (all-warm), with one changed module
# (all-one-changed), compare (against two checks), package (against xz, zstd or gzip with as many threads as processors).
# --no-write only prints. A ratio more than 10 % above the last one of that name is said, and the exit status is 1.
#
# KERNEL_DIR holds a vmlinux with DWARF and, anywhere below, its modules (.ko); OLD is
# another image to compare with, PACKAGE a .deb or a compressed tar archive. PAHOLE is the command that runs pahole 1.25 or
# later on a path (default: pahole). Runs are paired and interleaved, so that other work on the machine hits both alike; printed
# are the median times, their ratio, and our peak memory, mapped files included.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
history=${BENCHMARKS:-$here/docs/benchmarks.csv}
write=yes worse=0
[ "${1:-}" = --no-write ] && write= && shift

against=${AGAINST:-pahole}
record() { # NAME OURS THEIRS MEGABYTES
  local ratio last
  ratio=$(awk "BEGIN { printf \"%.2f\", $2 / $3 }")
  echo "$1: abiseam $2 s, $against $3 s, ratio $ratio, peak memory $4 MB"
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
vmlinux=$(find -L "$kernel" -name vmlinux -type f | sed -n 1p)
[ -n "$vmlinux" ] || { echo "skipped: no vmlinux below $kernel"; exit 0; }
"${pahole[@]}" --version > /dev/null 2>&1 || { echo "skipped: pahole does not run: ${pahole[*]}"; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
seconds() { # FILE COMMAND...: appends the wall time and the peak memory; exit statuses of findings count as well
  local file=$1
  shift
  /usr/bin/time -q -a -o "$file" -f '%e %M' "$@" > /dev/null || true
}
nothing() { :; }
pair() { # NAME BEFORE OURS... -- THEIRS...: BEFORE runs before each of ours, and is not measured
  local name=$1 before=$2 ours=() i
  shift 2
  while [ "$1" != -- ]; do ours+=("$1"); shift; done
  shift
  "$before"
  "${ours[@]}" > /dev/null || true
  for ((i = 0; i < runs; i++)); do
    "$before"
    seconds "$scratch/$name.ours" "${ours[@]}"
    seconds "$scratch/$name.theirs" "$@"
  done
  local a b
  a=$(cut -d' ' -f1 "$scratch/$name.ours" | median)
  b=$(cut -d' ' -f1 "$scratch/$name.theirs" | median)
  record "$name" "$a" "$b" "$(cut -d' ' -f2 "$scratch/$name.ours" | sort -n | tail -1 | awk '{ printf "%.0f", $1 / 1024 }')"
}

whole=("${pahole[@]}" -j2 --btf_encode_detached=/dev/null "$vmlinux")
pair vmlinux nothing "$here/abiseam" check --no-cache --quiet "$vmlinux" -- "${whole[@]}"
modules=$(dirname "$vmlinux")/kernel
if [ -d "$modules" ]; then
  cat > "$scratch/each.sh" <<'EACH'
modules=$1; shift
find "$modules" -name '*.ko' | while read -r module; do "$@" -j2 --btf_encode_detached=/dev/null "$module" || true; done
EACH
  cat > "$scratch/all.sh" <<'ALL'
each=$1 modules=$2 image=$3; shift 3
"$@" -j2 --btf_encode_detached=/dev/null "$image"
bash "$each" "$modules" "$@"
ALL
  pair modules nothing "$here/abiseam" check --no-cache --quiet "$modules" -- bash "$scratch/each.sh" "$modules" "${pahole[@]}"

  # A copy of one module may be changed; the rest are links to the others.
  own=$scratch/modules
  changing=$(find "$modules" -name '*.ko' | sort | sed -n 1p)
  mkdir "$own"
  while read -r module; do
    mkdir -p "$own/$(dirname "${module#"$modules"/}")"
    ln -s "$module" "$own/${module#"$modules"/}"
  done < <(find "$modules" -name '*.ko')
  cp --remove-destination "$changing" "$own/${changing#"$modules"/}"
  empty() { rm -rf "$scratch/cache"; }
  changed() { # Another byte behind the last section changes the content and nothing else.
    printf x >> "$own/${changing#"$modules"/}"
    sleep 1
  }
  all=("$here/abiseam" check --cache "$scratch/cache" --quiet "$vmlinux" "$own")
  theirs=(bash "$scratch/all.sh" "$scratch/each.sh" "$modules" "$vmlinux" "${pahole[@]}")
  pair all empty "${all[@]}" -- "${theirs[@]}"
  pair all-warm nothing "${all[@]}" -- "${theirs[@]}"
  pair all-one-changed changed "${all[@]}" -- "${theirs[@]}"
else
  echo "skipped: modules, because there is no $modules"
fi

if [ -n "${OLD:-}" ]; then
  against="two checks"
  cat > "$scratch/twice.sh" <<'TWICE'
"$1" check --no-cache --quiet "$2" || true
"$1" check --no-cache --quiet "$3" || true
TWICE
  pair compare nothing "$here/abiseam" compare --no-cache --quiet "$OLD" "$vmlinux" -- bash "$scratch/twice.sh" "$here/abiseam" "$OLD" "$vmlinux"
else
  echo "skipped: compare, because OLD names no other image"
fi

if [ -n "${PACKAGE:-}" ]; then
  archive=$PACKAGE
  if [[ $PACKAGE == *.deb ]]; then
    archive=$scratch/$(ar t "$PACKAGE" | grep '^data.tar')
    ar p "$PACKAGE" "${archive##*/}" > "$archive"
  fi
  case $archive in
  *.xz | *.txz) against="xz" unpack=(xz -dc -T0 "$archive") ;;
  *.zst) against="zstd" unpack=(zstd -qdc -T0 "$archive") ;;
  *) against="gzip" unpack=(gzip -dc "$archive") ;;
  esac
  pair package nothing "$here/abiseam" check --no-cache --quiet "$PACKAGE" -- "${unpack[@]}"
else
  echo "skipped: package, because PACKAGE names none"
fi
exit "$worse"
