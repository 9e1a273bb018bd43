#!/usr/bin/env bash
# Holds a fleet of kernels against single runs.
#
#   fleet.sh OUT KERNEL...
#
# KERNEL is a tree that a distribution's -dbg package was unpacked into. Runs each with `gate` alone, then all
# as a fleet in local[2], then in executor processes (local-cluster[2,1,2048]) of which one is killed in the
# middle; says the times, and every build whose report is not that of the single run, timings apart.
set -euo pipefail

out=$(readlink -m -- "${1:?OUT is missing}")
shift
here=$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")
abiseam=${ABISEAM:-$here/../../abiseam}
mkdir -p "$out/single"
printf 'fail-on: harmful\n' > "$out/policy.yaml"

manifest=$out/fleet.yaml
echo 'builds:' > "$manifest"
objects=0
for tree in "$@"; do
  name=$(basename "$tree" -dbg | tr -c 'A-Za-z0-9._+\n-' _)
  image=$(find "$(readlink -f -- "$tree")" -name 'vmlinux*' -type f | sed -n 1p)
  modules=$(find "$(readlink -f -- "$tree")" -path '*/lib/modules/*/kernel' -type d -prune | sed -n 1p)
  objects=$((objects + 1 + $(find "$modules" -name '*.ko*' | wc -l)))
  {
    printf '  - name: %s\n    image: %s\n    modules: [%s]\n    policy: %s\n' "$name" "$image" "$modules" "$out/policy.yaml"
    printf '    tags: {architecture: %s, version: "%s"}\n' "${name##*-}" "$(basename "$(dirname "$modules")")"
  } >> "$manifest"
done
echo "$# kernels, $objects objects"

# timed LOG COMMAND...: seconds that a command takes; its words go to LOG.
timed() {
  local start end log=$1
  shift
  start=$(date +%s%N)
  "$@" > "$log" 2>&1 || true
  end=$(date +%s%N)
  printf '%d.%03d' $(((end - start) / 1000000000)) $(((end - start) / 1000000 % 1000))
}

timeless() { sed -E '/"timing" : \{/,/^  \}/d' "$1"; }

compare() {
  local folder=$1 same=0 report
  for report in "$out"/single/*.json; do
    if cmp -s <(timeless "$report") <(timeless "$folder/builds/$(basename "$report" .json)/report.json"); then
      same=$((same + 1))
    else
      echo "  $(basename "$report" .json) differs from its single run"
    fi
  done
  echo "  $same of $(find "$out/single" -name '*.json' | wc -l) reports are those of single runs"
}

single() {
  local name image modules
  while read -r name image modules; do
    "$abiseam" gate --no-cache --policy "$out/policy.yaml" --format "json:$out/single/$name.json" "$image" "$modules" > /dev/null || true
  done < <(awk '/- name:/{n=$3} /image:/{i=$2} /modules:/{gsub(/[][]/,"",$2); print n, i, $2}' "$manifest")
}

echo "single runs: $(timed "$out/single.log" single) s"
echo "local[2]: $(timed "$out/local.log" "$abiseam" fleet run "$manifest" --out "$out/local" --master 'local[2]') s"
compare "$out/local"
echo "local[2] again: $(timed "$out/again.log" "$abiseam" fleet run "$manifest" --out "$out/local" --master 'local[2]') s"

# A cluster on this machine wants Spark's layout of folders.
spark=$out/spark
mkdir -p "$spark/jars"
classpath=$here/../../cli/fleet/target/classes:$(< "$here/../../cli/fleet/target/fleet.classpath")
for jar in $(tr ':' ' ' <<< "$classpath"); do
  [ -d "$jar" ] || ln -sf "$jar" "$spark/jars/"
done
touch "$spark/RELEASE"
(
  sleep 20
  pkill -9 -f CoarseGrainedExecutorBackend -n && echo "  an executor was killed"
) &
echo "local-cluster[2,1,2048]: $(SPARK_HOME=$spark SPARK_SCALA_VERSION=2.13 JDK_JAVA_OPTIONS="-Dspark.executor.extraClassPath=$classpath -Dspark.executor.memory=2g" \
  timed "$out/cluster.log" "$abiseam" fleet run "$manifest" --out "$out/cluster" --master 'local-cluster[2,1,2048]') s"
wait
compare "$out/cluster"
