#!/usr/bin/env bash
# Installs, runs and removes each package that `mvn package -Ppackages` made, in a tree of Debian that has no Java; prints their sizes
# and how long they take.
#
#   install.sh ROOT DIRECTORY
#
# ROOT is the tree, entered with chroot (root is needed); DIRECTORY has the packages
# (cli/command/target/packages). Where the tree has rpm, the .rpm is unpacked over an empty folder of it and run there; where it has
# lintian, its errors and warnings about the .deb are printed. The container image is run as its own root, with its own command and user.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,9p' "$0"; exit 2; }
root=$(realpath "$1") directory=$(realpath "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/var/tmp/abiseam-install
rootfs=$work/rootfs
cleanup() {
  ! mountpoint -q "$rootfs/proc" || umount "$rootfs/proc"
  rm -rf "$work"
}
trap cleanup EXIT
cleanup
mkdir -p "$work"
cp "$directory"/*.deb "$directory"/*.rpm "$directory"/*-linux-*.tar.gz "$work"
cp -r "$here/fixtures/prebuilt/size-differs/x86_64-dwarf5" "$work/differs"
cp -r "$here/fixtures/prebuilt/array-length-agrees/x86_64-dwarf5" "$work/agrees"
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
if inside sh -c 'command -v java'; then
  echo "the tree has Java, so that this proves nothing" >&2
  exit 1
fi

milliseconds() { echo $((($(date +%s%N) - $1) / 1000000)); }
(cd "$directory" && stat -c '%n: %s bytes' -- *.deb *.rpm *-linux-*.tar.gz *-oci.tar)

# What an installed program has to do, without a home and as nobody.
try() {
  local launcher=$1 name=$2 status=0 began
  inside setpriv --reuid=65534 --regid=65534 --clear-groups "$launcher" --version > /dev/null
  began=$(date +%s%N)
  inside setpriv --reuid=65534 --regid=65534 --clear-groups "$launcher" --version
  echo "$name: --version took $(milliseconds "$began") ms"
  inside setpriv --reuid=65534 --regid=65534 --clear-groups "$launcher" check /var/tmp/abiseam-install/agrees/{provider,consumer}.o > /dev/null
  began=$(date +%s%N)
  inside "$launcher" check /var/tmp/abiseam-install/differs/{provider,consumer}.o > "$work/report" || status=$?
  [ "$status" = 12 ] && grep -q '^HARMFUL' "$work/report" || { cat "$work/report"; echo "$name: exit status $status instead of 12" >&2; exit 1; }
  echo "$name: check of two objects took $(milliseconds "$began") ms"
}

inside tar -C /var/tmp/abiseam-install -xzf "/var/tmp/abiseam-install/$(basename "$work"/*.tar.gz)"
try "/var/tmp/abiseam-install/$(basename "$(find "$work" -maxdepth 1 -name 'abiseam-*' -type d)")/bin/abiseam" archive

deb=$(basename "$work"/*.deb)
inside dpkg -i "/var/tmp/abiseam-install/$deb" > /dev/null
try /usr/bin/abiseam deb
inside test -e /usr/share/man/man1/abiseam.1.gz -o -e /usr/share/man/man1/abiseam.1
inside dpkg -r abiseam > /dev/null
if inside sh -c 'ls -d /usr/lib/abiseam /usr/bin/abiseam 2>/dev/null'; then
  echo "deb: removing it left files behind" >&2
  exit 1
fi
echo "deb: installed, run and removed"

if inside sh -c 'command -v rpm2cpio && command -v cpio' > /dev/null; then
  inside sh -c 'mkdir -p /var/tmp/abiseam-install/rpm && cd /var/tmp/abiseam-install/rpm && rpm2cpio ../*.rpm | cpio -idm --quiet'
  inside rpm -qp --requires "/var/tmp/abiseam-install/$(basename "$work"/*.rpm)" > "$work/requires"
  try /var/tmp/abiseam-install/rpm/usr/bin/abiseam rpm
else
  echo "skipped: the .rpm, because the tree has no rpm2cpio and cpio"
fi

# The image: its layers over each other, its command, its user, the objects where it works.
mkdir -p "$work/image" "$rootfs"
tar -C "$work/image" -xf "$directory"/*-oci.tar
mapfile -t layers < <(sed -E 's/.*"Layers":\["([^]]*)"\].*/\1/; s/","/\n/g' "$work/image/manifest.json")
for layer in "${layers[@]}"; do tar -C "$rootfs" -xzf "$work/image/$layer"; done
config=$work/image/$(sed -E 's/.*"Config":"([^"]*)".*/\1/' "$work/image/manifest.json")
mapfile -t command < <(sed -E 's/.*"Entrypoint":\["([^]]*)"\].*/\1/; s/","/\n/g' "$config")
user=$(sed -E 's/.*"User":"([^"]*)".*/\1/' "$config")
place=$(sed -E 's/.*"WorkingDir":"([^"]*)".*/\1/' "$config")
cp -r "$work/agrees" "$rootfs$place"
cp -r "$work/differs" "$rootfs$place/größer"
mkdir "$rootfs/proc"
mount -t proc proc "$rootfs/proc"
contained() { env -i PATH=/usr/bin LANG=C.UTF-8 "$(command -v chroot)" --userspec="$user" "$rootfs" "${command[@]}" "$@"; }
if contained --version | grep -q '^abiseam ' && [ "${user%%:*}" != 0 ]; then :; else
  echo "image: it does not run as $user" >&2
  exit 1
fi
contained check "$place"/agrees/{provider,consumer}.o > /dev/null
began=$(date +%s%N) status=0
contained check "$place"/größer/{provider,consumer}.o > "$work/report" || status=$?
[ "$status" = 12 ] && grep -q '^HARMFUL' "$work/report" || { cat "$work/report"; echo "image: exit status $status instead of 12" >&2; exit 1; }
echo "image: check of two objects took $(milliseconds "$began") ms"

if inside sh -c 'command -v lintian' > /dev/null; then
  inside lintian --allow-root "/var/tmp/abiseam-install/$deb" || true
else
  echo "skipped: lintian, because the tree has none"
fi
