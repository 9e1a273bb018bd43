#!/usr/bin/env bash
# Checks that a cache changes nothing but time, on a real kernel: reports without a cache, with an empty one, a filled one, one with damaged
# entries, and a module that changed and changed back; prints the processor time of each.
#
#   tests/scripts/cache.sh KERNEL [MODULES]    (an image with debug info; a folder of modules, copied for the changes)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
abiseam=${ABISEAM:-$here/abiseam}
[ $# -ge 1 ] || { sed -n '2,5s/^# \?//p' "$0"; exit 2; }
image=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
inputs=("$image")
if [ $# -ge 2 ]; then
  cp -r --preserve=timestamps "$2" "$scratch/modules"
  inputs+=("$scratch/modules")
fi
sleep 1

run() { # NAME OPTION...
  local name=$1 status=0
  shift
  /usr/bin/time -o "$scratch/$name.time" -f '%e s, %U s user, %S s system, %M kB' \
    "$abiseam" check --format text:"$scratch/$name.txt" --format json:"$scratch/$name.json" --format sarif:"$scratch/$name.sarif" "$@" "${inputs[@]}" 2> "$scratch/$name.err" || status=$?
  echo "$status" >> "$scratch/$name.txt"
  # The last member of the report has the times.
  sed -i -E 's/"timing" ?:.*//; /"wall_ms"/,$d' "$scratch/$name.json"
  echo "$name: $(tail -1 "$scratch/$name.time")"
}
same() { # NAME NAME
  for kind in txt json sarif; do
    cmp "$scratch/$1.$kind" "$scratch/$2.$kind" || { echo "FAIL: $1 and $2 differ ($kind)"; exit 1; }
  done
}

run none --no-cache
run cold --cache "$scratch/cache"
run warm --cache "$scratch/cache"
same none cold
same none warm
find "$scratch/cache" -type f -size +60c | while read -r entry; do
  printf '\xff' | dd of="$entry" bs=1 seek=50 conv=notrunc status=none
done
run damaged --cache "$scratch/cache"
grep -q 'is damaged and was removed' "$scratch/damaged.err" || { echo "FAIL: damaged entries were not said"; exit 1; }
same none damaged
if [ $# -ge 2 ]; then
  mapfile -t modules < <(find "$scratch/modules" -name '*.ko' | sort)
  one=${modules[0]}
  other=${modules[${#modules[@]} / 2]}
  cp "$one" "$scratch/kept"
  cp "$other" "$one"
  sleep 1
  run changed-without --no-cache
  run changed --cache "$scratch/cache"
  same changed-without changed
  cp "$scratch/kept" "$one"
  sleep 1
  run back --cache "$scratch/cache"
  same none back
fi
du -sh "$scratch/cache" | cut -f1 | sed 's/^/cache: /'
echo "the reports are the same"
