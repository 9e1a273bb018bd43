#!/usr/bin/env bash
# Compares the plan of every call with where the compiler's debug information has the parameters at a function's entry.
#
#   entry.sh IMAGE
#
# IMAGE is a vmlinux (or any object) with DWARF. Prints how many functions are entered as planned (of C, of Rust with C's convention
# and with its own), each that is not, and by class what could not be compared; fails below 99.9 %.
set -euo pipefail
image=$(realpath "${1:?usage: entry.sh IMAGE}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mvn -B -q -pl tests/suite -am test -Dtest='EntryLocationsTest#everyFunctionOfAKernelIsEnteredAsPlanned' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dabiseam.entry.image="$image"
