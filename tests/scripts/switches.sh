#!/usr/bin/env bash
# Tries the -f and -m switches of a compiler on one of two units and runs them together: which switches change calls or layouts?
#
#   switches.sh ROOT MACHINE COMPILER [SWITCH...]
#
# ROOT is a tree with the compilers, static C libraries and qemu-user, entered with chroot (/ for this machine). MACHINE is x86-64, i386,
# aarch64, armhf or riscv64, COMPILER gcc-16, clang-23 or another version. The list of switches comes from the compiler's own completion, or
# is what is given. Prints "MACHINE COMPILER SWITCH CALLER CALLEE": what the program returned with the caller, and with the callee,
# compiled so (0 is right, above 128 a signal, "link" that the linker refused), for each switch with which a unit works with itself
# and not with the other. fixtures/switches.txt keeps these lines; SwitchTableTest holds the table of switches against them.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,12p' "$0"; exit 2; }
root=$1 machine=$2 compiler=$3
shift 3
work=var/tmp/switches-$machine-$compiler
mkdir -p "$root/$work"
cp "$(dirname "$0")"/switches/*.[ch] "$root/$work/"
printf '%s\n' "$@" > "$root/$work/given"
cat > "$root/$work/try.sh" << 'INSIDE'
cd "$(dirname "$0")"
machine=$1 compiler=$2
case $machine in
  x86-64) triple=x86_64-linux-gnu run= ;;
  i386) triple=i686-linux-gnu run=qemu-i386 ;;
  aarch64) triple=aarch64-linux-gnu run=qemu-aarch64 ;;
  armhf) triple=arm-linux-gnueabihf run=qemu-arm ;;
  riscv64) triple=riscv64-linux-gnu run=qemu-riscv64 ;;
esac
linker=$triple-gcc-16
case $compiler in
  gcc*) cc="$triple-$compiler" ;;
  clang*) cc="$compiler --target=$triple" && [ $machine != riscv64 ] || cc="$cc -march=rv64gc" ;;
esac
base="-O1 -w -DFLOATS"
list() {
  case $compiler in
    gcc*) for prefix in -f -m; do $cc --completion=$prefix; done ;;
    clang*) for prefix in -f -m; do $compiler --autocomplete=$prefix | cut -f1; done ;;
  esac | grep -E '^-' | grep -vE '=$|^-(fdump|fopt-info|fdiagnostics|fanalyzer|fdbg|fopenmp|fopenacc|fprofile|frust|fm2|fcoarray|fdebug|fcallgraph|fverbose|fno-(dump|opt-info|diagnostics|analyzer|dbg|openmp|rust|m2)|fmessage|fsyntax|fplugin|fmodules|mtune|fcheck=|fconvert=|ffree-line|frandom-seed|fself-test|ftime|fmem-report|flto|fcompare-debug|fpreprocessed|fdirectives|femit|fconcepts|fc\+\+|fobjc|fgnu-runtime|fnext)' | sort -u
}
assembly() { # DIRECTORY SWITCH...
  mkdir -p "$1"
  (cd "$1" && shift && timeout 20 $cc $base "$@" -I.. -S ../caller.c ../callee.c) > /dev/null 2>&1 || return 1
  sed -i -E '/^[[:space:]]*\.(file|ident|section[[:space:]]+.note|loc)|^[[:space:]]*#|^[[:space:]]*\.(addrsig|attribute|eabi)/d' "$1"/*.s
}
objects() { (cd "$1" && shift && timeout 20 $cc $base "$@" -I.. -c ../caller.c ../callee.c) > /dev/null 2>&1; }
together() { # CALLER CALLEE
  rm -f both
  timeout 20 $linker -static "$1/caller.o" "$2/callee.o" -o both > /dev/null 2>&1 || { echo link; return; }
  timeout 10 $run ./both > /dev/null 2>&1 && echo 0 || echo $?
}
assembly base && objects base
[ "$(together base base)" = 0 ] || { echo "the plain pair does not run" >&2; exit 1; }
[ -s given ] && [ -n "$(cat given)" ] || list > given
tried=0 refused=0 same=0 alone=0 harmless=0 apart=0
while read -r switch; do
  tried=$((tried + 1))
  if ! assembly other "$switch"; then refused=$((refused + 1)); continue; fi
  if cmp -s base/caller.s other/caller.s && cmp -s base/callee.s other/callee.s; then same=$((same + 1)); continue; fi
  objects other "$switch" || { refused=$((refused + 1)); continue; }
  if [ "$(together other other)" != 0 ]; then alone=$((alone + 1)); echo "alone $switch" >> alone.txt; continue; fi
  caller=$(together other base) callee=$(together base other)
  if [ "$caller $callee" = "0 0" ]; then harmless=$((harmless + 1)); continue; fi
  apart=$((apart + 1))
  echo "$machine $compiler $switch $caller $callee"
done < given
echo "# $machine $compiler: $tried tried, $refused refused, $same with the same code, $alone that do not run alone, $harmless that change code and run, $apart apart"
INSIDE
if [ "$root" = / ]; then bash "/$work/try.sh" "$machine" "$compiler"; else chroot "$root" bash "/$work/try.sh" "$machine" "$compiler"; fi
