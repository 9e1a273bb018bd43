#!/usr/bin/env bash
# Measures how many calls are planned in a second (JMH), over the signatures of recordings.
#
#   plans.sh [JMH-OPTION...]
#
# Builds what it measures first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mvn -B -q -Pbench -pl tests/suite -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
classpath=tests/suite/target/test-classes:$(cat tests/suite/target/bench.classpath)
home=$(for j in /usr/lib/jvm/*; do [ -x "$j/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$j/release" 2> /dev/null && echo "$j" && break; done)
mkdir -p tests/suite/target/bench
"${home:-$JAVA_HOME}/bin/javac" -nowarn -proc:full -cp "$classpath" -d tests/suite/target/bench tests/suite/src/bench/java/org/abiseam/tests/oracle/*.java
exec "${home:-$JAVA_HOME}/bin/java" --enable-native-access=ALL-UNNAMED -cp "tests/suite/target/bench:$classpath" org.openjdk.jmh.Main \
  -jvmArgs "--enable-native-access=ALL-UNNAMED -Drecordings=$PWD/fixtures/observations" "$@"
