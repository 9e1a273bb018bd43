#!/usr/bin/env bash
# Checks offline what Maven Central asks of each artefact that `mvn package -Pcentral -pl cli/engine -am` made: the program's classes,
# its sources and its Javadoc as jars that are not empty, and in the effective metadata a name, a description, an address, a licence,
# a developer and where the sources are kept. Signatures are made by whoever publishes.
#
#   central.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml | head -n 1)
failed=0
say() {
  echo "$1" >&2
  failed=1
}

# What modules inherit.
for field in url licenses developers scm; do
  grep -q "<$field>" pom.xml || say "pom.xml: no <$field>"
done
grep -q '<connection>scm:' pom.xml || say "pom.xml: no <connection> of the sources"
for module in . abi-model elf-reader dwarf arch-rules cli cli/engine; do
  for field in name description; do
    grep -q "<$field>[^<]" "$module/pom.xml" || say "$module/pom.xml: no <$field>"
  done
  case $version in *-SNAPSHOT) say "$version is no release" ;; esac
  [ "$module" != . ] && [ "$module" != cli ] || continue
  artifact=$module/target/${module##*/}-$version
  for kind in '' -sources -javadoc; do
    jar=$artifact$kind.jar
    if ! [ -s "$jar" ]; then
      say "$jar: missing"
    elif ! unzip -l "$jar" | grep -E '\.(class|java|html)$' > /dev/null; then
      say "$jar: nothing in it"
    else
      echo "$jar: $(stat -c %s "$jar") bytes"
    fi
  done
done
exit "$failed"
