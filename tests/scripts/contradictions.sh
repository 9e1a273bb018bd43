#!/usr/bin/env bash
# Asks for one thing in two ways and prints where our answers contradict each other: `check` against `explain` and `layout`, objects
# against snapshots, DWARF against BTF, calls from Rust to C against calls from C to Rust, and what a text, a witness and LLVM IR tell of
# Rust's beliefs.
#
#   contradictions.sh [VMLINUX [SAME_WITHOUT_DWARF]]
#
# Needs a build (mvn -B -Pquick verify). Reads the fixtures; a VMLINUX with DWARF, every 25th name of it alone; and the same image with
# its symbol table and BTF alone (objcopy --strip-debug VMLINUX SAME_WITHOUT_DWARF). Fails if two answers contradict each other.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
classpath=$(printf '%s:' "$root"/cli/command/target/abiseam/lib/*.jar "$root/tests/suite/target/test-classes")
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xmx1500m -Xss4m --enable-native-access=ALL-UNNAMED -cp "$classpath" \
  org.abiseam.tests.contradictions.Contradictions "$root/fixtures" "$@"
