#!/usr/bin/env bash
# Shows how the cost of a fleet grows with its kernels, as a table: wall time and processor time of a first run and of a second one in
# which nothing changed, and the peak memory of both.
#
#   growth.sh OUT KERNEL...        counts: COUNTS="1 2 4 8 12", master: MASTER='local[2]'
#
# KERNEL is a tree that a distribution's -dbg package was unpacked into. Each count has a cache of its own.
set -euo pipefail

out=$(readlink -m -- "${1:?OUT is missing}")
shift
kernels=("$@")
here=$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")
abiseam=${ABISEAM:-$here/../../abiseam}
mkdir -p "$out"
printf 'fail-on: harmful\n' > "$out/policy.yaml"

# builds COUNT: the manifest of the first kernels, and how many objects they have.
builds() {
  local tree image modules objects=0
  echo 'builds:' > "$out/fleet-$1.yaml"
  for tree in "${kernels[@]:0:$1}"; do
    image=$(find "$(readlink -f -- "$tree")" -name 'vmlinux*' -type f -size +1M | sed -n 1p)
    modules=$(find "$(readlink -f -- "$tree")" -path '*/lib/modules/*/kernel' -type d -prune | sed -n 1p)
    objects=$((objects + 1 + $(find "$modules" -name '*.ko*' | wc -l)))
    printf '  - {name: %s, image: "%s", modules: ["%s"], policy: policy.yaml}\n' \
      "$(basename "$tree" -dbg | tr -c 'A-Za-z0-9._+\n-' _)" "$image" "$modules" >> "$out/fleet-$1.yaml"
  done
  echo "$objects"
}

run() { # COUNT NAME: seconds, seconds of the processors, megabytes
  XDG_CACHE_HOME="$out/cache-$1" /usr/bin/time -q -o "$out/$2.time" -f '%e %U %S %M' \
    "$abiseam" fleet run "$out/fleet-$1.yaml" --out "$out/$1" --master "${MASTER:-local[2]}" > "$out/$2.log" 2>&1 || true
  awk '{ printf "%.0f s | %.0f s | %.0f MB", $1, $2 + $3, $4 / 1024 }' "$out/$2.time"
}

echo "| kernels | objects | first run | processors | memory | second run | processors | memory |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
for count in ${COUNTS:-1 2 4 8 12}; do
  [ "$count" -le "${#kernels[@]}" ] || continue
  objects=$(builds "$count")
  rm -rf "${out:?}/$count" "${out:?}/cache-$count"
  echo "| $count | $objects | $(run "$count" "first-$count") | $(run "$count" "second-$count") |"
done
