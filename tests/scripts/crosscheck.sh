#!/usr/bin/env bash
# Compares our reading of every C struct and union of a kernel with pahole's: size, members, bit offsets, bit-field widths.
#
#   crosscheck.sh KERNEL_DIR [PAHOLE...]
#
# KERNEL_DIR holds a vmlinux with DWARF. PAHOLE is the command that runs pahole 1.25 or later (default: pahole); it writes
# what it read as BTF, which a test compares. Prints the number of types and every difference; fails if there is one.
# BTF=FILE reuses a file that `pahole --lang_exclude=rust --btf_encode_detached=FILE` wrote.
set -euo pipefail
kernel=${1:?usage: crosscheck.sh KERNEL_DIR [PAHOLE...]}
shift
pahole=("${@:-pahole}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
vmlinux=$(find -L "$kernel" -name vmlinux -type f | sed -n 1p)
[ -n "$vmlinux" ] || { echo "skipped: no vmlinux below $kernel"; exit 0; }
vmlinux=$(readlink -f "$vmlinux")
if [ -z "${BTF:-}" ]; then
  "${pahole[@]}" --version > /dev/null 2>&1 || { echo "skipped: pahole does not run: ${pahole[*]}"; exit 0; }
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  BTF=$scratch/vmlinux.btf
  "${pahole[@]}" -j2 --lang_exclude=rust --btf_encode_detached="$BTF" "$vmlinux"
fi
cd "$here"
mvn -B -q -pl tests/suite -am test -Dtest=CrossCheckTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dabiseam.crosscheck.image="$vmlinux" -Dabiseam.crosscheck.btf="$BTF"
