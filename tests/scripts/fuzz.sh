#!/usr/bin/env bash
# Runs every command on damaged copies of the fixtures and keeps what fails.
#
#   tests/scripts/fuzz.sh MINUTES [SEED [DIRECTORY]]
#
# Needs a build (mvn -B -Pquick verify). One process for each core, each with a seed of its own. The same seed damages
# the same bytes. Prints for each kind of input how many runs there were, how many said that something was not read, and
# how many failed: by an internal error, without memory, or after more than five seconds.
set -uo pipefail

minutes=${1:?minutes}
seed=${2:-1}
root=$(cd "$(dirname "$0")/../.." && pwd)
directory=${3:-$root/target/fuzz}
classpath=$(printf '%s:' "$root"/cli/command/target/abiseam/lib/*.jar "$root"/{tests/suite/target/test-classes,fixtures/target/classes})

status=0
jobs=()
for ((i = 0; i < $(nproc); i++)); do
  mkdir -p "$directory/$((seed + i))"
  "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xmx640m -Xss4m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$classpath" org.abiseam.cli.Fuzz \
    $((minutes * 60)) $((seed + i)) "$root/fixtures" "$directory/$((seed + i))" &
  jobs+=($!)
done
for job in "${jobs[@]}"; do
  wait "$job" || status=1
done
exit $status
