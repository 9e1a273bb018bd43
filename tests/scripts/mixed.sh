#!/usr/bin/env bash
# Builds a project in C by GCC and by Clang and checks what a build that mixes them would be: half of the objects by each, both ways.
# Both compilers read one source, so that each finding is one that macros, headers or the compilers themselves made.
#
#   [ROOT=DIR] [GCC=gcc] [CLANG=clang] [SWITCHES='-g -O1'] mixed.sh PROJECT OUT COMMAND
#
# COMMAND builds PROJECT, in its directory, by the compiler $CC: 'make CC="$CC"'. $CC is a script that compiles each file by GCC as it
# is told, and once more by Clang; it takes out -flto and what Clang does not know. Where ROOT is a Debian tree, PROJECT is a path in
# it and COMMAND runs in it. OUT gets the reports (one.txt, other.txt) and gcc-clang.txt, which compares the two whole builds; build.log
# is what COMMAND said; printed are the last lines of the reports. The exit status is that of the worse check.
set -euo pipefail

root=${ROOT:-}
project=${1:?PROJECT is missing}
out=$(readlink -m -- "${2:?OUT is missing}")
command=${3:?COMMAND is missing}
here=$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")
abiseam=${ABISEAM:-$here/../../abiseam}

# Values are written into the script: make gives variables of its own to what it runs.
{
  echo '#!/usr/bin/env bash'
  printf 'gnu=%q llvm=%q switches=%q\n' "${GCC:-gcc}" "${CLANG:-clang}" "${SWITCHES:--g -O1}"
  cat <<'WRAPPER'
words=() clang=() compiles= source= object=
for word; do
  case $word in -flto* | -ffat-lto-objects) ;; *) words+=("$word") ;; esac
done
$gnu "${words[@]}" $switches || exit
set -- "${words[@]}"
while [ $# -gt 0 ]; do
  case $1 in
  -o) object=$2 && shift ;;
  -MF | -MT | -MQ) shift ;;
  -MD | -MMD | -MP | -Wp,*) ;;
  *)
    [ "$1" != -c ] || compiles=yes
    [[ $1 != *.c ]] || source=$1
    clang+=("$1")
    ;;
  esac
  shift
done
if [ -n "$compiles" ] && [ -n "$source" ]; then
  [ -n "$object" ] || object=$(basename "$source" .c).o
  until said=$($llvm -w "${clang[@]}" $switches -o "$object.clang" 2>&1); do
    words=() unknown=
    for word in "${clang[@]}"; do
      if [[ $said == *"unknown argument: '$word'"* || $said == *"unsupported option '$word'"* ]]; then unknown=$word; else words+=("$word"); fi
    done
    [ -n "$unknown" ] || { echo "$said" "$llvm did not compile $source" >&2 && break; }
    clang=("${words[@]}")
  done
fi
exit 0
WRAPPER
} > "$root$project/.mixed-cc"
chmod +x "$root$project/.mixed-cc"
export CC=$project/.mixed-cc
rm -rf -- "$out"
mkdir -p "$out"/{one,other,gcc,clang}
build=(bash -c 'cd "$1" && eval "$2"' build "$project" "$command")
[ -z "$root" ] || build=(chroot "$root" "${build[@]}")
# What was compiled counts, also where a part of the project was not.
"${build[@]}" > "$out/build.log" 2>&1 || echo "the build failed; $out/build.log says why" >&2
count=0
while IFS= read -r -d '' clang; do
  gcc=${clang%.clang}
  [ -f "$gcc" ] || continue
  name=${gcc#"$root$project"/}
  # A folder such as .obj would hide its objects.
  name=${name#.}
  name=${name//\//-}
  ln -s "$gcc" "$out/gcc/$name"
  ln -s "$clang" "$out/clang/$name"
  sides=("$gcc" "$clang")
  ln -s "${sides[count % 2]}" "$out/one/$name"
  ln -s "${sides[(count + 1) % 2]}" "$out/other/$name"
  count=$((count + 1))
done < <(find "$root$project" -name '*.o.clang' -print0 | sort -z)
[ "$count" -gt 0 ] || { echo "mixed.sh: the build left no object that both compiled" >&2; exit 1; }

worst=0
for half in one other; do
  status=0
  "$abiseam" check --no-cache "$out/$half"/* > "$out/$half.txt" || status=$?
  [ "$status" -le "$worst" ] || worst=$status
  echo "$count objects, $half half: $(grep '^Compared: ' "$out/$half.txt")"
  grep -E '^(HARMFUL|RISKY) ' "$out/$half.txt" || true
done
"$abiseam" compare --no-cache "$out/gcc" "$out/clang" > "$out/gcc-clang.txt" || true
said=$(tail -n 1 "$out/gcc-clang.txt")
echo "GCC's build and Clang's: ${said:-no difference}"
exit "$worst"
