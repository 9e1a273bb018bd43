#!/usr/bin/env bash
# Records where a compiler really puts every byte of arguments and results, which OracleTest compares with the plans.
#
#   observe.sh [--rare|--shared] [--seed N] ROOT DIRECTORY TARGET COMPILER...
#
# ROOT is a tree with the compilers, the binutils of the target and qemu-user, entered with chroot (/ for this machine); it
# needs a writable /var/tmp/oracle. TARGET is one of Targets (x86-64-kernel, aarch64-user, ...), COMPILER a command as gcc-16, clang-23,
# rustc or rustc-1.63 (rustc then checks the types); the harness is always compiled by gcc-16. For each compiler
# DIRECTORY/TARGET gets COMPILER.txt.gz, a line for each function, and COMPILER.o.xz, whose debug information has the types and
# signatures. DIRECTORY is fixtures/observations for what is kept. Then -Dfixtures.update=true writes the bars anew.
#
# --rare records, as COMPILER-rare, only where compilers differ: a few shapes for each divergence and the conventions other than C's.
# One more version of a compiler is recorded this way.
#
# --shared records, as COMPILER-shared, the functions that rustc gets; PairsTest compares them.
#
# --seed N records other functions, the same for all compilers, with types that few programs pass (vectors, _BitInt, _Complex
# integers, typedefs with an alignment). DIRECTORY is then one of its own: OracleTest and PairsTest compare what is in it
# with -Dabiseam.observations=DIRECTORY and print each verdict that is wrong or open.
set -euo pipefail
choice='' seed=''
while :; do
  case ${1:-} in
    --rare | --shared) choice=${1#--}; shift ;;
    --seed) seed=${2:?a number}; shift 2 ;;
    *) break ;;
  esac
done
[ $# -ge 4 ] || { sed -n '2,20p' "$0"; exit 2; }
root=$1 directory=$(realpath -m "$2") target=$3
shift 3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
sources=$here/tests/laboratory/src/main
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
find "$sources/java" -name '*.java' ! -name '*-info.java' > "$scratch/sources"
"$java_home/bin/javac" -proc:none -d "$scratch" @"$scratch/sources"
cp -r "$sources/resources/org" "$scratch"
for compiler; do
  "$java_home/bin/java" -cp "$scratch" org.abiseam.laboratory.CallRecorder "$root" "$target" "$compiler" "$directory" $choice $seed
  gzip -9nf "$directory/$target/$compiler${choice:+-$choice}.txt"
  xz -9ef "$directory/$target/$compiler${choice:+-$choice}.o"
done
