#!/usr/bin/env bash
# Verifies published -sys crates against the headers of the libraries that they bind.
#
#   survey.sh ROOT OUT [CRATE...]
#
# ROOT is a Debian tree with librust-CRATE-dev (its registry of crate sources) and the -dev package of each
# library; cargo, gcc and pkg-config of this machine build. Each crate of survey.crates (or each one named) is
# a project of its own; those that ROOT does not have are named. OUT gets a report of each crate
# (CRATE.txt, CRATE.json), Cargo's words (CRATE.log), and table.md: the table of docs/survey.md.
set -euo pipefail

root=$(readlink -f -- "${1:?ROOT is missing}")
out=$(readlink -m -- "${2:?OUT is missing}")
shift 2
wanted=" $* "
here=$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")
abiseam=${ABISEAM:-$here/../../abiseam}
registry=$root/usr/share/cargo/registry
include=$root/usr/include
project=$(mktemp -d)
trap 'rm -rf -- "$project"' EXIT
mkdir -p "$out" "$project/src" "$project/.cargo"
: > "$project/src/lib.rs"
cat > "$project/.cargo/config.toml" <<CONFIG
[source.crates-io]
replace-with = "tree"
[source.tree]
directory = "$registry"
CONFIG

export PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_PATH=$root/usr/lib/x86_64-linux-gnu/pkgconfig:$root/usr/share/pkgconfig

while IFS='|' read -r crate headers modules switches; do
  case $crate in '' | '#'*) continue ;; esac
  crate=$(tr -d ' ' <<< "$crate")
  name=${crate%%:*}
  features=
  [ "$name" = "$crate" ] || features=${crate#*:}
  [ "$wanted" = '  ' ] || [[ $wanted == *" $name "* ]] || continue
  if ! compgen -G "$registry/$name-[0-9]*" > /dev/null; then
    echo "$name: not in $root" >&2
    continue
  fi
  {
    printf '[package]\nname = "survey"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
    printf '%s = { version = "*", features = [%s] }\n' "$name" "$(sed 's/[^,]\+/"&"/g' <<< "$features")"
  } > "$project/Cargo.toml"
  rm -f "$project/Cargo.lock"
  words=()
  for header in $headers; do
    words+=(--header "$header")
  done
  [ -z "${modules// /}" ] || switches="$(pkg-config --cflags $modules) $switches"
  status=0
  "$abiseam" cargo --offline "${words[@]}" --cflags "$switches -I$include -I$include/x86_64-linux-gnu" \
    --format "text:$out/$name.txt" --format "json:$out/$name.json" "$project" > "$out/$name.log" 2>&1 || status=$?
  echo "$name: exit status $status"
done < "$here/survey.crates"

python3 - "$out" > "$out/table.md" << 'PY'
import glob, json, os, re, sys

KINDS = ("functions", "variables", "types")
VERDICTS = ("shared", "agree", "disagree", "undetermined")

def row(name, counts):
    cells = [format(counts[kind, verdict], ",") for kind in ("functions", "types") for verdict in VERDICTS]
    return "| " + name + " | " + " | ".join(cells) + " |"

print("| crate | functions | agree | disagree | undetermined | types | agree | disagree | undetermined |")
print("| --- |" + " ---: |" * 8)
total = dict.fromkeys(((kind, verdict) for kind in KINDS for verdict in VERDICTS), 0)
for file in sorted(glob.glob(sys.argv[1] + "/*.json")):
    name = os.path.basename(file)[: -len(".json")]
    with open(file) as text:
        report = json.load(text)
    versions = [
        found.group(1)
        for one in report["inputs"]
        if (found := re.search("/" + re.escape(name) + r"-([0-9][^/+]*?)(\+[^/]*)?\.[a-z0-9_]+\.rs$", one["path"]))
    ]
    counts = {(kind, verdict): report["coverage"][kind][verdict] for kind in KINDS for verdict in VERDICTS}
    for key, count in counts.items():
        total[key] += count
    print(row(" ".join([name, *versions]), counts))
print(row("all", total))
PY
