#!/usr/bin/env bash
# Counts the kinds of change of fixtures/changes/kinds that abidiff names: those that break programs or may, and those that do not.
#
#   kinds.sh                       needs abidiff (libabigail) and python3
#
#   ABIDIFF="chroot DIR abidiff"   another command; ABIDIFF_ROOT=DIR where it sees only what is in DIR
#
# What each kind does stands above it in the source. A kind is named where a function or variable whose name begins with the kind's is.
set -euo pipefail
kinds=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../fixtures/changes/kinds" && pwd)
abidiff=${ABIDIFF:-abidiff}
inside=$(mktemp -d "${ABIDIFF_ROOT:-}/tmp/abiseam.XXXXXX")
trap 'rm -rf "$inside"' EXIT
$abidiff --version
for source in functions values records internal; do
  for build in old new; do
    cp "$kinds/$source-gcc-$build.o" "$inside"
  done
  folder=${inside#"${ABIDIFF_ROOT:-}"}
  status=0
  $abidiff "$folder/$source-gcc-old.o" "$folder/$source-gcc-new.o" > "$inside/said" 2> /dev/null || status=$?
  python3 - "$source" "$status" "$kinds/$source.c" "$inside/said" << 'PY'
import re, sys

source, status, text, said = sys.argv[1], int(sys.argv[2]), open(sys.argv[3]).read(), open(sys.argv[4]).read()
if status >= 128:
    sys.exit(print(f"{source}: abidiff ended with exit status {status}"))
kinds = dict(re.findall(r"^//= (\w+) (\w+) ", text, re.M))
named = set()
for change in re.findall(r"^  \[.\] (.+)", said, re.M):
    for name in re.findall(r"\w+", change):
        begins = [kind for kind in kinds if (name + "_").startswith(kind + "_")]
        if begins:
            named.add(max(begins, key=len))
fine = {kind for kind, answer in kinds.items() if answer == "fine"}
broken = kinds.keys() - fine
print(f"{source}: abidiff names {len(broken & named)} of {len(broken)} kinds that break programs or may, and {len(fine & named)} of {len(fine)} that break nothing")
print("  not named:", *sorted(broken - named))
PY
done
