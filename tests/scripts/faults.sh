#!/usr/bin/env bash
# Plants faults in a built kernel tree, one at a time, and checks that kbuild names each with the right cause at the top.
#
#   faults.sh ROOT BUILD SOURCE
#
# ROOT is a tree with the compilers that made the kernel, entered with chroot (/ for this machine); BUILD and SOURCE are the kernel's
# directories as seen inside ROOT, built with CONFIG_RUST=y, CONFIG_CONFIGFS_FS=m, CONFIG_SAMPLE_RUST_MISC_DEVICE=m and debug info.
# The build is copied to BUILD.faults, so that BUILD stays as it is; 1 GB and some minutes.
# Prints one line for each fault, and as the last one how many of them were found; the status is 0 if all were.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,9p' "$0"; exit 2; }
root=${1%/} build=$2 source=$3
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$build.faults
tree=$root$work
log=$(mktemp)
trap 'rm -f "$log"' EXIT
planted=0 found=0

build() { # TARGET AND VARIABLES...
  chroot "${root:-/}" env ${LIBCLANG_PATH:+LIBCLANG_PATH="$LIBCLANG_PATH"} \
    make -s -C "$source" O="$work" CC="${CC:-gcc}" HOSTCC="${CC:-gcc}" "$@" > "$log" 2>&1 || { tail -5 "$log" >&2; return 1; }
}

restore() {
  rm -rf "$tree"
  cp -a --reflink=auto "$root$build" "$tree"
}

# The first finding that the untouched tree does not have is of the rule, and names what was changed.
expect() { # NAME RULE PATTERN
  planted=$((planted + 1))
  "$home/abiseam" kbuild --no-cache --source "$root$source" --fail-on risky --quiet --format json:"$log" "$tree" 2> /dev/null || true
  local first
  first=$(python3 - "$log" "$log.clean" <<'PY'
import json, sys
def findings(path):
    return [f for f in json.load(open(path))["findings"] if f["severity"] != "harmless"]
old = {(f["rule"], f["subject"]["name"]) for f in findings(sys.argv[2])}
new = [f for f in findings(sys.argv[1]) if (f["rule"], f["subject"]["name"]) not in old]
if new:
    f = new[0]
    paths = " ".join(d["path"] for d in f["differences"])
    print(f["severity"], f["rule"], f["subject"]["name"], paths, "(and", len(new) - 1, "more)")
else:
    print("nothing")
PY
)
  if [[ $first == *" $2"* && $first =~ $3 ]]; then
    found=$((found + 1))
    echo "found   $1: $first"
  else
    echo "MISSED  $1: expected $2 $3, got $first"
  fi
}

bindings=rust/bindings/bindings_generated.rs
restore
"$home/abiseam" kbuild --no-cache --source "$root$source" --format json:"$log.clean" "$tree" > /dev/null 2>&1 || true

# A C struct that changed after the bindings were generated: the module is compiled with the new one.
cp "$root$source/include/linux/configfs.h" "$log.header"
sed -i 's/^struct configfs_subsystem {/struct configfs_subsystem {\n\tint planted;/' "$root$source/include/linux/configfs.h"
cp "$tree/$bindings" "$log.bindings"
build fs/configfs/configfs.ko || true
cp "$log.header" "$root$source/include/linux/configfs.h"
cp "$log.bindings" "$tree/$bindings"
expect "C struct changed after the bindings were generated" layout- configfs_subsystem
restore

sed -i '/^pub struct miscdevice {/,/^}/s/pub minor: ffi::c_int/pub minor: ffi::c_long/' "$tree/$bindings"
expect "type of a field changed in the bindings" layout- miscdevice
restore

python3 - "$tree/$bindings" <<'PY'
import re, sys
text = open(sys.argv[1]).read()
changed = re.sub(r"(pub fn refcount_warn_saturate\()(r: [^,]+), (t: [^)]+)(\))", r"\1\3, \2\4", text, count=1)
changed = re.sub(r"(pub fn refcount_warn_saturate\(\s*)(r: [^,]+),(\s*)(t: [^,)]+)", r"\1\4,\3\2", text, count=1) if changed == text else changed
assert changed != text
open(sys.argv[1], "w").write(changed)
PY
expect "two parameters of a prototype swapped in the bindings" call-argument refcount_warn_saturate
restore

python3 - "$tree/$bindings" <<'PY'
import re, sys
text = open(sys.argv[1]).read()
at = text.index("pub struct file_operations {")
end = text.index("\n}", at)
body = text[at:end]
changed = re.sub(r"(pub open: ::core::option::Option<\s*unsafe extern \"C\" fn\([^)]*\)) -> ffi::c_int", r"\1 -> ffi::c_short", body, count=1)
assert changed != body
open(sys.argv[1], "w").write(text[:at] + changed + text[end:])
PY
expect "another return type of a callback in the bindings" pointer-signature file_operations
restore

build CFLAGS_dir.o=-fshort-enums fs/configfs/configfs.ko
expect "one C file compiled with -fshort-enums" flag-mismatch short-enums
restore

build CFLAGS_dir.o=-mabi=ms fs/configfs/configfs.ko
expect "one C file compiled with -mabi=ms" flag-mismatch 'dir.c.* abi '
restore

build CFLAGS_dir.o=-fsigned-char fs/configfs/configfs.ko
expect "one C file compiled without -funsigned-char" flag-mismatch ' char '
restore

build RUSTFLAGS_rust_misc_device.o=-Ctarget-feature=+sse2 samples/rust/rust_misc_device.ko
expect "one Rust object for another set of target features" flag-mismatch 'target features'
restore

sed -i 's/vermagic=\([0-9]\)\.\([0-9]*\)\./vermagic=\1.\2,/' "$tree/samples/rust/rust_misc_device.ko"
expect "a module of another kernel version" attribute-mismatch 'kernel release'
rm -rf "$tree" "$log".*

echo "$found of $planted planted faults found with the right cause first"
[ "$found" = "$planted" ]
