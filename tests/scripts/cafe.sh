#!/usr/bin/env bash
# Calls a value of each type in each way from C to Rust and back, runs the programs, and holds our verdicts against what they printed.
#
#   cafe.sh ROOT DIRECTORY C-COMPILER...
#
# ROOT is a tree with the compilers (gcc-16, clang-23), gcc-16 and rustc, entered with chroot; it needs a writable /var/tmp/oracle.
# DIRECTORY gets the objects, the Rust source, and results.txt with a line for each call. Needs a build (mvn -B -Pquick verify).
# Fails if a verdict is not what happened. The types are in CafeTypes, the ways in Cafe.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,8p' "$0"; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tree=$1 directory=$(realpath -m "$2")
shift 2
java=${JAVA_HOME:?set it to a JDK 25}/bin/java
mkdir -p "$directory"
"$java" -cp "$root/tests/laboratory/target/classes" org.abiseam.laboratory.Cafe "$tree" "$directory" "$@"
classpath=$(printf '%s:' "$root"/cli/command/target/abiseam/lib/*.jar "$root/tests/suite/target/test-classes")
exec "$java" -Xmx1500m -Xss4m --enable-native-access=ALL-UNNAMED -cp "$classpath" org.abiseam.tests.cafe.CafeVerdicts "$directory"
