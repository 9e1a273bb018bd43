#!/usr/bin/env bash
# Verifies published -sys crates against the headers of the libraries that they bind.
#
#   survey.sh ROOT [OUT]
#
# ROOT is a Debian tree with librust-CRATE-dev (its registry of crate sources) and the -dev package of each
# library; cargo, gcc and pkg-config of this machine build. OUT gets the report (default: survey.txt).
# Prints each harmful and risky finding and the counts; docs/survey.md is made from them by hand.
set -euo pipefail

root=$(readlink -f -- "${1:?ROOT is missing}")
out=${2:-survey.txt}
home=$(cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd)
project=$(mktemp -d)
trap 'rm -rf -- "$project"' EXIT

# The crate's name, then the headers that declare what it binds.
crates='
alsa-sys alsa/asoundlib.h
curl-sys curl/curl.h
libsqlite3-sys sqlite3.h
libssh2-sys libssh2.h
libudev-sys libudev.h
libusb1-sys libusb.h
libz-sys zlib.h
'

mkdir -p "$project/src" "$project/.cargo"
: > "$project/src/lib.rs"
cat > "$project/.cargo/config.toml" <<CONFIG
[source.crates-io]
replace-with = "tree"
[source.tree]
directory = "$root/usr/share/cargo/registry"
CONFIG
{
  printf '[package]\nname = "survey"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
  awk 'NF { print $1 " = \"*\"" }' <<< "$crates"
} > "$project/Cargo.toml"
headers=()
while read -r crate header; do
  [ -z "$crate" ] || headers+=(--header "$header")
done <<< "$crates"

export PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_PATH=$root/usr/lib/x86_64-linux-gnu/pkgconfig:$root/usr/share/pkgconfig
include=$root/usr/include
status=0
"$home/abiseam" cargo --offline "${headers[@]}" \
  --cflags "-I$include -I$include/x86_64-linux-gnu -I$include/libusb-1.0" \
  --format "text:$out" "$project" || status=$?
grep -A2 -E '^(HARMFUL|RISKY)' "$out" || true
sed -n '/^Types shared/,$p' "$out"
exit "$status"
