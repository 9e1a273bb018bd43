#!/usr/bin/env bash
# Reads damaged copies of the fixtures, by every reader alone and by every command, and keeps what fails.
#
#   tests/scripts/fuzz.sh MINUTES [SEED [DIRECTORY]]
#   JAZZER=jazzer.jar tests/scripts/fuzz.sh MINUTES [SEED [DIRECTORY]]
#
# Needs a build (mvn -B -Pquick verify). One process for each core, each with a seed of its own. The same seed damages
# the same bytes. Prints for each kind of input how many runs there were, how many said that something was not read, how
# many gave the verdict of the whole file or another, and how many failed: by an exception that the reader does not
# document, by an internal error, without memory, after more than five seconds, or with another verdict though the same
# was read. What fails is kept with no more damage than it takes.
#
# JAZZER names the jar of Jazzer for damage that is guided by the code that it reaches: each reader in turn for its part of
# the time; findings and corpora stay in the directory. Beside it lies the jar of its API:
#   mvn dependency:copy -Dartifact=com.code-intelligence:jazzer:0.30.0 -DoutputDirectory=target/jazzer
#   mvn dependency:copy -Dartifact=com.code-intelligence:jazzer-api:0.30.0 -DoutputDirectory=target/jazzer
set -uo pipefail

minutes=${1:?minutes}
seed=${2:-1}
root=$(cd "$(dirname "$0")/../.." && pwd)
directory=${3:-$root/target/fuzz}
java=${JAVA_HOME:?set it to a JDK 25}/bin/java
classpath=$(printf '%s:' "$root"/cli/command/target/abiseam/lib/*.jar "$root"/{tests/suite/target/test-classes,fixtures/target/classes})
options=(-Xmx640m -Xss4m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

status=0
if [ -n "${JAZZER:-}" ]; then
  targets=(ELF LINKER PACKAGE DWARF BTF BINDINGS LLVM_IR SNAPSHOT POLICY SUPPRESSIONS LISTS EXPORTS DEMANGLERS COMMANDS)
  for target in "${targets[@]}"; do
    corpus=$directory/jazzer/$target
    mkdir -p "$corpus/found" "$corpus/seeds"
    "$java" "${options[@]}" -cp "$classpath" org.abiseam.cli.FuzzEntry "$target" "$root/fixtures" "$corpus/seeds" &&
      "$java" "${options[@]}" -Dabiseam.fuzz="$target" -Dabiseam.fixtures="$root/fixtures" \
        -cp "$classpath:$JAZZER:${JAZZER%/*}/*" com.code_intelligence.jazzer.Jazzer \
        --target_class=org.abiseam.cli.FuzzEntry --instrumentation_includes='org.abiseam.**' --disabled_hooks='.*' \
        --reproducer_path="$corpus" -artifact_prefix="$corpus/failed-" -seed="$seed" -timeout=5 -rss_limit_mb=0 \
        -max_total_time=$((minutes * 60 / ${#targets[@]})) "$corpus/found" "$corpus/seeds" || status=1
  done
  exit $status
fi

jobs=()
for ((i = 0; i < $(nproc); i++)); do
  mkdir -p "$directory/$((seed + i))"
  "$java" "${options[@]}" -cp "$classpath" org.abiseam.cli.Fuzz \
    $((minutes * 60)) $((seed + i)) "$root/fixtures" "$directory/$((seed + i))" &
  jobs+=($!)
done
for job in "${jobs[@]}"; do
  wait "$job" || status=1
done
exit $status
