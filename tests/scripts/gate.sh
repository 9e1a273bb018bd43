#!/usr/bin/env bash
# Runs 'abiseam gate' over a real kernel and sees that each of its verdicts is told by the exit status and by every report.
#
#   gate.sh IMAGE             a vmlinux with C, Rust and debug info, and no harmful finding of its own; needs python3
#
# The planted change is a driver in Rust of fixtures/seams whose core in C was compiled with another struct. Prints a line for each
# case; the status is 0 if all were as they should.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,7p' "$0"; exit 2; }
image=$(readlink -f "$1")
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
seams=$home/fixtures/seams/prebuilt
planted=("$seams/struct-changed/core.o" "$seams"/agree/{driver,witness,glue,log}.o)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
abiseam=${ABISEAM:-$home/abiseam}
wrong=0

policy() { # LINE...: over what all policies have
  printf '%s\n' 'fail-on: harmful' 'baseline: baseline.txt' "$@" > policy.yaml
}

gate() { # NAME STATUS TEXT FILE...: TEXT is in the last lines of the text report
  local name=$1 expected=$2 text=$3 status=0
  shift 3
  "$abiseam" gate --no-cache --policy policy.yaml --verbose --format text:report.txt --format json:report.json --format sarif:report.sarif \
    --format junit:report.xml --format markdown:report.md --format html:report.html "$@" > gate.txt 2> errors.txt || status=$?
  if [ "$status" = "$expected" ] && grep -qF -- "$text" report.txt gate.txt; then
    echo "right   $name: status $status, $text"
  else
    echo "WRONG   $name: status $status, expected $expected and '$text'"
    cat errors.txt gate.txt
    tail -3 report.txt
    wrong=$((wrong + 1))
  fi
}

told() { # COUNT: how many findings on struct device each report counts, or 'suppressed'
  python3 - "$1" << 'PY' || wrong=$((wrong + 1))
import json, re, sys, xml.etree.ElementTree as tree
want = sys.argv[1]
report = json.load(open("report.json"))
sarif = json.load(open("report.sarif"))["runs"][0]["results"]
cases = [c for c in tree.parse("report.xml").iter("testcase") if "device" in c.get("name")]
page = open("report.html").read()
markdown = open("report.md").read()
text = open("report.txt").read()
open_findings = [f for f in report["findings"] if f["subject"]["name"] == "device" and not f["suppressed"]]
known = [f for f in report["findings"] if f["subject"]["name"] == "device" and f["suppressed"]]
open_results = [r for r in sarif if "device" in r["message"]["text"] and not r.get("suppressions")]
failures = [c for c in cases if c.find("failure") is not None and "layout-drift" in tree.tostring(c, "unicode")]
says = {
    "text": bool(re.search(r"^HARMFUL  struct device ", text, re.M)),
    "json": bool(open_findings),
    "sarif": any(r["ruleId"] == "layout-drift" for r in open_results),
    "junit": bool(failures),
    "markdown": "`layout-drift`" in markdown or "layout-drift" in markdown,
    "html": "layout-drift" in page,
}
if want == "found":
    bad = [name for name, found in says.items() if not found]
else:
    bad = [name for name in ("text", "json", "sarif", "junit") if says[name]]
    reasons = {"json": bool(known) and "planted on purpose" in json.dumps(known), "text": "planted on purpose" in text}
    bad += [name + " (reason)" for name, there in reasons.items() if not there]
print(("WRONG   " if bad else "right   ") + "  in every report: " + want + (", not in " + ", ".join(bad) if bad else ""))
sys.exit(bool(bad))
PY
}

suppression() { # EXPIRES
  printf '%s\n' 'suppressions:' '  - {rule: "*-mismatch", subject: "*.c", object: "*/seams/*", reason: planted on purpose}' \
    '  - {rule: flag-mismatch, subject: "driver*", reason: planted on purpose}' \
    "  - {rule: layout-drift, subject: device, reason: planted on purpose, owner: tests, expires: $1}"
}

policy 'undetermined: allow'
"$abiseam" gate --no-cache --policy policy.yaml --update-baseline "$image" > /dev/null
gate 'the kernel as it was' 0 'GATE passed' "$image"
gate 'a planted change' 12 'harmful finding' "$image" "${planted[@]}"
told found
policy 'undetermined: allow' "$(suppression 2999-12-31)"
gate 'the change suppressed with a reason' 0 'GATE passed' "$image" "${planted[@]}"
told suppressed
policy 'undetermined: allow' "$(suppression 2020-01-01)"
gate 'the suppression expired' 12 'expired' "$image" "${planted[@]}"
told found
policy 'coverage: {types: 99.9}'
gate 'coverage of 99.9 % required' 16 'of types' "$image"
rm baseline.txt
policy 'undetermined: allow'
"$abiseam" gate --no-cache --policy policy.yaml --update-baseline "$image" "${planted[@]}" > /dev/null
gate 'the change in the baseline' 0 'GATE passed' "$image" "${planted[@]}"
sed -i '/device/,$d' baseline.txt
gate 'a block of the baseline gone' 12 'harmful finding' "$image" "${planted[@]}"
told found
[ "$wrong" -eq 0 ] && echo 'all as they should be' || { echo "$wrong wrong"; exit 1; }
