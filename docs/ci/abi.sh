#!/bin/sh
# The ABI gate as a step of any CI: a report for each reader, and the status of the gate.
#
#   sh abi.sh [FILE...]     the policy's inputs, or these
#
#   ABISEAM   the program           (abiseam)
#   POLICY    what decides          (abi-policy.yaml)
#   REPORTS   where reports go      (abi-reports)
#
# The status is 0 where the build goes on, else the sum of 1 (an input could not be read), 4 (findings), 8 (harmful ones)
# and 16 (too little determined); the reports are there in each case.
set -eu
reports=${REPORTS:-abi-reports}
mkdir -p "$reports"
exec "${ABISEAM:-abiseam}" gate --policy "${POLICY:-abi-policy.yaml}" \
  --format text \
  --format "json:$reports/abiseam.json" \
  --format "sarif:$reports/abiseam.sarif" \
  --format "junit:$reports/abiseam.xml" \
  --format "markdown:$reports/abiseam.md" \
  --format "html:$reports/abiseam.html" \
  "$@"
